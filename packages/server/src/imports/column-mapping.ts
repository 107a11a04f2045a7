import { Refusal, type Mistake } from '../base/errors.ts'
import type { DateOrder } from './date-order.ts'
import { mayBeEmptied, missingFields } from './fields.ts'
import { saysActive } from './header-names.ts'
import type { ColumnChoices, ImportColumn } from './import-column.ts'
import { EmptyCellPolicy, ExistingValuePolicy } from './import-settings.ts'

/** What somebody said about a column, named by its header or by its position. */
export interface ColumnMapping {
  column?: string | null | undefined
  index?: number | null | undefined
  /** Key of a field; none leaves the column out on purpose. */
  field?: string | null | undefined
  /** Order of day and month; none leaves it to the cells. */
  dateOrder?: DateOrder | null | undefined
  /** Whether yes and no change places; none leaves it to the header. */
  inverted?: boolean | null | undefined
  /** What an empty cell does; none leaves it to the settings. */
  emptyCells?: EmptyCellPolicy | null | undefined
  /** None means OVERWRITE. */
  existingValues?: ExistingValuePolicy | null | undefined
  values?: readonly { from: string; to: string }[] | null | undefined
}

/** A suggestion of this confidence is taken without asking. */
const SURE = 0.8

/**
 * The columns with their fields: as said, else as they were, else as suggested. What was said wins over what was not.
 * Refuses what cannot be, all mistakes at once. `fields` are the keys that columns can be mapped to.
 */
export function applyMapping(
  columns: readonly ImportColumn[],
  mappings: readonly ColumnMapping[],
  { exclusive, fields }: { exclusive: boolean; fields: readonly string[] },
): ImportColumn[] {
  const mistakes: Mistake[] = []
  const said = new Map<number, ColumnMapping>()
  mappings.forEach((mapping, position) => {
    const path = ['input', 'mappings', String(position)]
    const column = findColumn(columns, mapping, path, mistakes)
    if (!column) return
    if (said.has(column.index)) {
      mistakes.push(mappingMistake('INVALID', `The column ${shown(column)} is named twice.`, path, { column }))
    }
    said.set(column.index, mapping)
    checkField(mapping, column, path, { fields, said }, mistakes)
    checkValues(mapping, column, path, mistakes)
    checkDateOrder(mapping, column, path, mistakes)
    checkInverted(mapping, column, path, mistakes)
    checkPolicies(mapping, column, path, mistakes)
  })
  refuse(mistakes)

  const taken = new Set([...said.values()].flatMap(({ field }) => field ?? []))
  const mapped = columns.map((column) => {
    const mapping = said.get(column.index)
    if (mapping) return withMeaning(fromMapping(column, mapping), mapping.inverted)
    if (exclusive) return { ...column, ...UNMAPPED, ignored: true }
    const field = column.field ?? (column.ignored ? null : sureField(column))
    if (field === null || taken.has(field) || !fields.includes(field)) return { ...column, ...UNMAPPED }
    taken.add(field)
    return withMeaning({ ...column, field }, column.field ? column.inverted : null)
  })
  refuse(unmapped(mapped))
  return mapped
}

const UNMAPPED = {
  field: null,
  valueMappings: [],
  emptyCellPolicy: null,
  existingValues: ExistingValuePolicy.OVERWRITE,
} satisfies Partial<ColumnChoices>

function fromMapping(column: ImportColumn, mapping: ColumnMapping): ImportColumn {
  const { field, values, dateOrder = null, emptyCells = null, existingValues } = mapping
  if (!field) return { ...column, ...UNMAPPED, ignored: true, dateOrder }
  return {
    ...column,
    field,
    ignored: false,
    valueMappings: (values ?? []).map(({ from, to }) => ({ from, to })),
    dateOrder,
    emptyCellPolicy: emptyCells,
    existingValues: existingValues ?? ExistingValuePolicy.OVERWRITE,
  }
}

function withMeaning(column: ImportColumn, inverted: boolean | null | undefined): ImportColumn {
  return { ...column, inverted: column.field === 'deactivate' && (inverted ?? saysActive(column.header)) }
}

function sureField({ suggestion }: ImportColumn): string | null {
  return suggestion && suggestion.confidence >= SURE ? suggestion.field : null
}

function findColumn(
  columns: readonly ImportColumn[],
  { column: header, index }: ColumnMapping,
  path: readonly string[],
  mistakes: Mistake[],
): ImportColumn | undefined {
  if (index !== undefined && index !== null) {
    const found = columns[index]
    if (found) return found
    const message = `There is no column ${index}: the file has the columns 0 to ${columns.length - 1}.`
    mistakes.push(mappingMistake('COLUMN_UNKNOWN', message, [...path, 'index']))
    return undefined
  }
  if (header === undefined || header === null) {
    mistakes.push(mappingMistake('REQUIRED', 'Name the column by column (its header) or by index.', path))
    return undefined
  }
  const exact = columns.filter((column) => column.header === header)
  const found = exact.length > 0 ? exact : columns.filter((column) => column.header.trim() === header.trim())
  if (found.length === 1) return found[0]
  if (found.length > 1) {
    const message = `${JSON.stringify(header)} is the header of ${found.length} columns.`
    const hint = `Name the column by index: ${found.map((column) => column.index).join(' or ')}.`
    mistakes.push({ ...mappingMistake('HEADER_DUPLICATE', message, [...path, 'column'], { header }), hint })
    return undefined
  }
  const known = columns.map((column) => column.header).filter(Boolean)
  const message = `There is no column ${JSON.stringify(header)} in the file.`
  const hint = `Its columns are: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.`
  mistakes.push({ ...mappingMistake('COLUMN_UNKNOWN', message, [...path, 'column'], { header }), hint })
  return undefined
}

