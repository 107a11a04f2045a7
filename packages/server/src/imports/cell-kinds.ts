import { roleNamed, type FieldKey } from './fields.ts'

/** A value and in how many cells it stands. */
export interface CellValue {
  text: string
  count: number
}

/** What nine of ten cells of a column look like. */
export type CellKind = 'addresses' | 'dates' | 'teams' | 'roles'

export const CELL_WORDS: Record<CellKind, string> = {
  addresses: 'email addresses',
  dates: 'dates',
  teams: 'names of teams',
  roles: 'roles',
}

/** What the cells of a field look like, where that can be told. */
export const CELLS_OF_FIELD: Partial<Record<FieldKey, CellKind>> = {
  email: 'addresses',
  hireDate: 'dates',
  primaryTeam: 'teams',
  secondaryTeams: 'teams',
  role: 'roles',
}

const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}$/
const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[T ][\d:.]+Z?)?$/

/** What the cells of a column look like, given the names of the teams there are. */
export function kindsOfCells(values: readonly CellValue[], teams: ReadonlySet<string>): Set<CellKind> {
  const kinds = new Set<CellKind>()
  if (mostly(values, (value) => ADDRESS.test(value))) kinds.add('addresses')
  if (mostly(values, (value) => DATE.test(value))) kinds.add('dates')
  if (mostly(values, (value) => teams.has(value))) kinds.add('teams')
  if (mostly(values, (value) => roleNamed(value) !== null)) kinds.add('roles')
  return kinds
}

/** Whether nine of ten cells pass a test, and there is at least one. */
function mostly(values: readonly CellValue[], test: (value: string) => boolean): boolean {
  let others = values.reduce((sum, { count }) => sum + count, 0) * 0.1
  for (const { text, count } of values) {
    if (test(text.trim())) continue
    others -= count
    if (others < 0) return false
  }
  return values.length > 0
}
