import { createHash, createHmac, randomBytes } from 'node:crypto'
import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { User, UserStatus } from '../users/user.ts'

/** Life of a link to set the password anew, counted from sending. */
export const RESET_MINUTES = 60

/** A link with which a user can set their password anew, once. A user has one at most: the newest. */
@Entity('password_resets')
@Index('password_resets_user', ['organizationId', 'userId'], { unique: true })
@Index('password_resets_token', ['tokenHash'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'password_resets_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class PasswordReset extends Row {
  @Column({ type: 'varchar', length: 36 })
  userId!: string

  /** The user's session generation when it was asked for; a password that was changed since makes the link void. */
  @Column({ type: 'integer' })
  generation!: number

  /** From which the token is derived. */
  @Column({ type: 'varchar', length: 43 })
  tokenSeed!: string

  /** Null until the mail is sent. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  tokenHash!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  expiresAt!: Date | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** 32 random bytes as text. */
export function newResetSeed(): string {
  return randomBytes(32).toString('base64url')
}

/** The token of a link; as with invites, the database alone gives no link away. */
export function resetToken(secretKey: Buffer, tokenSeed: string): string {
  return createHmac('sha256', secretKey).update(`password-reset:${tokenSeed}`).digest('base64url')
}

/** What is stored of a token. */
export function resetTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether the link is still meant for its user, as the user is at this moment. */
export function isMeantFor(reset: PasswordReset, user: User): boolean {
  return user.status === UserStatus.CONFIRMED && reset.generation === user.sessionGeneration
}
