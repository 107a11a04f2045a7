import type { SelectQueryBuilder } from 'typeorm'
import type { Work } from '../base/work.ts'
import { ImportSession, type ImportState } from './import-session.ts'

/** Which imports: what is given must all fit. */
export interface ImportFilter {
  state?: readonly ImportState[] | null | undefined
  createdById?: string | null | undefined
  createdAfter?: Date | null | undefined
  createdBefore?: Date | null | undefined
}

/** The imports of the organization that fit. */
export function findImports(work: Work, filter: ImportFilter): SelectQueryBuilder<ImportSession> {
  const { state, createdById, createdAfter, createdBefore } = filter
  const query = work.rows(ImportSession).query('session')
  if (state) query.andWhere('session.state IN (:...states)', { states: state.length > 0 ? state : [''] })
  if (createdById) query.andWhere('session.createdById = :createdById', { createdById })
  if (createdAfter) query.andWhere('session.createdAt >= :createdAfter', { createdAfter })
  if (createdBefore) query.andWhere('session.createdAt < :createdBefore', { createdBefore })
  return query
}
