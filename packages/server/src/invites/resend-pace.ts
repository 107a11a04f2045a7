import type { Invite } from './invite.ts'

const SOONEST_AFTER_SECONDS = 60
const HOUR_SECONDS = 3_600

/** Mails that one user is sent again within an hour, at most. */
export const MOST_RESENDS_AN_HOUR = 3

/** How long to wait until a user may be sent another mail. */
export interface ResendWait {
  seconds: number
  /** Whether it is for the number of mails, and not for the last one having just left. */
  isForNumber: boolean
}

/**
 * So that nobody is flooded with mail by a program or an impatient hand; null when a user may be sent another mail now.
 * A first mail and an import's are not counted.
 */
export function resendWait(invites: readonly Invite[], now: Date): ResendWait | null {
  const ages = invites
    .filter(({ scheduledFor, tokenHash }) => scheduledFor === null || tokenHash !== null)
    .map(({ importId, scheduledFor, createdAt }) => ({ importId, at: (scheduledFor ?? createdAt).getTime() }))
    .toSorted((one, other) => one.at - other.at)
    .slice(1)
    .filter(({ importId }) => importId === null)
    .map(({ at }) => (now.getTime() - at) / 1_000)
    .filter((seconds) => seconds < HOUR_SECONDS)
  const newest = ages.at(-1)
  if (newest === undefined) return null
  const oldestOfMost = ages.at(-MOST_RESENDS_AN_HOUR)
  const isForNumber = oldestOfMost !== undefined
  const seconds = Math.ceil(Math.max(SOONEST_AFTER_SECONDS - newest, isForNumber ? HOUR_SECONDS - oldestOfMost : 0))
  return seconds > 0 ? { seconds, isForNumber } : null
}
