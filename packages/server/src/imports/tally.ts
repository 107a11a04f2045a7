import type { IssueCount } from './import-plan.ts'
import type { PlannedRow, RowAction } from './planned-row.ts'
import type { RowIssue } from './row-issue.ts'

const LINES_SHOWN = 5

/** Counts of rows by what happens to them, and of their issues by kind. */
export class Tally {
  readonly actions: Record<RowAction, number> = {
    CREATE: 0,
    UPDATE: 0,
    REACTIVATE: 0,
    UNCHANGED: 0,
    SKIP: 0,
    INVALID: 0,
    NOT_REACHED: 0,
  }
  private readonly issues = new Map<string, IssueCount>()

  constructor(issues: readonly IssueCount[] = []) {
    for (const count of issues)
      this.issues.set(`${count.severity} ${count.code}`, { ...count, lines: [...count.lines] })
  }

  add(planned: Pick<PlannedRow, 'action' | 'issues' | 'row'>): void {
    this.actions[planned.action]++
    this.addIssues(planned.issues, planned.row.line)
  }

  /** Counts what is wrong or noteworthy about a row. */
  addIssues(issues: readonly RowIssue[], line: number): void {
    const counted = new Set<string>()
    for (const { code, severity } of issues) {
      const key = `${severity} ${code}`
      // A row is counted once for each kind, however many of its cells are to blame.
      if (counted.has(key)) continue
      counted.add(key)
      let count = this.issues.get(key)
      if (!count) this.issues.set(key, (count = { code, severity, rows: 0, lines: [] }))
      count.rows++
      // Some rows hear of an issue when those behind them were counted.
      if (count.lines.length === LINES_SHOWN && line > (count.lines.at(-1) as number)) continue
      count.lines = [...count.lines, line].sort((one, other) => one - other).slice(0, LINES_SHOWN)
    }
  }

  /** The most frequent first. */
  issueCounts(): IssueCount[] {
    return [...this.issues.values()].sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1))
  }
}
