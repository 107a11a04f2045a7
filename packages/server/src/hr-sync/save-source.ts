import type { HrIntegration } from '../access/hr-integration.ts'
import { requireAdminister } from '../access/permissions.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { HrSourceSettings } from './hr-source-settings.ts'
import { checkOutsideUrl, checkTimeZone, isSameServer, keptCredential, refusal } from './outside-settings.ts'
import { checkSchedule } from './schedule.ts'
import { SYNC_SOURCE } from './sync-source.ts'

const PATH = ['input', 'source']
const EVERY_HOUR = '0 * * * *'

/** Left out, or null, stays. */
export interface HrSourceValues {
  url?: string | null
  apiKey?: string | null
  schedule?: string | null
  timeZone?: string | null
}

/** Keeps where and when an HR system is asked, and has everybody asked for at once. */
export async function saveSource(work: Work, { id }: HrIntegration, values: HrSourceValues): Promise<HrSourceSettings> {
  requireAdminister(work)
  const before = await work.rows(HrSourceSettings).findOne({ hrIntegrationId: id })
  const typed = values.url ?? before?.url
  if (!typed) throw refusal([...PATH, 'url'], 'An HR system that is asked has an address.')
  const url = checkOutsideUrl(work, typed, [...PATH, 'url']).replace(/\/+$/, '')
  const timeZone =
    values.timeZone == null ? (before?.timeZone ?? 'UTC') : checkTimeZone(values.timeZone, [...PATH, 'timeZone'])
  const schedule = values.schedule ?? before?.schedule ?? EVERY_HOUR
  const source = {
    url,
    credential:
      values.apiKey == null
        ? before && isSameServer(before.url, url)
          ? before.credential
          : null
        : keptCredential(work, id, values.apiKey, [...PATH, 'apiKey']),
    schedule: checkSchedule({ schedule, timeZone }, work.now(), [...PATH, 'schedule']),
    timeZone,
    mark: null,
  }
  if (source.credential === null) throw refusal([...PATH, 'apiKey'], 'An HR system that is asked wants an API key.')
  if (before) await work.rows(HrSourceSettings).update({ hrIntegrationId: id }, source)
  else await work.rows(HrSourceSettings).insert({ hrIntegrationId: id, ...source })
  await askToSync(work, id)
  const { organizationId } = work.viewer
  return Object.assign(new HrSourceSettings(), { hrIntegrationId: id, organizationId, ...source })
}

/** Has an HR system asked at once. */
export function askToSync(work: Work, hrIntegrationId: string): Promise<void> {
  return enqueue(work, SYNC_SOURCE, { hrIntegrationId }, { uniqueKey: `sync-source ${hrIntegrationId}` })
}

/** Has an HR system asked at once for everybody, and not only for those who have changed. */
export async function askForEverybody(work: Work, hrIntegrationId: string): Promise<void> {
  requireAdminister(work)
  await work.rows(HrSourceSettings).update({ hrIntegrationId }, { mark: null })
  await askToSync(work, hrIntegrationId)
}

/** What the audit may tell: not the API key. */
export function toldSource({ url, schedule, timeZone }: HrSourceSettings): object {
  return { url, schedule, timeZone }
}

/** The refusal of a source where there can be none. */
export function noSource(): Refusal {
  const message = 'Only an integration with the protocol BAMBOOHR has a source.'
  return new Refusal({ code: 'INVALID', message, path: PATH, hint: 'Leave source out, or make another integration.' })
}
