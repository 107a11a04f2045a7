import { randomBytes } from 'node:crypto'
import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { notFound } from '../base/errors.ts'
import { Row } from '../base/rows.ts'
import type { Work } from '../base/work.ts'

export const LONGEST_ISSUER = 500
export const LONGEST_CLIENT_ID = 255

/** Where users of the organization sign in elsewhere, by OpenID Connect. Its issuer never changes. */
@Entity('sso_providers')
@Index('sso_providers_issuer', ['issuer'])
export class SsoProvider extends Row {
  @Column({ type: 'varchar', length: 200 })
  name!: string

  /** Compared letter by letter with what tokens say. */
  @Column({ type: 'varchar', length: LONGEST_ISSUER })
  issuer!: string

  @Column({ type: 'varchar', length: LONGEST_CLIENT_ID })
  clientId!: string

  /** Encrypted; null where the provider gave none, and PKCE alone proves who redeems a code. */
  @Column({ type: 'varchar', length: 1_000, nullable: true })
  clientSecret!: string | null

  /** Whether somebody unknown becomes a user at the first sign-on. */
  @Column({ type: 'boolean' })
  createsUsers!: boolean

  /** Whether an Owner answers for every address it names being its holder's, where it does not say so itself. */
  @Column({ type: 'boolean' })
  assertsAddresses!: boolean

  /** What the DNS of a domain says to prove it. */
  @Column({ type: 'varchar', length: 43 })
  domainProof!: string

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** A domain that the organization has proved to be its own, for one provider. */
@Entity('sso_domains')
@Index('sso_domains_domain', ['organizationId', 'providerId', 'domain'], { unique: true })
@ForeignKey(() => SsoProvider, ['organizationId', 'providerId'], ['organizationId', 'id'], {
  name: 'sso_domains_provider_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class SsoDomain extends Row {
  @Column({ type: 'varchar', length: 36 })
  providerId!: string

  /** As addresses have it in their canonical form. */
  @Column({ type: 'varchar', length: 253 })
  domain!: string

  @Column({ type: 'datetime', precision: 3 })
  provedAt!: Date
}

/** A new text to prove domains with. It stands in the DNS for everybody, and is of use to this provider alone. */
export function newDomainProof(): string {
  return randomBytes(32).toString('base64url')
}

/** The record that proves a domain: its name, and what it says. */
export function proofRecord({ domainProof }: Pick<SsoProvider, 'domainProof'>, domain: string) {
  return { name: `_rollcall.${domain}`, value: proofValue(domainProof) }
}

/** What the TXT record of every domain says. */
export function proofValue(domainProof: string): string {
  return `rollcall-verification=${domainProof}`
}

/** The provider of that id, which nobody else can change meanwhile, or the refusal NOT_FOUND. */
export async function loadSsoProviderToChange(work: Work, ssoProviderId: string): Promise<SsoProvider> {
  const provider = await work.rows(SsoProvider).findOneForUpdate({ id: ssoProviderId })
  if (!provider) throw notFound('provider of single sign-on', ssoProviderId, ['input', 'ssoProviderId'])
  return provider
}
