import { customFieldKey, type CustomFieldKey, type CustomField } from '../users/custom-field.ts'
import { ACTIVE, importFields, type FieldKey } from './fields.ts'
import { holdsWords, isNear, isOfAnotherThing, spelling, spellingsOf, type Spelling } from './header-spelling.ts'

/** What a header says about its column, from 0 to 1. */
export interface HeaderFit {
  /** Null for what is known and never imported. */
  field: FieldKey | null
  score: number
  /** Words of a known name that speak for it. */
  words: string
  reason: string
  /** The header is the name that the field has here, and no other word for it. */
  isName?: boolean
}

/** A header that is a known name, in whatever spelling. */
const EQUAL = 1
/** A header that is spelled like a known name. */
const NEAR = 0.7
/** A header with a known name in it. */
const CONTAINED = 0.6

/** What the words of a header say about its column; of a word with several meanings `meant` decides which. */
export function headerFits(header: string, meant: (ambiguous: string) => FieldKey | null): HeaderFit[] {
  const spellings = spellingsOf(header)
  const fits = spellings
    .flatMap((spelling) => fitsOfSpelling(spelling, meant))
    // What stands in brackets may turn it round: Block sign-in (active).
    .filter(({ field }) => field !== 'deactivate' || spellings.length === 1)
  if (!spellings.some(({ words }) => NOT_FOR_WORK.test(words))) return withoutParts(fits)
  // Of somebody's own addresses a person says which is theirs to be invited at.
  return withoutParts(fits).map((fit) =>
    fit.field === 'email' ? { ...fit, score: CONTAINED, reason: containing(fit.words) } : fit,
  )
}

/** Tells of which of these fields a header is the label or the key, and how well it fits; null where it is none's. */
export function customHeaders(
  fields: readonly CustomField[],
): (header: string) => { field: CustomFieldKey; score: number; reason: string } | null {
  const names = fields
    .flatMap((field) => [field.label, field.key].map((text) => ({ field, name: spelling(text) })))
    .filter(({ name }) => name.key !== '')
  return (header) => {
    const spellings = spellingsOf(header)
    const fit = (isFit: (given: Spelling, name: Spelling) => boolean) =>
      names.find(({ name }) => spellings.some((given) => isFit(given, name)))
    const equal = fit((given, name) => given.key === name.key)
    const found = equal ?? fit(isNear)
    if (!found) return null
    const { key, label } = found.field
    const field = customFieldKey(key)
    if (equal) return { field, score: EQUAL, reason: 'header matches the field' }
    return { field, score: NEAR, reason: `header is spelled like "${label}"` }
  }
}

/** Whether this is the header of a column that says who is active. */
export function saysActive(header: string): boolean {
  return ACTIVE_KEYS.has(spelling(header).key)
}

/** Whether this is the header of a field, or of something that is known and not imported. */
export function isKnownHeader(header: string): boolean {
  return spellingsOf(header).some(({ key }) => AMBIGUOUS.has(key) || NAMES_BY_KEY.has(key))
}

/** Whether a header names this field, perhaps among other words. */
export function isHeaderOf(header: string, field: FieldKey): boolean {
  const fits = headerFits(header, () => null)
  return fits.some((fit) => fit.field === field && (fit.score === EQUAL || fit.score === CONTAINED))
}

/** What a header may be the name of: a field, or something that is never imported or not yet. */
interface HeaderName extends Spelling {
  field: FieldKey | null
  kind: 'name' | 'alias' | 'low' | 'whole'
}

const NOT_FOR_WORK =
  /(?:^| )(?:private?|privat[eoa]|privee?|personal|personnelle?|personale|pessoal|particular|prive|home|recovery|alternate|alternative|secondary|second|other|previous|old|new)(?: |$)/

/** Alone they are the name of a field, among other words they say nothing: Last change. */
const WHOLE = ['first', 'last']
const LOW = ['user name', 'login', 'login ID', 'userPrincipalName']

/** In these languages one word is the first or last name, or the whole one; one is the role or the job title. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['nombre', 'nome', 'nom', 'funcao'])

/** Headers of what is not a field: nothing privileged, nothing the server keeps itself, nobody's birthday. */
const NOT_IMPORTED = [
  'id, uuid, guid, sid, user id, record id, object id, integration id, source, permission, permissions, people permission, role ID',
  'status, employment status, active status, employment type, user status, invitation state, pronouns, gender, Geschlecht, Anrede, civilité, salutation',
  'is admin, admin, superuser, owner, sysrole, admin role, licenses, groups owned',
  'organization name, organization ID, company name, company ID, tenant ID, Firmenname, nom de l’entreprise',
  'password, Passwort, Kennwort, mot de passe, contraseña, senha, palavra-passe, wachtwoord, lösenord, adgangskode, passord, hasło, パスワード, 密码',
  'created, created at, created on, when created, creation date, created date time, updated at, modified, last modified, deleted at, deleted, last login, last sign in, last seen',
  'date of birth, birth date, birthdate, birthday, dob, Geburtsdatum, Geburtstag, Geb. Datum, date de naissance, fecha de nacimiento, data di nascita, data de nascimento, geboortedatum, födelsedatum, fødselsdato, data urodzenia, 生年月日, 出生日期',
  'end date, leaving date, termination date, contract end, contract end date, end of contract, probation period end, last day, exit date, expiration date, valid until',
  'Austrittsdatum, Austritt, Kündigungsdatum, Vertragsende, Probezeitende, date de sortie, date de départ, fin de contrat, fecha de baja, data di cessazione, data de demissão, datum uit dienst, uit dienst, slutdatum, 退社日, 退職日, 离职日期',
  'middle name, middle initial, nickname, maiden name, sortable name, short name, emergency contact, spouse, phone, mobile',
  'usage location, preferred data location, address, street address, home address, work address, postal address, state, building ID, country name, course name',
  // Two people can have one name.
  'manager name, supervisor name, is manager, people manager, hiring manager, project manager, account manager, office manager, manager title, manager level, manager department',
]

