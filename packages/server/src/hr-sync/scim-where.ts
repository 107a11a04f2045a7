import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm'
import { bareId } from '../base/graphql/ids.ts'
import { canonicalAddress } from '../users/email-address.ts'
import { UserStatus } from '../users/user.ts'
import { isTakenFrom, type Mapped, type MappedField } from './attribute-mapping.ts'
import { ScimProblem } from './scim-error.ts'
import type { ScimFilter, ScimOperator, ScimValue } from './scim-filter.ts'
import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './scim-normalise.ts'
import { userNameKeyOf } from './scim-user.ts'

/** What an attribute is in SQL, and how values are written to compare with it. */
interface Column {
  sql: string
  write?: (value: string) => unknown
  /** Compared as it is; other texts are compared without case. */
  isExact?: boolean
}

const WORK_EMAIL = { sql: 'COALESCE(hr.workEmailKey, user.emailKey)', write: canonicalAddress, isExact: true }
const time = (sql: string): Column => ({ sql, write: (value) => new Date(value), isExact: true })

const USER_NAME = { sql: 'user.emailKey', write: canonicalAddress, isExact: true }
// Where the address is, or was, taken from elsewhere.
const OWN_USER_NAME = { sql: 'COALESCE(hr.userNameKey, user.emailKey)', write: userNameKeyOf, isExact: true }

/** The attributes of users that can be asked for; those of a field only where it is taken from them. */
export function userColumns(integration: Mapped): Record<string, Column> {
  const others = FIELD_COLUMNS.filter(([field, attribute]) => isTakenFrom(integration, field, attribute))
  return {
    ...USER_COLUMNS,
    username: integration.attributeMapping?.['email'] ? OWN_USER_NAME : USER_NAME,
    ...Object.fromEntries(others.map(([, attribute, column]) => [attribute.toLowerCase(), column])),
  }
}

const FIELD_COLUMNS: readonly [MappedField, string, Column][] = [
  ['firstName', 'name.givenName', { sql: 'user.firstName' }],
  ['lastName', 'name.familyName', { sql: 'user.lastName' }],
  ['jobTitle', 'title', { sql: 'user.jobTitle' }],
  ['name', 'displayName', { sql: 'user.name' }],
  ['externalId', `${ENTERPRISE_SCHEMA}:employeeNumber`, { sql: 'user.externalId', isExact: true }],
]

// Whom no HR system looks after yet is shown with the employee ID.
const EXTERNAL_ID = { sql: 'CASE WHEN hr.userId IS NULL THEN user.externalId ELSE hr.externalId END', isExact: true }

const USER_COLUMNS: Record<string, Column> = {
  id: { sql: 'user.id', write: (value) => bareId('User', value), isExact: true },
  externalid: EXTERNAL_ID,
  emails: WORK_EMAIL,
  'emails.value': WORK_EMAIL,
  'name.formatted': { sql: 'user.name' },
  'meta.created': time('user.createdAt'),
  'meta.lastmodified': time('user.updatedAt'),
}

/** The attributes of groups that can be asked for. */
export const GROUP_COLUMNS: Record<string, Column> = {
  id: { sql: 'team.id', write: (value) => bareId('Team', value), isExact: true },
  displayname: { sql: 'team.name' },
  externalid: { sql: 'hr.externalId', isExact: true },
  'meta.created': time('team.createdAt'),
}

const SIGNS: Partial<Record<ScimOperator, string>> = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' }

/** Adds a filter to a query: over a fixed list of attributes, and with every value bound. */
export function whereScim(
  query: SelectQueryBuilder<ObjectLiteral>,
  filter: ScimFilter,
  columns: Record<string, Column>,
): void {
  const bound: Record<string, unknown> = {}
  const bind = (value: unknown) => {
    const name = `scim${Object.keys(bound).length}`
    bound[name] = value
    return `:${name}`
  }
  const sql = condition(filter, columns, bind)
  query.andWhere(sql, bound)
}

type Bind = (value: unknown) => string

