import { IsNull, LessThanOrEqual, Or } from 'typeorm'
import { ApiKey, apiKeyHash } from '../access/api-key.ts'
import { Rows } from '../base/rows.ts'
import type { Viewer } from '../base/viewer.ts'
import type { Server } from '../base/work.ts'
import { viewerOfApiKey } from '../users/viewer-of.ts'

const MINUTE_MS = 60_000

/** Who calls with this bearer token, or null when it is none of ours, or no longer. */
export async function loadViewer(server: Server, bearer: string): Promise<Viewer | null> {
  const key = await server.database.reader.manager
    .createQueryBuilder(ApiKey, 'key')
    // The organization follows from the key.
    .comment('every organization')
    .where('key.secretHash = :secretHash', { secretHash: apiKeyHash(bearer) })
    .getOne()
  const now = server.now()
  if (!key || (key.expiresAt && key.expiresAt <= now)) return null
  noteUse(server, key, now)
  return viewerOfApiKey(key)
}

// To the minute and beside the request, so that no caller waits for it and many calls are one write.
function noteUse({ database, log }: Server, { organizationId, id, lastUsedAt }: ApiKey, now: Date): void {
  const before = new Date(now.getTime() - MINUTE_MS)
  if (lastUsedAt && lastUsedAt > before) return
  new Rows(database.writer.manager, ApiKey, organizationId, database.dialect)
    .update({ id, lastUsedAt: Or(IsNull(), LessThanOrEqual(before)) }, { lastUsedAt: now })
    .catch((error: unknown) => log.warn({ err: error, apiKeyId: id }, 'The last use of an API key was not noted'))
}
