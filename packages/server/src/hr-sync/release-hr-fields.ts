import { requireAdminister } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import type { HrField } from '../users/hr-fields.ts'
import { User } from '../users/user.ts'

const PAGE = 1_000

/** Gives fields that an integration keeps in step no more back to people, and says of how many users. */
export async function releaseHrFields(
  work: Work,
  hrIntegrationId: string,
  fields: readonly HrField[],
): Promise<number> {
  requireAdminister(work)
  let released = 0
  for (let after = ''; ;) {
    const page = await work
      .rows(User)
      .query('user')
      .select('user.id', 'id')
      .andWhere('user.hrIntegrationId = :hrIntegrationId AND user.id > :after', { hrIntegrationId, after })
      .orderBy('user.id', 'ASC')
      .limit(PAGE)
      .getRawMany<{ id: string }>()
    // Locked before they are read: an HR system may be telling of them at this moment.
    const ids = page.map(({ id }) => id)
    const users = await work.rows(User).findIn('id', ids, { and: { hrIntegrationId }, forUpdate: true })
    const changed = users.flatMap(({ id, hrFields }) => {
      const left = (hrFields ?? []).filter((field) => !fields.includes(field))
      return left.length === (hrFields ?? []).length ? [] : [{ id, hrFields: left }]
    })
    await work.rows(User).updateMany(changed, ['hrFields'])
    released += changed.length
    const last = ids.at(-1)
    if (last === undefined || ids.length < PAGE) return released
    after = last
  }
}
