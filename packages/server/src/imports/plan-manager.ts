import { UserStatus, type User } from '../users/user.ts'
import type { KnownManagers } from '../users/known-managers.ts'
import type { RowIssue } from './row-issue.ts'

/** Why somebody cannot become the manager of a user, as a sentence; null where they can. */
export function managerProblem(user: User | null, manager: User, managers: KnownManagers): string | null {
  if (manager.status === UserStatus.DEACTIVATED) return `${manager.name} is deactivated.`
  const circle = user && managers.circle(user, manager)
  if (!circle) return null
  if (circle.length === 2) return SELF
  return `Their managers would form a circle: ${circle.map(({ name }) => name).join(' → ')}.`
}

/** Why the manager of a row is not given whose managers, by the lines of the file, would come round to it. */
export function circleOfLines(lines: string): string {
  return `Their managers would form a circle in the file: lines ${lines}.`
}

export const SELF = 'Nobody is their own manager.'
export const UNKNOWN = 'There is nobody with this address or employee ID, neither here nor in the file.'
export const NOT_APPLIED = 'Their own row was not applied.'
export const ENDED_BEFORE = 'The import ended before those were given who come later in the file.'

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
