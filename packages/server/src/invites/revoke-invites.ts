import { grantableRoles, requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal, type UserErrorCode } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { User } from '../users/user.ts'
import { Invite, inviteEnd } from './invite.ts'
import { takeBackInvites } from './take-back-invites.ts'
import { whereInvites, type InviteConditions } from './where-invites.ts'

/** Ids of one call, at most. */
const MOST_INVITES = 1_000
/** Invites that are ended in one transaction. */
const STEP = 500

export interface RevokeInvitesValues {
  /** Either these invites, */
  inviteIds?: readonly string[] | null | undefined
  /** or those that fit at least one condition. */
  filter?: InviteConditions | null | undefined
  /** Only counts. */
  dryRun?: boolean | null | undefined
}

export interface RevokeInvitesResult {
  revoked: number
  skipped: RevokeSkip[]
}

/** Invites that were left as they are, and why. */
export interface RevokeSkip {
  reason: UserErrorCode
  count: number
}

/** Runs one step in a transaction of its own. */
type Run = <Part>(part: (work: Work) => Promise<Part>) => Promise<Part>

/**
 * Takes many invites back: those that wait for their time are not sent, links that were sent die. Step by step, so that
 * nobody else waits for it; a call that broke off may be repeated, because what was revoked is not revoked again.
 */
export async function revokeInvites(run: Run, values: RevokeInvitesValues): Promise<RevokeInvitesResult> {
  const startedAt = await run(async (work) => requireSensible(work, values))
  const skips = new Map<UserErrorCode, number>()
  let revoked = 0
  for (let after: string | null = '', isFirst = true; after !== null; isFirst = false) {
    const from: string = after
    const step = await run((work) => takeStep(work, values, { from, startedAt, isFirst }))
    revoked += step.revoked
    for (const reason of step.skipped) skips.set(reason, (skips.get(reason) ?? 0) + 1)
    after = step.next
  }
  const skipped = [...skips].map(([reason, count]) => ({ reason, count }))
  return { revoked, skipped: skipped.sort((one, other) => other.count - one.count) }
}

function requireSensible(work: Work, { inviteIds, filter }: RevokeInvitesValues): Date {
  requireManagePeople(work)
  const hasCondition = Object.values(filter ?? {}).some((value) => value !== null && value !== undefined)
  if (Boolean(inviteIds) === hasCondition) {
    throw new Refusal({
      code: inviteIds ? 'INVALID' : 'REQUIRED',
      message: inviteIds ? 'Invites were named both by id and by filter.' : 'No invite was named.',
      path: ['input', inviteIds ? 'filter' : 'inviteIds'],
      hint: 'Give either inviteIds, or a filter with at least one condition: { status: [SCHEDULED] } is every invite that waits for its time.',
    })
  }
  if (inviteIds && inviteIds.length > MOST_INVITES) {
    throw new Refusal({
      code: 'TOO_LONG',
      message: `At most ${MOST_INVITES} invites a call; these are ${inviteIds.length}.`,
      path: ['input', 'inviteIds'],
      hint: 'Name them by a filter, or in several calls.',
    })
  }
  return work.now()
}

interface Place {
  /** Behind this invite. */
  from: string
  startedAt: Date
  isFirst: boolean
}

interface Step {
  revoked: number
  skipped: UserErrorCode[]
  /** Where the next step begins; null when there is none. */
  next: string | null
}

async function takeStep(work: Work, values: RevokeInvitesValues, place: Place): Promise<Step> {
  requireManagePeople(work)
  const ids = await nextIds(work, values, place)
  const users = await holdUsers(work, ids, values)
  // Read behind the lock: what was sent, used or revoked a moment ago is seen as it is.
  const invites = await work.rows(Invite).findIn('id', ids)
  const grantable = new Set(grantableRoles(work.viewer))
  const skipped: UserErrorCode[] = Array.from({ length: ids.length - invites.length }, () => 'NOT_FOUND')
  const open = invites.filter((invite) => {
    const user = users.get(invite.userId)
    const reason = !user || !grantable.has(user.role) ? 'ROLE_NOT_ALLOWED' : inviteEnd(invite, user) ? ENDED : null
    if (reason) skipped.push(reason)
    return reason === null
  })
  if (!values.dryRun && (open.length > 0 || place.isFirst)) {
    const theirs = new Set(open.map(({ userId }) => userId))
    await takeBackInvites(
      work,
      open,
      [...users.values()].filter(({ id }) => theirs.has(id)),
    )
    await record(work, 'invites.revoked', null, { inviteIds: open.map(({ id }) => id).sort() })
  }
  return { revoked: open.length, skipped, next: ids.length < STEP ? null : (ids.at(-1) ?? null) }
}

const ENDED = 'INVITE_NOT_USABLE'

async function nextIds(
  work: Work,
  { inviteIds, filter }: RevokeInvitesValues,
  { from, startedAt, isFirst }: Place,
): Promise<string[]> {
  if (inviteIds) {
    const behind = [...new Set(inviteIds)].filter((id) => isFirst || id > from)
    return behind.sort().slice(0, STEP)
  }
  const query = work.rows(Invite).query('invite').select('invite.id', 'id')
  whereInvites(query, filter ?? {}, startedAt)
  const rows = await query
    .andWhere('invite.id > :from AND invite.createdAt <= :startedAt', { from, startedAt })
    .orderBy('invite.id')
    .limit(STEP)
    .getRawMany<{ id: string }>()
  return rows.map(({ id }) => id)
}

/** The users of the invites, whom nobody else can change meanwhile. */
async function holdUsers(
  work: Work,
  ids: readonly string[],
  { dryRun }: RevokeInvitesValues,
): Promise<Map<string, User>> {
  const userIds = new Set((await work.rows(Invite).findIn('id', ids)).map(({ userId }) => userId))
  const users = await work.rows(User).findIn('id', [...userIds].sort(), { forUpdate: !dryRun })
  return new Map(users.map((user) => [user.id, user]))
}
