import { IsNull, LessThanOrEqual, Or } from 'typeorm'
import { ApiKey } from '../access/api-key.ts'
import { findApiKey } from '../access/find-api-key.ts'
import { readRow, Rows } from '../base/rows.ts'
import { systemViewer, type Viewer } from '../base/viewer.ts'
import { readingWork, type Server } from '../base/work.ts'
import { User } from '../users/user.ts'
import { hasMaker, viewerOfApiKey, viewerOfUser } from '../users/viewer-of.ts'
import { isAlive, isSessionToken, Session, sessionTokenHash } from './session.ts'

const MINUTE_MS = 60_000

/** Who calls with this bearer token, or null when it is none of ours, or no longer. */
export function loadViewer(server: Server, bearer: string): Promise<Viewer | null> {
  return isSessionToken(bearer) ? viewerOfSession(server, bearer) : viewerOfKey(server, bearer)
}

async function viewerOfKey(server: Server, secret: string): Promise<Viewer | null> {
  const key = await findApiKey(server, secret)
  if (!key || !(await hasMaker(readingWork(server, systemViewer(key.organizationId)), key))) return null
  noteUse(server, ApiKey, key)
  return viewerOfApiKey(key)
}

// The user is read at every call: what became of them a moment ago holds for this one.
async function viewerOfSession(server: Server, token: string): Promise<Viewer | null> {
  const { reader, dialect } = server.database
  const tokenHash = sessionTokenHash(token)
  // The organization follows from the token.
  const session = await readRow(reader.manager, dialect, Session, { tokenHash }, { comment: 'every organization' })
  if (!session) return null
  const work = readingWork(server, systemViewer(session.organizationId))
  const user = await work.rows(User).findOne({ id: session.userId })
  if (!user || !isAlive(session, user, server.now())) return null
  noteUse(server, Session, session)
  return { ...viewerOfUser(user), session: { id: session.id, mustChangePassword: user.mustChangePassword } }
}

type Used = Pick<ApiKey, 'organizationId' | 'id' | 'lastUsedAt'>

// To the minute and beside the request, so that no caller waits for it and many calls are one write.
function noteUse(
  { database, log, now }: Server,
  table: typeof ApiKey | typeof Session,
  { organizationId, id, lastUsedAt }: Used,
): void {
  const before = new Date(now().getTime() - MINUTE_MS)
  if (lastUsedAt && lastUsedAt > before) return
  new Rows<ApiKey | Session>(database.writer.manager, table, organizationId, database.dialect)
    .update({ id, lastUsedAt: Or(IsNull(), LessThanOrEqual(before)) }, { lastUsedAt: now() })
    .catch((error: unknown) => log.warn({ err: error, id }, 'The last use of a credential was not noted'))
}
