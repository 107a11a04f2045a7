import { Column, Entity, Index } from 'typeorm'
import { notFound, Refusal } from '../base/errors.ts'
import { Row, type Values } from '../base/rows.ts'
import type { ViewerKind } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import type { ImportColumn } from './import-column.ts'
import type { ImportPlan, IssueCount } from './import-plan.ts'
import type { ImportSettings } from './import-settings.ts'
import type { FileFormat } from './read-csv.ts'

/** Where an import is on its way. */
export const ImportState = {
  UPLOADED: 'UPLOADED',
  MAPPED: 'MAPPED',
  CONFIGURED: 'CONFIGURED',
  COMMITTING: 'COMMITTING',
  COMMITTED: 'COMMITTED',
  FAILED: 'FAILED',
  ABORTED: 'ABORTED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
} as const
export type ImportState = keyof typeof ImportState

export interface Move {
  /** The states in which it may be made. */
  from: readonly ImportState[]
  /** Null: the import stays in its state. */
  to: ImportState | null
}

/** The one table of moves. */
export const ImportMove = {
  mapColumns: { from: ['UPLOADED', 'MAPPED', 'CONFIGURED'], to: 'MAPPED' },
  configureImport: { from: ['MAPPED', 'CONFIGURED'], to: 'CONFIGURED' },
  updateImportRows: { from: ['MAPPED', 'CONFIGURED'], to: null },
  commitImport: { from: ['MAPPED', 'CONFIGURED', 'FAILED'], to: 'COMMITTING' },
  cancelImport: { from: ['UPLOADED', 'MAPPED', 'CONFIGURED'], to: 'CANCELLED' },
  replace: { from: ['UPLOADED', 'MAPPED', 'CONFIGURED'], to: 'CANCELLED' },
  expire: { from: ['UPLOADED', 'MAPPED', 'CONFIGURED'], to: 'EXPIRED' },
  complete: { from: ['COMMITTING'], to: 'COMMITTED' },
  giveUp: { from: ['COMMITTING'], to: 'FAILED' },
  abortImport: { from: ['COMMITTING'], to: 'ABORTED' },
  undoImport: { from: ['COMMITTED', 'FAILED', 'ABORTED'], to: null },
} as const satisfies Record<string, Move>
export type ImportMove = keyof typeof ImportMove

const NEXT_STEP: Record<ImportState, string> = {
  UPLOADED: 'Call mapColumns next.',
  MAPPED: 'Call configureImport next, or commitImport with settings.',
  CONFIGURED: 'Look at the preview, then call commitImport.',
  COMMITTING: 'It is being applied; watch its progress.',
  COMMITTED: 'It is complete; see its report. Upload a file with startImport to import more.',
  FAILED: 'Call commitImport to go on behind the last row that was applied.',
  ABORTED: 'Upload the rows that were not reached with startImport: report.notReachedRowsCsv holds them.',
  CANCELLED: 'Upload the file again with startImport.',
  EXPIRED: 'It was left alone for too long. Upload the file again with startImport.',
}

/** Refuses a move that the state of the import does not allow, naming the step that is due. */
export function requireMove(session: ImportSession, move: ImportMove): void {
  const { from } = ImportMove[move]
  if ((from as readonly ImportState[]).includes(session.state)) return
  throw new Refusal({
    code: 'IMPORT_STATE',
    message: `${move} is not possible: the import is ${session.state}.`,
    path: ['input', 'importId'],
    hint: NEXT_STEP[session.state],
    facts: { type: 'ImportStateError', currentState: session.state, allowedStates: from },
  })
}

/** Makes a move, or refuses it when somebody else changed the import since it was loaded. */
export async function moveTo(
  work: Work,
  session: ImportSession,
  move: ImportMove,
  changes: Partial<Values<ImportSession>> = {},
): Promise<ImportSession> {
  requireMove(session, move)
  const { id, state, updatedAt } = session
  // Never the same moment twice, for by it an earlier look is told from a later one.
  const movedAt = new Date(Math.max(work.now().getTime(), updatedAt.getTime() + 1))
  const moved = { ...changes, state: ImportMove[move].to ?? state, updatedAt: movedAt }
  const affected = await work.rows(ImportSession).update({ id, state, updatedAt }, moved)
  if (affected === 1) return Object.assign(session, moved)
  const now = await loadImport(work, id)
  requireMove(now, move)
  throw new ChangedMeanwhile(now, move)
}

/** Refuses a move that was prepared from an earlier state of the import than it has now. */
export function requireUnchanged(session: ImportSession, seenAt: Date, move: ImportMove): void {
  if (session.updatedAt.getTime() !== seenAt.getTime()) throw new ChangedMeanwhile(session, move)
}

