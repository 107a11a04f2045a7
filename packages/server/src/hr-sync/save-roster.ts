import { isIP } from 'node:net'
import type { HrIntegration } from '../access/hr-integration.ts'
import { requireAdminister } from '../access/permissions.ts'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import type { ColumnMapping } from '../imports/column-mapping.ts'
import { EmptyCellPolicy, NameMatching, UserMatchKey } from '../imports/import-settings.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { timeZoneName } from '../users/check-details.ts'
import { hostOf, isPublicAddress } from '../webhooks/webhook-address.ts'
import { encryptSecret } from '../webhooks/webhook-secret.ts'
import { HrRoster, type RosterSettings } from './hr-roster.ts'
import { PULL_ROSTER } from './pull-roster.ts'
import { checkSchedule } from './roster-schedule.ts'

const PATH = ['input', 'roster']
const LONGEST_URL = 2_000
const LONGEST_CREDENTIAL = 4_000

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
  const timeZone = values.timeZone == null ? (before?.timeZone ?? 'UTC') : checkTimeZone(values.timeZone)
  const url = values.url === undefined ? (before?.url ?? null) : values.url && checkUrl(work, values.url)
  const schedule = values.schedule === undefined ? (before?.schedule ?? null) : values.schedule
  if (schedule && !url) throw refusal('url', 'A roster that is fetched on a schedule has an address.')
  const roster = {
    url,
    credential: credentialOf(work, id, { before, url, authorization: values.authorization }),
    schedule: schedule && checkSchedule(schedule, timeZone, work.now()),
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
  if (authorization === undefined) {
    // A credential for one server is not shown to another.
    return before?.url && url && new URL(before.url).host === new URL(url).host ? before.credential : null
  }
  const text = authorization?.trim()
  if (!text) return null
  if (text.length > LONGEST_CREDENTIAL) throw refusal('authorization', `At most ${LONGEST_CREDENTIAL} characters.`)
  if (!/^[\x20-\x7e]+$/.test(text)) throw refusal('authorization', 'A header holds plain letters, digits and signs.')
  return encryptSecret(work.secretKey, id, text)
}

function checkUrl({ config }: Work, typed: string): string {
  const text = typed.trim()
  const url = URL.canParse(text) ? new URL(text) : null
  const isAny = config.webhookTargets === 'any'
  if (!url || !(url.protocol === 'https:' || (isAny && url.protocol === 'http:'))) {
    throw refusal('url', `${text.slice(0, 200)} is no https address.`)
  }
  if (text.length > LONGEST_URL) throw refusal('url', `An address has at most ${LONGEST_URL} characters.`)
  if (url.username || url.password) {
    throw refusal('url', 'The address holds a user name or password. Give them as authorization: "Basic …".')
  }
  if (!isAny && isIP(hostOf(url)) && !isPublicAddress(hostOf(url))) {
    throw refusal('url', `${url.hostname} is not an address on the public internet.`)
  }
  return url.href
}

function checkTimeZone(typed: string): string {
  const name = timeZoneName(typed)
  if (name) return name
  throw refusal('timeZone', `${typed.slice(0, 100)} is no time zone. Use an IANA name such as Europe/London.`)
}

function refusal(field: string, message: string): Refusal {
  return new Refusal({ code: 'INVALID', message, path: [...PATH, field] })
}

/** The refusal of a roster where there can be none. */
export function noRoster(): Refusal {
  const message = 'Only an integration with the protocol ROSTER has a roster.'
  return new Refusal({ code: 'INVALID', message, path: PATH, hint: 'Leave roster out, or make another integration.' })
}
