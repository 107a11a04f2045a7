import { isNameOf, type KnownManagers } from '../users/known-managers.ts'
import { UserStatus, type User } from '../users/user.ts'
import type { CheckedValues } from './check-row.ts'
import type { NamedRow } from './known-names.ts'
import type { Person, PlanContext, RowRelation } from './plan-context.ts'
import { RowAction, type FieldChange, type LateManager, type PlannedRow, type RowWrite } from './planned-row.ts'
import type { RowIssue } from './row-issue.ts'
import { teamAfter } from './row-write.ts'

const SELF = 'Nobody is their own manager.'
const UNKNOWN = 'There is nobody with this address or employee ID, neither here nor in the file.'
export const NOT_APPLIED = 'Their own row was not applied.'
export const ENDED_BEFORE = 'The import ended before those were given who come later in the file.'

/** Why somebody cannot become the manager of a user, as a sentence; null where they can. */
export function managerProblem(user: User | null, manager: User, managers: KnownManagers): string | null {
  if (manager.status === UserStatus.DEACTIVATED) return `${manager.name} is deactivated.`
  const circle = user && managers.circle(user, manager)
  if (!circle) return null
  if (circle.length === 2) return SELF
  return `Their managers would form a circle: ${circle.map(({ name }) => name).join(' → ')}.`
}

/** Why the manager of a row is not given whose managers, by the lines of the file, would come round to it. */
function circleOfLines(lines: string): string {
  return `Their managers would form a circle in the file: lines ${lines}.`
}

/** A row is applied without the manager that it names, which is no reason to leave out a person. */
export function managerIssue(name: string, problem: string, columnIndex: number | undefined): RowIssue {
  return {
    code: 'MANAGER_INVALID',
    severity: 'WARNING',
    message: `${problem} The manager stays as it was; write the address or the employee ID of somebody else, or leave the cell empty.`,
    field: 'manager',
    columnIndex,
    value: name,
  }
}

/** Gives the user whom the row names as manager, or nobody of their own where that is who the team gives them anyway. */
export function nameManager(
  values: CheckedValues,
  user: User | null,
  write: RowWrite,
  { hasOutsideManager, managerCircle }: RowRelation,
  context: PlanContext,
  issues: RowIssue[],
): void {
  const { manager: name } = values
  if (name === undefined || (name === '' && !user)) return
  const { managers, columnIndexes } = context
  const manager = managers.named(name)
  const refuse = (problem: string) => issues.push(managerIssue(name, problem, columnIndexes.get('manager')))
  const isOwn = isNameOf(name, { ...values, externalId: values.externalId || user?.externalId })
  if (isOwn) return void refuse(SELF)
  const isThere = manager !== null && manager.status !== UserStatus.DEACTIVATED
  const isKept = manager !== null && manager.id === user?.managerId
  if (managerCircle !== undefined && !isKept) {
    const known = manager && managerProblem(user, manager, managers)
    return void refuse(known ?? circleOfLines(managerCircle))
  }
  if (name !== '' && !isThere && !isKept && !hasOutsideManager) {
    write.lateManager = { name, isOnlyChange: false }
    return
  }
  if (name !== '' && !isKept) {
    const problem = manager ? managerProblem(user, manager, managers) : UNKNOWN
    if (problem !== null) return void refuse(problem)
  }
  const byTeam = teamManager(user, teamAfter(user, write, context), context)
  const managerId = manager === null || manager.id === byTeam?.id ? null : manager.id
  const before = user?.managerId ?? null
  // A manager who is that of the team as well may stay as they were given.
  if (managerId !== before && (managerId !== null || before !== byTeam?.id)) write.details.managerId = managerId
}

// The manager changes with the primary team, where nobody was given to the user alone.
export function managerChange(user: User, write: RowWrite, context: PlanContext): FieldChange[] {
  const own = context.managers.of(user)
  const before = own ?? teamManager(user, context.teams.byId(user.primaryTeamId), context)
  const { managerId } = write.details
  const given = managerId === undefined ? own : managerId === null ? null : context.managers.withId(managerId)
  const after = given ?? teamManager(user, teamAfter(user, write, context), context)
  if (write.lateManager === undefined && before?.id === after?.id) return []
  return [{ field: 'manager', before: before?.name ?? null, after: write.lateManager?.name ?? after?.name ?? null }]
}

/** Whether a row gives its user a manager, or takes the one they have. */
export function namesManager({ details, lateManager }: RowWrite): boolean {
  return details.managerId !== undefined || lateManager !== undefined
}

/** What becomes of a row whose manager is not there when every row is applied, as the row of that one is not. */
export function withoutLateManager(
  planned: PlannedRow,
  { columnIndexes }: Pick<PlanContext, 'columnIndexes'>,
): PlannedRow {
  const { lateManager, ...write } = planned.write as RowWrite
  const { name, isOnlyChange } = lateManager as LateManager
  return {
    ...planned,
    action: isOnlyChange ? RowAction.UNCHANGED : planned.action,
    issues: [...planned.issues, managerIssue(name, NOT_APPLIED, columnIndexes.get('manager'))],
    changes: planned.changes.filter(({ field }) => field !== 'manager'),
    write: isOnlyChange ? null : write,
  }
}

function teamManager(user: User | null, team: NamedRow | null, { teamManagers }: PlanContext): Person | null {
  const manager = team?.id ? teamManagers.get(team.id) : undefined
  return manager && manager.id !== user?.id ? manager : null
}
