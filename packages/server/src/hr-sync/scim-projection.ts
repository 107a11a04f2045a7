import { isObject } from './scim-normalise.ts'

const ALWAYS = new Set(['schemas', 'id'])

/** A resource with the attributes that were asked for, or without those that were not wanted. */
export function projected(
  resource: Record<string, unknown>,
  { attributes, excluded }: { attributes: readonly string[]; excluded: readonly string[] },
): Record<string, unknown> {
  if (attributes.length === 0 && excluded.length === 0) return resource
  return Object.fromEntries(
    Object.entries(resource).flatMap(([name, value]) => {
      if (ALWAYS.has(name)) return [[name, value]]
      if (attributes.length === 0) return excluded.includes(name.toLowerCase()) ? [] : [[name, value]]
      if (attributes.includes(name.toLowerCase())) return [[name, value]]
      const part = partOf(name, value, attributes)
      return part === undefined ? [] : [[name, part]]
    }),
  )
}

// "name.givenName", "emails.value", or an extension's URN before an attribute.
function partOf(name: string, value: unknown, attributes: readonly string[]): unknown {
  const subs = attributes.flatMap((attribute) => {
    const rest = attribute.startsWith(name.toLowerCase()) ? attribute.slice(name.length) : ''
    return /^[.:]./.test(rest) ? [rest.slice(1)] : []
  })
  if (subs.length === 0) return undefined
  const pick = (item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).filter(([key]) => subs.includes(key.toLowerCase()))) : item
  return Array.isArray(value) ? value.map(pick) : pick(value)
}

/** The names in a list that is separated by commas, without case. */
export function namesIn(list: unknown): string[] {
  if (typeof list !== 'string') return []
  return list
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
}
