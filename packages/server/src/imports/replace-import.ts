import { requireManagePeople } from '../access/permissions.ts'
import { Refusal } from '../base/errors.ts'
import type { Server, Work } from '../base/work.ts'
import { openFile } from '../files/open-file.ts'
import { findDateOrder } from './find-date-order.ts'
import { choicesOf, type ColumnChoices } from './import-column.ts'
import { ImportBatch } from './import-row.ts'
import { ImportState, loadImport, moveTo, type ImportSession } from './import-session.ts'
import { relateRows, type RowRelations } from './relate-rows.ts'
import { askToDiscard, DISCARD_AFTER_MS, type CsvFile, type StagedFile } from './stage-file.ts'

const PATH = ['input', 'replaces']

/** What a new import takes over from the one whose place it takes. */
export interface CarriedOver {
  replaced: ImportSession
  /** By position in the new file. */
  columns: ReadonlyMap<number, ColumnChoices>
  /** Null where a column that was mapped is not in the new file, so that it must be mapped again. */
  relations: RowRelations | null
}

/** The import that is to be replaced, in whatever state it is. */
export async function findReplaced(work: Work, importId: string): Promise<ImportSession> {
  requireManagePeople(work)
  return atReplaces(() => loadImport(work, importId))
}

/** The bytes of an import, to be read in another way; a refusal where they are kept no more. */
export async function openKeptFile(
  { config }: Server,
  { organizationId, id }: ImportSession,
): Promise<Pick<CsvFile, 'content' | 'path'>> {
  const content = await openFile(config, { organizationId, id })
  if (content) return { content, path: PATH }
  throw new Refusal({
    code: 'NOT_FOUND',
    message: 'The file of this import is not kept any more.',
    path: PATH,
    hint: 'Upload the file again.',
    facts: { type: 'NotFoundError', id },
  })
}

/** Works out what of an earlier mapping fits a file: outside the transaction, for it reads through the rows. */
export async function carryOver(work: Work, replaced: ImportSession, staged: StagedFile): Promise<CarriedOver> {
  const { importId, summary } = staged
  const kept: CarriedOver['columns'] = new Map(
    summary.columns.flatMap(({ header, index }) => {
      const earlier = onlyOne(replaced.columns, header)
      if (!earlier || !onlyOne(summary.columns, header)) return []
      return [[index, choicesOf(earlier)]]
    }),
  )
  const mapped = (list: Iterable<{ field: string | null }>) => [...list].filter(({ field }) => field).length
  const isWhole = replaced.state !== ImportState.UPLOADED && mapped(kept.values()) === mapped(replaced.columns)
  if (!isWhole) return { replaced, columns: kept, relations: null }
  const batches = { id: importId, batchCount: summary.batchCount }
  const dateOrder = findDateOrder(kept)
  const fields = summary.columns.map(({ index }) => ({ index, ...(kept.get(index) ?? { field: null }) }))
  const relations = await relateRows(work, batches, fields, { alsoRead: dateOrder.read })
  return { replaced, columns: dateOrder.columns(), relations }
}

/** Gives an import up for the one that takes its place; refuses when it is past that. */
export async function giveUpReplaced(work: Work, { id }: ImportSession): Promise<void> {
  await atReplaces(async () => moveTo(work, await loadImport(work, id), 'replace'))
  await work.rows(ImportBatch).delete({ importId: id })
  // A repeated call with the same idempotency key reads the bytes once more.
  await askToDiscard(work, id, new Date(work.now().getTime() + DISCARD_AFTER_MS))
}

function onlyOne<Column extends { header: string }>(columns: readonly Column[], header: string): Column | null {
  const found = columns.filter((column) => column.header === header)
  return found.length === 1 ? (found[0] as Column) : null
}

async function atReplaces<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    const [mistake] = error instanceof Refusal ? error.mistakes : []
    throw mistake ? new Refusal({ ...mistake, path: PATH }) : error
  }
}
