import type { SelectQueryBuilder } from 'typeorm'
import { grantableRoles, requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal, type UserErrorCode } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { findSuppressions } from '../mail/find-suppressions.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite } from './invite.ts'
import { resendWait } from './resend-pace.ts'
import { requireSendAt, sendInvites } from './send-invite.ts'

/** Ids of one call, at most. */
const MOST_USERS = 1_000
/** Users who are held, and written for, in one transaction. */
const STEP = 500
/** Users who are named for each reason, at most. */
const MOST_NAMED = 20

export interface ResendInvitesValues {
  /** Either these users, */
  userIds?: readonly string[] | null | undefined
  /** or those of the organization who fit these conditions on the alias `user`. */
  matching?: ((query: SelectQueryBuilder<User>) => void) | null | undefined
  /** Left out means at once. */
  sendAt?: Date | null | undefined
  /** Only counts. */
  dryRun?: boolean | null | undefined
}

export interface ResendInvitesResult {
  queued: number
  skipped: ResendSkip[]
}

/** Users to whom nothing was sent, and why. */
export interface ResendSkip {
  reason: UserErrorCode
  count: number
  /** The first of them. */
  userIds: string[]
}

/** Runs one step in a transaction of its own. */
type Run = <Part>(part: (work: Work) => Promise<Part>) => Promise<Part>

/**
 * Sends many users a fresh link, or the first one. Step by step, so that nobody else waits for it; a call that broke
 * off may be repeated, because who was sent a link a moment ago is not sent another.
 */
export async function resendInvites(run: Run, values: ResendInvitesValues): Promise<ResendInvitesResult> {
  await run(async (work) => requireSensible(work, values))
  const skips = new Map<UserErrorCode, ResendSkip>()
  let queued = 0
  const startedAt = await run(async (work) => work.now())
  for (let after: string | null = '', isFirst = true; after !== null; isFirst = false) {
    const from: string = after
    const step = await run((work) => takeStep(work, values, { from, startedAt, isFirst }))
    queued += step.queued
    for (const { reason, userId } of step.skipped) addSkip(skips, reason, userId)
    after = step.next
  }
  return { queued, skipped: [...skips.values()].sort((one, other) => other.count - one.count) }
}

function requireSensible(work: Work, { userIds, matching, sendAt }: ResendInvitesValues): void {
  requireManagePeople(work)
  if (Boolean(userIds) === Boolean(matching)) {
    throw new Refusal({
      code: userIds ? 'INVALID' : 'REQUIRED',
      message: userIds ? 'Users were named both by id and by filter.' : 'Nobody was named.',
      path: ['input', userIds ? 'filter' : 'userIds'],
      hint: 'Give either userIds, or a filter with at least one condition: { status: [NOT_INVITED, INVITE_PENDING] } is everybody who has not confirmed.',
    })
  }
  if (userIds && userIds.length > MOST_USERS) {
    throw new Refusal({
      code: 'TOO_LONG',
      message: `At most ${MOST_USERS} users a call; these are ${userIds.length}.`,
      path: ['input', 'userIds'],
      hint: 'Name them by a filter, or in several calls.',
    })
  }
  if (sendAt) requireSendAt(sendAt, work.now(), ['input', 'sendAt'])
}

interface Place {
  /** Behind this user. */
  from: string
  startedAt: Date
  isFirst: boolean
}

interface Step {
  queued: number
  skipped: { reason: UserErrorCode; userId: string }[]
  /** Where the next step begins; null when there is none. */
  next: string | null
}

async function takeStep(work: Work, values: ResendInvitesValues, place: Place): Promise<Step> {
  requireManagePeople(work)
  const { sendAt = null, dryRun } = values
  const ids = await nextIds(work, values, place)
  const users = await work.rows(User).findIn('id', ids, { forUpdate: !dryRun })
  users.sort((one, other) => (one.id < other.id ? -1 : 1))
  const reasons = await findReasons(work, users, sendAt)
  const invited = users.filter(({ id }) => !reasons.has(id))
  if (!dryRun) {
    if (invited.length > 0) await sendInvites(work, invited, sendAt)
    const userIds = invited.map(({ id }) => id)
    if (place.isFirst || userIds.length > 0) await record(work, 'invites.resent', null, { userIds, sendAt })
  }
  const found = new Set(users.map(({ id }) => id))
  const unknown = ids.filter((id) => !found.has(id)).map((userId) => ({ reason: 'NOT_FOUND' as const, userId }))
  const others = [...reasons].map(([userId, reason]) => ({ reason, userId }))
  return {
    queued: invited.length,
    skipped: [...unknown, ...others],
    next: ids.length < STEP ? null : (ids.at(-1) ?? null),
  }
}

async function nextIds(work: Work, { userIds, matching }: ResendInvitesValues, place: Place): Promise<string[]> {
  const { from, startedAt } = place
  if (userIds)
    return [...new Set(userIds)]
      .sort()
      .filter((id) => id > from)
      .slice(0, STEP)
  const query = work.rows(User).query('user').select('user.id', 'id')
  matching?.(query)
  const rows = await query
    .andWhere('user.id > :from AND user.createdAt <= :startedAt', { from, startedAt })
    .orderBy('user.id')
    .limit(STEP)
    .getRawMany<{ id: string }>()
  return rows.map(({ id }) => id)
}

/** Why some of the users are sent nothing, by id. */
async function findReasons(
  work: Work,
  users: readonly User[],
  sendAt: Date | null,
): Promise<Map<string, UserErrorCode>> {
  const grantable = new Set(grantableRoles(work.viewer))
  const suppressions = await findSuppressions(
    work,
    users.map(({ email }) => email),
  )
  const invites = sendAt ? new Map<string, Invite[]>() : await findInvitesOf(work, users)
  const now = work.now()
  const reasonFor = (user: User): UserErrorCode | null => {
    if (!grantable.has(user.role)) return 'ROLE_NOT_ALLOWED'
    if (user.status === UserStatus.CONFIRMED) return 'USER_CONFIRMED'
    if (user.status === UserStatus.DEACTIVATED) return 'USER_DEACTIVATED'
    if (suppressions.has(user.email)) return 'EMAIL_SUPPRESSED'
    return resendWait(invites.get(user.id) ?? [], now) ? 'RESEND_TOO_SOON' : null
  }
  return new Map(
    users.flatMap((user) => {
      const reason = reasonFor(user)
      return reason ? [[user.id, reason] as const] : []
    }),
  )
}

async function findInvitesOf(work: Work, users: readonly User[]): Promise<Map<string, Invite[]>> {
  const byUser = new Map(users.map(({ id }): [string, Invite[]] => [id, []]))
  for (const invite of await work.rows(Invite).findIn('userId', [...byUser.keys()])) {
    byUser.get(invite.userId)?.push(invite)
  }
  return byUser
}

function addSkip(skips: Map<UserErrorCode, ResendSkip>, reason: UserErrorCode, userId: string): void {
  const skip = skips.get(reason) ?? { reason, count: 0, userIds: [] }
  skips.set(reason, skip)
  skip.count++
  if (reason !== 'NOT_FOUND' && skip.userIds.length < MOST_NAMED) skip.userIds.push(userId)
}
