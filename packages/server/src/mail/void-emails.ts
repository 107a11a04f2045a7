import type { Work } from '../base/work.ts'
import { Email, EmailStatus } from './email.ts'

/** Keeps emails about these rows from being sent; what has left is not called back. */
export async function voidEmails(work: Work, subjectIds: readonly string[]): Promise<void> {
  const and = { status: EmailStatus.QUEUED }
  await work.rows(Email).updateIn('subjectId', subjectIds, { status: EmailStatus.VOID }, { and })
}
