import type { CustomFieldKey, CustomField } from '../users/custom-field.ts'
import { CELL_WORDS, CELLS_OF_FIELD, kindsOfCells, type CellKind, type CellValue } from './cell-kinds.ts'
import type { FieldKey } from './fields.ts'
import { customHeaders, headerFits, isHeaderOf, type HeaderFit } from './header-names.ts'

/** The field that a column probably is, how sure that is from 0 to 1, and why. */
export interface ColumnSuggestion {
  field: FieldKey | CustomFieldKey
  confidence: number
  /** A phrase: header matches an alias. */
  reason: string
}

/** What a column is guessed by. */
export interface ColumnContent {
  header: string
  /** Different values of its first rows, and in how many cells. */
  values: readonly CellValue[]
}

const BY_CELLS = 0.6
const CELLS_WEIGH = 0.1
/** Where two fields fit equally well, or rights hang on it, a person decides. */
const UNDECIDED = 0.75
const SHOWN_FROM = 0.5

/** Suggests a field for each column, one field to one column; null where none is likely enough. */
export function guessColumns(
  columns: readonly ColumnContent[],
  known: { teams: readonly string[]; customFields?: readonly CustomField[] },
): (ColumnSuggestion | null)[] {
  const teams = new Set(known.teams)
  const isNamed = onlyOnce((field: FieldKey) => columns.some(({ header }) => isHeaderOf(header, field)))
  const customFit = customHeaders(known.customFields ?? [])
  const fits = columns.flatMap((column, index) => {
    const common = fitsOf(column, kindsOfCells(column.values, teams), isNamed)
    return withCustomFit(common, customFit(column.header)).map((fit) => ({ ...fit, index }))
  })
  // The sort is stable: of equals the leftmost column goes first.
  fits.sort((one, other) => other.score - one.score)
  const suggestions = columns.map((): ColumnSuggestion | null => null)
  const given = new Set<string>()
  for (const { index, field, score, reason } of fits) {
    if (score < SHOWN_FROM || suggestions[index] || given.has(field)) continue
    given.add(field)
    suggestions[index] = { field, confidence: Math.round(Math.min(score, 1) * 100) / 100, reason }
  }
  return suggestions
}

type CustomFit = Pick<ColumnSuggestion, 'field' | 'reason'> & { score: number }

// What an organization calls a field of its own means that, whatever else it may mean elsewhere; but Email is the address.
function withCustomFit(common: readonly Fit[], custom: CustomFit | null): (Fit | CustomFit)[] {
  if (!custom || common.some(({ isName }) => isName)) return [...common]
  return [custom, ...common.filter(({ score }) => score > custom.score)]
}

/** Whether a field has a column of its own, by its header. */
type IsNamed = (field: FieldKey) => boolean

// Looking through all headers takes a while, and only a word of several meanings asks for it.
function onlyOnce(isNamed: IsNamed): IsNamed {
  const known = new Map<FieldKey, boolean>()
  return (field) => {
    const answer = known.get(field) ?? isNamed(field)
    known.set(field, answer)
    return answer
  }
}

interface Fit {
  field: FieldKey
  score: number
  reason: string
  isName?: boolean
}

function fitsOf(column: ColumnContent, cells: ReadonlySet<CellKind>, isNamed: IsNamed): Fit[] {
  const best = bestOfEachField(headerFits(column.header, (word) => meaningOf(word, cells, isNamed)))
  const others = Math.max(0, ...best.filter(({ field }) => field === null).map(({ score }) => score))
  // What is no field keeps the column from becoming one by a word in its header or by its cells.
  const fields = best.flatMap(({ field, ...fit }) => (field && fit.score > others ? [{ ...fit, field }] : []))
  const fits = fields.map((fit) => {
    const isTied = fields.some((other) => other.field !== fit.field && other.score === fit.score)
    const weighed = weighedByCells(fit, cells, column.values.length > 0)
    return isTied ? { ...weighed, score: Math.min(weighed.score, UNDECIDED) } : weighed
  })
  if (others > 0) return fits
  for (const [field, kind] of Object.entries(CELLS_OF_FIELD) as [FieldKey, CellKind][]) {
    if (!cells.has(kind) || field === 'secondaryTeams' || fits.some((fit) => fit.field === field)) continue
    fits.push({ field, score: BY_CELLS, reason: `cells look like ${CELL_WORDS[kind]}` })
  }
  return fits
}

function bestOfEachField(fits: readonly HeaderFit[]): HeaderFit[] {
  const best = new Map<FieldKey | null, HeaderFit>()
  for (const fit of fits) {
    const earlier = best.get(fit.field)
    if (!earlier || fit.score > earlier.score) best.set(fit.field, fit)
  }
  return [...best.values()]
}

function meaningOf(word: string, cells: ReadonlySet<CellKind>, isNamed: IsNamed): FieldKey {
  if (word === 'funcao') return cells.has('roles') ? 'role' : 'jobTitle'
  if (word === 'nom') return isNamed('firstName') ? 'lastName' : 'name'
  return isNamed('lastName') ? 'firstName' : 'name'
}

function weighedByCells(fit: Fit, cells: ReadonlySet<CellKind>, hasValues: boolean): Fit {
  const { field, score, reason, isName } = fit
  // Nobody loses access by a suggestion that no person looked at.
  if (field === 'deactivate' && !isName) return { ...fit, score: Math.min(score, UNDECIDED) }
  const expected = CELLS_OF_FIELD[field]
  if (expected && cells.has(expected)) {
    return { field, score: score + CELLS_WEIGH, reason: `${reason}, and the cells look like ${CELL_WORDS[expected]}` }
  }
  // Teams that are not known yet may still be teams.
  if (expected && expected !== 'teams' && hasValues) {
    const lower = score - CELLS_WEIGH
    return {
      field,
      // Role may be mistyped; a profile or a user type is something else in many files.
      score: field === 'role' && !isName ? Math.min(lower, UNDECIDED) : lower,
      reason: `${reason}, but the cells do not look like ${CELL_WORDS[expected]}`,
    }
  }
  const other = (['addresses', 'dates'] as const).find((kind) => kind !== expected && cells.has(kind))
  if (!other) return fit
  return { field, score: score - CELLS_WEIGH, reason: `${reason}, but the cells look like ${CELL_WORDS[other]}` }
}
