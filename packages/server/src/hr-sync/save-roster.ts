import type { HrIntegration } from '../access/hr-integration.ts'
import { requireAdminister } from '../access/permissions.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import type { ColumnMapping } from '../imports/column-mapping.ts'
import { EmptyCellPolicy, NameMatching, UserMatchKey } from '../imports/import-settings.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { HrRoster, type RosterSettings } from './hr-roster.ts'
import { checkOutsideUrl, checkTimeZone, isSameServer, keptCredential, refusal } from './outside-settings.ts'
import { PULL_ROSTER } from './pull-roster.ts'
import { checkSchedule } from './schedule.ts'

const PATH = ['input', 'roster']

/** Left out stays, or is as the API says; null takes away. */
export interface RosterValues extends Partial<{ [Key in keyof RosterSettings]: RosterSettings[Key] | null }> {
  url?: string | null
  authorization?: string | null
  schedule?: string | null
  timeZone?: string | null
  mappings?: readonly ColumnMapping[] | null
}

const DEFAULTS: RosterSettings = {
  matchBy: UserMatchKey.EMAIL,
  emptyCells: EmptyCellPolicy.KEEP,
  nameMatching: NameMatching.EXACT,
  createMissingTeams: true,
  createMissingLocations: true,
}

/**
 * Keeps how a roster is fetched and read, and has it fetched at once. Whatever is remembered of earlier files is
 * forgotten: saving again is how a person says that a smaller file is meant.
 */
export async function saveRoster(work: Work, { id }: HrIntegration, values: RosterValues): Promise<HrRoster> {
  requireAdminister(work)
  const before = await work.rows(HrRoster).findOne({ hrIntegrationId: id })
  const timeZone =
    values.timeZone == null ? (before?.timeZone ?? 'UTC') : checkTimeZone(values.timeZone, [...PATH, 'timeZone'])
  const url =
    values.url === undefined ? (before?.url ?? null) : values.url && checkOutsideUrl(work, values.url, [...PATH, 'url'])
  const schedule = values.schedule === undefined ? (before?.schedule ?? null) : values.schedule
  if (schedule && !url) throw refusal([...PATH, 'url'], 'A roster that is fetched on a schedule has an address.')
  const roster = {
    url,
    credential: credentialOf(work, id, { before, url, authorization: values.authorization }),
    schedule: schedule && checkSchedule({ schedule, timeZone }, work.now(), [...PATH, 'schedule']),
    timeZone,
    mappings: values.mappings === undefined ? (before?.mappings ?? null) : values.mappings && [...values.mappings],
    settings: settingsOf(before?.settings ?? DEFAULTS, values),
    etag: null,
    fileSha256: null,
    rowCount: null,
    lastImportId: before?.lastImportId ?? null,
  }
  if (before) await work.rows(HrRoster).update({ hrIntegrationId: id }, roster)
  else await work.rows(HrRoster).insert({ hrIntegrationId: id, ...roster })
  if (url) await askToPull(work, id)
  return Object.assign(new HrRoster(), { hrIntegrationId: id, organizationId: work.viewer.organizationId, ...roster })
}

/** Has a roster fetched, at once or from a moment on. */
export function askToPull(work: Work, hrIntegrationId: string, runAt: Date = work.now()): Promise<void> {
  return enqueue(work, PULL_ROSTER, { hrIntegrationId }, { uniqueKey: `pull-roster ${hrIntegrationId}`, runAt })
}

/** What the audit may tell of a roster: whether there is a credential, and not which. */
export function toldRoster({ url, credential, schedule, timeZone, mappings, settings }: HrRoster): object {
  return { url, hasCredential: credential !== null, schedule, timeZone, mappings, ...settings }
}

function settingsOf(before: RosterSettings, values: RosterValues): RosterSettings {
  return {
    matchBy: values.matchBy ?? before.matchBy,
    matchCustomField:
      values.matchCustomField === undefined ? (before.matchCustomField ?? null) : values.matchCustomField,
    emptyCells: values.emptyCells ?? before.emptyCells,
    nameMatching: values.nameMatching ?? before.nameMatching,
    createMissingTeams: values.createMissingTeams ?? before.createMissingTeams,
    createMissingLocations: values.createMissingLocations ?? before.createMissingLocations,
  }
}

function credentialOf(
  work: Work,
  id: string,
  {
    before,
    url,
    authorization,
  }: { before: HrRoster | null; url: string | null; authorization: string | null | undefined },
): string | null {
  if (authorization !== undefined) return keptCredential(work, id, authorization, [...PATH, 'authorization'])
  return before && isSameServer(before.url, url) ? before.credential : null
}

/** The refusal of a roster where there can be none. */
export function noRoster(): Refusal {
  const message = 'Only an integration with the protocol ROSTER has a roster.'
  return new Refusal({ code: 'INVALID', message, path: PATH, hint: 'Leave roster out, or make another integration.' })
}
