import { ScimProblem } from './scim-error.ts'
import { parseFilter, type ScimFilter } from './scim-filter.ts'

/** A resource as we keep it: attributes in their usual spelling, extensions under their URN. */
export type ScimDocument = Record<string, unknown>

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
/** Ours: what the standard has no attribute for. */
export const ROLLCALL_SCHEMA = 'urn:ietf:params:scim:schemas:extension:rollcall:2.0:User'

const SPELLINGS = new Map(
  (
    'userName externalId name displayName nickName profileUrl title userType preferredLanguage locale timezone active ' +
    'emails phoneNumbers ims photos addresses entitlements roles x509Certificates members ' +
    'formatted familyName givenName middleName honorificPrefix honorificSuffix value type primary display ' +
    'employeeNumber costCenter organization division department manager hireDate ' +
    'streetAddress locality region postalCode country'
  )
    .split(' ')
    .concat(USER_SCHEMA, GROUP_SCHEMA, ENTERPRISE_SCHEMA, ROLLCALL_SCHEMA)
    .map((name) => [name.toLowerCase(), name]),
)
const BOOLEANS = new Set(['active', 'primary'])
/** Ours to say, or never to be kept. */
const LEFT_OUT = new Set(['id', 'meta', 'schemas', 'password', 'groups', '__proto__', 'constructor', 'prototype'])
const LARGEST = 50_000
const DEEPEST = 8

/** One change to a document. Without a path it is the document itself. */
export interface ScimOperation {
  op: 'add' | 'replace' | 'remove'
  path: ScimPath
  value: unknown
}

/** Where a change is made: `emails[type eq "work"].value`. */
export interface ScimPath {
  /** The URN of an extension; null for the core. */
  schema: string | null
  /** Null for the whole extension. */
  attribute: string | null
  where: ScimFilter | null
  sub: string | null
}

/** A whole resource as it was sent, in the one shape that the rest of the code knows. */
export function normaliseResource(body: unknown): ScimDocument {
  const document = normaliseObject(requireObject(body), 0)
  requireSmall(document)
  return document
}

/** The same of a group, which is as large as it has members. */
export function normaliseGroup(body: unknown): ScimDocument {
  return normaliseObject(requireObject(body), 0)
}

/** Refuses a document that is larger than that of any person. */
export function requireSmall(document: ScimDocument): void {
  if (JSON.stringify(document).length <= LARGEST) return
  throw new ScimProblem(413, `A resource has at most ${LARGEST} characters.`)
}

/** The changes of a PATCH; every shape that senders use becomes one operation with one path. */
export function normaliseOperations(body: unknown): ScimOperation[] {
  const request = requireObject(body)
  const operations = entryOf(request, 'operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ScimProblem(400, 'A PATCH has a list of Operations.', 'invalidSyntax')
  }
  return operations.flatMap((operation) => normaliseOperation(requireObject(operation)))
}

function normaliseOperation(operation: Record<string, unknown>): ScimOperation[] {
  const named = entryOf(operation, 'op')
  const op = typeof named === 'string' ? named.toLowerCase() : ''
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw new ScimProblem(400, 'An operation is add, replace or remove.', 'invalidSyntax')
  }
  const path = entryOf(operation, 'path')
  const value = entryOf(operation, 'value')
  if (path !== undefined && path !== null && path !== '') {
    if (typeof path !== 'string') throw new ScimProblem(400, 'A path is text.', 'invalidPath')
    return change(op, parsePath(path), value)
  }
  if (op === 'remove') throw new ScimProblem(400, 'To remove something takes a path.', 'noTarget')
  return Object.entries(requireObject(value)).flatMap(([key, each]) => withoutPath(op, key, each))
}

// A key of a value without a path may be an attribute, "name.givenName", a URN, or a URN with an attribute.
function withoutPath(op: 'add' | 'replace', key: string, value: unknown): ScimOperation[] {
  if (LEFT_OUT.has(key)) return []
  const path = parsePath(key)
  if (path.attribute !== null || !isObject(value)) return change(op, path, value)
  return Object.entries(value).flatMap(([attribute, each]) =>
    change(op, { ...path, attribute: spelled(attribute) }, each),
  )
}

