import { ROLE_RIGHTS } from '../access/permissions.ts'
import { Role } from '../base/viewer.ts'
import {
  hasControlCharacters,
  languageTag,
  LONGEST_TEXT,
  MOST_SECONDARY_TEAMS,
  nameProblem,
  timeZoneName,
} from '../users/check-details.ts'
import { canonicalAddress, isAddress, LONGEST_ADDRESS, suggestedAddress } from '../users/email-address.ts'
import { isCustomKey, type CustomFieldKey } from '../users/custom-field.ts'
import { isShortYear, readDate, readingsOf, type DateOrder } from './date-order.ts'
import { importField, mayBeCleared, mayBeEmptied, roleNamed, type FieldKey } from './fields.ts'
import { guesserOf, type GuessValue } from './guess-values.ts'
import { EmptyCellPolicy } from './import-settings.ts'
import { mendedText } from './misread-text.ts'
import { foldedName } from './near-name.ts'
import type { CsvRow } from './read-csv.ts'
import type { RowIssue, RowIssueCode } from './row-issue.ts'

/** A column and the field it was mapped to. */
export interface MappedColumn {
  columnIndex: number
  /** Key of the field. */
  field: string
  /** Of one of the organization's own fields: its name for people, and how many characters its values have at most. */
  custom?: { label: string; longest: number } | undefined
  valueMappings: readonly { from: string; to: string }[]
  /** Of a column of dates. */
  dateOrder?: DateOrder | null | undefined
  /** Of a column of yes and no: they change places. */
  inverted?: boolean | undefined
  /** What an empty cell does; left out, it changes nothing. */
  emptyCells?: EmptyCellPolicy | undefined
}

/**
 * What a row says about its user. Undefined changes nothing: a column that is not in the file, an empty cell that leaves
 * what is there, a value that cannot be used. '' takes the value away.
 */
export interface CheckedValues {
  /** As it was typed. */
  email?: string | undefined
  /** The canonical address; undefined where there is no valid one. */
  emailKey?: string | undefined
  name?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  jobTitle?: string | undefined
  primaryTeam?: string | undefined
  /** Without repeats. */
  secondaryTeams?: readonly string[] | undefined
  role?: Role | undefined
  /** A BCP 47 tag. */
  language?: string | undefined
  location?: string | undefined
  /** An IANA name. */
  timeZone?: string | undefined
  /** YYYY-MM-DD. */
  hireDate?: string | undefined
  externalId?: string | undefined
  /** An address or an employee ID. */
  manager?: string | undefined
  deactivate?: 'yes' | 'no' | undefined
  [custom: CustomFieldKey]: string | undefined
}

/** A row held against what holds for every row, whatever the directory looks like. */
export interface CheckedRow {
  /** As a spreadsheet shows it. */
  line: number
  values: CheckedValues
  issues: readonly RowIssue[]
}

/** Makes the check of rows for one mapping; the check itself is called for each row and keeps what values come again. */
export function prepareCheck(
  mapped: readonly MappedColumn[],
  { columnCount }: { columnCount: number },
): (row: CsvRow) => CheckedRow {
  const columns = mapped.flatMap((column) => {
    const key = isCustomKey(column.field) ? column.field : importField(column.field)?.key
    return key ? [{ index: column.columnIndex, key, read: cellReader(key, column) }] : []
  })
  return (row) => {
    const values: Record<string, unknown> = {}
    const issues: RowIssue[] = []
    for (const { index, key, read } of columns) {
      const cell = read(cellOf(row, index) ?? '')
      values[key] = cell.value
      if (key === 'email') values['emailKey'] = cell.emailKey
      if (cell.issues.length > 0) issues.push(...cell.issues)
    }
    const wrongCount = cellCountIssue(row, columnCount)
    // Its cells may all stand in the wrong column, so what is wrong with them says nothing.
    return { line: row[0], values: values as CheckedValues, issues: wrongCount ? [wrongCount] : issues }
  }
}

/** The line stands before the cells. */
export function cellOf(row: CsvRow, columnIndex: number): string | undefined {
  return row[columnIndex + 1] as string | undefined
}

/** What the cells of a column stand for once its value mappings have changed them. */
export function valueMapper(valueMappings: MappedColumn['valueMappings']): (text: string) => string {
  const mappings = new Map(valueMappings.map(({ from, to }) => [from.trim(), to.trim()]))
  return (text) => mappings.get(text) ?? text
}

