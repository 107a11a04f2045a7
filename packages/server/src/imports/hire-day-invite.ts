import { morningOf } from '../invites/morning-of.ts'
import { LONGEST_AHEAD_MS } from '../invites/send-invite.ts'
import type { CheckedValues } from './check-row.ts'

/** For imports that invite on the hire date. */
export interface HireDays {
  /** Of users whose row names none. */
  timeZone: string | null
  /** What is past is held against it. */
  now: Date
}

/** From nine to midnight. */
const REST_OF_DAY_MS = 15 * 3_600_000
const WAY_OUT = 'They are added without an invite; send one with resendInvite when it is time.'

/** When a new user is invited on the first day of work, or why that cannot be, as whole sentences. */
export function hireDayInvite(
  { hireDate, timeZone }: Pick<CheckedValues, 'hireDate' | 'timeZone'>,
  days: HireDays,
): { at: Date } | { problem: string } {
  if (!hireDate) return { problem: `The row has no hire date to be invited on. ${WAY_OUT}` }
  const zone = timeZone || days.timeZone
  if (!zone) return { problem: `Neither the row nor the settings say in which time zone it is morning. ${WAY_OUT}` }
  const at = morningOf(hireDate, zone)
  const ahead = at.getTime() - days.now.getTime()
  // Whoever starts today is invited at once.
  if (ahead <= -REST_OF_DAY_MS) return { problem: `The hire date ${hireDate} has passed. ${WAY_OUT}` }
  if (ahead > LONGEST_AHEAD_MS) return { problem: `The hire date ${hireDate} is more than a year ahead. ${WAY_OUT}` }
  return { at }
}
