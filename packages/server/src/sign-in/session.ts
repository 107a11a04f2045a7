import { createHash, randomBytes } from 'node:crypto'
import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { User, UserStatus } from '../users/user.ts'

const PREFIX = 'rcs_'
/** A session that nobody uses for so long is over. */
const IDLE_MS = 2 * 3_600_000

/** What lasts from signing in to signing out. The token is shown once and stored as its SHA-256 alone. */
@Entity('sessions')
@Index('sessions_token', ['tokenHash'])
@Index('sessions_user', ['organizationId', 'userId'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'sessions_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class Session extends Row {
  @Column({ type: 'varchar', length: 36 })
  userId!: string

  @Column({ type: 'varchar', length: 64 })
  tokenHash!: string

  /** Of single sign-on, where one vouched for the user; the session ends with it. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  providerId!: string | null

  /** The user's at the start; one of an earlier generation is dead. */
  @Column({ type: 'integer' })
  generation!: number

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3 })
  expiresAt!: Date

  /** To the minute. */
  @Column({ type: 'datetime', precision: 3 })
  lastUsedAt!: Date
}

/** A new token: 32 random bytes behind the prefix that names its kind. */
export function newSessionToken(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** Whether a bearer token says that it is one of a session. */
export function isSessionToken(bearer: string): boolean {
  return bearer.startsWith(PREFIX)
}

/** What is stored of a token. A random token needs no slow hash. */
export function sessionTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether the session still stands for its user, as the two are at this moment. */
export function isAlive(session: Session, user: User, now: Date): boolean {
  return (
    user.status === UserStatus.CONFIRMED &&
    session.generation === user.sessionGeneration &&
    session.expiresAt > now &&
    session.lastUsedAt.getTime() + IDLE_MS > now.getTime()
  )
}
