import type { Values } from '../base/rows.ts'
import type { Work } from '../base/work.ts'
import { BounceKind, Email, EmailStatus, groupAlike } from './email.ts'
import { pauseMail } from './mail-pause.ts'
import type { Outcome } from './mailer.ts'
import { suppressAddresses } from './suppress-addresses.ts'

/** Waits before the second to the eighth attempt; after these 24 hours an email is FAILED. */
const WAITS_MS = [5, 30, 180, 900, 5_400, 21_600, 57_600].map((seconds) => seconds * 1_000)
/** If the mail service may have taken a mail, its word on it (an event) gets this long to reach us. */
const UNKNOWN_WAIT_MS = 60_000
/** Length of the column. */
const LONGEST_ERROR = 500

/**
 * Claimed emails and what became of them. HANDED_BACK: they were not tried. DEAD: there is nothing to send. SUPPRESSED:
 * an earlier one to the address came back for good, so these were not tried.
 */
export interface Mark {
  emails: readonly Email[]
  outcome: Outcome | { result: 'HANDED_BACK' } | { result: 'DEAD' } | { result: 'SUPPRESSED'; kind: BounceKind }
}

/**
 * Writes down what became of claimed emails and answers how many of them somebody else had claimed since, of which
 * nothing is written.
 */
export async function markEmails(work: Work, marks: readonly Mark[]): Promise<number> {
  let lost = 0
  for (const { emails, outcome } of marks) {
    for (const alike of groupAlike(emails)) lost += await markAlike(work, alike, outcome)
    if (isAddressRefused(outcome))
      await suppressAddresses(
        work,
        emails.map((email) => ({ ...email, ...refused(work, outcome.reason) })),
      )
  }
  const pauses = marks.flatMap(({ outcome }) =>
    outcome.result === 'LATER' && outcome.pauseUntil ? [outcome.pauseUntil.getTime()] : [],
  )
  if (pauses.length > 0) await pauseMail(work, new Date(Math.max(...pauses)))
  return lost
}

async function markAlike(work: Work, emails: [Email, ...Email[]], outcome: Mark['outcome']): Promise<number> {
  const { fence, attempts } = emails[0]
  const ids = emails.map(({ id }) => id)
  const changes = { leaseUntil: null, ...changesFor(work, outcome, attempts) }
  // What has left is SENT, even if it was made void on its way; everything else is said of queued emails only.
  const status = outcome.result === 'SENT' ? {} : { status: EmailStatus.QUEUED }
  return emails.length - (await work.rows(Email).updateIn('id', ids, changes, { and: { fence, ...status } }))
}

/** Those of the emails that are about to be marked as sent for the first time. */
export async function sentFirst(work: Work, marks: readonly Mark[]): Promise<Email[]> {
  const sent = marks.flatMap(({ emails, outcome }) => (outcome.result === 'SENT' ? emails : []))
  if (sent.length === 0) return []
  // Locked, because the mail service may tell of the same emails at the same moment; in an order, as by whoever hears it.
  const ids = sent.map(({ id }) => id).sort()
  const held = await work.rows(Email).findIn('id', ids, { forUpdate: true, only: ['id', 'fence', 'sentAt'] })
  const fences = new Map(held.flatMap(({ id, fence, sentAt }) => (sentAt ? [] : [[id, fence]])))
  return sent.filter(({ id, fence }) => fences.get(id) === fence)
}

/** Those of the emails that were just marked as come back without having left. */
export async function bouncedHere(work: Work, marks: readonly Mark[]): Promise<Email[]> {
  const ours = new Map(
    marks
      .filter(({ outcome }) => outcome.result === 'SUPPRESSED' || isAddressRefused(outcome))
      .flatMap(({ emails }) => emails.map(({ id, fence }) => [id, fence])),
  )
  const found = await work.rows(Email).findIn('id', [...ours.keys()])
  return found.filter(({ id, fence, bouncedAt }) => bouncedAt !== null && ours.get(id) === fence)
}

function changesFor(work: Work, outcome: Mark['outcome'], attempts: number): Partial<Values<Email>> {
  switch (outcome.result) {
    case 'SENT':
      return { status: EmailStatus.SENT, sentAt: work.now(), lastError: null }
    case 'REFUSED':
      return {
        status: EmailStatus.FAILED,
        failedAt: work.now(),
        lastError: outcome.reason.slice(0, LONGEST_ERROR),
        ...(isAddressRefused(outcome) ? refused(work, outcome.reason) : {}),
      }
    case 'SUPPRESSED':
      return {
        status: EmailStatus.FAILED,
        failedAt: work.now(),
        attempts: attempts - 1,
        bouncedAt: work.now(),
        bounceKind: outcome.kind,
        bounceReason: NOT_SENT[outcome.kind],
      }
    case 'LATER': {
      const lastError = outcome.reason.slice(0, LONGEST_ERROR)
      const dueAt = nextAttempt(work, outcome, attempts)
      return dueAt ? { dueAt, lastError } : { status: EmailStatus.FAILED, failedAt: work.now(), lastError }
    }
    case 'HANDED_BACK':
      return { attempts: attempts - 1 }
    case 'DEAD':
      return { status: EmailStatus.VOID, attempts: attempts - 1 }
  }
}

const NOT_SENT: Record<BounceKind, string> = {
  HARD: 'Not sent: an earlier mail to this address came back, because the address does not exist.',
  SPAM_REPORT: 'Not sent: an earlier mail to this address was reported as spam.',
  DROPPED: 'Not sent: the mail service has stopped sending to this address.',
  BLOCKED: 'Not sent: an earlier mail to this address was blocked.',
  SOFT: 'Not sent: an earlier mail to this address came back.',
}

function isAddressRefused(outcome: Mark['outcome']): outcome is Outcome & { result: 'REFUSED' } {
  return outcome.result === 'REFUSED' && outcome.because === 'ADDRESS'
}

/** The mail service itself refused the address: that is a bounce without a round trip. */
function refused(work: Work, reason: string): Pick<Email, 'bouncedAt' | 'bounceKind' | 'bounceReason'> {
  return { bouncedAt: work.now(), bounceKind: BounceKind.HARD, bounceReason: reason.slice(0, LONGEST_ERROR) }
}

function nextAttempt(work: Work, outcome: Outcome & { result: 'LATER' }, attempts: number): Date | null {
  const wait = WAITS_MS[attempts - 1]
  if (wait === undefined) return null
  // Jittered, so that batches that failed together do not come back together.
  const jittered = wait * (0.8 + Math.random() * 0.4)
  const least = outcome.taken === 'UNKNOWN' ? UNKNOWN_WAIT_MS : 0
  const next = work.now().getTime() + Math.max(jittered, least)
  return new Date(Math.max(next, outcome.pauseUntil?.getTime() ?? 0))
}
