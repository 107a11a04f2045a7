import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { User } from '../users/user.ts'

/** The DataLoader of how many users each integration looks after. */
export function hrUserCounts(context: Context): DataLoader<string, number> {
  return loader(context, 'hrUserCounts', async (work, ids: readonly string[]) => {
    const rows = await work
      .rows(User)
      .query('user')
      .select('user.hrIntegrationId', 'id')
      .addSelect('COUNT(*)', 'count')
      .andWhere('user.hrIntegrationId IN (:...ids)', { ids })
      .groupBy('user.hrIntegrationId')
      .getRawMany<{ id: string; count: number | string }>()
    const counts = new Map(rows.map(({ id, count }) => [id, Number(count)]))
    return ids.map((id) => counts.get(id) ?? 0)
  })
}
