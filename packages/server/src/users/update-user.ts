import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { changedUserDetails, type UserInput } from './check-user-input.ts'
import { propertiesIn } from './custom-values.ts'
import { canonicalAddress } from './email-address.ts'
import { findUserToChange, isViewer } from './find-user-to-change.ts'
import { requireNotOwned } from './require-not-owned.ts'
import { requireAnotherOwner } from './require-another-owner.ts'
import { changeUser, type UserDetails } from './save-user.ts'
import { UserStatus, withoutSentInvite, type User } from './user.ts'

export interface UpdateUserValues extends UserInput {
  userId: string
}

const ROLE_PATH = ['input', 'role']

/** Changes what differs and nothing else. A link that went to an address that was wrong is dead at once. */
export async function updateUser(work: Work, { userId, ...input }: UpdateUserValues): Promise<{ user: User }> {
  requireManagePeople(work)
  const user = await findUserToChange(work, userId)
  const { changes, secondaryTeamIds } = await changedUserDetails(work, user, input)
  if (Object.keys(changes).length === 0 && !secondaryTeamIds) return { user }
  const changed = [...propertiesIn(user, changes), ...(secondaryTeamIds ? ['secondaryTeamIds'] : [])]
  await requireNotOwned(work, user, { changed, path: (argument) => ['input', argument] })
  if (changes.role) {
    if (isViewer(work, user)) throw ownRole()
    await requireAnotherOwner(work, user, ROLE_PATH)
  }
  const before = valuesOf(user, changes)
  const marks = losesLink(user, changes) ? { inviteGeneration: withoutSentInvite(user) } : {}
  await changeUser(work, { user, changes: { ...changes, ...marks }, secondaryTeamIds })
  await record(work, 'user.updated', user.id, {
    before,
    after: { ...changes, ...(secondaryTeamIds && { secondaryTeamIds }) },
  })
  return { user }
}

/** Whether a link was sent to an address that is theirs no longer. */
export function losesLink(user: User, { email }: Partial<UserDetails>): boolean {
  return user.status === UserStatus.INVITE_PENDING && email !== undefined && canonicalAddress(email) !== user.emailKey
}

// Nobody can give themselves a higher role, so another one is a lower one.
function ownRole(): Refusal {
  return new Refusal({
    code: 'SELF_NOT_ALLOWED',
    message: 'You cannot take your own role away.',
    path: ROLE_PATH,
    hint: 'Ask somebody else who may give this role.',
  })
}

/** The values of a user that are about to be changed. */
export function valuesOf(user: User, changes: Partial<UserDetails>): Partial<UserDetails> {
  const keys = Object.keys(changes) as (keyof UserDetails)[]
  return Object.fromEntries(keys.map((key) => [key, user[key]]))
}
