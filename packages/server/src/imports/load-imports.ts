import type DataLoader from 'dataloader'
import { In } from 'typeorm'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { ImportSession, ImportState } from './import-session.ts'

/** Imports by id; null for one that does not exist. */
export function importsById(context: Context): DataLoader<string, ImportSession | null> {
  return rowsById(context, ImportSession)
}

/** Committed imports by the SHA-256 of their file, newest first. */
export function committedImportsBySha256(context: Context): DataLoader<string, ImportSession[]> {
  return loader(context, 'committedImportsBySha256', async (work, hashes) => {
    const found = await work
      .rows(ImportSession)
      .find({ fileSha256: In([...hashes]), state: ImportState.COMMITTED }, { order: { id: 'DESC' } })
    return hashes.map((hash) => found.filter(({ fileSha256 }) => fileSha256 === hash))
  })
}