/** The refusal of a step for which the import is no longer what it was when the step was prepared. */
export class ChangedMeanwhile extends Refusal {
  constructor({ state }: ImportSession, move: ImportMove) {
    super({
      code: 'IMPORT_STATE',
      message: `${move} is not possible: somebody else changed the import at the same moment.`,
      path: ['input', 'importId'],
      hint: 'Look at the import again, then repeat the step.',
      facts: { type: 'ImportStateError', currentState: state, allowedStates: ImportMove[move].from },
    })
  }
}

/** The import of that id, or the refusal NOT_FOUND. */
export async function loadImport(work: Work, importId: string): Promise<ImportSession> {
  const session = await work.rows(ImportSession).findOne({ id: importId })
  if (!session) throw notFound('import', importId, ['input', 'importId'])
  return session
}

/** Where in a file its rows were found. */
export interface FileLayout {
  format: FileFormat
  /** Line of the header; 0 when there is none. */
  headerRow: number
  /** Of a workbook: the sheet that was read, and the names of all. */
  sheet: string | null
  sheets: string[]
}

/** Who takes an import back, and how many users that has reached so far. */
export interface ImportUndo {
  byKind: ViewerKind
  byId: string | null
  reversed: number
  kept: number
  failed: number
  invitesCancelled: number
}

/** One file on its way in. */
@Entity('import_sessions')
@Index('import_sessions_state', ['organizationId', 'state'])
@Index('import_sessions_sha256', ['organizationId', 'fileSha256'])
@Index('import_sessions_headers', ['organizationId', 'headersSha256'])
export class ImportSession extends Row {
  @Column({ type: 'varchar', length: 32 })
  state!: ImportState

  @Column({ type: 'varchar', length: 255 })
  fileName!: string

  @Column({ type: 'integer' })
  fileBytes!: number

  @Column({ type: 'varchar', length: 64 })
  fileSha256!: string

  @Column({ type: 'varchar', length: 32 })
  fileEncoding!: string

  /** Empty for a workbook. */
  @Column({ type: 'varchar', length: 1 })
  fileDelimiter!: string

  /** Null for imports that were made before it was kept. */
  @Column({ type: 'json', nullable: true })
  fileLayout!: FileLayout | null

  /** Oddities that were put right while reading, as whole sentences. */
  @Column({ type: 'json' })
  fileWarnings!: string[]

  @Column({ type: 'integer' })
  rowCount!: number

  @Column({ type: 'integer' })
  batchCount!: number

  @Column({ type: 'json' })
  columns!: ImportColumn[]

  /** Of the headers, by which a file with the same columns is recognized; null for imports made before it was kept. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  headersSha256!: string | null

  @Column({ type: 'json', nullable: true })
  settings!: ImportSettings | null

  /** What was planned when it was committed: the preview for ever after. */
  @Column({ type: 'json', nullable: true })
  plan!: ImportPlan | null

  /** Who committed it, whose rights are asked again at each batch. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  committedByKind!: ViewerKind | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  committedById!: string | null

  /** Batches whose rows have their outcome. */
  @Column({ type: 'integer' })
  doneBatches!: number

  /** Raised when a worker takes the import over; only the newest may write. */
  @Column({ type: 'integer' })
  fence!: number

  @Column({ type: 'integer' })
  createdCount!: number

  @Column({ type: 'integer' })
  updatedCount!: number

  @Column({ type: 'integer' })
  reactivatedCount!: number

  @Column({ type: 'integer' })
  unchangedCount!: number

  @Column({ type: 'integer' })
  skippedCount!: number

  @Column({ type: 'integer' })
  failedCount!: number

  @Column({ type: 'integer' })
  deactivatedCount!: number

  @Column({ type: 'integer' })
  inviteCount!: number

  /** Of the rows that have their outcome. */
  @Column({ type: 'json' })
  issueCounts!: IssueCount[]

  /** Why it was given up, for people. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  failure!: string | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  createdById!: string | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3 })
  updatedAt!: Date

  @Column({ type: 'datetime', precision: 3, nullable: true })
  committingAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt!: Date | null

  /** Null unless it was asked to be taken back. */
  @Column({ type: 'json', nullable: true })
  undoState!: ImportUndo | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  undoStartedAt!: Date | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  undoFinishedAt!: Date | null

  /** When its rows, its file and what else the file said were deleted, long after its end. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  dataDeletedAt!: Date | null
}

/** The states of an import that waits for a person. */
export const OPEN_STATES = [ImportState.UPLOADED, ImportState.MAPPED, ImportState.CONFIGURED] as const
