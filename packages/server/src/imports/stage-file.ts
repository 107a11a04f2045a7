import type { Readable } from 'node:stream'
import { requireManagePeople } from '../access/permissions.ts'
import { systemViewer, type Viewer } from '../base/viewer.ts'
import { inTransaction, newId, readingWork, type Server, type Work } from '../base/work.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { ImportBatch } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import { readCsv, type CsvBatch, type CsvSummary } from './read-csv.ts'

/** Rows of several batches are written together, up to about this much text. */
const WRITE_CHARACTERS = 1_000_000
const DISCARD_AFTER_MS = 24 * 3_600_000

/** A file as it was sent. */
export interface CsvFile {
  content: Readable
  filename: string
  /** Null: found out. */
  encoding: string | null
  delimiter: string | null
  /** Where it stands in the arguments. */
  path: readonly string[]
}

/** A file that was read wholly: its rows lie ready under the id of an import that does not exist yet. */
export interface StagedFile {
  importId: string
  filename: string
  summary: CsvSummary
}

const DISCARD_STAGED = jobName<{ importId: string }>('discard-staged')

/** Deletes the rows of an upload that never became an import, because the process died over it. */
export const discardStaged = defineJob(DISCARD_STAGED, async (server, { organizationId, payload }) => {
  await inTransaction(server, systemViewer(organizationId), async (work) => {
    const isImport = await work.rows(ImportSession).count({ id: payload.importId })
    if (isImport === 0) await work.rows(ImportBatch).delete({ importId: payload.importId })
  })
  return null
})

/** Reads a file as it arrives into stored batches of rows, or refuses it and leaves nothing behind. */
export async function stageFile(server: Server, viewer: Viewer, file: CsvFile): Promise<StagedFile> {
  requireManagePeople(readingWork(server, viewer))
  const importId = newId()
  const write = (body: (work: Work) => Promise<void>) => inTransaction(server, viewer, body)
  await write((work) =>
    enqueue(
      work,
      DISCARD_STAGED,
      { importId },
      {
        uniqueKey: `discard-staged ${importId}`,
        runAt: new Date(work.now().getTime() + DISCARD_AFTER_MS),
      },
    ),
  )
  let pending: CsvBatch[] = []
  let characters = 0
  const flush = async () => {
    const rows = pending.map((batch) => ({ ...batch, importId, duplicates: null, edits: null, outcomes: null }))
    pending = []
    characters = 0
    if (rows.length > 0) await write((work) => work.rows(ImportBatch).insertMany(rows))
  }
  const { content, ...options } = file
  const { maxFileBytes, maxRows } = server.config
  try {
    const summary = await readCsv(content, { ...options, maxBytes: maxFileBytes, maxRows }, async (batch) => {
      pending.push(batch)
      characters += batch.rows.length
      if (characters >= WRITE_CHARACTERS) await flush()
    })
    await flush()
    return { importId, filename: file.filename, summary }
  } catch (error) {
    await dropStaged(server, viewer, importId)
    throw error
  }
}

/** Deletes the rows of a file that does not become an import. */
export async function dropStaged(server: Server, viewer: Viewer, importId: string): Promise<void> {
  await inTransaction(server, viewer, (work) => work.rows(ImportBatch).delete({ importId }))
}
