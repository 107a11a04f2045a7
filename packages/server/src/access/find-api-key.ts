import type { EntityManager } from 'typeorm'
import { ApiKey, apiKeyHash } from './api-key.ts'

/** The key of this secret, in whichever organization, while it may be used; the secret before a rotation is one for a day. */
export async function findApiKey(reader: EntityManager, secret: string, now: Date): Promise<ApiKey | null> {
  const secretHash = apiKeyHash(secret)
  const key = (await keyWhere(reader, 'secretHash', secretHash)) ?? (await keyBefore(reader, secretHash, now))
  return key && isUsable(key, now) ? key : null
}

/** Whether the key has not ended by itself. */
export function isUsable({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}

async function keyBefore(reader: EntityManager, secretHash: string, now: Date): Promise<ApiKey | null> {
  const key = await keyWhere(reader, 'previousSecretHash', secretHash)
  return key?.previousExpiresAt && key.previousExpiresAt > now ? key : null
}

function keyWhere(
  reader: EntityManager,
  column: 'secretHash' | 'previousSecretHash',
  secretHash: string,
): Promise<ApiKey | null> {
  return (
    reader
      .createQueryBuilder(ApiKey, 'key')
      // The organization follows from the key.
      .comment('every organization')
      .where(`key.${column} = :secretHash`, { secretHash })
      .getOne()
  )
}
