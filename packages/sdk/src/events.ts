import { pause } from './deadline.ts'
import { noSuchImport } from './errors.ts'
import { GetImportProgressDocument, type ImportProgress, type ImportState } from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
const ENDS: ReadonlySet<ImportState> = new Set(['COMMITTED', 'FAILED', 'CANCELLED'])

/** How far an import is, each time that changes, by asking again; ends when the import does. */
export async function* watchImport(
  transport: Transport,
  id: string,
  options: CallOptions = {},
): AsyncGenerator<ImportProgress, void> {
  let seen = ''
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
