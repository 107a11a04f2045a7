import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { defineJob, jobName, type JobDefinition } from '../jobs/define-job.ts'
import { claimEmails, ClaimedMeanwhile, nextSending } from './claim-emails.ts'
import { deliverLetters } from './deliver-letters.ts'
import { Email } from './email.ts'
import type { EmailKind } from './email-kind.ts'
import { markEmails, type Mark } from './mark-emails.ts'
import type { Letter, Mailer, Outcome } from './mailer.ts'

/** The job that sends an organization's due emails. */
export const SEND_EMAILS = jobName<Record<string, never>>('send-emails')

/** So many batches, then other organizations have their turn. */
const BATCHES_A_TURN = 3
/** A call is begun only while this much of the lease is left: it takes up to 10 s, and marking some more. */
const CALL_AND_MARK_MS = 20_000
const MARK_AGAIN_AFTER_MS = 500

/**
 * Sends due emails through the mailer, in batches that nobody else sends at the same time. What they say comes from
 * the rooms that know them.
 */
export function sendEmails(mailer: Mailer, kinds: readonly EmailKind[]): JobDefinition {
  return defineJob(SEND_EMAILS, async (server, { organizationId, signal }) => {
    const run = <Result>(verb: (work: Work) => Promise<Result>) =>
      inTransaction(server, systemViewer(organizationId), verb)
    for (let batch = 0; batch < BATCHES_A_TURN && !signal.aborted; batch++) {
      const claimed = await run(claimEmails).catch(ignoringOtherClaim)
      if (claimed?.length === 0) return run(nextSending)
      if (claimed) await sendClaimed({ server, run, mailer, kinds, signal }, claimed)
    }
    return server.now()
  })
}

interface Sending {
  server: Server
  run<Result>(verb: (work: Work) => Promise<Result>): Promise<Result>
  mailer: Mailer
  kinds: readonly EmailKind[]
  signal: AbortSignal
}

function ignoringOtherClaim(error: unknown): null {
  if (error instanceof ClaimedMeanwhile) return null
  throw error
}

async function sendClaimed(sending: Sending, claimed: readonly Email[]): Promise<void> {
  const { server, mailer, signal } = sending
  const leaseEnd = (claimed[0]?.leaseUntil ?? server.now()).getTime()
  const { letters, marks } = await prepareLetters(sending, claimed)
  const mayCall = () => !signal.aborted && server.now().getTime() + CALL_AND_MARK_MS < leaseEnd
  const emails = new Map(claimed.map((email) => [email.id, email]))
  for (const { letters: batch, outcome } of await deliverLetters(mailer, letters, mayCall)) {
    marks.push({ emails: batch.map(({ id }) => emails.get(id) as Email), outcome })
  }
  await markWhileLeased(sending, leaseEnd, marks)
}

async function prepareLetters(
  { server, run, kinds }: Sending,
  claimed: readonly Email[],
): Promise<{ letters: Letter[]; marks: Mark[] }> {
  const known = claimed.filter((email) => kinds.some(({ kind }) => kind === email.kind))
  const unknown = claimed.filter((email) => kinds.every(({ kind }) => kind !== email.kind))
  // A newer version may have queued them: that one will send them.
  const marks: Mark[] = [
    { emails: unknown, outcome: later('This version of Rollcall does not know this kind of mail.') },
  ]
  try {
    const letters = await run((work) => prepare(work, kinds, known))
    const alive = new Set(letters.map(({ id }) => id))
    marks.push({ emails: known.filter(({ id }) => !alive.has(id)), outcome: { result: 'DEAD' } })
    return { letters, marks }
  } catch (error) {
    if (isUnavailable(error)) throw error
    // Counted like a failure of the mail service, so that emails that cannot be made do not stop the others for ever.
    server.log.error({ err: error }, 'Emails could not be prepared')
    marks.push({ emails: known, outcome: later('The mail could not be prepared.') })
    return { letters: [], marks }
  }
}

async function prepare(work: Work, kinds: readonly EmailKind[], claimed: readonly Email[]): Promise<Letter[]> {
  const letters: Letter[] = []
  for (const kind of kinds) {
    // Copies, because preparing may readdress them and the transaction may be repeated.
    const emails = claimed.filter((email) => email.kind === kind.kind).map((email) => Object.assign(new Email(), email))
    if (emails.length === 0) continue
    const contents = await kind.prepare(work, emails)
    for (const { id, organizationId, toAddress, toName } of emails) {
      const content = contents.get(id)
      if (content) letters.push({ id, organizationId, toAddress, toName, content })
    }
  }
  return letters
}

// What has left must be known to have left: a database that is away for a moment is waited for.
async function markWhileLeased({ server, run, signal }: Sending, leaseEnd: number, marks: Mark[]): Promise<void> {
  for (;;) {
    try {
      const lost = await run((work) => markEmails(work, marks))
      if (lost > 0) server.log.warn({ emails: lost }, 'Emails were claimed by another worker or made void meanwhile')
      return logOutcomes(server, marks)
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted || server.now().getTime() > leaseEnd) throw error
      await wait(MARK_AGAIN_AFTER_MS)
    }
  }
}

function logOutcomes(server: Server, marks: readonly Mark[]): void {
  for (const { emails, outcome } of marks) {
    if (emails.length === 0) continue
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {}
    const isBad = outcome.result === 'LATER' || outcome.result === 'REFUSED'
    server.log[isBad ? 'warn' : 'info']({ emails: emails.length, result: outcome.result, ...reason }, 'Handled emails')
  }
}

function later(reason: string): Outcome {
  return { result: 'LATER', reason, taken: 'NO', pauseUntil: null }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Fault && error.code === 'SERVICE_UNAVAILABLE'
}