function checkField(
  { field }: ColumnMapping,
  column: ImportColumn,
  path: readonly string[],
  { fields, said }: { fields: readonly string[]; said: ReadonlyMap<number, ColumnMapping> },
  mistakes: Mistake[],
): void {
  if (!field) return
  if (!fields.includes(field)) {
    const message = `There is no field ${field} that can be imported.`
    const hint = `The fields are: ${fields.join(', ')}.`
    mistakes.push({ ...mappingMistake('FIELD_UNKNOWN', message, [...path, 'field'], { column, field }), hint })
    return
  }
  const others = [...said].filter(([index, other]) => index !== column.index && other.field === field)
  if (others.length === 0) return
  const message = `Two columns are mapped to ${field}: the columns ${others[0]?.[0]} and ${column.index}.`
  const hint = 'Map one of them to another field, or leave it out with field: null.'
  mistakes.push({ ...mappingMistake('FIELD_MAPPED_TWICE', message, [...path, 'field'], { column, field }), hint })
}

function checkValues(
  { values }: ColumnMapping,
  column: ImportColumn,
  path: readonly string[],
  mistakes: Mistake[],
): void {
  const seen = new Set<string>()
  for (const { from } of values ?? []) {
    if (seen.has(from)) {
      const message = `${JSON.stringify(from)} is replaced twice in the column ${shown(column)}.`
      mistakes.push(mappingMistake('INVALID', message, [...path, 'values'], { column }))
    }
    seen.add(from)
  }
}

function checkDateOrder(
  { field, dateOrder }: ColumnMapping,
  column: ImportColumn,
  path: readonly string[],
  mistakes: Mistake[],
): void {
  if (!dateOrder || field === 'hireDate') return
  const message = `The column ${shown(column)} has no dates whose order could be chosen.`
  const hint = 'Leave dateOrder out, or map the column to hireDate.'
  mistakes.push({ ...mappingMistake('INVALID', message, [...path, 'dateOrder'], { column }), hint })
}

function checkInverted(
  { field, inverted }: ColumnMapping,
  column: ImportColumn,
  path: readonly string[],
  mistakes: Mistake[],
): void {
  if (inverted === undefined || inverted === null || field === 'deactivate') return
  const message = `The column ${shown(column)} has no yes and no that could change places.`
  const hint = 'Leave inverted out, or map the column to deactivate.'
  mistakes.push({ ...mappingMistake('INVALID', message, [...path, 'inverted'], { column }), hint })
}

function checkPolicies(
  { field, emptyCells, existingValues }: ColumnMapping,
  column: ImportColumn,
  path: readonly string[],
  mistakes: Mistake[],
): void {
  const refusePolicy = (name: string, message: string) => {
    const hint = `Leave ${name} out for this column.`
    mistakes.push({ ...mappingMistake('INVALID', message, [...path, name], { column }), hint })
  }
  if (emptyCells && !(field && mayBeEmptied(field))) {
    refusePolicy('emptyCells', `An empty cell of the column ${shown(column)} never takes anything away.`)
  }
  if (emptyCells === EmptyCellPolicy.CLEAR && existingValues === ExistingValuePolicy.KEEP) {
    const message = `In the column ${shown(column)} an empty cell cannot take away what existingValues keeps.`
    refusePolicy('emptyCells', message)
  }
  if (existingValues === ExistingValuePolicy.KEEP && (!field || field === 'deactivate')) {
    refusePolicy('existingValues', `The column ${shown(column)} holds no values that a user could have already.`)
  }
}

function unmapped(columns: readonly ImportColumn[]): Mistake[] {
  return missingFields(columns.flatMap(({ field }) => field ?? [])).map(({ key, label }) => ({
    ...mappingMistake(
      'FIELD_UNMAPPED',
      `No column is mapped to ${label}, which every row needs.`,
      ['input', 'mappings'],
      {
        field: key,
      },
    ),
    hint:
      key === 'name'
        ? 'Map a column to name, or one to firstName and one to lastName.'
        : `Map a column to ${key}. The file has: ${columns
            .map(({ header }) => header)
            .filter(Boolean)
            .slice(0, 20)
            .join(', ')}.`,
  }))
}

function mappingMistake(
  code: Mistake['code'],
  message: string,
  path: readonly string[],
  { column, header, field }: { column?: ImportColumn; header?: string; field?: string } = {},
): Mistake {
  const facts = { type: 'MappingError', column: column?.header ?? header ?? null, field: field ?? null } as const
  return { code, message, path, facts }
}

function shown({ header, index }: ImportColumn): string {
  return header ? JSON.stringify(header) : String(index)
}

function refuse(mistakes: readonly Mistake[]): void {
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
}
