import { In } from 'typeorm'
import { HrIntegration } from '../access/hr-integration.ts'
import { loadOrganization } from '../access/organization.ts'
import { grantableRoles } from '../access/permissions.ts'
import { ViewerKind, viewerUserId } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { InviteTiming } from '../invites/invite.ts'
import { Location } from '../teams/location.ts'
import { Team } from '../teams/team.ts'
import { countOwners } from '../users/count-owners.ts'
import {
  customFieldKey,
  isCustomKey,
  type CustomFieldKey,
  loadCustomFields,
  type CustomField,
} from '../users/custom-field.ts'
import { longestValue } from '../users/custom-values.ts'
import { findUsersByKeys } from '../users/find-users-by-keys.ts'
import { isHrField, type HrField } from '../users/hr-fields.ts'
import { KnownManagers } from '../users/known-managers.ts'
import { uniquePlace } from '../users/unique-value.ts'
import { User, UserTeam } from '../users/user.ts'
import { prepareCheck, type CheckedRow } from './check-row.ts'
import { importField, type FieldKey } from './fields.ts'
import { choicesOf, type ColumnChoices } from './import-column.ts'
import { ImportBatch, type Repeated } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import { EmptyCellPolicy, type ImportSettings } from './import-settings.ts'
import { KnownNames } from './known-names.ts'
import type { PlanContext } from './plan-context.ts'
import { leftOutRow, planRow } from './plan-row.ts'
import type { PlannedRow } from './planned-row.ts'
import type { CsvRow } from './read-csv.ts'
import { editedRows, isLeftOut } from './row-edits.ts'

const READ_TOGETHER = 4

/** What stays the same while the batches of an import are planned one after the other. */
export interface Planning {
  check: (row: CsvRow) => CheckedRow
  context: Omit<PlanContext, 'byEmail' | 'byExternalId' | 'byUniqueValue' | 'secondaryTeamIds' | 'managers'>
  needsSecondaryTeams: boolean
}

/** Reads what every row is held against: the rights of the viewer, and the teams, locations and owners there are. */
export async function openPlanning(work: Work, session: ImportSession, settings: ImportSettings): Promise<Planning> {
  const { allowedEmailDomains } = await loadOrganization(work)
  const columns = await usableColumns(work, session)
  const byName = { order: { name: 'ASC' } } as const
  const teams = await work.rows(Team).find({}, byName)
  return {
    check: prepareSessionCheck(session, columns, settings),
    context: {
      settings,
      viewerId: viewerUserId(work.viewer),
      hrIntegrationId: work.viewer.kind === ViewerKind.HR_INTEGRATION ? work.viewer.id : null,
      hrFields: work.viewer.kind === ViewerKind.HR_INTEGRATION ? hrFieldsIn(columns) : [],
      hrNames: new Map((await work.rows(HrIntegration).find()).map(({ id, name }) => [id, name])),
      grantableRoles: grantableRoles(work.viewer),
      allowedEmailDomains,
      columnIndexes: new Map(session.columns.flatMap(({ field, index }) => (field ? [[field, index]] : []))),
      teams: new KnownNames(teams, settings.nameMatching),
      locations: new KnownNames(await work.rows(Location).find({}, byName), settings.nameMatching),
      teamManagers: await managersOf(work, teams),
      owners: { left: await countOwners(work) },
      hireDays: hireDays(work, session, settings),
      keptFields: columns.flatMap(({ field, existingValues }) => (existingValues === 'KEEP' ? field : [])),
      customFields: columns.flatMap(({ custom }) =>
        custom
          ? { field: customFieldKey(custom.key), key: custom.key, label: custom.label, unique: custom.unique }
          : [],
      ),
    },
    needsSecondaryTeams: session.columns.some(({ field }) => field === 'secondaryTeams'),
  }
}

async function managersOf(work: Work, teams: readonly Team[]): Promise<PlanContext['teamManagers']> {
  const ids = new Set(teams.flatMap(({ managerId }) => managerId ?? []))
  const managers = new Map((await work.rows(User).findIn('id', [...ids])).map((user) => [user.id, user]))
  return new Map(
    teams.flatMap(({ id, managerId }) => {
      const manager = managerId ? managers.get(managerId) : undefined
      return manager ? [[id, { id: manager.id, name: manager.name }]] : []
    }),
  )
}

function hireDays(
  work: Work,
  { committingAt }: ImportSession,
  { invites, timeZone }: ImportSettings,
): PlanContext['hireDays'] {
  if (invites !== InviteTiming.HIRE_DATE) return null
  // Days that pass while the rows are applied were not past when that was asked for.
  return { timeZone, now: committingAt ?? work.now() }
}

interface UsableColumn extends Required<ColumnChoices> {
  index: number
  field: FieldKey | CustomFieldKey
  custom?: CustomField
}

/** The columns that are mapped. Of a field that the organization has taken away since, nothing is written. */
async function usableColumns(work: Work, { columns }: ImportSession): Promise<UsableColumn[]> {
  const mapped = columns.map((column) => ({ index: column.index, ...choicesOf(column) }))
  const hasCustom = mapped.some(({ field }) => field !== null && isCustomKey(field))
  const fields = hasCustom ? await loadCustomFields(work) : []
  return mapped.flatMap((column) => {
    const common = importField(column.field ?? '')
    if (common) return { ...column, field: common.key }
    const custom = fields.find(({ key }) => customFieldKey(key) === column.field)
    return custom ? { ...column, field: customFieldKey(custom.key), custom } : []
  })
}

