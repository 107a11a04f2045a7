import { MoreThan } from 'typeorm'
import { isUniqueViolation } from '../base/database.ts'
import { newId, type Work } from '../base/work.ts'
import type { JobName } from './define-job.ts'
import { Job } from './job.ts'

export interface JobOptions {
  /** At most one job of an organization has it. */
  uniqueKey: string
  /** Not before this moment; left out means at once. */
  runAt?: Date
}

/**
 * Asks for a job in the caller's transaction. Asking again for a key that is there brings it forward; a job that is
 * running then runs once more, so nothing that was written meanwhile is overlooked.
 */
export async function enqueue<Payload>(
  work: Work,
  { name }: JobName<Payload>,
  payload: Payload,
  { uniqueKey, runAt = work.now() }: JobOptions,
): Promise<void> {
  work.afterCommit(work.announceJobs)
  if (await askAgain(work, uniqueKey, runAt)) return
  try {
    await work.rows(Job).insert({
      id: newId(),
      name,
      uniqueKey,
      payload,
      runAt,
      asked: 1,
      attempts: 0,
      leaseUntil: null,
      fence: 0,
      lastError: null,
      createdAt: work.now(),
    })
  } catch (error) {
    // Somebody else asked first, at the same moment.
    if (!isUniqueViolation(error) || !(await askAgain(work, uniqueKey, runAt))) throw error
  }
}

async function askAgain(work: Work, uniqueKey: string, runAt: Date): Promise<boolean> {
  const jobs = work.rows(Job)
  if ((await jobs.update({ uniqueKey }, { asked: () => 'asked + 1' })) === 0) return false
  await jobs.update({ uniqueKey, runAt: MoreThan(runAt) }, { runAt })
  return true
}
