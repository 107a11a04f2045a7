import { canManagePeople } from '../access/permissions.ts'
import type { Viewer } from '../base/viewer.ts'
import { ImportMove, type ImportSession } from './import-session.ts'

/** What a caller can do with an import. */
export const ImportAction = {
  MAP_COLUMNS: 'MAP_COLUMNS',
  CONFIGURE: 'CONFIGURE',
  UPDATE_ROWS: 'UPDATE_ROWS',
  COMMIT: 'COMMIT',
  ABORT: 'ABORT',
  CANCEL: 'CANCEL',
} as const
export type ImportAction = keyof typeof ImportAction

const MOVES: Record<ImportAction, ImportMove> = {
  MAP_COLUMNS: 'mapColumns',
  CONFIGURE: 'configureImport',
  UPDATE_ROWS: 'updateImportRows',
  COMMIT: 'commitImport',
  ABORT: 'abortImport',
  CANCEL: 'cancelImport',
}

/** What this caller can do with an import in the state it is in, by the one table of moves. */
export function allowedActions({ state }: ImportSession, viewer: Viewer): ImportAction[] {
  if (!canManagePeople(viewer)) return []
  return Object.values(ImportAction).filter((action) =>
    (ImportMove[MOVES[action]].from as readonly string[]).includes(state),
  )
}
