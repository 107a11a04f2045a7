import { setTimeout as wait } from 'node:timers/promises'
import { record } from '../audit/record.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, newId, type Server, type Work } from '../base/work.ts'
import { queueEmails } from '../mail/queue-email.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { User, UserStatus } from '../users/user.ts'
import { findUsersToSignIn } from './find-users-to-sign-in.ts'
import { hashed, limitCalls } from './limit-calls.ts'
import { newResetSeed, PasswordReset } from './password-reset.ts'
import { RESET_EMAIL } from './password-reset-email.ts'

/** Longer than writing the mail takes, so that the time of the answer does not tell whether there was one to write. */
export const ANSWER_AFTER_MS = 400
const MAILS_TO_AN_ADDRESS = { name: 'password-reset-mails', most: 3, seconds: 3_600 }

/** Mails a link to set the password anew to whoever has the address; answers alike whether or not anybody has. */
export async function requestPasswordReset(
  server: Server,
  { email }: { email: string },
  caller: string | null,
): Promise<object> {
  const emailKey = canonicalAddress(email)
  await limitCalls(server, { subject: emailKey, caller })
  await Promise.all([mailLinks(server, emailKey), wait(ANSWER_AFTER_MS)])
  return {}
}

// Too many mails are not sent rather than refused: a refusal would tell that there are any.
async function mailLinks(server: Server, emailKey: string): Promise<void> {
  if ((await server.rates.take(MAILS_TO_AN_ADDRESS, hashed(emailKey))) > 0) return
  for (const { id, organizationId } of await findUsersToSignIn(server, emailKey)) {
    await inTransaction(server, systemViewer(organizationId), (work) => mailLink(work, id))
  }
}

async function mailLink(work: Work, userId: string): Promise<void> {
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  if (user?.status !== UserStatus.CONFIRMED) return
  // The newest link is the only one that works.
  await work.rows(PasswordReset).delete({ userId })
  const { id } = await work.rows(PasswordReset).insert({
    id: newId(),
    userId,
    generation: user.sessionGeneration,
    tokenSeed: newResetSeed(),
    tokenHash: null,
    expiresAt: null,
    createdAt: work.now(),
  })
  await queueEmails(work, [
    {
      id: newId(),
      kind: RESET_EMAIL,
      subjectId: id,
      toAddress: user.email,
      toName: user.name,
      dueAt: work.now(),
      heldFor: null,
    },
  ])
  await record(work, 'password_reset.requested', userId)
}