// Empty cells behind the last column are what spreadsheets leave of columns that were once used.
function cellCountIssue(row: CsvRow, columnCount: number): RowIssue | null {
  let count = row.length - 1
  if (count === columnCount) return null
  while (count > columnCount && isBlank(cellOf(row, count - 1) as string)) count--
  if (count === columnCount) return null
  const wayOut =
    count > columnCount
      ? 'A cell with a delimiter in it needs quotes around it.'
      : 'Each column needs its delimiter, also where its cell is empty.'
  const message = `The row has ${counted(count, 'cell')} and the header has ${columnCount}. ${wayOut}`
  const value = count > columnCount ? cellOf(row, columnCount) : undefined
  return { code: 'CELL_COUNT', severity: 'ERROR', message, ...(value === undefined ? {} : { value }) }
}

interface Cell {
  value: string | readonly string[] | undefined
  emailKey?: string | undefined
  issues: readonly RowIssue[]
}
type ReadCell = (raw: string) => Cell

const NOTHING: Cell = { value: undefined, issues: [] }
const AWAY: Cell = { value: '', issues: [] }
const NO_TEAMS: Cell = { value: [], issues: [] }
const MOST_KEPT = 10_000
/** Fields whose few values come again and again, and cost something to check. */
const KEPT: ReadonlySet<string> = new Set<FieldKey>([
  'role',
  'language',
  'timeZone',
  'hireDate',
  'secondaryTeams',
  'deactivate',
])

function cellReader(key: FieldKey | CustomFieldKey, column: MappedColumn): ReadCell {
  const mappedText = valueMapper(column.valueMappings)
  const context: CellContext = {
    key,
    label: column.custom?.label ?? labelInSentence(key),
    longest: column.custom?.longest ?? LONGEST_TEXT,
    columnIndex: column.columnIndex,
    dateOrder: column.dateOrder ?? null,
    inverted: column.inverted ?? false,
    guess: guesserOf(key),
    mappedText,
  }
  const readText = READERS[key] ?? readPlainText
  const away = key === 'secondaryTeams' ? NO_TEAMS : AWAY
  const empty = column.emptyCells === EmptyCellPolicy.CLEAR && mayBeEmptied(key) ? away : NOTHING
  const read: ReadCell = (raw) => {
    const text = mappedText(raw.trim())
    if (text === '' && key !== 'email') return empty
    if (isClearMark(text) && key !== 'deactivate') return mayBeCleared(key) ? away : notCleared(text, context)
    const cell = readText(text, context)
    const damage = damageOf(text, context)
    return damage ? { ...cell, issues: [...cell.issues, damage] } : cell
  }
  return KEPT.has(key) ? keeping(read) : read
}

const CLEAR_MARK = '[clear]'

/** Whether a cell takes the value away, whatever an empty one does. */
export function isClearMark(text: string): boolean {
  return text.length === CLEAR_MARK.length && text.toLowerCase() === CLEAR_MARK
}

function notCleared(text: string, context: CellContext): Cell {
  const message = `${quoted(text)} takes a value away, and every user needs the ${context.label}. Write one, or leave the cell empty to change nothing.`
  return unusable(text, context, { code: 'REQUIRED', message })
}

function keeping(read: ReadCell): ReadCell {
  const kept = new Map<string, Cell>()
  return (raw) => {
    const known = kept.get(raw)
    if (known) return known
    const cell = read(raw)
    if (kept.size < MOST_KEPT) kept.set(raw, cell)
    return cell
  }
}

interface CellContext {
  key: FieldKey | CustomFieldKey
  label: string
  /** Characters, at most. */
  longest: number
  columnIndex: number
  dateOrder: DateOrder | null
  inverted: boolean
  guess: GuessValue
  mappedText(text: string): string
}
type ReadText = (text: string, context: CellContext) => Cell

const READERS: Partial<Record<FieldKey | CustomFieldKey, ReadText>> = {
  email: readEmail,
  name: readName,
  firstName: readName,
  lastName: readName,
  secondaryTeams: readTeams,
  role: readRole,
  deactivate: readYesOrNo,
  language: (text, context) =>
    readWord(text, context, languageTag(text), () => ({
      code: 'LANGUAGE_INVALID',
      message: `${quoted(text)} is no language.`,
      wayOut: 'Write a tag such as de or pt-BR, or the name of the language in English.',
    })),
  timeZone: (text, context) =>
    readWord(text, context, timeZoneName(text), () => ({
      code: 'TIME_ZONE_UNKNOWN',
      message: `There is no time zone ${quoted(text)}.`,
      wayOut: 'Write it as region and city, such as Europe/London.',
    })),
  hireDate: (text, context) => {
    const date = readDate(text, context.dateOrder)
    if (date !== null) return { value: date, issues: [] }
    return unusable(text, context, { code: 'DATE_INVALID', message: dateProblem(text) })
  },
}

