import { withGlobalIds } from '../base/graphql/ids.ts'

/** One thing that an audit event tells of: a field with its values as text, or something that was said along with it. */
export interface AuditChange {
  field: string
  /** Null when there was none, or when the event only tells of something. */
  before: string | null
  after: string | null
}

/** What the details of an audit event come to, field by field, without fields that stayed as they were. */
export function changesOf(details: Record<string, unknown> | null): AuditChange[] {
  const { before, after, ...told } = details ?? {}
  const [old, present] = [fieldsOf(before), fieldsOf(after)]
  const fields = [...new Set([...Object.keys(old), ...Object.keys(present)])]
  return [
    ...fields.map((field) => change(field, old[field], present[field])),
    ...Object.entries(withGlobalIds(told)).map(([field, value]) =>
      isPair(value) ? change(field, value.before, value.after) : change(field, null, value),
    ),
  ].filter((one) => one.before !== one.after)
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? withGlobalIds(value as Record<string, unknown>) : {}
}

function isPair(value: unknown): value is { before: unknown; after: unknown } {
  return value !== null && typeof value === 'object' && 'before' in value && 'after' in value
}

function change(field: string, before: unknown, after: unknown): AuditChange {
  return { field, before: textOf(before), after: textOf(after) }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
