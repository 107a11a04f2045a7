import { createHash } from 'node:crypto'
import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { User } from '../users/user.ts'
import { LONGEST_ISSUER, SsoProvider } from './sso-provider.ts'

/** OpenID Connect allows no longer one. */
export const LONGEST_SUBJECT = 255

/** Who of a provider is which user. Addresses change hands; this does not. */
@Entity('identities')
@Index('identities_subject', ['organizationId', 'providerId', 'subjectKey'], { unique: true })
@Index('identities_user', ['organizationId', 'userId', 'providerId'], { unique: true })
@ForeignKey(() => SsoProvider, ['organizationId', 'providerId'], ['organizationId', 'id'], {
  name: 'identities_provider_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'identities_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class Identity extends Row {
  @Column({ type: 'varchar', length: 36 })
  providerId!: string

  @Column({ type: 'varchar', length: LONGEST_ISSUER })
  issuer!: string

  @Column({ type: 'varchar', length: LONGEST_SUBJECT })
  subject!: string

  /** By which it is found: see `subjectKey`. */
  @Column({ type: 'varchar', length: 43 })
  subjectKey!: string

  @Column({ type: 'varchar', length: 36 })
  userId!: string

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** Issuer and subject as one key that no collation of a database can take for another. */
export function subjectKey({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
}
