import { isRepeatable, isUniqueViolation } from '../base/database.ts'
import { inSavepoint, type Work } from '../base/work.ts'
import { InviteTiming } from '../invites/invite.ts'
import { draftInvite, insertInvites, type InviteDraft } from '../invites/send-invite.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { newUser, saveUsers, type NewUserDetails, type UserChange } from '../users/save-user.ts'
import type { HrField } from '../users/hr-fields.ts'
import { reactivated, UserSource, withoutSentInvite, type User } from '../users/user.ts'
import { ImportBatch, ImportEffect, ImportUser } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'
import type { NamedRow } from './known-names.ts'
import type { OwedManager } from './late-managers.ts'
import { openPlanning, planBatches, type Planning } from './plan-batches.ts'
import { RowAction, type PlannedRow } from './planned-row.ts'
import { rowOutcome, type RowOutcome } from './row-outcome.ts'
import { writtenValues, type WrittenValues } from './written-values.ts'

/** Batches that were applied in this transaction. */
export interface AppliedBatches {
  rows: readonly PlannedRow[]
  invites: number
  /** For the next batches, once this transaction is committed. */
  planning: Planning
}

/** Carries out the rows of some batches: users, teams, invites and the outcome of each row. */
export async function applyBatches(
  work: Work,
  session: ImportSession & { settings: ImportSettings },
  batches: readonly ImportBatch[],
  kept: Planning | null,
): Promise<AppliedBatches> {
  let planning = kept ?? (await openPlanning(work, session, session.settings))
  let drafts = await draftBatches(work, session, batches, planning)
  let failures = await writeAll(work, session.id, drafts)
  if (failures === 'taken') {
    // Somebody took an address of these rows since they were planned: planned again they find that user.
    planning = await openPlanning(work, session, session.settings)
    drafts = await draftBatches(work, session, batches, planning)
    failures = await writeInParts(work, session.id, drafts)
  }
  const failed = new Set(failures)
  const rows = drafts.map((draft) => (failed.has(draft) ? notSaved(draft.planned) : draft.planned))
  const outcomes = rows.map((row, index) => {
    const draft = drafts[index] as Draft
    return rowOutcome(row, failed.has(draft) ? null : userOf(draft))
  })
  await keepOutcomes(work, batches, outcomes, rows)
  return { rows, invites: drafts.filter((draft) => draft.invite && !failed.has(draft)).length, planning }
}

async function keepOutcomes(
  work: Work,
  batches: readonly ImportBatch[],
  outcomes: readonly RowOutcome[],
  rows: readonly PlannedRow[],
): Promise<void> {
  let start = 0
  for (const { importId, number, rowCount } of batches) {
    const end = start + rowCount
    const late = lateManagers(rows.slice(start, end))
    const changes = { outcomes: outcomes.slice(start, end), ...(late.length > 0 && { lateManagers: late }) }
    await work.rows(ImportBatch).update({ importId, number }, changes)
    start = end
  }
}

function lateManagers(rows: readonly PlannedRow[]): OwedManager[] {
  return rows.flatMap(({ write }, index): OwedManager[] => {
    if (!write?.lateManager) return []
    const { name, isOnlyChange } = write.lateManager
    return [[index, name, isOnlyChange]]
  })
}

/** A row with what it writes; nothing is written yet. */
interface Draft {
  planned: PlannedRow
  add: { user: User; secondaryTeamIds: readonly string[] } | null
  change: UserChange | null
  /** Of a change, for the day on which it is taken back. */
  written: WrittenValues | null
  invite: InviteDraft | null
}

async function draftBatches(
  work: Work,
  session: ImportSession & { settings: ImportSettings },
  batches: readonly ImportBatch[],
  planning: Planning,
): Promise<Draft[]> {
  const planned = (await planBatches(work, batches, planning, { forUpdate: true })).flat()
  await addNewNames(work, planned, planning)
  return planned.map((row) => draftRow(work, { session, planning }, row))
}

async function addNewNames(work: Work, planned: readonly PlannedRow[], { context }: Planning): Promise<void> {
  const teams = new Set<string>()
  const locations = new Set<string>()
  for (const { write } of planned) {
    for (const team of [write?.primaryTeam, ...(write?.secondaryTeams ?? [])])
      if (team && !team.id) teams.add(team.name)
    if (write?.location && !write.location.id) locations.add(write.location.name)
  }
  if (teams.size > 0) context.teams.settle(await findOrAddTeams(work, [...teams]))
  if (locations.size > 0) context.locations.settle(await findOrAddLocations(work, [...locations]))
}

interface Drafting {
  session: ImportSession & { settings: ImportSettings }
  planning: Planning
}

function draftRow(work: Work, drafting: Drafting, planned: PlannedRow): Draft {
  const { write, user, action } = planned
  // Whether anything is written of who waits for a manager alone is known when every row is applied.
  if (!write || write.lateManager?.isOnlyChange)
    return { planned, add: null, change: null, written: null, invite: null }
  const { details } = write
  if (write.primaryTeam !== undefined) details.primaryTeamId = write.primaryTeam?.id ?? null
  if (write.location !== undefined) details.locationId = write.location?.id ?? null
  const secondaryTeamIds = write.secondaryTeams?.map(idOf)
  if (!user)
    return { planned, change: null, written: null, ...draftNewUser(work, drafting, planned, secondaryTeamIds ?? []) }
  const changes = {
    ...details,
    ...hrMarksOf(drafting.planning, user),
    ...(action === RowAction.REACTIVATE ? reactivated(user) : {}),
    ...(details.email === undefined ? {} : { inviteGeneration: withoutSentInvite(user) }),
  }
  const change = { user, changes, secondaryTeamIds }
  const written = writtenValues(change, write.formerSecondaryTeamIds ?? [])
  return { planned, add: null, change, written, invite: null }
}

