import { importFields, roleNamed, type FieldKey } from './fields.ts'
import { stepsBetween, withoutAccents } from './near-name.ts'

/** The field that a column probably is, how sure that is from 0 to 1, and why. */
export interface ColumnSuggestion {
  field: FieldKey
  confidence: number
  /** A phrase: header matches an alias. */
  reason: string
}

/** A value and in how many cells it stands. */
interface CellValue {
  text: string
  count: number
}

/** What a column is guessed by. */
export interface ColumnContent {
  header: string
  /** Different values of its first rows, and in how many cells. */
  values: readonly CellValue[]
}

const EQUAL = 1
const NEAR = 0.7
const CONTAINED = 0.6
const BY_CELLS = 0.6
const CELLS_WEIGH = 0.1
/** Where two fields fit equally well, a person decides. */
const UNDECIDED = 0.75
const SHOWN_FROM = 0.5

/** Suggests a field for each column, one field to one column; null where none is likely enough. */
export function guessColumns(
  columns: readonly ColumnContent[],
  known: { teams: readonly string[] },
): (ColumnSuggestion | null)[] {
  const teams = new Set(known.teams)
  const fits = columns.flatMap((column, index) =>
    fitsOf(column, columns, kindsOfCells(column.values, teams)).map((fit) => ({ ...fit, index })),
  )
  // The sort is stable: of equals the leftmost column goes first.
  fits.sort((one, other) => other.score - one.score)
  const suggestions = columns.map((): ColumnSuggestion | null => null)
  const given = new Set<FieldKey>()
  for (const { index, field, score, reason, isTied } of fits) {
    if (score < SHOWN_FROM || suggestions[index] || given.has(field)) continue
    given.add(field)
    const confidence = Math.min(score, isTied ? UNDECIDED : 1)
    suggestions[index] = { field, confidence: Math.round(confidence * 100) / 100, reason }
  }
  return suggestions
}

/** Whether this is the header of a field, or of something that is known and not imported. */
export function isKnownHeader(header: string): boolean {
  return spellingsOf(header).some(({ key }) => AMBIGUOUS.has(key) || NAMES_BY_KEY.has(key))
}

/** What a header may be the name of: a field, or something that is never imported or not yet. */
interface HeaderName {
  field: FieldKey | null
  /** Words in the form in which they are compared. */
  words: string
  /** The same without spaces. */
  key: string
  kind: 'name' | 'alias' | 'low' | 'whole'
}

const LOW = ['user name', 'login', 'userPrincipalName']

/** Headers of what is not a field: nothing privileged, nothing the server keeps itself, nobody's birthday. */
const NOT_IMPORTED = [
  'id, uuid, guid, user id, record id, status, source, permission, permissions, people permission, is admin, superuser',
  'organization name, organization ID, company name, company ID, tenant ID, Firmenname, nom de l’entreprise',
  'password, Passwort, Kennwort, mot de passe, contraseña, senha, palavra-passe, wachtwoord, lösenord, adgangskode, passord, hasło, パスワード, 密码',
  'created, created at, created on, creation date, updated at, modified, last modified, deleted at, last login, last sign in, last seen',
  'date of birth, birth date, birthdate, birthday, dob, Geburtsdatum, Geburtstag, date de naissance, fecha de nacimiento, data di nascita, data de nascimento, geboortedatum, födelsedatum, fødselsdato, data urodzenia, 生年月日, 出生日期',
  'end date, leaving date, termination date, contract end, last day, Austrittsdatum, middle name, middle initial, nickname, maiden name, phone, mobile',
  // Fields to come: until they are there, their columns are nobody else's.
  'manager, line manager, manager name, manager email, manager ID, supervisor, supervisor name, supervisor email, reports to, Vorgesetzter, Vorgesetzte, Führungskraft',
  'supérieur, supérieur hiérarchique, responsable, jefe, jefe directo, responsabile, superiore, gestor, chefia, responsável',
  'leidinggevende, chef, närmaste chef, leder, nærmeste leder, przełożony, kierownik, 上司, 上级, 直属上级, 经理',
  'deactivate, deactivated, inactive, leaver, terminated, deaktivieren, inaktiv, ausgeschieden, désactiver, inactif, parti, desactivar, inactivo, baja',
  'disattivare, inattivo, desativar, inativo, deactiveren, inactief, inaktivera, deaktiver, dezaktywuj, nieaktywny, 無効, 退職, 停用, 离职',
  'active, aktiv, actif, activo, attivo, ativo, actief, aktywny, 有効, 在职',
]

type Choice = (column: ColumnContent, others: readonly ColumnContent[]) => FieldKey

/** The same where it is the whole header alone: a company email is an email. */
const NOT_IMPORTED_ALONE = 'organization, organisation, company, tenant, Firma, entreprise, empresa, azienda, bedrijf'

