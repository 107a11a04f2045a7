import { ScimProblem } from './scim-error.ts'
import { fits, type ScimFilter } from './scim-filter.ts'
import {
  ENTERPRISE_SCHEMA,
  isObject,
  parsePath,
  ROLLCALL_SCHEMA,
  type ScimDocument,
  type ScimPath,
} from './scim-normalise.ts'

const LONGEST = 300
const TEXTS = words(
  'userName externalId displayName nickName profileUrl title userType preferredLanguage locale timezone',
)
const NAME_PARTS = words('formatted familyName givenName middleName honorificPrefix honorificSuffix')
const LISTS = words('emails phoneNumbers ims photos entitlements roles addresses')
const LIST_PARTS = words('value display type')
const ADDRESS_PARTS = words('formatted streetAddress locality region postalCode country')
const ENTERPRISE_TEXTS = words('employeeNumber costCenter organization division department')
const MANAGER_PARTS = words('value displayName')
const MARKS = words('type primary value display')

/** What an attribute is written as, or what is wrong with it and what to write instead. */
export type CheckedAttribute = { attribute: string } | { message: string; hint: string }

/** Checks an attribute that a field is to be taken from, such as `title` or `emails[type eq "work"].value`. */
export function checkAttribute(typed: string): CheckedAttribute {
  const text = typed.trim()
  const quoted = JSON.stringify(text.slice(0, 100))
  const wrong = (hint: string) => ({ message: `${quoted} is no attribute that a field can be taken from.`, hint })
  if (text.length > LONGEST) return wrong(`An attribute has at most ${LONGEST} characters.`)
  try {
    const path = parsePath(text)
    const hint = path.schema === null ? hintForCore(path) : hintForExtension(path)
    return hint === null ? { attribute: written(path, text) } : wrong(hint)
  } catch (error) {
    if (!(error instanceof ScimProblem)) throw error
    return wrong(`Write for example title, name.givenName or emails[type eq "work"].value. ${error.message}`)
  }
}

function hintForCore({ attribute, where, sub }: ScimPath): string | null {
  const name = attribute ?? ''
  if (TEXTS.has(name)) return where || sub ? `Write ${name} alone.` : null
  if (name === 'name') {
    return !where && (sub === null || NAME_PARTS.has(sub)) ? null : `After name. stands one of: ${list(NAME_PARTS)}.`
  }
  if (LISTS.has(name)) return hintForList(name, where, sub)
  if (ENTERPRISE_TEXTS.has(name)) return `Write ${ENTERPRISE_SCHEMA}:${name}.`
  const others = `the parts of name, ${list(LISTS)}, and attributes of extensions with their URN in front`
  return `There are: ${list(TEXTS)}, ${others}.`
}

function hintForList(name: string, where: ScimFilter | null, sub: string | null): string | null {
  const parts = name === 'addresses' ? ADDRESS_PARTS : LIST_PARTS
  const example = `${name}[type eq "work"].${name === 'addresses' ? 'locality' : 'value'}`
  if (sub === null || !parts.has(sub))
    return `Write for example ${example}; behind the dot stands one of: ${list(parts)}.`
  return where === null || isSimple(where) ? null : `Between the brackets stands type eq "…" or primary eq true.`
}

function hintForExtension({ schema, attribute, where, sub }: ScimPath): string | null {
  if (attribute === null) return `Name an attribute behind it, such as ${schema}:division.`
  if (schema === ENTERPRISE_SCHEMA) {
    if (attribute === 'manager' && !where && sub !== null && MANAGER_PARTS.has(sub)) return null
    if (ENTERPRISE_TEXTS.has(attribute)) return where || sub ? `Write ${schema}:${attribute} alone.` : null
    return `Of this extension there are: ${list(ENTERPRISE_TEXTS)}, manager.value and manager.displayName.`
  }
  if (schema === ROLLCALL_SCHEMA && attribute !== 'hireDate') return 'Of this extension there is hireDate.'
  if (!/^urn:[a-z0-9][a-z0-9-]*:\S+$/i.test(schema ?? '')) return 'An extension is a URN, such as urn:acme:hr:2.0:User.'
  return where === null || isSimple(where) ? null : 'Between the brackets stands type eq "…" or primary eq true.'
}

function isSimple(where: ScimFilter): boolean {
  if (where.kind === 'and') return where.parts.every(isSimple)
  return where.kind === 'compare' && where.operator === 'eq' && MARKS.has(where.attribute)
}

// In the usual spelling, so that one attribute is one text; what stands between brackets is kept as it was typed.
function written({ schema, attribute, where, sub }: ScimPath, text: string): string {
  const within = where === null ? '' : text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)
  return `${schema === null ? '' : `${schema}:`}${attribute}${within}${sub === null ? '' : `.${sub}`}`
}

/** The text that stands in an attribute of a document; undefined where there is none. */
export function attributeText(document: ScimDocument, attribute: string): string | undefined {
  const path = parsePath(attribute)
  const holder = path.schema === null ? document : entry(document, path.schema)
  const value = path.attribute === null ? undefined : entry(holder, path.attribute)
  if (path.schema === null && path.attribute === 'name' && path.sub === null) return wholeName(value)
  const item = itemOf(value, path.where)
  return textOf(path.sub === null ? (isObject(item) ? item['value'] : item) : entry(item, path.sub))
}

// Of a list without brackets the primary value counts, else the first.
function itemOf(value: unknown, where: ScimFilter | null): unknown {
  const items = Array.isArray(value) ? (value as unknown[]) : [value]
  if (where) return items.find((item) => isObject(item) && fits(where, item))
  return items.find((item) => isObject(item) && item['primary'] === true) ?? items[0]
}

function wholeName(name: unknown): string | undefined {
  const [first, last] = [textOf(entry(name, 'givenName')), textOf(entry(name, 'familyName'))]
  const parts = [first, last].filter(Boolean).join(' ')
  if (first && last) return parts
  return textOf(entry(name, 'formatted')) ?? (parts || undefined)
}

// Names of attributes and extensions compare without case.
function entry(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, name)) return value[name]
  const key = Object.keys(value).find((other) => other.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : value[key]
}

// Numbers are sent where texts are meant; whatever else stands there is not one.
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

function list(names: ReadonlySet<string>): string {
  return [...names].join(', ')
}
