import { UserInputError, type Import, type schema } from '@rollcall/sdk'
import { CommandError } from './command-error.ts'
import { describeColumns, describeFile, describePreview } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import type { ImportOptions } from './import-options.ts'
import { describeIssues, readIssueGroups, type IssueGroup } from './issue-groups.ts'
import { print } from './print.ts'

/** What is known before anything is applied. */
export interface Prepared {
  imp: Import
  preview: schema.ImportPreview
  issues: IssueGroup[]
}

/** Maps the columns, chooses the settings, and works out what the import would do. */
export async function prepareImport(
  uploaded: Import,
  settings: schema.ImportSettingsInput,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<Prepared> {
  const mapped = await uploaded.mapColumns(options.map, { signal }).catch((error: unknown) => {
    throw withColumns(error, uploaded)
  })
  const imp = await mapped.configure(settings, { signal })
  const preview = await imp.preview(undefined, { signal })
  return { imp, preview, issues: await readIssueGroups(imp, preview.issues, signal) }
}

/** Prints what the file holds, what would be done and what is wrong with which lines. */
export function printPrepared({ imp, preview, issues }: Prepared): void {
  const { file, columns } = imp.data
  print(describeFile(file))
  for (const warning of file.warnings) print(`  ${warning}`)
  print(describeColumns(columns))
  print('\nWhat it would do:')
  print(describePreview(preview))
  if (issues.length > 0) print()
  for (const line of describeIssues(issues)) print(line)
  print()
}

// Whoever has to name columns wants to see them.
function withColumns(error: unknown, { data: { file, columns } }: Import): unknown {
  if (!(error instanceof UserInputError)) return error
  const mistakes = error.userErrors.map(({ message }) => message)
  const example = columns.find(({ suggestion }) => !suggestion)?.header ?? columns[0]?.header ?? 'E-mail'
  return new CommandError(
    ExitCode.NOTHING_APPLIED,
    [
      'Nothing was applied.',
      ...mistakes,
      `The columns of ${file.name}, and what they may be:`,
      describeColumns(columns.map((column) => ({ ...column, field: column.suggestion?.field ?? null }))),
      `Say which is which with --map, like --map "${example}=email".`,
    ].join('\n'),
  )
}
