import { isDeepStrictEqual } from 'node:util'
import type { UserChange } from '../users/save-user.ts'
import type { User } from '../users/user.ts'

/** What an import wrote to a user, and what stood there before. Only what differs; moments are texts. */
export interface WrittenValues {
  before: Readonly<Record<string, unknown>>
  after: Readonly<Record<string, unknown>>
  /** Null where the list stayed. */
  teams: { before: readonly string[]; after: readonly string[] } | null
}

// They only ever go up, so that what is dead stays dead.
const NEVER_TAKEN_BACK: ReadonlySet<string> = new Set(['inviteGeneration', 'sessionGeneration'])

/** What is kept of a change, for the day on which it is taken back. */
export function writtenValues(
  { user, changes, secondaryTeamIds }: UserChange,
  teamIds: readonly string[],
): WrittenValues {
  const keys = (Object.keys(changes) as (keyof User)[]).filter((key) => !NEVER_TAKEN_BACK.has(key))
  const valuesOf = (values: Partial<User>) => Object.fromEntries(keys.map((key) => [key, values[key] ?? null]))
  const teams = secondaryTeamIds ? { before: teamIds, after: secondaryTeamIds } : null
  return { before: valuesOf(user), after: valuesOf(changes), teams }
}

/** Whether a user is still what the import made of them, as far as it wrote anything. */
export function isAsWritten(user: User, teamIds: readonly string[], { after, teams }: WrittenValues): boolean {
  const areTeamsSame = !teams || teams.after.join() === teamIds.join()
  return (
    areTeamsSame &&
    Object.entries(after).every(([key, value]) => isDeepStrictEqual(asKept(user[key as keyof User]), asKept(value)))
  )
}

// As JSON, in which moments are texts; databases keep the values of an object in an order of their own.
function asKept(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}
