import { LessThan, LessThanOrEqual } from 'typeorm'
import { newId, type Work } from '../base/work.ts'
import type { User } from '../users/user.ts'
import { newSessionToken, Session, sessionTokenHash } from './session.ts'

/** What somebody who signed in is given; the token is shown this once. */
export interface SignedIn {
  user: User
  token: string
  expiresAt: Date
  mustChangePassword: boolean
}

/** Begins a session of a user whose row is locked, who has proved who they are, by themself or by a provider. */
export async function startSession(work: Work, user: User, providerId: string | null = null): Promise<SignedIn> {
  const now = work.now()
  const sessions = work.rows(Session)
  await sessions.delete({ userId: user.id, expiresAt: LessThanOrEqual(now) })
  await sessions.delete({ userId: user.id, generation: LessThan(user.sessionGeneration) })
  const token = newSessionToken()
  const expiresAt = new Date(now.getTime() + work.config.sessionTtlHours * 3_600_000)
  await sessions.insert({
    id: newId(),
    userId: user.id,
    providerId,
    tokenHash: sessionTokenHash(token),
    generation: user.sessionGeneration,
    createdAt: now,
    expiresAt,
    lastUsedAt: now,
  })
  return { user, token, expiresAt, mustChangePassword: user.mustChangePassword }
}