function readEmail(text: string, context: CellContext): Cell {
  if (text === '') {
    return failed('', context, { code: 'REQUIRED', message: 'The email address is missing. Every row needs one.' })
  }
  if (text.length > LONGEST_ADDRESS) {
    return failed(text, context, {
      code: 'TOO_LONG',
      message: `The email address has ${text.length} characters; ${LONGEST_ADDRESS} is the most there can be.`,
    })
  }
  if (!isAddress(text)) {
    const suggestion = repairedAddress(text)
    return failed(text, context, {
      code: 'EMAIL_INVALID',
      message: `${quoted(text)} is no email address. ${suggestion ? `Is ${suggestion} meant?` : 'Correct it, for example to name@example.com.'}`,
      suggestion,
    })
  }
  // Letters of double width are another spelling of the same ones, and no mail server takes them.
  const cell = { value: text.normalize('NFKC'), emailKey: canonicalAddress(text) }
  const suggestion = suggestedAddress(text)
  if (!suggestion) return { ...cell, issues: [] }
  const message = `${text} may be mistyped. If ${suggestion} is meant, correct it; otherwise it is taken as it is.`
  return {
    ...cell,
    issues: [issue(text, context, { code: 'EMAIL_SUSPICIOUS', severity: 'WARNING', message, suggestion })],
  }
}

/** What people paste beside an address, and slips of the keyboard. */
function repairedAddress(text: string): string | undefined {
  const inner = /<([^<>]+)>/.exec(text)?.[1] ?? text
  const repaired = inner
    .replace(/^mailto:/i, '')
    .replace(/\s*(?:\(at\)|\[at\]|＠|@+)\s*/i, '@')
    .replace(/\.{2,}/g, '.')
    .replaceAll(',', '.')
    .replace(/\s+|[.;>]+$|^[.<]+/g, '')
  return repaired !== text && isAddress(repaired) ? repaired : undefined
}

function readName(text: string, context: CellContext): Cell {
  const cell = readPlainText(text, context)
  if (cell.issues.length > 0) return cell
  const problem = nameProblem(text)
  if (!problem) return cell
  return unusable(text, context, {
    code: 'NAME_NOT_ALLOWED',
    message: `${quoted(text)} is not allowed as ${context.label}. ${problem}`,
  })
}

function readPlainText(text: string, context: CellContext): Cell {
  if (hasControlCharacters(text)) {
    const message = `The ${context.label} holds a line break, a tab or another control character. Take it out.`
    return unusable(text, context, { code: 'NAME_NOT_ALLOWED', message })
  }
  const tooLong = lengthIssue(text, context)
  return tooLong ? { value: undefined, issues: [tooLong] } : { value: text, issues: [] }
}

function lengthIssue(text: string, context: CellContext): RowIssue | null {
  if (text.length <= context.longest) return null
  const { length } = [...text]
  if (length <= context.longest) return null
  const message = `The ${context.label} has ${length} characters; ${context.longest} is the most there can be. Shorten it.`
  return issue(`${[...text].slice(0, context.longest).join('')}…`, context, { code: 'TOO_LONG', message })
}

function readTeams(text: string, context: CellContext): Cell {
  const names = new Set<string>()
  const issues: RowIssue[] = []
  for (const part of splitList(text)) {
    const name = context.mappedText(part)
    if (name === '') continue
    const cell = readPlainText(name, { ...context, label: 'name of a secondary team' })
    issues.push(...cell.issues)
    if (typeof cell.value === 'string') names.add(cell.value)
  }
  if (names.size <= MOST_SECONDARY_TEAMS) return { value: [...names], issues }
  const message = `The row names ${names.size} secondary teams; ${MOST_SECONDARY_TEAMS} is the most a user can have.`
  return unusable(undefined, context, { code: 'TOO_LONG', message })
}

