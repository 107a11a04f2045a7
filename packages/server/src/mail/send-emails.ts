import { setTimeout as wait } from 'node:timers/promises'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { defineJob, jobName, type JobDefinition } from '../jobs/define-job.ts'
import { claimEmails, ClaimedMeanwhile, nextSending } from './claim-emails.ts'
import { deliverLetters } from './deliver-letters.ts'
import type { Email } from './email.ts'
import { tellKinds, type EmailKind } from './email-kind.ts'
import { bouncedHere, markEmails, sentFirst, type Mark } from './mark-emails.ts'
import type { Mailer } from './mailer.ts'
import { isUnavailable, prepareLetters } from './prepare-letters.ts'

/** The job that sends an organization's due emails. */
export const SEND_EMAILS = jobName<Record<string, never>>('send-emails')

/** No call is begun behind this, however many are left, so that other organizations have their turn. */
const TURN_MS = 4_000
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
    const turnEnd = server.now().getTime() + TURN_MS
    const isOver = () => signal.aborted || server.now().getTime() > turnEnd
    const claimed = await run(claimEmails).catch(ignoringOtherClaim)
    if (claimed?.length === 0) return run(nextSending)
    if (claimed) await sendClaimed({ server, run, mailer, kinds, signal, isOver }, claimed)
    return server.now()
  })
}

interface Sending {
  server: Server
  run<Result>(verb: (work: Work) => Promise<Result>): Promise<Result>
  mailer: Mailer
  kinds: readonly EmailKind[]
  signal: AbortSignal
  /** Whether it is somebody else's turn. */
  isOver(): boolean
}

function ignoringOtherClaim(error: unknown): null {
  if (error instanceof ClaimedMeanwhile) return null
  throw error
}

async function sendClaimed(sending: Sending, claimed: readonly Email[]): Promise<void> {
  const { server, mailer, signal, isOver } = sending
  const leaseEnd = (claimed[0]?.leaseUntil ?? server.now()).getTime()
  const { letters, marks } = await prepareLetters(sending, claimed)
  let isFirst = true
  const mayCall = () => {
    const may = !signal.aborted && (isFirst || !isOver()) && server.now().getTime() + CALL_AND_MARK_MS < leaseEnd
    isFirst = false
    return may
  }
  const emails = new Map(claimed.map((email) => [email.id, email]))
  for (const { letters: batch, outcome } of await deliverLetters(mailer, letters, mayCall)) {
    marks.push({ emails: batch.map(({ id }) => emails.get(id) as Email), outcome })
  }
  await markWhileLeased(sending, leaseEnd, marks)
}

// What has left must be known to have left: a database that is away for a moment is waited for.
async function markWhileLeased(
  { server, run, kinds, signal }: Sending,
  leaseEnd: number,
  marks: Mark[],
): Promise<void> {
  for (;;) {
    try {
      const lost = await run((work) => markAndTell(work, kinds, marks))
      if (lost > 0) server.log.warn({ emails: lost }, 'Emails were claimed by another worker or made void meanwhile')
      return logOutcomes(server, marks)
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted || server.now().getTime() > leaseEnd) throw error
      await wait(MARK_AGAIN_AFTER_MS)
    }
  }
}

async function markAndTell(work: Work, kinds: readonly EmailKind[], marks: readonly Mark[]): Promise<number> {
  const sent = await sentFirst(work, marks)
  const lost = await markEmails(work, marks)
  await tellKinds(work, kinds, 'SENT', sent)
  await tellKinds(work, kinds, 'BOUNCED', await bouncedHere(work, marks))
  return lost
}

function logOutcomes(server: Server, marks: readonly Mark[]): void {
  for (const { emails, outcome } of marks) {
    if (emails.length === 0) continue
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {}
    const isBad = outcome.result === 'LATER' || outcome.result === 'REFUSED'
    server.log[isBad ? 'warn' : 'info']({ emails: emails.length, result: outcome.result, ...reason }, 'Handled emails')
  }
}
