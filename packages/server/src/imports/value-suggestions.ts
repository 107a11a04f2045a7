import type { FieldKey } from './fields.ts'
import type { RowIssue } from './row-issue.ts'

/** A value of the file that looks like a slip of one that is known, and in how many rows it stands. */
export interface ValueSuggestion {
  columnIndex: number
  field: string
  from: string
  to: string
  rows: number
}

/** Their values come again in many rows, so that one replacement puts right all of them. */
const FIELDS: ReadonlySet<string> = new Set<FieldKey>([
  'primaryTeam',
  'secondaryTeams',
  'location',
  'role',
  'language',
  'timeZone',
])
const MOST_COUNTED = 1_000
const MOST_LISTED = 100

/** Collects the suggestions for values from the issues of rows. */
export class ValueSuggestions {
  private readonly found = new Map<string, ValueSuggestion>()

  add(issues: readonly RowIssue[]): void {
    for (const { field, columnIndex, value: from, suggestion: to } of issues) {
      if (!to || !from || !field || columnIndex === undefined || !FIELDS.has(field)) continue
      const key = `${columnIndex} ${from}`
      const known = this.found.get(key)
      if (known) known.rows++
      else if (this.found.size < MOST_COUNTED) this.found.set(key, { columnIndex, field, from, to, rows: 1 })
    }
  }

  /** The most frequent first. */
  list(): ValueSuggestion[] {
    return [...this.found.values()].sort((one, other) => other.rows - one.rows).slice(0, MOST_LISTED)
  }
}
