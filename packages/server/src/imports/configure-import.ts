import { requireGrant, requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal } from '../base/errors.ts'
import { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { InviteTiming } from '../invites/invite.ts'
import { requireTiming } from '../invites/send-invite.ts'
import { timeZoneName } from '../users/check-details.ts'
import { customFieldKey, loadCustomFields } from '../users/custom-field.ts'
import { LONGEST_MESSAGE } from '../users/update-organization.ts'
import { loadImport, moveTo, requireMove, type ImportSession } from './import-session.ts'
import {
  DeactivatedPolicy,
  DeactivationScope,
  EmptyCellPolicy,
  ImportMode,
  NameMatching,
  RowErrorPolicy,
  UserMatchKey,
  type ImportSettings,
} from './import-settings.ts'

/** Settings as they are asked for: what is left out takes its default. */
export interface ImportSettingsValues extends Partial<Omit<ImportSettings, 'mode' | 'invites' | 'sendAt'>> {
  mode: ImportSettings['mode']
  invites: ImportSettings['invites']
  sendAt?: Date | null | undefined
}

/** Step 3: chooses how to import. Settings replace the earlier ones wholly. */
export async function configureImport(
  work: Work,
  input: { importId: string; settings: ImportSettingsValues },
): Promise<{ importSession: ImportSession }> {
  requireManagePeople(work)
  const session = await loadImport(work, input.importId)
  requireMove(session, 'configureImport')
  const settings = await checkSettings(work, session, input.settings)
  const before = session.settings
  const importSession = await moveTo(work, session, 'configureImport', { settings })
  await record(work, 'import.configured', session.id, { before, after: settings })
  return { importSession }
}

/** The settings with their defaults, or the refusal of what cannot be. */
export async function checkSettings(
  work: Work,
  session: ImportSession,
  values: ImportSettingsValues,
): Promise<ImportSettings> {
  const path = ['input', 'settings']
  requireTiming(values.invites, values.sendAt, work.now(), [...path, 'sendAt'])
  const settings = withDefaults(values)
  requireHireDays(session, settings, values, path)
  requireMessage(settings, [...path, 'customMessage'])
  requireGrant(work, settings.defaultRole, [...path, 'defaultRole'])
  await requireMatchable(work, session, settings, path)
  return settings
}

async function requireMatchable(
  work: Work,
  { columns }: ImportSession,
  { matchBy, matchCustomField }: ImportSettings,
  path: readonly string[],
): Promise<void> {
  const refuse = (argument: string, message: string, hint: string) => {
    throw new Refusal({ code: 'INVALID', message, path: [...path, argument], hint })
  }
  const isMapped = (key: string) => columns.some(({ field }) => field === key)
  if (matchBy === UserMatchKey.EXTERNAL_ID && !isMapped('externalId')) {
    const message = 'Rows cannot be matched by employee ID: no column is mapped to it.'
    refuse('matchBy', message, 'Map a column to externalId with mapColumns, or match by EMAIL.')
  }
  if (matchBy !== UserMatchKey.CUSTOM_FIELD) {
    if (!matchCustomField) return
    const message = `A custom field to match by belongs to CUSTOM_FIELD, and ${matchBy} was asked for.`
    return refuse('matchCustomField', message, 'Leave it out, or match by CUSTOM_FIELD.')
  }
  const unique = (await loadCustomFields(work)).filter((field) => field.unique)
  const keys = unique.map(({ key }) => key).join(', ')
  const chosen = unique.find(({ key }) => key === matchCustomField)
  if (!chosen) {
    const message = matchCustomField
      ? `There is no unique custom field ${JSON.stringify(matchCustomField)} to match rows by.`
      : 'Rows that are matched by a custom field need to be told by which.'
    const hint = keys ? `Give matchCustomField one of: ${keys}.` : 'Make a unique one with createCustomField.'
    return refuse('matchCustomField', message, hint)
  }
  if (!isMapped(customFieldKey(chosen.key))) {
    const message = `Rows cannot be matched by ${chosen.label}: no column is mapped to it.`
    const hint = `Map a column to ${customFieldKey(chosen.key)} with mapColumns, or match by EMAIL.`
    refuse('matchCustomField', message, hint)
  }
}

function requireHireDays(
  { columns }: ImportSession,
  { invites, timeZone }: ImportSettings,
  asked: ImportSettingsValues,
  path: readonly string[],
): void {
  const refuse = (field: string, message: string, hint: string) => {
    throw new Refusal({ code: 'INVALID', message, path: [...path, field], hint })
  }
  if (asked.timeZone && !timeZone) {
    refuse(
      'timeZone',
      `There is no time zone ${asked.timeZone}.`,
      'Write it as region and city, such as Europe/London.',
    )
  }
  const isOnHireDate = invites === InviteTiming.HIRE_DATE
  if (timeZone && !isOnHireDate) {
    refuse(
      'timeZone',
      `A time zone belongs to invites on the hire date, and ${invites} was asked for.`,
      'Leave it out.',
    )
  }
  if (!isOnHireDate) return
  if (!columns.some(({ field }) => field === 'hireDate')) {
    const message = 'Nobody can be invited on the hire date: no column is mapped to it.'
    refuse('invites', message, 'Map a column to hireDate with mapColumns, or choose another time.')
  }
  if (!timeZone) {
    const message = 'Invites on the hire date need a time zone for users whose row names none.'
    refuse('timeZone', message, 'Give timeZone, for example Europe/London.')
  }
}

function requireMessage({ invites, customMessage }: ImportSettings, path: readonly string[]): void {
  if (customMessage === null) return
  if (customMessage.length > LONGEST_MESSAGE) {
    const message = `The message has ${customMessage.length} characters; it may have ${LONGEST_MESSAGE}.`
    throw new Refusal({ code: 'TOO_LONG', message, path, hint: 'Shorten it.' })
  }
  if (invites !== InviteTiming.NONE) return
  throw new Refusal({
    code: 'INVALID',
    message: 'The message goes with invites, and none are to be sent.',
    path,
    hint: 'Leave customMessage out, or choose when invites are sent.',
  })
}

/** Settings that were chosen earlier, when some of them may not have been there to be chosen. */
export function completed({ sendAt, ...settings }: ImportSettings): ImportSettings {
  return withDefaults({ ...settings, sendAt: sendAt ? new Date(sendAt) : null })
}

/** The settings to preview with: those given, else those of the import, else adding and updating without invites. */
export function previewSettings(session: ImportSession, values: ImportSettingsValues | null): ImportSettings {
  if (values) return withDefaults(values)
  if (session.settings) return completed(session.settings)
  return withDefaults({ mode: ImportMode.ADD_AND_UPDATE, invites: InviteTiming.NONE })
}

/** The settings with a value for each that was left out. */
function withDefaults({ sendAt, ...values }: ImportSettingsValues): ImportSettings {
  return {
    mode: values.mode,
    invites: values.invites,
    sendAt: sendAt ? sendAt.toISOString() : null,
    timeZone: values.timeZone ? timeZoneName(values.timeZone) : null,
    customMessage: values.customMessage?.trim() || null,
    matchBy: values.matchBy ?? UserMatchKey.EMAIL,
    matchCustomField: values.matchCustomField ?? null,
    onRowError: values.onRowError ?? RowErrorPolicy.SKIP_ROW,
    deactivatedUsers: values.deactivatedUsers ?? DeactivatedPolicy.REPORT,
    deactivationScope: values.deactivationScope ?? DeactivationScope.EVERYBODY,
    emptyCells: values.emptyCells ?? EmptyCellPolicy.KEEP,
    nameMatching: values.nameMatching ?? NameMatching.EXACT,
    createMissingTeams: values.createMissingTeams ?? false,
    createMissingLocations: values.createMissingLocations ?? false,
    defaultRole: values.defaultRole ?? Role.LEARNER,
  }
}
