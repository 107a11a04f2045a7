import type { SelectQueryBuilder } from 'typeorm'
import { findPage, pageOf, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import { Fault } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { User } from '../users/user.ts'
import { ImportEffect } from './import-row.ts'
import { whereTouchedBy } from './where-touched-by.ts'

export interface DeactivationsQuery {
  page: PageRequest
  total: number
  /** Pages of users who would be deactivated, for an import that is not committed; null for one that is. */
  planned: ((after: string, size: number) => AsyncGenerator<User[]>) | null
}

/** One page of the users whom an import deactivates, or would. */
export async function listDeactivations(
  work: Work,
  importId: string,
  { page, total, planned }: DeactivationsQuery,
): Promise<Connection<User>> {
  if (!planned) return findPage(deactivatedBy(work, importId), page, null)
  if (page.backward) throw new Fault('BAD_USER_INPUT', 'This list is read from its start: use first and after.')
  const after = String(page.from?.[0] ?? '')
  const users: User[] = []
  for await (const more of planned(after, page.take + 1)) {
    users.push(...more)
    if (users.length > page.take) break
  }
  return pageOf(
    page,
    users.slice(0, page.take),
    users.length > page.take,
    ({ id }) => [id],
    () => total,
  )
}

function deactivatedBy(work: Work, importId: string): SelectQueryBuilder<User> {
  const query = work.rows(User).query('user')
  whereTouchedBy(query, importId, [ImportEffect.TO_DEACTIVATE, ImportEffect.DEACTIVATED])
  return query
}
