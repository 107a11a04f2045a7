import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { HrRoster } from './hr-roster.ts'

/** The DataLoader of rosters by their integration. */
export function rostersByIntegrationId(context: Context): DataLoader<string, HrRoster | null> {
  return loader(context, 'rostersByIntegrationId', async (work, ids: readonly string[]) => {
    const rosters = await work.rows(HrRoster).findIn('hrIntegrationId', [...ids])
    const byId = new Map(rosters.map((roster) => [roster.hrIntegrationId, roster]))
    return ids.map((id) => byId.get(id) ?? null)
  })
}
