import { createHash, createHmac, randomBytes } from 'node:crypto'
import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { SsoProvider } from './sso-provider.ts'

/** How long somebody may take to sign in at the provider. */
export const ATTEMPT_MS = 10 * 60_000
/** How long the code lives that becomes a session. */
export const CODE_MS = 60_000
export const LONGEST_RETURN_STATE = 200

/**
 * A sign-on under way: first somebody is at the provider, then a code for a session is on its way to the platform. Each
 * is used once, and known by the hash of a secret that another has: the browser in a cookie, then the platform.
 */
@Entity('sso_attempts')
@Index('sso_attempts_secret', ['secretHash'])
@Index('sso_attempts_expiry', ['organizationId', 'expiresAt'])
@ForeignKey(() => SsoProvider, ['organizationId', 'providerId'], ['organizationId', 'id'], {
  name: 'sso_attempts_provider_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class SsoAttempt extends Row {
  @Column({ type: 'varchar', length: 36 })
  providerId!: string

  /** Who signed on; null while nobody has. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  userId!: string | null

  @Column({ type: 'varchar', length: 64 })
  secretHash!: string

  /** What the platform wants back, so that it knows the answer as one to a question of its own. */
  @Column({ type: 'varchar', length: LONGEST_RETURN_STATE, nullable: true })
  returnState!: string | null

  @Column({ type: 'datetime', precision: 3 })
  expiresAt!: Date
}

/** 32 random bytes as text. */
export function newSsoSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret. */
export function ssoSecretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** What the provider is sent and has to give back: derived, so that neither browser nor database alone has any of it. */
export function ssoChecks(secretKey: Buffer, secret: string): { state: string; nonce: string; verifier: string } {
  const derived = (use: string) => createHmac('sha256', secretKey).update(`sso-${use}:${secret}`).digest('base64url')
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') }
}
