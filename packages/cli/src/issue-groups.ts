import type { Import, schema } from '@rollcall/sdk'
import { lineRanges } from './line-ranges.ts'
import { count } from './table.ts'

/** Rows that have the same thing wrong with them. */
export interface IssueGroup {
  code: schema.RowIssueCode
  severity: schema.IssueSeverity
  /** How many rows have it. */
  rows: number
  /** Those of them that were looked at, like `2-5, 9`. */
  lines: string
  /** The different things that are said of them, each with its lines; at most three. */
  messages: IssueMessage[]
}

/** What is said of some lines, like `2-5, 9`. */
interface IssueMessage {
  lines: string
  message: string
}

// What the command can do about it, where the message speaks of settings only.
const REMEDIES: Partial<Record<schema.RowIssueCode, string>> = {
  TEAM_UNKNOWN: '--create-teams makes the teams that are missing.',
  LOCATION_UNKNOWN: '--create-locations makes the locations that are missing.',
  USER_DEACTIVATED: '--deactivated-users reactivate brings them back.',
  ENCODING_SUSPICIOUS: '--encoding says how the file was written, like --encoding windows-1252.',
}
const ROWS_A_PAGE = 200
const MOST_ROWS_READ = 1_000
const MOST_MESSAGES = 3

/** The issues of an import by kind, the worst and most frequent first, each with its lines and examples. */
export async function readIssueGroups(
  imp: Import,
  counts: readonly schema.IssueCount[],
  signal?: AbortSignal,
): Promise<IssueGroup[]> {
  const noted = counts.filter(({ severity }) => severity !== 'INFO')
  if (noted.length === 0) return []
  const query = { filter: { minSeverity: 'WARNING' as const }, first: ROWS_A_PAGE, signal }
  const rows = await imp.rows(query).toArray({ limit: MOST_ROWS_READ })
  const groups = noted.map(({ code, severity, rows: total, lines: firstLines }) => {
    const met = rows.flatMap(({ line, issues }) => {
      const issue = issues.find((candidate) => candidate.code === code && candidate.severity === severity)
      return issue ? [{ line, message: issue.message }] : []
    })
    const lines = met.length > 0 ? met.map(({ line }) => line) : firstLines
    return { code, severity, rows: total, lines: lineRanges(lines), messages: messagesOf(met) }
  })
  return groups.sort((a, b) => Number(b.severity === 'ERROR') - Number(a.severity === 'ERROR'))
}

/** The groups as lines for people. */
export function describeIssues(groups: readonly IssueGroup[]): string[] {
  return groups.flatMap(({ code, severity, rows, lines, messages }) => [
    `${severity === 'ERROR' ? 'Invalid' : 'Look at'}: ${code}, ${count(rows, 'row')}: ${named(lines)}`,
    ...messages.map(({ lines: its, message }) =>
      messages.length === 1 ? `  ${message}` : `  ${named(its)}: ${message}`,
    ),
    ...(REMEDIES[code] ? [`  ${REMEDIES[code]}`] : []),
  ])
}

function messagesOf(met: readonly { line: number; message: string }[]): IssueMessage[] {
  const linesOf = new Map<string, number[]>()
  for (const { line, message } of met) {
    const lines = linesOf.get(message)
    if (lines) lines.push(line)
    else linesOf.set(message, [line])
  }
  return [...linesOf].slice(0, MOST_MESSAGES).map(([message, lines]) => ({ lines: lineRanges(lines), message }))
}

function named(lines: string): string {
  return `${/\D/.test(lines) ? 'lines' : 'line'} ${lines}`
}
