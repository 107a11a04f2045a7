import { loadOrganization } from '../access/organization.ts'
import { ViewerKind } from '../base/viewer.ts'
import { newId, type Work } from '../base/work.ts'
import type { EmailContent, EmailKind } from '../mail/email-kind.ts'
import type { Email } from '../mail/email.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { queueEmails } from '../mail/queue-email.ts'
import type { ImportEnding } from '../mail/templates/import-ended-texts.ts'
import { importEndedTemplate } from '../mail/templates/import-ended.ts'
import { User } from '../users/user.ts'
import { stillManagesPeople } from '../users/viewer-of.ts'
import { ImportSession } from './import-session.ts'
import { importReport, type ImportReport } from './report-import.ts'

const IMPORT_ENDED_EMAIL = 'import-ended'
/** Smaller ones end while one looks on. */
const LARGE_ROWS = 1_000

/** Sees to it that whoever committed a large import is told that it has ended. */
export async function tellCommitter(work: Work, session: ImportSession): Promise<void> {
  const { id: subjectId, rowCount, committedByKind, committedById } = session
  if (rowCount < LARGE_ROWS || committedByKind !== ViewerKind.USER || !committedById) return
  const committer = await work.rows(User).findOne({ id: committedById })
  if (!committer) return
  const { email, name } = committer
  const dueAt = work.now()
  await queueEmails(work, [
    { id: newId(), kind: IMPORT_ENDED_EMAIL, subjectId, toAddress: email, toName: name, dueAt, heldFor: null },
  ])
}

/** The email that tells somebody how the large import that they committed has ended. */
export const importEndedEmail: EmailKind = { kind: IMPORT_ENDED_EMAIL, prepare }

async function prepare(work: Work, emails: readonly Email[]): Promise<ReadonlyMap<string, EmailContent>> {
  const organization = await loadOrganization(work)
  const sessions = await work.rows(ImportSession).findIn(
    'id',
    emails.map(({ subjectId }) => subjectId),
  )
  const committers = await work.rows(User).findIn(
    'id',
    sessions.flatMap(({ committedById }) => committedById ?? []),
  )
  const contents = new Map<string, EmailContent>()
  for (const email of emails) {
    const session = sessions.find(({ id }) => id === email.subjectId)
    const committer = committers.find(({ id }) => id === session?.committedById)
    // Committed again meanwhile, it has not ended after all.
    const report = session && importReport(session)
    if (!report || !committer || !stillManagesPeople(committer)) continue
    Object.assign(email, { toAddress: committer.email, toName: committer.name })
    const content = importEndedTemplate({
      language: mailLanguage(committer.language, organization.defaultLanguage),
      organizationName: organization.name,
      replyTo: organization.replyTo,
      recipientName: committer.name,
      fileName: session.fileName,
      ending: session.state as ImportEnding,
      counts: countsOf(report),
    })
    contents.set(email.id, content)
  }
  return contents
}

function countsOf(report: ImportReport) {
  const { created, updated, reactivated, unchanged, skipped, failed, notReached, deactivated } = report
  return { created, updated, reactivated, unchanged, skipped, failed, notReached, deactivated }
}
