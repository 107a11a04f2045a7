import type DataLoader from 'dataloader'
import type { Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { Location } from './location.ts'
import { Team } from './team.ts'

/** Teams by id, those of one request looked up together. */
export function teamsById(context: Context): DataLoader<string, Team | null> {
  return rowsById(context, Team)
}

/** Locations by id, those of one request looked up together. */
export function locationsById(context: Context): DataLoader<string, Location | null> {
  return rowsById(context, Location)
}