/** The same where it is the whole header alone: a company email is an email. */
const NOT_IMPORTED_ALONE = 'organization, organisation, company, tenant, Firma, entreprise, empresa, azienda, bedrijf'

const ACTIVE_KEYS: ReadonlySet<string> = new Set(ACTIVE.map((text) => spelling(text).key))

const NAMES: readonly HeaderName[] = [
  ...importFields.flatMap(({ key, label, aliases }) => [
    ...[key, label].map((text) => headerName(text, key, 'name')),
    ...aliases.map((text) => headerName(text, key, key === 'deactivate' ? 'whole' : kindOf(text))),
  ]),
  ...NOT_IMPORTED.flatMap((list) => list.split(', ').map((text) => headerName(text, null, 'alias'))),
  ...NOT_IMPORTED_ALONE.split(', ').map((text) => headerName(text, null, 'whole')),
].filter(({ key }) => !AMBIGUOUS.has(key))
const NAMES_BY_KEY = grouped(NAMES, ({ key }) => key)
const NAMES_BY_ORDERED = grouped(
  NAMES.filter(({ ordered }) => ordered.includes(' ')),
  ({ ordered }) => ordered,
)

function kindOf(alias: string): HeaderName['kind'] {
  if (WHOLE.includes(alias)) return 'whole'
  return LOW.includes(alias) ? 'low' : 'alias'
}

function headerName(text: string, field: FieldKey | null, kind: HeaderName['kind']): HeaderName {
  return { ...spelling(text), field, kind }
}

function grouped(names: readonly HeaderName[], by: (name: HeaderName) => string): ReadonlyMap<string, HeaderName[]> {
  const groups = new Map<string, HeaderName[]>()
  for (const name of names) groups.set(by(name), [...(groups.get(by(name)) ?? []), name])
  return groups
}

function fitsOfSpelling(given: Spelling, meant: (ambiguous: string) => FieldKey | null): HeaderFit[] {
  const { words, key } = given
  if (AMBIGUOUS.has(key)) {
    return [{ field: meant(key), score: EQUAL, words, reason: 'header matches an alias' }]
  }
  const equal = equalNames(given)
  if (equal.length > 0) return equal.map((name) => fitOfEqual(name, key))
  if (given.isJoined) return []
  return NAMES.flatMap(({ field, kind, ...name }) => {
    if (kind === 'low' || kind === 'whole') return []
    if (isNear(given, name)) {
      return { field, score: NEAR, words: name.words, reason: `header is spelled like "${name.words}"` }
    }
    if (!holdsWords(words, name.words) || isOfAnotherThing(words)) return []
    return { field, score: CONTAINED, words: name.words, reason: containing(name.words) }
  })
}

function fitOfEqual({ field, kind, words, key }: HeaderName, given: string): HeaderFit {
  const isName = kind === 'name' && key === given
  const reason = isName ? 'header matches the field' : 'header matches an alias'
  if (ACTIVE_KEYS.has(key))
    return { field, score: EQUAL, words, reason: 'header says who is active, so yes and no change places' }
  return { field, score: kind === 'low' ? NEAR : EQUAL, words, reason, isName }
}

function containing(words: string): string {
  return `header contains "${words}"`
}

/** Words that add nothing: user.email, Employee title, Department name. */
const ADDED = /^(?:user|employee|worker|profile) | (?:name|description)$/

function equalNames(given: Spelling): readonly HeaderName[] {
  const { words, key, ordered } = given
  const same = NAMES_BY_KEY.get(key) ?? NAMES_BY_ORDERED.get(ordered)
  if (same) return same
  const bare = words.replace(ADDED, '')
  if (bare === words || (!bare.includes(' ') && isOfAnotherThing(words))) return []
  const { key: bareKey } = spelling(bare)
  return NAMES_BY_KEY.get(bareKey)?.filter(({ kind }) => kind !== 'whole' && kind !== 'low') ?? []
}

// A longer name says more: "legal first name" is no full name, "manager name" is neither.
function withoutParts(fits: readonly HeaderFit[]): HeaderFit[] {
  return fits.filter(
    (fit) =>
      fit.score === NEAR || !fits.some((other) => other.score === fit.score && holdsWords(other.words, fit.words)),
  )
}
