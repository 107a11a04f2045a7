import type DataLoader from 'dataloader'
import { In } from 'typeorm'
import { loader, type Context } from '../base/graphql/mutate.ts'
import type { Work } from '../base/work.ts'
import { Invite } from './invite.ts'

/** Invites by id. */
export function inviteLoader(context: Context): DataLoader<string, Invite | null> {
  return loader(context, 'invites', loadInvites)
}

/** All invites of a user, newest first, by the user's id; there are few. */
export function userInvitesLoader(context: Context): DataLoader<string, Invite[]> {
  return loader(context, 'invites of users', loadInvitesOfUsers)
}

async function loadInvites(work: Work, ids: readonly string[]): Promise<(Invite | null)[]> {
  const found = new Map((await work.rows(Invite).find({ id: In([...ids]) })).map((invite) => [invite.id, invite]))
  return ids.map((id) => found.get(id) ?? null)
}

async function loadInvitesOfUsers(work: Work, userIds: readonly string[]): Promise<Invite[][]> {
  const found = new Map(userIds.map((id): [string, Invite[]] => [id, []]))
  for (const invite of await work.rows(Invite).find({ userId: In([...userIds]) }, { order: { id: 'DESC' } })) {
    found.get(invite.userId)?.push(invite)
  }
  return userIds.map((id) => found.get(id) ?? [])
}
