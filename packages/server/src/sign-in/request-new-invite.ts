import { setTimeout as wait } from 'node:timers/promises'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { renewInvite } from '../invites/renew-invite.ts'
import { limitCalls } from './limit-calls.ts'
import { lookAtInvite } from './look-at-invite.ts'
import { ANSWER_AFTER_MS } from './request-password-reset.ts'

/**
 * Mails a new link to the address that an old one went to, and to no other. Answers alike, and takes alike long, for
 * every link.
 */
export async function requestNewInvite(
  server: Server,
  { token }: { token: string },
  caller: string | null,
): Promise<object> {
  await limitCalls(server, { subject: token, caller })
  await Promise.all([mailNewLink(server, token), wait(ANSWER_AFTER_MS)])
  return {}
}

async function mailNewLink(server: Server, token: string): Promise<void> {
  const found = await lookAtInvite(server, token)
  if (!found?.isRenewable) return
  const { invite } = found
  await inTransaction(server, systemViewer(invite.organizationId), (work) => renewInvite(work, invite))
}