// A backslash keeps the delimiter behind it as a letter of the name.
function splitList(text: string): string[] {
  if (!text.includes('\\')) return text.split(/[,;]/).map((part) => part.trim())
  const parts = text.match(/(?:\\[^]?|[^,;\\])+/g) ?? []
  return parts.map((part) => part.replace(/\\([,;\\])/g, '$1').trim())
}

function readRole(text: string, context: CellContext): Cell {
  return readWord(text, context, roleNamed(text), () => ({
    code: 'ROLE_UNKNOWN',
    message: `There is no role ${quoted(text)}.`,
    wayOut: `There are ${Object.values(Role)
      .map((role) => ROLE_RIGHTS[role].label)
      .join(', ')}.`,
  }))
}

function readWord(
  text: string,
  context: CellContext,
  word: string | null,
  problem: () => { code: RowIssueCode; message: string; wayOut: string },
): Cell {
  if (word !== null) return { value: word, issues: [] }
  const { code, message, wayOut } = problem()
  const suggestion = context.guess(text)
  return unusable(text, context, {
    code,
    message: `${message} ${suggestion ? `Is ${suggestion} meant?` : wayOut}`,
    suggestion,
  })
}

const YES = new Set('1 true t yes y x ja j oui o si s sim tak はい 是'.split(' '))
const NO = new Set('0 false f no n nein non nao nee nej nei nie いいえ 否'.split(' '))

function readYesOrNo(text: string, context: CellContext): Cell {
  const word = foldedName(text)
  if (!YES.has(word) && !NO.has(word)) {
    const message = `${quoted(text)} is neither yes nor no. Write yes or no, or leave the cell empty to change nothing.`
    return unusable(text, context, { code: 'YES_NO_INVALID', message })
  }
  return { value: YES.has(word) === context.inverted ? 'no' : 'yes', issues: [] }
}

function dateProblem(text: string): string {
  const { DAY_MONTH_YEAR: dayFirst, MONTH_DAY_YEAR: monthFirst } = readingsOf(text)
  const wayOut = 'Write year, month and day: 2026-11-22'
  if (dayFirst && monthFirst) {
    return `${quoted(text)} may be ${dayFirst} or ${monthFirst}. ${wayOut}; or choose dateOrder in the mapping of the column.`
  }
  const other = dayFirst ?? monthFirst
  if (other) {
    return `${quoted(text)} is ${other} only with day and month in another order than in the rest of the column. ${wayOut}.`
  }
  if (isShortYear(text)) return `${quoted(text)} has a year of two digits, which may be of any century. ${wayOut}.`
  return `${quoted(text)} is no date that can be read. ${wayOut}.`
}

function damageOf(text: string, context: CellContext): RowIssue | null {
  const isLossy = text.includes('\uFFFD')
  const suggestion = isLossy ? undefined : (mendedText(text) ?? undefined)
  if (!isLossy && suggestion === undefined) return null
  const what = isLossy
    ? `${quoted(text)} holds the sign for a letter that was lost`
    : `${quoted(text)} looks like ${quoted(suggestion as string)} read in a wrong encoding`
  const message = `${what}. Save the file once more from its source as CSV UTF-8.`
  return issue(text, context, { code: 'ENCODING_SUSPICIOUS', severity: 'WARNING', message, suggestion })
}

interface Problem {
  code: RowIssueCode
  severity?: RowIssue['severity']
  message: string
  suggestion?: string | undefined
}

function unusable(text: string | undefined, context: CellContext, problem: Problem): Cell {
  return { value: undefined, issues: [issue(text, context, problem)] }
}

// What was typed stays, so that the row can be found by it.
function failed(text: string, context: CellContext, problem: Problem): Cell {
  return { value: text, issues: [issue(text, context, problem)] }
}

function issue(value: string | undefined, { key, columnIndex }: CellContext, problem: Problem): RowIssue {
  const { code, severity = 'ERROR', message, suggestion } = problem
  return { code, severity, message, columnIndex, field: key, value, suggestion }
}

const LONGEST_QUOTE = 60

function quoted(text: string): string {
  const shown = text.replace(/\p{Cc}+/gu, ' ')
  return `"${shown.length > LONGEST_QUOTE ? `${shown.slice(0, LONGEST_QUOTE)}…` : shown}"`
}

function labelInSentence(key: string): string {
  const label = importField(key)?.label ?? key
  return key === 'externalId' ? 'employee ID' : label.toLowerCase()
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function isBlank(cell: string): boolean {
  return cell.trim() === ''
}