// In these languages one word is the first or last name, or the whole one; one is the role or the job title.
const AMBIGUOUS: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ['nombre', (_, others) => (others.some((other) => isHeaderOf(other, 'lastName')) ? 'firstName' : 'name')],
  ['nome', (_, others) => (others.some((other) => isHeaderOf(other, 'lastName')) ? 'firstName' : 'name')],
  ['nom', (_, others) => (others.some((other) => isHeaderOf(other, 'firstName')) ? 'lastName' : 'name')],
  ['funcao', ({ values }) => (mostly(values, (value) => roleNamed(value) !== null) ? 'role' : 'jobTitle')],
])

const NAMES: readonly HeaderName[] = [
  ...importFields.flatMap(({ key, label, aliases }) => [
    ...[key, label].map((text) => headerName(text, key, 'name')),
    ...aliases.map((text) => headerName(text, key, LOW.includes(text) ? 'low' : 'alias')),
  ]),
  ...NOT_IMPORTED.flatMap((list) => list.split(', ').map((text) => headerName(text, null, 'alias'))),
  ...NOT_IMPORTED_ALONE.split(', ').map((text) => headerName(text, null, 'whole')),
].filter(({ key }) => !AMBIGUOUS.has(key))
const NAMES_BY_KEY = new Map([...NAMES].reverse().map((name) => [name.key, name]))

function headerName(text: string, field: FieldKey | null, kind: HeaderName['kind']): HeaderName {
  const words = folded(text)
  return { field, words, key: words.replaceAll(' ', ''), kind }
}

function isHeaderOf({ header }: ColumnContent, field: FieldKey): boolean {
  return spellingsOf(header).some(({ key }) => NAMES_BY_KEY.get(key)?.field === field)
}

const LONGEST_HEADER = 200

interface Spelling {
  words: string
  key: string
}

// Text in brackets is tried apart: First Name [Required], User name [userPrincipalName], E-mail (work).
function spellingsOf(header: string): Spelling[] {
  // A text of that length is no header, and brackets without end would take long to look through.
  if (header.length > LONGEST_HEADER) return []
  const brackets = /[([{<]([^)\]}>]*)[)\]}>]/g
  const texts = [header.replace(brackets, ' '), ...[...header.matchAll(brackets)].map((match) => match[1] ?? '')]
  return texts
    .map((text) => folded(text))
    .filter((words) => words !== '')
    .map((words) => ({ words, key: words.replaceAll(' ', '') }))
}

