import type { Work } from '../base/work.ts'
import { findOrAddNamed } from './find-or-add-named.ts'
import { Location } from './location.ts'

/** The ids of locations by their exact names; locations that do not exist are added. */
export function findOrAddLocations(work: Work, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return findOrAddNamed(work, Location, names, { createdAt: work.now() })
}
