import { Fault } from '../base/errors.ts'
import type { Server, Work } from '../base/work.ts'
import { Email, EmailStatus, type BounceKind } from './email.ts'
import type { EmailKind } from './email-kind.ts'
import { findSuppressions } from './find-suppressions.ts'
import type { Mark } from './mark-emails.ts'
import type { Letter, Outcome } from './mailer.ts'

interface Preparing {
  server: Server
  run<Result>(verb: (work: Work) => Promise<Result>): Promise<Result>
  kinds: readonly EmailKind[]
}

/** Makes letters of claimed emails, and says what becomes of those that are not to be sent. */
export async function prepareLetters(
  { server, run, kinds }: Preparing,
  claimed: readonly Email[],
): Promise<{ letters: Letter[]; marks: Mark[] }> {
  const known = claimed.filter((email) => kinds.some(({ kind }) => kind === email.kind))
  const unknown = claimed.filter((email) => kinds.every(({ kind }) => kind !== email.kind))
  // A newer version may have queued them: that one will send them.
  const marks: Mark[] = [
    { emails: unknown, outcome: later('This version of Rollcall does not know this kind of mail.') },
  ]
  try {
    const { letters, suppressed } = await run(async (work) => {
      const prepared = await prepare(work, kinds, await stillQueued(work, known))
      return withoutSuppressed(work, prepared)
    })
    const alive = new Set([...letters.map(({ id }) => id), ...suppressed.keys()])
    marks.push({ emails: known.filter(({ id }) => !alive.has(id)), outcome: { result: 'DEAD' } })
    for (const kind of new Set(suppressed.values())) {
      marks.push({
        emails: known.filter(({ id }) => suppressed.get(id) === kind),
        outcome: { result: 'SUPPRESSED', kind },
      })
    }
    return { letters, marks }
  } catch (error) {
    if (isUnavailable(error)) throw error
    // Counted like a failure of the mail service, so that emails that cannot be made do not stop the others for ever.
    server.log.error({ err: error }, 'Emails could not be prepared')
    marks.push({ emails: known, outcome: later('The mail could not be prepared.') })
    return { letters: [], marks }
  }
}

/** Without those of which the mail service has told meanwhile that an earlier attempt went through after all. */
async function stillQueued(work: Work, claimed: readonly Email[]): Promise<readonly Email[]> {
  const again = claimed.filter(({ attempts }) => attempts > 1).map(({ id }) => id)
  const rows = await work.rows(Email).findIn('id', again)
  const gone = new Set(rows.filter(({ status }) => status !== EmailStatus.QUEUED).map(({ id }) => id))
  return claimed.filter(({ id }) => !gone.has(id))
}

/** The letters that may leave, and by email id why others may not. */
async function withoutSuppressed(
  work: Work,
  letters: readonly Letter[],
): Promise<{ letters: Letter[]; suppressed: ReadonlyMap<string, BounceKind> }> {
  const found = await findSuppressions(
    work,
    letters.map(({ toAddress }) => toAddress),
  )
  const suppressed = letters.flatMap(({ id, toAddress }) => {
    const suppression = found.get(toAddress)
    return suppression ? [[id, suppression.kind] as const] : []
  })
  return { letters: letters.filter(({ toAddress }) => !found.has(toAddress)), suppressed: new Map(suppressed) }
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

function later(reason: string): Outcome {
  return { result: 'LATER', reason, taken: 'NO', pauseUntil: null }
}

/** Whether the database is away: then the job is repeated, and the emails are not to blame. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Fault && error.code === 'SERVICE_UNAVAILABLE'
}