function folded(text: string): string {
  const lower = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
  return withoutAccents(lower)
    .replace(/’/g, "'")
    .replace(/#/g, ' number ')
    .replace(/[_\-./\s*:"]+/g, ' ')
    .trim()
}

interface Fit {
  field: FieldKey
  score: number
  reason: string
  /** Another field fits as well. */
  isTied: boolean
}

interface HeaderFit {
  field: FieldKey | null
  score: number
  /** Words of the header that speak for it. */
  words: string
  reason: string
}

function fitsOf(column: ColumnContent, columns: readonly ColumnContent[], cells: ReadonlySet<CellKind>): Fit[] {
  const best = bestOfEachField(headerFits(column, columns))
  const others = Math.max(0, ...best.filter(({ field }) => field === null).map(({ score }) => score))
  // What is no field keeps the column from becoming one by a word in its header or by its cells.
  const fields = best.flatMap(({ field, ...fit }) => (field && fit.score > others ? [{ ...fit, field }] : []))
  const fits = fields.map(({ field, score, reason }) => ({
    field,
    ...weighedByCells(field, { score, reason }, cells, column.values.length > 0),
    isTied: fields.some((other) => other.field !== field && other.score === score),
  }))
  if (others > 0) return fits
  for (const [field, kind] of CELLS_ALONE) {
    if (!cells.has(kind) || fits.some((fit) => fit.field === field)) continue
    fits.push({ field, score: BY_CELLS, reason: `cells look like ${CELL_WORDS[kind]}`, isTied: false })
  }
  return fits
}

function bestOfEachField(fits: readonly HeaderFit[]): HeaderFit[] {
  const best = new Map<FieldKey | null, HeaderFit>()
  for (const fit of fits) {
    // A longer name says more: "legal first name" is no full name, "manager name" is neither.
    const isPart = fits.some((other) => other.score === CONTAINED && holdsWords(other.words, fit.words))
    if (fit.score === CONTAINED && isPart) continue
    const earlier = best.get(fit.field)
    if (!earlier || fit.score > earlier.score) best.set(fit.field, fit)
  }
  return [...best.values()]
}

function headerFits(column: ColumnContent, columns: readonly ColumnContent[]): HeaderFit[] {
  const fits: HeaderFit[] = []
  for (const spelling of spellingsOf(column.header)) {
    const { words, key } = spelling
    const ambiguous = AMBIGUOUS.get(key)
    if (ambiguous) {
      const others = columns.filter((other) => other !== column)
      fits.push({ field: ambiguous(column, others), score: EQUAL, words, reason: 'header matches an alias' })
      continue
    }
    for (const name of NAMES) {
      const score = scoreOf(spelling, name)
      if (score > 0) fits.push({ field: name.field, score, words: name.words, reason: reasonFor(name, key, score) })
    }
  }
  return fits
}

function scoreOf({ words, key }: Spelling, name: HeaderName): number {
  if (key === name.key) return name.kind === 'low' ? NEAR : EQUAL
  if (name.kind === 'low' || name.kind === 'whole') return 0
  if (isNear(key, name.key)) return NEAR
  return holdsWords(words, name.words) && !isOfAnotherThing(words) ? CONTAINED : 0
}

function reasonFor(name: HeaderName, key: string, score: number): string {
  if (key === name.key) return name.kind === 'name' ? 'header matches the field' : 'header matches an alias'
  return score === NEAR ? `header is spelled like "${name.words}"` : `header contains "${name.words}"`
}

const SHORTEST_NEAR = 5
const SHORT = 7

function isNear(key: string, other: string): boolean {
  const length = Math.min(key.length, other.length)
  const farthest = length < SHORTEST_NEAR ? 0 : length <= SHORT ? 1 : 2
  return Math.abs(key.length - other.length) <= farthest && farthest > 0 && stepsBetween(key, other) <= farthest
}

function holdsWords(words: string, others: string): boolean {
  if (words.length <= others.length) return false
  for (let at = words.indexOf(others); at >= 0; at = words.indexOf(others, at + 1)) {
    const end = at + others.length
    if ((at === 0 || words[at - 1] === ' ') && (end === words.length || words[end] === ' ')) return true
  }
  return false
}

const OTHER_THINGS = /(?:^| )(?:type|status|count|date|code|number|phone|url|group|category)$/

// The type of an employee is not the name.
function isOfAnotherThing(words: string): boolean {
  return OTHER_THINGS.test(words)
}

type CellKind = 'addresses' | 'dates' | 'teams' | 'roles'

const CELL_WORDS: Record<CellKind, string> = {
  addresses: 'email addresses',
  dates: 'dates',
  teams: 'names of teams',
  roles: 'roles',
}
const CELLS_ALONE: readonly [FieldKey, CellKind][] = [
  ['email', 'addresses'],
  ['hireDate', 'dates'],
  ['primaryTeam', 'teams'],
  ['role', 'roles'],
]
const EXPECTED: Partial<Record<FieldKey, CellKind>> = {
  ...Object.fromEntries(CELLS_ALONE),
  secondaryTeams: 'teams',
}

function weighedByCells(
  field: FieldKey,
  { score, reason }: { score: number; reason: string },
  cells: ReadonlySet<CellKind>,
  hasValues: boolean,
): { score: number; reason: string } {
  const expected = EXPECTED[field]
  if (expected && cells.has(expected)) {
    return { score: score + CELLS_WEIGH, reason: `${reason}, and the cells look like ${CELL_WORDS[expected]}` }
  }
  // Teams that are not known yet may still be teams.
  if (expected && expected !== 'teams' && hasValues) {
    return { score: score - CELLS_WEIGH, reason: `${reason}, but the cells do not look like ${CELL_WORDS[expected]}` }
  }
  const other = (['addresses', 'dates'] as const).find((kind) => kind !== expected && cells.has(kind))
  if (!other) return { score, reason }
  return { score: score - CELLS_WEIGH, reason: `${reason}, but the cells look like ${CELL_WORDS[other]}` }
}

const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}$/
const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[T ][\d:.]+Z?)?$/

function kindsOfCells(values: readonly CellValue[], teams: ReadonlySet<string>): Set<CellKind> {
  const kinds = new Set<CellKind>()
  if (mostly(values, (value) => ADDRESS.test(value))) kinds.add('addresses')
  if (mostly(values, (value) => DATE.test(value))) kinds.add('dates')
  if (mostly(values, (value) => teams.has(value))) kinds.add('teams')
  if (mostly(values, (value) => roleNamed(value) !== null)) kinds.add('roles')
  return kinds
}

/** Nine of ten cells, and at least one. */
function mostly(values: readonly CellValue[], test: (value: string) => boolean): boolean {
  let others = values.reduce((sum, { count }) => sum + count, 0) * 0.1
  for (const { text, count } of values) {
    if (test(text.trim())) continue
    others -= count
    if (others < 0) return false
  }
  return values.length > 0
}
