import type { EntityManager } from 'typeorm'
import { requireAdminister } from '../access/permissions.ts'
import { findPage, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { HrIntegration, hrTokenHash } from '../access/hr-integration.ts'

/** A page of the organization's integrations by name. */
export async function findHrIntegrations(work: Work, page: PageRequest): Promise<Connection<HrIntegration>> {
  requireAdminister(work)
  return findPage(work.rows(HrIntegration).query('integration'), page, 'name')
}

/** The integration of this token, in whichever organization; the token before a rotation is one for a day. */
export async function findHrIntegrationByToken(
  reader: EntityManager,
  token: string,
  now: Date,
): Promise<HrIntegration | null> {
  const tokenHash = hrTokenHash(token)
  const found = await integrationWhere(reader, 'tokenHash', tokenHash)
  if (found) return found
  const before = await integrationWhere(reader, 'previousTokenHash', tokenHash)
  return before?.previousTokenUntil && before.previousTokenUntil > now ? before : null
}

function integrationWhere(
  reader: EntityManager,
  column: 'tokenHash' | 'previousTokenHash',
  tokenHash: string,
): Promise<HrIntegration | null> {
  return (
    reader
      .createQueryBuilder(HrIntegration, 'integration')
      // The organization follows from the token.
      .comment('every organization')
      .where(`integration.${column} = :tokenHash`, { tokenHash })
      .getOne()
  )
}
