import type DataLoader from 'dataloader'
import { In } from 'typeorm'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import type { Work } from '../base/work.ts'
import { Invite } from './invite.ts'
import { Reminder } from './reminder.ts'

/** Invites by id, those of one request looked up together. */
export function invitesById(context: Context): DataLoader<string, Invite | null> {
  return rowsById(context, Invite)
}

/** How users are reminded of invites, by the id of the invite; null for one of which nobody is. */
export function remindersByInviteId(context: Context): DataLoader<string, Reminder | null> {
  return rowsById(context, Reminder)
}

/** All invites of users by the user's id, newest first; nobody has many. */
export function invitesByUserId(context: Context): DataLoader<string, Invite[]> {
  return loader(context, 'invitesByUserId', loadInvitesOfUsers)
}

async function loadInvitesOfUsers(work: Work, userIds: readonly string[]): Promise<Invite[][]> {
  const found = new Map(userIds.map((id): [string, Invite[]] => [id, []]))
  for (const invite of await work.rows(Invite).find({ userId: In([...userIds]) }, { order: { id: 'DESC' } })) {
    found.get(invite.userId)?.push(invite)
  }
  return userIds.map((id) => found.get(id) ?? [])
}
