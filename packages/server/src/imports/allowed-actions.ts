import { canManagePeople } from '../access/permissions.ts'
import type { Viewer } from '../base/viewer.ts'
import type { Server } from '../base/work.ts'
import { ImportMove, type ImportSession } from './import-session.ts'
import { undoableUntil } from './undo-import.ts'

/** What a caller can do with an import. */
export const ImportAction = {
  MAP_COLUMNS: 'MAP_COLUMNS',
  CONFIGURE: 'CONFIGURE',
  UPDATE_ROWS: 'UPDATE_ROWS',
  COMMIT: 'COMMIT',
  ABORT: 'ABORT',
  UNDO: 'UNDO',
  CANCEL: 'CANCEL',
} as const
export type ImportAction = keyof typeof ImportAction

const MOVES: Record<ImportAction, ImportMove> = {
  MAP_COLUMNS: 'mapColumns',
  CONFIGURE: 'configureImport',
  UPDATE_ROWS: 'updateImportRows',
  COMMIT: 'commitImport',
  ABORT: 'abortImport',
  UNDO: 'undoImport',
  CANCEL: 'cancelImport',
}

/** What this caller can do with an import in the state it is in, by the one table of moves. */
export function allowedActions(session: ImportSession, viewer: Viewer, { config, now }: Server): ImportAction[] {
  if (!canManagePeople(viewer)) return []
  const until = undoableUntil(session, config)
  const isInTime = (action: ImportAction) => action !== ImportAction.UNDO || (until !== null && until > now())
  const mayGoOn = (action: ImportAction) => action !== ImportAction.COMMIT || session.undoStartedAt === null
  return Object.values(ImportAction)
    .filter((action) => (ImportMove[MOVES[action]].from as readonly string[]).includes(session.state))
    .filter((action) => isInTime(action) && mayGoOn(action))
}
