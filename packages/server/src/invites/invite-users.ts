import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { checkNewUser, findPlaces, type Places } from '../users/check-user-input.ts'
import { addUsers, newUser, type UserToAdd } from '../users/save-user.ts'
import { UserSource, type User } from '../users/user.ts'
import { Invite, InviteTiming } from './invite.ts'
import type { InviteUserValues } from './invite-user.ts'
import { draftInvite, insertInvites, requireTiming, sendMoment, type InviteDraft } from './send-invite.ts'

/** Entries of one call, at most. */
const MOST_USERS = 1_000

/** What became of one entry. */
export type InviteUsersResult = { user: User; invite: Invite | null } | { mistakes: readonly Mistake[] }

/** Adds many users and mails their links; one that cannot be added stands in no other's way. */
export async function inviteUsers(
  work: Work,
  { users: entries }: { users: readonly InviteUserValues[] },
): Promise<{ results: InviteUsersResult[] }> {
  requireManagePeople(work)
  requireNotTooMany(entries)
  const places = await findPlaces(work, entries)
  const drafts = entries.map((entry) => refusalOr(() => draftUser(work, entry, places)))
  const good = drafts.flatMap((draft) => (draft instanceof Refusal ? [] : [draft]))
  const problems = new Map((await addUsers(work, good)).map((problem, index) => [good[index] as Draft, problem]))
  const added = good.filter((draft) => problems.get(draft) === null)
  await insertInvites(
    work,
    added.flatMap(({ invite }) => invite ?? []),
  )
  await record(work, 'users.invited', null, { userIds: added.map(({ user }) => user.id) })
  return {
    results: drafts.map((draft, index) => {
      const problem = draft instanceof Refusal ? draft : problems.get(draft)
      return problem ? { mistakes: atEntry(problem, index) } : resultOf(work, draft as Draft)
    }),
  }
}

interface Draft extends UserToAdd {
  invite: InviteDraft | null
}

function draftUser(work: Work, { invite: timing, sendAt, ...input }: InviteUserValues, places: Places): Draft {
  const when = timing ?? InviteTiming.IMMEDIATE
  requireTiming(when, sendAt, work.now(), ['input', 'sendAt'])
  const { details, secondaryTeamIds } = checkNewUser(work, input, places)
  const user = newUser(work, { details, source: UserSource.MANUAL })
  if (when === InviteTiming.NONE) return { user, secondaryTeamIds, invite: null }
  const invite = draftInvite(work, user, { sendAt: sendMoment(when, sendAt, user, work.now()), importId: null })
  return { user: Object.assign(user, invite.marks), secondaryTeamIds, invite }
}

function resultOf(work: Work, { user, invite }: Draft): InviteUsersResult {
  const { organizationId } = work.viewer
  return { user, invite: invite && Object.assign(new Invite(), invite.invite, { organizationId }) }
}

function requireNotTooMany(entries: readonly unknown[]): void {
  if (entries.length <= MOST_USERS) return
  throw new Refusal({
    code: 'TOO_LONG',
    message: `At most ${MOST_USERS} users a call; these are ${entries.length}.`,
    path: ['input', 'users'],
    hint: 'Send them in several calls, or import them as a file.',
  })
}

function refusalOr<Result>(make: () => Result): Result | Refusal {
  try {
    return make()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

// The rules of one user name places in the arguments of one.
function atEntry({ mistakes }: Refusal, index: number): Mistake[] {
  return mistakes.map((mistake) => ({ ...mistake, path: ['input', 'users', String(index), ...mistake.path.slice(1)] }))
}
