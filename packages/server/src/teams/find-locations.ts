import { requireManagePeople } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import { Location } from './location.ts'

/** All locations of the organization by name. */
export function findLocations(work: Work): Promise<Location[]> {
  requireManagePeople(work)
  return work.rows(Location).find({}, { order: { name: 'ASC' } })
}
