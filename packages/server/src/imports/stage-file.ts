import type { Readable } from 'node:stream'
import { In, IsNull, LessThan, Not } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { systemViewer, type Viewer } from '../base/viewer.ts'
import { inTransaction, newId, readingWork, type Server, type Work } from '../base/work.ts'
import { filePath } from '../files/disk.ts'
import { putFile } from '../files/put-file.ts'
import { removeFile } from '../files/remove-file.ts'
import { defineJob, jobName } from '../jobs/define-job.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { ImportBatch } from './import-row.ts'
import { ImportSession, ImportState } from './import-session.ts'
import { inspectFile, type FileHints, type InspectedFile } from './inspect-file.ts'
import { readCsv, type CsvBatch, type CsvSummary } from './read-csv.ts'

/** Rows of several batches are written together, up to about this much text. */
const WRITE_CHARACTERS = 1_000_000
/** As long as an idempotency key is remembered. */
export const DISCARD_AFTER_MS = 24 * 3_600_000
/** Of the name of a file, which is kept with its end. */
export const LONGEST_FILENAME = 255

/** A file as it was sent. */
export interface CsvFile extends FileHints {
  content: Readable
  filename: string
  /** Where it stands in the arguments. */
  path: readonly string[]
  /** The upload whose bytes it has. */
  uploadId?: string | undefined
}

/** A file that was read wholly: its bytes and rows lie ready under the id of an import that does not exist yet. */
export interface StagedFile {
  importId: string
  uploadId: string | null
  filename: string
  file: InspectedFile
  summary: CsvSummary
}

/** Batches that are deleted in one transaction, so that others can write in between. */
const DISCARDED_TOGETHER = 100

const DISCARD_STAGED = jobName<{ importId: string }>('discard-staged')

/** Deletes bytes and rows that no import needs: of one that was given up, or of an upload that never became one. */
export const discardStaged = defineJob(DISCARD_STAGED, async (server, { organizationId, payload }) => {
  const { importId } = payload
  const isNeeded = await inTransaction(server, systemViewer(organizationId), async (work) => {
    const found = await work
      .rows(ImportSession)
      .count({ id: importId, state: Not(In([ImportState.CANCELLED, ImportState.EXPIRED])), dataDeletedAt: IsNull() })
    return found > 0
  })
  if (isNeeded) return null
  for (let below = DISCARDED_TOGETHER; ; below += DISCARDED_TOGETHER) {
    const left = await inTransaction(server, systemViewer(organizationId), async (work) => {
      await work.rows(ImportBatch).delete({ importId, number: LessThan(below) })
      return work.rows(ImportBatch).count({ importId })
    })
    if (left === 0) break
  }
  await removeFile(server.config, { organizationId, id: importId })
  return null
})

/** Asks for `discardStaged`, at once or from a moment on. */
export function askToDiscard(work: Work, importId: string, runAt: Date = work.now()): Promise<void> {
  return enqueue(work, DISCARD_STAGED, { importId }, { uniqueKey: `discard-staged ${importId}`, runAt })
}

/** Keeps a file as it arrives and reads it into stored batches of rows, or refuses it and leaves nothing behind. */
export async function stageFile(server: Server, viewer: Viewer, sent: CsvFile): Promise<StagedFile> {
  requireManagePeople(readingWork(server, viewer))
  const importId = newId()
  await inTransaction(server, viewer, (work) =>
    askToDiscard(work, importId, new Date(work.now().getTime() + DISCARD_AFTER_MS)),
  )
  const { content, filename, path } = sent
  const { config } = server
  const key = { organizationId: viewer.organizationId, id: importId }
  try {
    const options = { ...sent, maxBytes: config.maxFileBytes }
    const file = await inspectFile(content, options, (pieces) => putFile(config, key, pieces))
    const store = batchStore(server, viewer, importId)
    const limits = { path, maxRows: config.maxRows }
    const summary = await readCsv(filePath(config, key), file.reading, limits, store.put)
    await store.flush()
    return { importId, uploadId: sent.uploadId ?? null, filename, file, summary }
  } catch (error) {
    await dropStaged(server, viewer, importId)
    throw error
  }
}

/** Deletes what was kept of a file that does not become an import. */
export async function dropStaged(server: Server, viewer: Viewer, importId: string): Promise<void> {
  await inTransaction(server, viewer, (work) => work.rows(ImportBatch).delete({ importId }))
  await removeFile(server.config, { organizationId: viewer.organizationId, id: importId })
}

const NOTHING_YET = {
  duplicates: null,
  outsideManagers: null,
  managerCircles: null,
  edits: null,
  outcomes: null,
  lateManagers: null,
}

function batchStore(server: Server, viewer: Viewer, importId: string) {
  let pending: CsvBatch[] = []
  let characters = 0
  const flush = async (): Promise<void> => {
    const rows = pending.map((batch) => ({ ...NOTHING_YET, ...batch, importId }))
    pending = []
    characters = 0
    if (rows.length > 0) await inTransaction(server, viewer, (work) => work.rows(ImportBatch).insertMany(rows))
  }
  return {
    flush,
    async put(batch: CsvBatch): Promise<void> {
      pending.push(batch)
      characters += batch.rows.length
      if (characters >= WRITE_CHARACTERS) await flush()
    },
  }
}
