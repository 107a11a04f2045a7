import { UserInputError } from './errors.ts'
import type {
  ColumnMappingInput,
  ImportPreview,
  ImportProgress,
  ImportRow,
  ImportSettingsInput,
} from './generated/graphql.ts'
import type { ColumnMap, Import, ImportResult } from './import.ts'
import type { Imports, StartOptions } from './imports.ts'
import { listingOf } from './listing.ts'
import { splitOptions, type CallOptions } from './transport.ts'
import type { CsvSource } from './upload.ts'

/** How to import a whole file in one call. */
export interface ImportCsvOptions extends StartOptions {
  /** Header -> field; headers not named take the server's suggestion. Left out: all suggestions. */
  columns?: ColumnMap | readonly ColumnMappingInput[] | undefined
  settings: ImportSettingsInput
  /** Shown before anything is changed; return false to cancel. Required when users would be deactivated. */
  confirm?: ((preview: ImportPreview, imp: Import) => boolean | Promise<boolean>) | undefined
  /** Stop after the preview and cancel the import. */
  dryRun?: boolean | undefined
  onProgress?: ((progress: ImportProgress) => void) | undefined
}

// Cancelling deletes the rows, so those that failed are read before it, at most so many.
const MOST_ROWS_KEPT = 1_000
const ROWS_A_PAGE = 200
const CANCEL_TIMEOUT_MS = 5_000

/** Uploads, maps, configures, previews and commits. Whatever stops it before the commit cancels the import. */
export async function importCsv(imports: Imports, source: CsvSource, options: ImportCsvOptions): Promise<ImportResult> {
  const { columns, settings, confirm, dryRun, onProgress, ...start } = options
  const { onUploadProgress: _sent, ...call } = splitOptions(start).options
  const imp = await imports.start(source, start)
  try {
    await imp.mapColumns(columns, call)
    const configured = await imp.configure(settings, call)
    const preview = await configured.preview(undefined, call)
    if (dryRun) return await giveUp(configured, preview, call)
    if (!confirm) requireNoDeactivations(preview)
    else if (!(await confirm(preview, configured))) return await giveUp(configured, preview, call)
    const result = await configured.commit({
      ...call,
      confirmDeactivations: preview.toDeactivate,
      expectedFingerprint: preview.fingerprint,
      onProgress,
    })
    return { ...result, preview }
  } catch (error) {
    // Otherwise every failed attempt would leave an open import behind. One that is being applied is not cancelled by
    // this: the server refuses. The reason to tell is the one that stopped us.
    await imp.cancel({ maxRetries: 0, timeoutMs: CANCEL_TIMEOUT_MS, headers: call.headers }).catch(() => undefined)
    throw error
  }
}

async function giveUp(imp: Import, preview: ImportPreview, call: CallOptions): Promise<ImportResult> {
  const query = { ...call, filter: { action: ['INVALID' as const] }, first: ROWS_A_PAGE }
  const rows: ImportRow[] = preview.invalid === 0 ? [] : await imp.rows(query).toArray({ limit: MOST_ROWS_KEPT })
  const page = { nodes: rows, totalCount: preview.invalid, pageInfo: { hasNextPage: false, endCursor: null } }
  return {
    committed: false,
    import: await imp.cancel(call),
    preview,
    report: undefined,
    failedRows: () => listingOf(async () => page),
    failedRowsCsv: async () => undefined,
  }
}

function requireNoDeactivations({ toDeactivate, blockers }: ImportPreview): void {
  if (toDeactivate === 0) return
  const guard = blockers.find(({ code }) => code === 'DEACTIVATION_UNCONFIRMED')
  throw new UserInputError([
    {
      ...(guard ?? { __typename: 'InputError', code: 'DEACTIVATION_UNCONFIRMED', path: [] }),
      message: `${toDeactivate === 1 ? '1 user' : `${toDeactivate} users`} would be deactivated.`,
      hint: 'Look at `preview.deactivations` in `confirm`, and return true if all of them shall go.',
    },
  ])
}
