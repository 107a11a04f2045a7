import { startDeadline } from './deadline.ts'
import { isRollcallError, noSuchImport, RollcallError, TimeoutError, UserInputError } from './errors.ts'
import { watchImport } from './events.ts'
import {
  CancelImportDocument,
  CommitImportDocument,
  ConfigureImportDocument,
  GetFailedRowsLinkDocument,
  GetImportDocument,
  ListImportRowsDocument,
  MapColumnsDocument,
  PreviewImportDocument,
  StartImportDocument,
  UpdateImportRowsDocument,
  type ColumnMappingInput,
  type DateOrder,
  type EmptyCellPolicy,
  type ExistingValuePolicy,
  type ImportAction,
  type ImportPreview,
  type ImportProgress,
  type ImportReport,
  type ImportRow,
  type ImportRowEditInput,
  type ImportRowFilter,
  type ImportSession,
  type ImportSettingsInput,
  type ImportState,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Keys of the fields a column can be mapped to. */
export type FieldKey =
  | 'email'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'jobTitle'
  | 'primaryTeam'
  | 'secondaryTeams'
  | 'role'
  | 'language'
  | 'location'
  | 'timeZone'
  | 'hireDate'
  | 'externalId'
  | 'manager'
  | 'deactivate'
  | `custom.${string}`

/** A field with what else is decided about its column. */
export interface ColumnTarget {
  field: FieldKey
  /** Values of the column to others that take their place. */
  values?: Record<string, string> | undefined
  /** What an empty cell does; left out, the settings decide. */
  emptyCells?: EmptyCellPolicy | undefined
  /** `KEEP` gives a value only to users who have none. */
  existingValues?: ExistingValuePolicy | undefined
  /** Order of day and month in a column of dates; left out, the cells decide where they can. */
  dateOrder?: DateOrder | undefined
  /** For `deactivate`: whether the column says who is active; left out, the header decides. */
  inverted?: boolean | undefined
}

/** Header -> field; null leaves the column out. */
export type ColumnMap = Record<string, FieldKey | null | ColumnTarget>

/** How to read a file; what is left out the server finds out and shows in `data.file`. */
export interface ReadOptions extends CallOptions {
  /** For example `utf-8`, `utf-16le`, `windows-1252` or `macintosh`. */
  encoding?: string | undefined
  /** Comma, semicolon, tab or pipe. */
  delimiter?: string | undefined
  /** Line of the header as a spreadsheet shows it; 0 for a file without one. */
  headerRow?: number | undefined
  /** Of a workbook: the name of a sheet, or its number from 1. */
  sheet?: string | undefined
}

/** How to commit an import. */
export interface CommitOptions extends CallOptions {
  /** The settings, if they were not chosen with `configure`, or to replace them. */
  settings?: ImportSettingsInput | undefined
  /** How many users may be deactivated: exactly `preview.toDeactivate`. Needed only when that is not 0. */
  confirmDeactivations?: number | undefined
  /** `preview.fingerprint`, to commit only what was previewed. */
  expectedFingerprint?: string | undefined
  onProgress?: ((progress: ImportProgress) => void) | undefined
}

/** How to wait for the end of an import. */
export interface WaitOptions extends CallOptions {
  onProgress?: ((progress: ImportProgress) => void) | undefined
  /** Milliseconds for the whole wait; default none. */
  deadlineMs?: number | undefined
}

/** What came of an import. */
export interface ImportResult {
  committed: boolean
  import: Import
  preview: ImportPreview
  /** Undefined with `dryRun` or when `confirm` returned false. */
  report: ImportReport | undefined
  /** The rows that were left out because they are invalid or could not be saved. */
  failedRows(): Listing<ImportRow>
  /**
   * The same rows as CSV text: the original columns, then the reasons. Correct it and import it again, with the same
   * columns. Undefined when nothing failed, or nothing was committed.
   */
  failedRowsCsv(): Promise<string | undefined>
}

/** A snapshot of an import with the steps as methods; each step returns the next snapshot. */
export class Import {
  readonly id: string
  readonly state: ImportState
  /** Everything known about it: columns, suggestions, settings, progress, report. */
  readonly data: ImportSession
  readonly #transport: Transport

  constructor(transport: Transport, data: ImportSession) {
    this.#transport = transport
    this.id = data.id
    this.state = data.state
    this.data = data
  }

  /** Whether the step is possible in this state, for this caller. */
  can(action: ImportAction): boolean {
    return this.data.allowedActions.includes(action)
  }

  /** The import as it is now. */
  refresh(options?: CallOptions): Promise<Import> {
    return getImport(this.#transport, this.id, options)
  }

  /**
   * Reads the same file in another way, without another upload. The import that comes back takes the place of this one,
   * with its mapping where that fits.
   */
  async readAgain(options: ReadOptions = {}): Promise<Import> {
    const { encoding, delimiter, headerRow, sheet, ...call } = options
    const input = { replaces: this.id, encoding, delimiter, headerRow, sheet }
    const send = { ...call, readsFile: true }
    return this.#next(await this.#transport.mutate(StartImportDocument, input, 'keyed', send))
  }

  /**
   * Says which column is which field; columns that are not named take the server's suggestion, or are left out with
   * `exclusive`. Takes the list of the API as well, for headers that are blank or occur twice.
   */
  async mapColumns(
    map?: ColumnMap | readonly ColumnMappingInput[],
    options: CallOptions & { exclusive?: boolean | undefined } = {},
  ): Promise<Import> {
    const { exclusive, ...call } = options
    const input = { importId: this.id, mappings: map && toMappings(map), exclusive }
    const send = { ...call, readsFile: true }
    return this.#next(await this.#transport.mutate(MapColumnsDocument, input, 'harmless', send))
  }

  /** Chooses the settings: all of them, so that one left out takes its default. */
  async configure(settings: ImportSettingsInput, options?: CallOptions): Promise<Import> {
    const input = { importId: this.id, settings }
    return this.#next(await this.#transport.mutate(ConfigureImportDocument, input, 'harmless', options))
  }

  /** What committing would do, with these settings or those of the import. Changes nothing. */
  async preview(settings?: ImportSettingsInput, options?: CallOptions): Promise<ImportPreview> {
    const variables = { id: this.id, settings }
    const send = { ...options, readsFile: true }
    const { importSession } = await this.#transport.query(PreviewImportDocument, variables, send)
    if (!importSession) throw noSuchImport(this.id)
    return importSession.preview ?? refuseToPreview(importSession.state)
  }

  /** The rows of the file, with what would become of each or what became of it. */
  rows(query: { filter?: ImportRowFilter | undefined } & ListOptions = {}): Listing<ImportRow> {
    const whole = { ...query, id: this.id, readsFile: true }
    return listOf(this.#transport, ListImportRowsDocument, whole, ({ importSession }) => {
      if (!importSession) throw noSuchImport(this.id)
      return importSession.rows
    })
  }

  /** Corrects cells and leaves rows out, at most 500 rows a call; answers these rows, checked again. */
  async updateRows(edits: readonly ImportRowEditInput[], options?: CallOptions): Promise<ImportRow[]> {
    const input = { importId: this.id, rows: [...edits] }
    const send = { ...options, readsFile: true }
    return (await this.#transport.mutate(UpdateImportRowsDocument, input, 'harmless', send)).rows
  }

  /** Applies the import and waits until it is COMMITTED; on one that is, or is being applied, it only waits. */
  async commit(options: CommitOptions = {}): Promise<ImportResult> {
    const { settings, confirmDeactivations, expectedFingerprint, onProgress, ...call } = options
    await this.startCommit({ settings, confirmDeactivations, expectedFingerprint, ...call })
    const done = await waitForImport(this.#transport, this.id, { ...call, onProgress })
    return {
      committed: true,
      import: done,
      preview: await done.preview(undefined, call),
      report: done.data.report ?? undefined,
      failedRows: () => done.rows({ filter: { action: ['INVALID'] } }),
      failedRowsCsv: () => getFailedRowsCsv(this.#transport, this.id),
    }
  }

  /** Has the import applied and comes back at once, while it is COMMITTING: `watch` and `imports.wait` follow it. */
  async startCommit(options: Omit<CommitOptions, 'onProgress'> = {}): Promise<Import> {
    const { settings, confirmDeactivations, expectedFingerprint, ...call } = options
    const input = { importId: this.id, settings, confirmDeactivations, expectedFingerprint, waitSeconds: 0 }
    const send = { ...call, readsFile: true }
    return this.#next(await this.#transport.mutate(CommitImportDocument, input, 'keyed', send))
  }

  /** Gives the import up; nothing was changed by then. */
  async cancel(options?: CallOptions): Promise<Import> {
    const input = { importId: this.id }
    return this.#next(await this.#transport.mutate(CancelImportDocument, input, 'harmless', options))
  }

  /** How far it is, each time that changes; ends by itself. */
  watch(options?: CallOptions): AsyncIterable<ImportProgress> {
    return watchImport(this.#transport, this.id, options)
  }

  #next({ importSession }: { importSession: ImportSession }): Import {
    return new Import(this.#transport, importSession)
  }
}

/** An import ended without being COMMITTED. */
export class ImportFailedError extends RollcallError {
  /** The import as it is now; one that is FAILED goes on from there with `commit`. */
  readonly import: Import

  constructor(failed: Import) {
    const { state, failure } = failed.data
    super('IMPORT_FAILED', failure ?? `The import is ${state}.`, {}, state === 'FAILED')
    this.name = 'ImportFailedError'
    this.import = failed
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), import: { id: this.import.id, state: this.import.state } }
  }
}

/** The import with this id; NOT_FOUND when there is none. */
export async function getImport(transport: Transport, id: string, options?: CallOptions): Promise<Import> {
  const { importSession } = await transport.query(GetImportDocument, { id }, options)
  if (!importSession) throw noSuchImport(id)
  return new Import(transport, importSession)
}

// The address works for a while only, so it is asked for when it is needed.
/** The rows of an import that were left out, as CSV text; undefined when there are none. */
export async function getFailedRowsCsv(
  transport: Transport,
  id: string,
  options?: CallOptions,
): Promise<string | undefined> {
  const { importSession } = await transport.query(GetFailedRowsLinkDocument, { id }, options)
  const link = importSession?.report?.failedRowsCsv
  return link ? transport.download(link.url, options) : undefined
}

/** Resolves when the import is COMMITTED; ImportFailedError when it ends otherwise. */
export async function waitForImport(transport: Transport, id: string, options: WaitOptions = {}): Promise<Import> {
  const { onProgress, deadlineMs, ...call } = options
  const deadline = startDeadline(deadlineMs, call.signal)
  try {
    const limited = { ...call, signal: deadline.signal }
    for await (const progress of watchImport(transport, id, limited)) onProgress?.(progress)
    const ended = await getImport(transport, id, limited)
    if (ended.state !== 'COMMITTED') throw new ImportFailedError(ended)
    return ended
  } catch (error) {
    if (deadlineMs !== undefined && deadline.isOver() && isRollcallError(error, 'ABORTED')) {
      throw new TimeoutError(deadlineMs)
    }
    throw error
  } finally {
    deadline.clear()
  }
}

function toMappings(map: ColumnMap | readonly ColumnMappingInput[]): ColumnMappingInput[] {
  if (Array.isArray(map)) return [...(map as readonly ColumnMappingInput[])]
  return Object.entries(map as ColumnMap).map(([column, target]) => {
    if (target === null || typeof target === 'string') return { column, field: target }
    const values = Object.entries(target.values ?? {}).map(([from, to]) => ({ from, to }))
    return { ...target, column, values }
  })
}

function refuseToPreview(currentState: ImportState): never {
  throw new UserInputError([
    {
      __typename: 'ImportStateError',
      code: 'IMPORT_STATE',
      message: `There is no preview: the import is ${currentState}.`,
      path: [],
      hint: currentState === 'UPLOADED' ? 'Map its columns first.' : null,
      currentState,
      allowedStates: ['MAPPED', 'CONFIGURED'],
    },
  ])
}
