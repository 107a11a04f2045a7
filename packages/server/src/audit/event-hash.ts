import { createHmac, hkdfSync } from 'node:crypto'
import type { AuditEvent } from './audit-event.ts'

const KEY_BYTES = 32

/** What seals audit events: derived from the server's key, so that whoever can write to the database alone cannot. */
export function sealingKey(secretKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'audit chain', KEY_BYTES))
}

/** The hash of an event at its place in the chain, over all it says and the hash of the event before it. */
export function eventHash(key: Buffer, before: string | null, position: number, event: AuditEvent): string {
  const { organizationId, id, at, actorKind, actorId, actorLabel, action, subjectId, details } = event
  const { requestId, caller } = event
  const who = [actorKind, actorId, actorLabel]
  const what = [action, subjectId, sorted(details)]
  const said = [before, position, organizationId, id, at.toISOString(), ...who, ...what, requestId, caller]
  return createHmac('sha256', key).update(JSON.stringify(said)).digest('hex')
}

// MySQL keeps the fields of JSON in an order of its own.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(fields.map(([name, inner]) => [name, sorted(inner)]))
}
