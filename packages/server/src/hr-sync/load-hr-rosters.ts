import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { HrRoster } from './hr-roster.ts'
import { HrSourceSettings } from './hr-source-settings.ts'

/** The DataLoader of rosters by their integration. */
export function rostersByIntegrationId(context: Context): DataLoader<string, HrRoster | null> {
  return loader(context, 'rostersByIntegrationId', async (work, ids: readonly string[]) =>
    inOrder(ids, await work.rows(HrRoster).findIn('hrIntegrationId', [...ids])),
  )
}

/** The DataLoader of HR systems that are asked, by their integration. */
export function sourcesByIntegrationId(context: Context): DataLoader<string, HrSourceSettings | null> {
  return loader(context, 'sourcesByIntegrationId', async (work, ids: readonly string[]) =>
    inOrder(ids, await work.rows(HrSourceSettings).findIn('hrIntegrationId', [...ids])),
  )
}

function inOrder<R extends { hrIntegrationId: string }>(ids: readonly string[], rows: readonly R[]): (R | null)[] {
  const byId = new Map(rows.map((row) => [row.hrIntegrationId, row]))
  return ids.map((id) => byId.get(id) ?? null)
}