/** The check of rows by the mapping of an import. */
function prepareSessionCheck(
  session: ImportSession,
  columns: readonly UsableColumn[],
  settings: ImportSettings,
): (row: CsvRow) => CheckedRow {
  const mapped = columns.map(({ index, emptyCellPolicy, existingValues, custom, ...choices }) => ({
    ...choices,
    columnIndex: index,
    custom: custom && { label: custom.label, longest: longestValue(custom) },
    emptyCells: existingValues === 'KEEP' ? EmptyCellPolicy.KEEP : (emptyCellPolicy ?? settings.emptyCells),
  }))
  return prepareCheck(mapped, { columnCount: session.columns.length })
}

/**
 * Decides what happens to each row of these batches, in the order of the file. `forUpdate` keeps others from changing the
 * users of their rows until the transaction ends.
 */
export async function planBatches(
  work: Work,
  batches: readonly ImportBatch[],
  planning: Planning,
  { forUpdate = false } = {},
): Promise<PlannedRow[][]> {
  const ofBatches = batches.map((batch) => editedRows(batch).map((row) => planning.check(row)))
  const checked = ofBatches.flat()
  const unique = planning.context.customFields.filter((field) => field.unique)
  const keys = {
    emailKeys: checked.flatMap(({ values }) => values.emailKey || []),
    externalIds: checked.flatMap(({ values }) => values.externalId || []),
    uniqueValues: new Map(unique.map(({ field, key }) => [key, checked.flatMap(({ values }) => values[field] || [])])),
  }
  const users = await findUsersByKeys(work, keys, { forUpdate })
  const context: PlanContext = {
    ...planning.context,
    byEmail: new Map(users.map((user) => [user.emailKey, user])),
    byExternalId: new Map(users.flatMap((user) => (user.externalId ? [[user.externalId, user]] : []))),
    byUniqueValue: new Map(
      unique.flatMap(({ key }) =>
        users.flatMap((user): [string, User][] => {
          const value = user.customFields?.[key]
          return value === undefined ? [] : [[uniquePlace(key, value), user]]
        }),
      ),
    ),
    managers: await KnownManagers.find(
      work,
      checked.flatMap(({ values }) => values.manager || []),
      users,
    ),
    secondaryTeamIds: planning.needsSecondaryTeams ? await secondaryTeams(work, users) : new Map(),
  }
  return ofBatches.map((rows, at) => {
    const batch = batches[at] as ImportBatch
    const duplicates = (batch.duplicates ?? {}) as Record<string, Repeated | number>
    const outside = new Set((batch.outsideManagers ?? []) as number[])
    const circles = (batch.managerCircles ?? {}) as Record<string, string>
    return rows.map((row, index) => {
      if (isLeftOut(batch, index)) return leftOutRow(row, context)
      const repeated = repeatedIn(duplicates[index])
      const managerCircle = circles[row.line]
      return planRow(row, { repeated, hasOutsideManager: outside.has(index), managerCircle }, context)
    })
  })
}

// Files of earlier versions were looked through without noting the field.
function repeatedIn(stored: Repeated | number | undefined): Repeated | undefined {
  return typeof stored === 'number' ? [stored, 'email'] : stored
}

/** The batches of an import in the order of the file, a few at a time. */
export async function* readBatches(
  work: Work,
  session: Pick<ImportSession, 'id' | 'batchCount'>,
): AsyncGenerator<ImportBatch[]> {
  for (let number = 0; number < session.batchCount; number += READ_TOGETHER) {
    const batches = await findBatches(work, session.id, number, READ_TOGETHER)
    // Cancelled while it was being read.
    if (batches.length === 0) return
    yield batches
  }
}

/** At most `count` batches of an import, from one on, in the order of the file. */
export async function findBatches(work: Work, importId: string, from: number, count: number): Promise<ImportBatch[]> {
  const numbers = Array.from({ length: count }, (_, index) => from + index)
  const batches = await work.rows(ImportBatch).findIn('number', numbers, { and: { importId } })
  return batches.sort((a, b) => a.number - b.number)
}

/** The ids of the secondary teams of these users, in the order of each list. */
export async function secondaryTeams(work: Work, users: readonly User[]): Promise<Map<string, string[]>> {
  const lists = new Map<string, string[]>()
  if (users.length === 0) return lists
  const rows = await work.rows(UserTeam).find({ userId: In(users.map(({ id }) => id)) }, { order: { position: 'ASC' } })
  for (const { userId, teamId } of rows) {
    const list = lists.get(userId)
    if (list) list.push(teamId)
    else lists.set(userId, [teamId])
  }
  return lists
}

/** What a file says about its users; a name follows from its parts. */
function hrFieldsIn(columns: readonly UsableColumn[]): HrField[] {
  const fields = columns.flatMap(({ field }) => (isHrField(field) ? field : []))
  const hasName = fields.some((field) => field === 'firstName' || field === 'lastName')
  return [...new Set([...fields, ...(hasName ? (['name'] as const) : [])])].sort()
}
