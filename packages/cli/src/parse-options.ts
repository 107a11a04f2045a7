import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { schema } from '@rollcall/sdk'

/** `--map "E-mail=email"`, as often as needed; nothing behind the sign leaves the column out. */
export function parseMapping(text: string, earlier: schema.ColumnMappingInput[] = []): schema.ColumnMappingInput[] {
  // The last sign: headers may hold one, names of fields do not.
  const sign = text.lastIndexOf('=')
  if (sign < 1) throw new InvalidArgumentError('Write header=field, like "E-mail=email"; "Notes=" leaves a column out.')
  return [...earlier, { column: text.slice(0, sign).trim(), field: text.slice(sign + 1).trim() || null }]
}

/** A point in time, as ISO 8601; without a zone it is the one of this machine. */
export function parseTime(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text.includes(':') ? text : `${text}T00:00`) : undefined
  if (!time || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('Write it like 2026-12-01T09:00, in the time of this machine, or 2026-12-01T09:00Z.')
  return time.toISOString()
}

/** A whole number that is not negative. */
export function parseNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.')
  return Number(text)
}
