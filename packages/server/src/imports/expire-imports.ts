import { In, IsNull, LessThanOrEqual, Not } from 'typeorm'
import { lockOrganization } from '../access/organization.ts'
import { record } from '../audit/record.ts'
import type { Config } from '../base/config.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Work } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { enqueue } from '../jobs/enqueue.ts'
import type { ImportColumn } from './import-column.ts'
import { ImportUser } from './import-row.ts'
import { ImportSession, ImportState, moveTo, OPEN_STATES } from './import-session.ts'
import { askToDiscard } from './stage-file.ts'

const DAY_MS = 24 * 3_600_000
const EXPIRE_IMPORTS = jobName<Record<string, never>>('expire-imports')

/** Gives up imports that were left alone, and deletes what is kept no longer of those that have ended. */
export const expireImports = defineJob(EXPIRE_IMPORTS, async (server, { organizationId, signal }) => {
  const run = <Result>(verb: (work: Work) => Promise<Result>) =>
    inTransaction(server, systemViewer(organizationId), verb)
  for (const step of [expireNext, forgetNext]) {
    while (await run(step)) if (signal.aborted) return server.now()
  }
  return run(nextExpiry)
})

/** Sees to it that imports are looked through when the first of them expires. */
export function askToExpire(work: Work): Promise<void> {
  const runAt = later(work.now(), work.config.importIdleDays)
  return enqueue(work, EXPIRE_IMPORTS, {}, { uniqueKey: EXPIRE_IMPORTS.name, runAt })
}

/** When an import is given up if nobody does anything with it; null for one that was committed or has ended. */
export function expiryOf({ state, updatedAt }: ImportSession, { importIdleDays }: Config): Date | null {
  return isOpen(state) ? later(updatedAt, importIdleDays) : null
}

async function expireNext(work: Work): Promise<boolean> {
  const before = later(work.now(), -work.config.importIdleDays)
  const session = await work
    .rows(ImportSession)
    .findOne({ state: In([...OPEN_STATES]), updatedAt: LessThanOrEqual(before) })
  if (!session) return false
  await moveTo(work, session, 'expire', { finishedAt: work.now() })
  await askToDiscard(work, session.id)
  await record(work, 'import.expired', session.id)
  return true
}

async function forgetNext(work: Work): Promise<boolean> {
  // One that FAILED may be committed again at this moment, and then needs its rows.
  await lockOrganization(work)
  const before = later(work.now(), -work.config.importRetentionDays)
  const kept = { state: In(ENDED), dataDeletedAt: IsNull() }
  const session =
    (await work.rows(ImportSession).findOne({ ...kept, finishedAt: LessThanOrEqual(before) })) ??
    (await work.rows(ImportSession).findOne({ ...kept, finishedAt: IsNull(), updatedAt: LessThanOrEqual(before) }))
  if (!session) return false
  const columns = session.columns.map(withoutValues)
  await work.rows(ImportSession).update({ id: session.id }, { columns, dataDeletedAt: work.now() })
  await work.rows(ImportUser).update({ importId: session.id, written: Not(IsNull()) }, { written: null })
  await askToDiscard(work, session.id)
  await record(work, 'import.forgotten', session.id)
  return true
}

async function nextExpiry(work: Work): Promise<Date | null> {
  const { importRetentionDays } = work.config
  const kept = await work
    .rows(ImportSession)
    .find(
      { dataDeletedAt: IsNull() },
      { select: { organizationId: true, id: true, state: true, updatedAt: true, finishedAt: true } },
    )
  const times = kept.map((session) => {
    const expiry = expiryOf(session, work.config)
    if (expiry) return expiry.getTime()
    if (session.state === ImportState.COMMITTING) return later(work.now(), 1).getTime()
    return later(session.finishedAt ?? session.updatedAt, importRetentionDays).getTime()
  })
  return times.length > 0 ? new Date(Math.min(...times)) : null
}

const ENDED = Object.values(ImportState).filter((state) => !isOpen(state) && state !== ImportState.COMMITTING)

function isOpen(state: ImportState): boolean {
  return (OPEN_STATES as readonly ImportState[]).includes(state)
}

// What stands in its cells says something about people; its header does not.
function withoutValues(column: ImportColumn): ImportColumn {
  return { ...column, samples: [], valueMappings: [] }
}

function later(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS)
}
