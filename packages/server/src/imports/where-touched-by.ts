import type { SelectQueryBuilder } from 'typeorm'
import type { User } from '../users/user.ts'
import { ImportUser, type ImportEffect } from './import-row.ts'

/** Only users to whom an import did, or is going to do, one of these things; the alias of the user is `user`. */
export function whereTouchedBy(
  query: SelectQueryBuilder<User>,
  importId: string,
  effects: readonly ImportEffect[],
): void {
  const touched = query
    .subQuery()
    .select('1')
    .from(ImportUser, 'touched')
    .where('touched.organizationId = user.organizationId')
    .andWhere('touched.userId = user.id')
    .andWhere('touched.importId = :importId')
    .andWhere('touched.effect IN (:...effects)')
  query.andWhere(`EXISTS ${touched.getQuery()}`, { importId, effects })
}