function change(op: ScimOperation['op'], path: ScimPath, value: unknown): ScimOperation[] {
  if (path.schema === null && LEFT_OUT.has(path.attribute ?? '')) return []
  if (op === 'add' && Array.isArray(value) && value.length === 0) return []
  // An empty text means that there is none, and so does null.
  if (op !== 'remove' && isEmpty(value)) return [{ op: 'remove', path, value: undefined }]
  const name = path.sub ?? path.attribute ?? ''
  return [{ op, path, value: op === 'remove' ? value : normaliseValue(name, value, 0) }]
}

/** Reads a path, or throws the problem invalidPath. */
export function parsePath(text: string): ScimPath {
  const known = spelled(text)
  // The URN of an extension of users ends in the version and the resource, as the standard writes it.
  if (known === ENTERPRISE_SCHEMA || known === ROLLCALL_SCHEMA || /^urn:.+:\d+(\.\d+)*:User$/is.test(known))
    return { schema: known === USER_SCHEMA ? null : known, attribute: null, where: null, sub: null }
  const found = /^(?:(urn:.*):)?([\w$-]+)(?:\[(.*)\])?(?:\.([\w$-]+))?$/is.exec(text.trim())
  if (!found) throw new ScimProblem(400, `"${text.slice(0, 100)}" is no path.`, 'invalidPath')
  const [, urn, attribute, where, sub] = found
  const schema = urn === undefined ? null : spelled(urn)
  return {
    schema: schema === USER_SCHEMA || schema === GROUP_SCHEMA ? null : schema,
    attribute: spelled(attribute as string),
    where: where === undefined ? null : parseFilter(where),
    sub: sub === undefined ? null : spelled(sub),
  }
}

/** An attribute in its usual spelling; names compare without case. */
function spelled(name: string): string {
  return SPELLINGS.get(name.toLowerCase()) ?? name
}

function normaliseObject(object: Record<string, unknown>, depth: number): ScimDocument {
  if (depth > DEEPEST) throw new ScimProblem(400, 'This resource is nested too deeply.', 'invalidSyntax')
  const document: ScimDocument = {}
  for (const [key, value] of Object.entries(object)) {
    if (LEFT_OUT.has(key) || isEmpty(value)) continue
    const [, parent, child] = /^([\w$-]+)\.([\w$-]+)$/.exec(key) ?? []
    if (parent === undefined || child === undefined || LEFT_OUT.has(parent) || LEFT_OUT.has(child)) {
      const name = spelled(key)
      const normal = normaliseValue(name, value, depth)
      if (!isEmpty(normal)) document[name] = normal
      continue
    }
    const within = document[spelled(parent)]
    document[spelled(parent)] = {
      ...(isObject(within) ? within : {}),
      [spelled(child)]: normaliseValue(child, value, depth),
    }
  }
  return document
}

function normaliseValue(name: string, value: unknown, depth: number): unknown {
  if (BOOLEANS.has(name)) return booleanOf(name, value)
  if (name === 'manager' && (typeof value === 'string' || typeof value === 'number')) return { value: String(value) }
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? normaliseObject(item, depth + 1) : item))
  return isObject(value) ? normaliseObject(value, depth + 1) : value
}

function booleanOf(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^true$/i.test(value)) return true
  if (typeof value === 'string' && /^false$/i.test(value)) return false
  throw new ScimProblem(400, `${name} is true or false.`, 'invalidValue')
}

// Senders write that a user has none of something in all of these ways.
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.values(value).every((each) => each === undefined || each === null || each === '')
}

function entryOf(object: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(object).find((each) => each.toLowerCase() === name)
  return key === undefined ? undefined : object[key]
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requireObject(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value
  throw new ScimProblem(400, 'A JSON object was expected.', 'invalidSyntax')
}
