import { ScimProblem } from './scim-error.ts'
import { fits, type ScimFilter } from './scim-filter.ts'
import { isObject, requireSmall, type ScimDocument, type ScimOperation, type ScimPath } from './scim-normalise.ts'

/** The document after all changes; the one before is left as it is, so a change that fails undoes all of them. */
export function patched(before: ScimDocument, operations: readonly ScimOperation[]): ScimDocument {
  const document = structuredClone(before)
  for (const operation of operations) apply(document, operation)
  requireSmall(document)
  return document
}

function apply(document: ScimDocument, { op, path, value }: ScimOperation): void {
  if (path.attribute === null) return applyToExtension(document, path, op, value)
  const holder = path.schema === null ? document : extension(document, path.schema, op !== 'remove')
  if (!holder) return
  const { attribute, where, sub } = path
  if (where) changeItems(holder, attribute, { op, where, sub, value })
  else if (sub) changeSub(holder, attribute, { op, sub, value })
  else if (op === 'remove') removeValue(holder, attribute, value)
  else if (op === 'add') addValue(holder, attribute, value)
  else holder[attribute] = value
  if (path.schema !== null && Object.keys(holder).length === 0) delete document[path.schema]
}

function applyToExtension(document: ScimDocument, { schema }: ScimPath, op: string, value: unknown): void {
  if (schema === null) return
  if (op === 'remove') delete document[schema]
  else if (isObject(value)) document[schema] = { ...extension(document, schema, true), ...value }
}

function extension(document: ScimDocument, schema: string, isMade: boolean): Record<string, unknown> | null {
  const found = document[schema]
  if (isObject(found)) return found
  if (!isMade) return null
  const made = {}
  document[schema] = made
  return made
}

function addValue(holder: Record<string, unknown>, attribute: string, value: unknown): void {
  const before = holder[attribute]
  if (Array.isArray(before)) {
    const added = (Array.isArray(value) ? value : [value]).filter(
      (item) => !before.some((other: unknown) => isSame(other, item)),
    )
    // One value of a kind is the primary one.
    const others = added.some((item) => isObject(item) && item['primary'] === true) ? before.map(notPrimary) : before
    holder[attribute] = [...others, ...added]
  } else if (isObject(before) && isObject(value)) {
    holder[attribute] = { ...before, ...value }
  } else {
    holder[attribute] = value
  }
}

function notPrimary(item: unknown): unknown {
  return isObject(item) && item['primary'] === true ? { ...item, primary: false } : item
}

function isSame(one: unknown, other: unknown): boolean {
  if (isObject(one) && isObject(other)) return one['value'] === other['value'] && one['type'] === other['type']
  return one === other
}

// Some senders name the values to remove in the operation instead of in a filter.
function removeValue(holder: Record<string, unknown>, attribute: string, value: unknown): void {
  const before = holder[attribute]
  const named = (Array.isArray(value) ? value : [value]).flatMap((item) =>
    isObject(item) && item['value'] !== undefined ? [item['value'] as string] : [],
  )
  if (!Array.isArray(before) || named.length === 0) {
    delete holder[attribute]
    return
  }
  setItems(
    holder,
    attribute,
    before.filter((item) => !(isObject(item) && named.includes(item['value'] as string))),
  )
}

function changeSub(
  holder: Record<string, unknown>,
  attribute: string,
  { op, sub, value }: { op: string; sub: string; value: unknown },
): void {
  const before = holder[attribute]
  if (Array.isArray(before)) {
    // "emails.value" without a filter means the value that counts.
    const index = Math.max(
      0,
      before.findIndex((item) => isObject(item) && item['primary'] === true),
    )
    const items = before.length > 0 ? before : [{}]
    holder[attribute] = items.map((item, place) =>
      place === index && isObject(item) ? withSub(item, op, sub, value) : item,
    )
    return
  }
  const after = withSub(isObject(before) ? before : {}, op, sub, value)
  if (Object.keys(after).length > 0) holder[attribute] = after
  else delete holder[attribute]
}

function withSub(item: Record<string, unknown>, op: string, sub: string, value: unknown): Record<string, unknown> {
  if (op !== 'remove') return { ...item, [sub]: value }
  const { [sub]: _removed, ...others } = item
  return others
}

function changeItems(
  holder: Record<string, unknown>,
  attribute: string,
  { op, where, sub, value }: { op: string; where: ScimFilter; sub: string | null; value: unknown },
): void {
  const before = Array.isArray(holder[attribute]) ? (holder[attribute] as unknown[]) : []
  const isMeant = (item: unknown) => isObject(item) && fits(where, item)
  if (op === 'remove') {
    const after = before.flatMap((item) => {
      if (!isMeant(item)) return [item]
      const left = sub ? withSub(item as Record<string, unknown>, op, sub, value) : {}
      return 'value' in left ? [left] : []
    })
    return setItems(holder, attribute, after)
  }
  const changed = (item: Record<string, unknown>) =>
    sub ? withSub(item, op, sub, value) : { ...item, ...(isObject(value) ? value : { value }) }
  if (before.some(isMeant)) {
    holder[attribute] = before.map((item) => (isMeant(item) ? changed(item as Record<string, unknown>) : item))
  } else {
    // A sender adds to the work address of somebody who has none; then there is one from now on.
    holder[attribute] = [...before, changed(itemThatFits(where))]
  }
}

function itemThatFits(where: ScimFilter): Record<string, unknown> {
  if (where.kind === 'compare' && where.operator === 'eq') return { [where.attribute]: where.value }
  if (where.kind === 'and') return Object.assign({}, ...where.parts.map(itemThatFits)) as Record<string, unknown>
  throw new ScimProblem(400, 'There is no value that this path means.', 'noTarget')
}

function setItems(holder: Record<string, unknown>, attribute: string, items: unknown[]): void {
  if (items.length > 0) holder[attribute] = items
  else delete holder[attribute]
}