function condition(filter: ScimFilter, columns: Record<string, Column>, bind: Bind): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.parts.map((part) => condition(part, columns, bind)).join(` ${filter.kind.toUpperCase()} `)})`
    case 'not':
      return `NOT COALESCE(${condition(filter.part, columns, bind)}, FALSE)`
    case 'compare':
      return comparison(filter, columns, bind)
    case 'item':
      return comparison(itemComparison(filter), columns, bind)
  }
}

// Of lists only the work address can be asked for: `emails[type eq "work"].value eq "…"`, or with the value inside.
function itemComparison({ attribute, where, rest }: ScimFilter & { kind: 'item' }): ScimFilter & { kind: 'compare' } {
  const parts = where.kind === 'and' ? where.parts : [where]
  const within = parts.map((part) => {
    if (part.kind !== 'compare') throw unsupported(`${attribute}[…]`)
    return { ...part, attribute: part.attribute.toLowerCase() }
  })
  const values = within.filter((part) => part.attribute === 'value')
  const isWork = within.every(
    (part) =>
      part.attribute === 'value' ||
      (part.operator === 'eq' && WORK_MARKS.some(([name, wanted]) => part.attribute === name && part.value === wanted)),
  )
  const [value] = values
  if (!isWork) throw unsupported(`${attribute}[…]`)
  if (rest?.sub.toLowerCase() === 'value' && !value)
    return { kind: 'compare', attribute: `${attribute}.value`, ...rest }
  if (rest || values.length !== 1 || !value) throw unsupported(`${attribute}[…]`)
  const { operator, value: wanted } = value
  return { kind: 'compare', attribute: `${attribute}.value`, operator, value: wanted }
}

const WORK_MARKS = [
  ['type', 'work'],
  ['primary', true],
] as const

function comparison(
  { attribute, operator, value }: { attribute: string; operator: ScimOperator; value: ScimValue },
  columns: Record<string, Column>,
  bind: Bind,
): string {
  const core = `${USER_SCHEMA.toLowerCase()}:`
  const named = attribute.toLowerCase()
  const name = named.startsWith(core) ? named.slice(core.length) : named
  if (name === 'active' && columns !== GROUP_COLUMNS) return active(operator, value, bind)
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (!column) throw unsupported(attribute)
  if (operator === 'pr') return `${column.sql} IS NOT NULL`
  if (value === null) {
    if (operator === 'eq') return `${column.sql} IS NULL`
    if (operator === 'ne') return `${column.sql} IS NOT NULL`
  }
  if (typeof value !== 'string') throw new ScimProblem(400, `${attribute} compares with text.`, 'invalidFilter')
  const written = column.write ? column.write(value) : value
  if (written instanceof Date && Number.isNaN(written.getTime())) {
    throw new ScimProblem(400, `${value.slice(0, 50)} is no moment in time.`, 'invalidFilter')
  }
  const [left, right] = column.isExact ? [column.sql, written] : [`LOWER(${column.sql})`, value.toLowerCase()]
  const sign = SIGNS[operator]
  if (sign) return `${left} ${sign} ${bind(right)}`
  if (operator === 'ne') return `(${left} <> ${bind(right)} OR ${left} IS NULL)`
  if (right instanceof Date) throw new ScimProblem(400, `${attribute} is no text.`, 'invalidFilter')
  const part = value.toLowerCase().replace(/[!%_]/g, '!$&')
  const pattern = operator === 'sw' ? `${part}%` : operator === 'ew' ? `%${part}` : `%${part}%`
  return `LOWER(${column.sql}) LIKE ${bind(pattern)} ESCAPE '!'`
}

function active(operator: ScimOperator, value: ScimValue, bind: Bind): string {
  if (operator === 'pr') return '1 = 1'
  const wanted = typeof value === 'string' ? value.toLowerCase() === 'true' : value
  if (typeof wanted !== 'boolean' || (operator !== 'eq' && operator !== 'ne')) throw unsupported('active')
  const deactivated = bind(UserStatus.DEACTIVATED)
  const isGone = `(user.status = ${deactivated} OR COALESCE(hr.isActive, TRUE) = FALSE)`
  return (operator === 'eq') === wanted ? `NOT ${isGone}` : isGone
}

function unsupported(attribute: string): ScimProblem {
  return new ScimProblem(400, `A filter on ${attribute.slice(0, 100)} is not understood here.`, 'invalidFilter')
}
