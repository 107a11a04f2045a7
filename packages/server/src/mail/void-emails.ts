import { In } from 'typeorm'
import type { Work } from '../base/work.ts'
import { Email, EmailStatus } from './email.ts'

/** Keeps emails about these rows from being sent; what has left is not called back. */
export async function voidEmails(work: Work, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return
  await work
    .rows(Email)
    .update({ status: EmailStatus.QUEUED, subjectId: In([...subjectIds]) }, { status: EmailStatus.VOID })
}
