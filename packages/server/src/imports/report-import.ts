import { InviteTiming } from '../invites/invite.ts'
import type { IssueCount } from './import-plan.ts'
import { ImportState, OPEN_STATES, type ImportSession } from './import-session.ts'

/** What is being worked on. */
export const ImportPhase = {
  WAITING: 'WAITING',
  QUEUED: 'QUEUED',
  APPLYING: 'APPLYING',
  DEACTIVATING: 'DEACTIVATING',
  DONE: 'DONE',
} as const
export type ImportPhase = keyof typeof ImportPhase

export interface ImportProgress {
  importId: string
  state: ImportState
  phase: ImportPhase
  processed: number
  total: number
  /** From 0 to 100. */
  percent: number
  failed: number
  /** While rows are applied. */
  rowsPerSecond: number | null
  etaSeconds: number | null
}

/** What committing did; its counts of rows add up to the rows of the file. */
export interface ImportReport {
  created: number
  updated: number
  reactivated: number
  unchanged: number
  skipped: number
  failed: number
  notReached: number
  deactivated: number
  invitesQueued: number
  invitesScheduled: number
  issues: IssueCount[]
  durationMs: number
}

const WITH_REPORT: ReadonlySet<ImportState> = new Set(['COMMITTED', 'FAILED', 'ABORTED'])

/** How far an import is at this moment. */
export function importProgress(session: ImportSession, now: Date): ImportProgress {
  const processed = rowsDone(session)
  const total = session.rowCount
  const { state, committingAt } = session
  const left = total - processed
  const phase = phaseOf(session)
  const isApplying = phase === ImportPhase.APPLYING && committingAt !== null
  const rowsPerSecond = isApplying
    ? processed / Math.max((now.getTime() - committingAt.getTime()) / 1_000, 0.001)
    : null
  return {
    importId: session.id,
    state,
    phase,
    processed,
    total,
    percent: total === 0 ? 100 : Math.round((processed / total) * 1_000) / 10,
    failed: session.failedCount,
    rowsPerSecond: rowsPerSecond && Math.round(rowsPerSecond * 10) / 10,
    etaSeconds: rowsPerSecond && Math.ceil(left / rowsPerSecond),
  }
}

/** The report of an import that has ended, else null. */
export function importReport(session: ImportSession): ImportReport | null {
  if (!WITH_REPORT.has(session.state)) return null
  const { committingAt, finishedAt, settings, inviteCount } = session
  const isScheduled = settings?.invites === InviteTiming.SCHEDULED || settings?.invites === InviteTiming.HIRE_DATE
  return {
    created: session.createdCount,
    updated: session.updatedCount,
    reactivated: session.reactivatedCount,
    unchanged: session.unchangedCount,
    skipped: session.skippedCount,
    failed: session.failedCount,
    notReached: session.rowCount - rowsDone(session),
    deactivated: session.deactivatedCount,
    invitesQueued: isScheduled ? 0 : inviteCount,
    invitesScheduled: isScheduled ? inviteCount : 0,
    issues: session.issueCounts,
    durationMs: committingAt && finishedAt ? finishedAt.getTime() - committingAt.getTime() : 0,
  }
}

function rowsDone(session: ImportSession): number {
  return (
    session.createdCount +
    session.updatedCount +
    session.reactivatedCount +
    session.unchangedCount +
    session.skippedCount +
    session.failedCount
  )
}

function phaseOf({ state, doneBatches, batchCount }: ImportSession): ImportPhase {
  if ((OPEN_STATES as readonly ImportState[]).includes(state)) return ImportPhase.WAITING
  if (state !== ImportState.COMMITTING) return ImportPhase.DONE
  if (doneBatches === batchCount) return ImportPhase.DEACTIVATING
  return doneBatches === 0 ? ImportPhase.QUEUED : ImportPhase.APPLYING
}
