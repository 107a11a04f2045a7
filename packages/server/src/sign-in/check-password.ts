import { takeOrWait } from '../access/rate-limit.ts'
import type { Server } from '../base/work.ts'
import { findPassword } from '../users/password.ts'
import type { User } from '../users/user.ts'
import { hashed } from './limit-calls.ts'

const FAILED_SIGN_INS = { name: 'failed-sign-ins', most: 10, seconds: 15 * 60 }

/**
 * Which of the users has this password; null when none has, which takes as long with users as without. Ten wrong ones
 * for an address, and the next has to wait.
 */
export async function checkPassword(
  server: Server,
  users: readonly User[],
  { emailKey, password }: { emailKey: string; password: string },
): Promise<User | null> {
  const key = hashed(emailKey)
  // Counted before it is known whether it failed, so that guesses at the same moment do not slip through together.
  await takeOrWait(server, FAILED_SIGN_INS, { key, what: 'Failed sign-ins' })
  const hashes = users.flatMap(({ passwordHash }) => passwordHash ?? [])
  const matching = await findPassword(hashes, password)
  if (matching === null) return null
  await server.rates.forget(FAILED_SIGN_INS, key)
  return users.find(({ passwordHash }) => passwordHash === matching) ?? null
}
