import type { schema } from '@rollcall/sdk'
import { wordFor } from './choices.ts'
import { count, table } from './table.ts'

const MOST_NAMES = 8

/** Which column goes where, with an example of what is in it. */
export function describeColumns(columns: readonly schema.ImportColumn[]): string {
  const rows = columns.map(({ header, field, samples }) => [
    header,
    field ? `-> ${field.key}` : 'left out',
    samples[0] ? `"${samples[0]}"` : '',
  ])
  return table(rows, '  ')
}

/** How the server read the file. */
export function describeFile({ name, rowCount, encoding, delimiter, sheet }: schema.ImportFile): string {
  const layout = sheet
    ? `sheet "${sheet}"`
    : `${encoding}, ${delimiter === '\t' ? 'tabs' : `"${delimiter}"`} between cells`
  return `${name}: ${count(rowCount, 'row')}, ${layout}`
}

const WHEN: Partial<Record<schema.InviteTiming, string>> = {
  NONE: 'none are asked for',
  IMMEDIATE: 'at once',
  HIRE_DATE: 'each on the morning of the hire date',
}

/** What the import would do, with nothing left out. */
export function describePreview(preview: schema.ImportPreview): string {
  const { settings } = preview
  const when = WHEN[settings.invites] ?? settings.sendAt ?? ''
  const rows: [string, number, string][] = [
    ['create', preview.toCreate, ''],
    ['update', preview.toUpdate, ''],
    ['bring back', preview.toReactivate, ''],
    ['unchanged', preview.unchanged, ''],
    ['skipped', preview.skipped, preview.skipped > 0 ? `by the mode ${wordFor(settings.mode)}` : ''],
    ['invalid', preview.invalid, ''],
    ['deactivate', preview.toDeactivate, ''],
    ['invites', preview.invites, when],
    ['new teams', preview.newTeams.length, names(preview.newTeams)],
    ['new locations', preview.newLocations.length, names(preview.newLocations)],
  ]
  return table(
    rows.map(([label, number, remark]) => [label, number.toLocaleString('en'), remark]),
    '  ',
  )
}

/** What the import did. */
export function describeReport(report: schema.ImportReport): string {
  const parts = [
    [report.created, 'created'],
    [report.updated, 'updated'],
    [report.reactivated, 'brought back'],
    [report.unchanged, 'unchanged'],
    [report.skipped, 'skipped'],
    [report.failed, 'refused'],
    [report.notReached, 'not reached'],
    [report.deactivated, 'deactivated'],
    [report.invitesQueued, report.invitesQueued === 1 ? 'invite on its way' : 'invites on their way'],
    [report.invitesScheduled, report.invitesScheduled === 1 ? 'invite scheduled' : 'invites scheduled'],
  ] as const
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number.toLocaleString('en')} ${word}`)
  return said.length > 0 ? said.join(', ') : 'nothing to do'
}

/** Some names, and how many more there are. */
export function names(all: readonly string[], total = all.length): string {
  const shown = all.slice(0, MOST_NAMES)
  return total > shown.length ? `${shown.join(', ')} and ${total - shown.length} more` : shown.join(', ')
}
