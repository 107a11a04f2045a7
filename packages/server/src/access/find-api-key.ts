import { readRow } from '../base/rows.ts'
import type { Server } from '../base/work.ts'
import { ApiKey, apiKeyHash } from './api-key.ts'

/** The key of this secret, in whichever organization, while it may be used; the secret before a rotation is one for a day. */
export async function findApiKey({ database, now: clock }: Server, secret: string): Promise<ApiKey | null> {
  const secretHash = apiKeyHash(secret)
  const now = clock()
  const key = (await keyWhere(database, { secretHash })) ?? (await keyBefore(database, secretHash, now))
  return key && isUsable(key, now) ? key : null
}

/** Whether the key has not ended by itself. */
export function isUsable({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

async function keyBefore(database: Server['database'], previousSecretHash: string, now: Date): Promise<ApiKey | null> {
  const key = await keyWhere(database, { previousSecretHash })
  return key?.previousExpiresAt && key.previousExpiresAt > now ? key : null
}

function keyWhere({ reader, dialect }: Server['database'], where: Record<string, string>): Promise<ApiKey | null> {
  // The organization follows from the key.
  return readRow(reader.manager, dialect, ApiKey, where, { comment: 'every organization' })
}
