import { pause } from './deadline.ts'
import { noSuchImport, RollcallError } from './errors.ts'
import {
  GetImportProgressDocument,
  WatchImportDocument,
  type ImportProgress,
  type ImportState,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
const ENDS: ReadonlySet<ImportState> = new Set(['COMMITTED', 'FAILED', 'ABORTED', 'CANCELLED', 'EXPIRED'])

/**
 * How far an import is, each time that changes; ends when the import does. The server tells by itself; where that does not
 * get through, it is asked again and again.
 */
export async function* watchImport(
  transport: Transport,
  id: string,
  options: CallOptions = {},
): AsyncGenerator<ImportProgress, void> {
  let last: ImportProgress | undefined
  try {
    for await (const { importProgress } of transport.subscribe(WatchImportDocument, { importId: id }, options)) {
      last = importProgress
      yield importProgress
    }
  } catch (error) {
    if (!isNoStream(error)) throw error
  }
  if (!last || !ENDS.has(last.state)) yield* askForProgress(transport, id, last, options)
}

// What is wrong with the import or the credential is told by the answer to the question as well, in its own words.
function isNoStream(error: unknown): boolean {
  return error instanceof RollcallError && error.code !== 'ABORTED'
}

async function* askForProgress(
  transport: Transport,
  id: string,
  last: ImportProgress | undefined,
  options: CallOptions,
): AsyncGenerator<ImportProgress, void> {
  let seen = JSON.stringify(last)
  let wait = FIRST_PAUSE_MS
  for (;;) {
    const { importSession } = await transport.query(GetImportProgressDocument, { id }, options)
    if (!importSession) throw noSuchImport(id)
    const { progress } = importSession
    const now = JSON.stringify(progress)
    if (now !== seen) yield progress
    if (ENDS.has(progress.state)) return
    // Soon after something moved, ever less often while nothing does.
    wait = now === seen ? Math.min(LONGEST_PAUSE_MS, wait * 1.5) : Math.min(LONGEST_PAUSE_MS / 4, wait * 1.5)
    seen = now
    await pause(wait, options.signal)
  }
}