function draftNewUser(
  work: Work,
  { session, planning }: Drafting,
  { write, inviteAt }: PlannedRow,
  secondaryTeamIds: readonly string[],
): Pick<Draft, 'add' | 'invite'> {
  const { defaultRole, invites, sendAt, customMessage } = session.settings
  const details = { role: defaultRole, ...write?.details } as NewUserDetails
  const user = newUser(work, { details, source: UserSource.IMPORT, hr: hrMarksOf(planning, null) })
  const isInvited = invites === InviteTiming.HIRE_DATE ? inviteAt : invites !== InviteTiming.NONE
  if (!isInvited) return { add: { user, secondaryTeamIds }, invite: null }
  const invite = draftInvite(work, user, {
    sendAt: inviteAt ?? (sendAt ? new Date(sendAt) : null),
    importId: session.id,
    messageId: customMessage ? session.id : null,
  })
  return { add: { user: Object.assign(user, invite.marks), secondaryTeamIds }, invite }
}

/** Of whom an HR integration writes: that it looks after them, and what is its own to say. */
function hrMarksOf(
  { context: { hrIntegrationId, hrFields } }: Planning,
  user: User | null,
): (Pick<User, 'source' | 'hrIntegrationId'> & { hrFields: HrField[] }) | Record<string, never> {
  if (hrIntegrationId === null) return {}
  // Whom another one looks after stays with it.
  if (user && user.hrIntegrationId !== null && user.hrIntegrationId !== hrIntegrationId) return {}
  return { source: UserSource.HR_SYNC, hrIntegrationId, hrFields: [...hrFields] }
}

function idOf({ id, name }: NamedRow): string {
  if (id) return id
  throw new Error(`The team ${name} was to be made before its rows`)
}

function userOf({ planned, add }: Draft): string | null {
  return add?.user.id ?? planned.user?.id ?? null
}

/** Writes everything at once, as nearly always works. 'taken' when a key was taken meanwhile. */
async function writeAll(work: Work, importId: string, drafts: readonly Draft[]): Promise<Draft[] | 'taken'> {
  try {
    await inSavepoint(work, (part) => write(part, importId, drafts))
    return []
  } catch (error) {
    if (isRepeatable(error)) throw error
    return isUniqueViolation(error) ? 'taken' : writeInParts(work, importId, drafts)
  }
}

/** Writes half by half until the rows that the database refuses stand alone; answers those. */
async function writeInParts(work: Work, importId: string, drafts: readonly Draft[]): Promise<Draft[]> {
  try {
    await inSavepoint(work, (part) => write(part, importId, drafts))
    return []
  } catch (error) {
    if (isRepeatable(error)) throw error
    if (drafts.length === 1) {
      work.log.warn({ err: error, importId, line: drafts[0]?.planned.row.line }, 'A row could not be saved')
      return [...drafts]
    }
    const middle = drafts.length >> 1
    return [
      ...(await writeInParts(work, importId, drafts.slice(0, middle))),
      ...(await writeInParts(work, importId, drafts.slice(middle))),
    ]
  }
}

async function write(work: Work, importId: string, drafts: readonly Draft[]): Promise<void> {
  const add = drafts.flatMap((draft) => draft.add ?? []).sort(byAddress)
  const change = drafts.flatMap((draft) => draft.change ?? []).sort(byAddress)
  await saveUsers(work, { add, change })
  await insertInvites(
    work,
    drafts.flatMap(({ invite }) => invite ?? []),
  )
  await work.rows(ImportUser).insertMany(
    drafts.flatMap((draft) => {
      const userId = userOf(draft)
      // Whoever a row deactivates is noted as such since the commit, and who waits for a manager alone when that is there.
      const { action, deactivates, write: planned } = draft.planned
      const isNotedLater = deactivates || planned?.lateManager?.isOnlyChange
      const effect = isNotedLater ? undefined : EFFECTS[action]
      return userId && effect ? [{ importId, userId, effect, written: draft.written, undone: null }] : []
    }),
  )
}

const EFFECTS: Partial<Record<RowAction, ImportEffect>> = {
  CREATE: ImportEffect.CREATED,
  UPDATE: ImportEffect.UPDATED,
  REACTIVATE: ImportEffect.REACTIVATED,
}

// Writers that go through the addresses in one order do not wait for each other in a circle.
function byAddress(a: { user: User }, b: { user: User }): number {
  return a.user.emailKey < b.user.emailKey ? -1 : 1
}

function notSaved(planned: PlannedRow): PlannedRow {
  const message =
    'The database refused this row. The others of the file are not affected; correct it and import it again.'
  return {
    ...planned,
    action: RowAction.INVALID,
    changes: [],
    write: null,
    issues: [...planned.issues, { code: 'NOT_SAVED', severity: 'ERROR', message }],
  }
}
