import { In, IsNull, Not } from 'typeorm'
import type { Work } from '../base/work.ts'
import { KnownManagers } from '../users/known-managers.ts'
import { saveUsers, type UserChange } from '../users/save-user.ts'
import { User } from '../users/user.ts'
import { ImportBatch, ImportEffect, ImportUser } from './import-row.ts'
import { ImportSession, ImportState } from './import-session.ts'
import { ENDED_BEFORE, managerIssue, managerProblem, NOT_APPLIED } from './plan-manager.ts'
import { RowAction, type FieldChange } from './planned-row.ts'
import { editedRows } from './row-edits.ts'
import type { RowIssue } from './row-issue.ts'
import type { RowOutcome } from './row-outcome.ts'
import { Tally } from './tally.ts'
import type { WrittenValues } from './written-values.ts'

const BATCHES_TOGETHER = 4
const UPDATED = { effect: ImportEffect.UPDATED, written: { before: {}, after: {}, teams: null }, undone: null }

/** Index of a row in its batch, whom it names as manager, and whether it changes nothing else. */
export type OwedManager = [index: number, name: string, isOnlyChange?: boolean]

interface LateRow {
  batch: ImportBatch
  index: number
  name: string
  isOnlyChange: boolean
  userId: string
}

/**
 * Gives the next people the managers who came later in the file than they did; false when nobody waits for one. Where the
 * row of the manager was not applied, the row keeps a warning and the user the manager they had: who waited for nothing else
 * is unchanged.
 */
export async function giveLateManagers(work: Work, session: ImportSession): Promise<boolean> {
  const columnIndex = managerColumn(session.columns)
  if (columnIndex === undefined) return false
  const ofImport = work.rows(ImportBatch)
  const owed = { importId: session.id, lateManagers: Not(IsNull()) }
  const batches = await ofImport.find(owed, { order: { number: 'ASC' }, take: BATCHES_TOGETHER })
  if (batches.length === 0) return false
  const rows = batches.flatMap(lateRows)
  const users = await work
    .rows(User)
    .findForUpdate({ id: In(rows.map(({ userId }) => userId)) }, { order: { emailKey: 'ASC' } })
  const byId = new Map(users.map((user) => [user.id, user]))
  const managers = await KnownManagers.find(
    work,
    rows.map(({ name }) => name),
    users,
  )
  const tally = new Tally(session.issueCounts)
  const changes: UserChange[] = []
  const updatedIds: string[] = []
  let unchanged = 0
  for (const { batch, index, name, isOnlyChange, userId } of rows) {
    const outcomes = batch.outcomes as RowOutcome[]
    const outcome = outcomes[index] as RowOutcome
    const user = byId.get(userId)
    if (!user) continue
    const manager = managers.named(name)
    const problem = manager ? managerProblem(user, manager, managers) : NOT_APPLIED
    if (manager && problem === null) {
      managers.give(user, manager.id)
      changes.push({ user, changes: { managerId: manager.id } })
      if (isOnlyChange) updatedIds.push(user.id)
      outcomes[index] = withManager(outcome, manager.name)
    } else {
      const issue = managerIssue(name, problem ?? NOT_APPLIED, columnIndex)
      outcomes[index] = withoutManager(outcome, issue)
      if (isOnlyChange) {
        outcomes[index][0] = RowAction.UNCHANGED
        unchanged++
      }
      const line = (editedRows(batch)[index] as [number])[0]
      tally.addIssues([issue], line)
    }
  }
  await saveUsers(work, { add: [], change: changes })
  await noteWritten(work, session.id, changes, updatedIds)
  for (const { number, outcomes } of batches) {
    await ofImport.update({ importId: session.id, number }, { outcomes, lateManagers: null })
  }
  await work.rows(ImportSession).update(
    { id: session.id },
    {
      updatedCount: session.updatedCount - unchanged,
      unchangedCount: session.unchangedCount + unchanged,
      issueCounts: tally.issueCounts(),
    },
  )
  return true
}

/** What became of the rows of a batch; who waits for a manager when the import has ended goes without. */
export function settledOutcomes(batch: ImportBatch, { state, columns }: ImportSession): readonly RowOutcome[] {
  const outcomes = batch.outcomes as RowOutcome[]
  if (!batch.lateManagers || state === ImportState.COMMITTING) return outcomes
  const names = new Map((batch.lateManagers as OwedManager[]).map(([index, name]) => [index, name]))
  const columnIndex = managerColumn(columns)
  return outcomes.map((outcome, index) => {
    const name = names.get(index)
    return name === undefined ? outcome : withoutManager(outcome, managerIssue(name, ENDED_BEFORE, columnIndex))
  })
}

function managerColumn(columns: ImportSession['columns']): number | undefined {
  return columns.find(({ field }) => field === 'manager')?.index
}

function lateRows(batch: ImportBatch): LateRow[] {
  return (batch.lateManagers as OwedManager[]).flatMap(([index, name, isOnlyChange = false]) => {
    const userId = (batch.outcomes as RowOutcome[])[index]?.[1]
    return userId ? { batch, index, name, isOnlyChange, userId } : []
  })
}

// A row that made its user lists no changes.
function withManager([action, userId, changes, issues]: RowOutcome, name: string): RowOutcome {
  const isManager = ({ field }: FieldChange) => field === 'manager'
  return [action, userId, changes.map((change) => (isManager(change) ? { ...change, after: name } : change)), issues]
}

function withoutManager([action, userId, changes, issues]: RowOutcome, issue: RowIssue): RowOutcome {
  return [action, userId, changes.filter(({ field }) => field !== 'manager'), [...issues, issue]]
}

/**
 * Adds the manager to what is kept of each change, for the day on which it is taken back. Nothing is kept yet of
 * `updatedIds`.
 */
async function noteWritten(
  work: Work,
  importId: string,
  changes: readonly UserChange[],
  updatedIds: readonly string[],
): Promise<void> {
  const userIds = changes.map(({ user }) => user.id)
  const ofImport = work.rows(ImportUser)
  const noted = (await ofImport.findIn('userId', userIds, { and: { importId } })).filter(({ written }) => written)
  const touched = [...noted, ...updatedIds.map((userId) => ({ importId, userId, ...UPDATED }))]
  if (touched.length === 0) return
  const changeOf = new Map(changes.map((change) => [change.user.id, change]))
  if (noted.length > 0) await ofImport.delete({ importId, userId: In(noted.map(({ userId }) => userId)) })
  await ofImport.insertMany(
    touched.map((row) => {
      const { user, changes: after } = changeOf.get(row.userId) as UserChange
      const written = row.written as WrittenValues
      return {
        ...row,
        written: {
          ...written,
          before: { ...written.before, managerId: user.managerId },
          after: { ...written.after, managerId: after.managerId },
        },
      }
    }),
  )
}
