import type { Import, Rollcall, schema } from '@rollcall/sdk'
import { describeReport } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import type { ImportOptions } from './import-options.ts'
import type { Prepared } from './prepare-import.ts'
import { print, printJson } from './print.ts'
import { blockersOf } from './require-consent.ts'
import { count } from './table.ts'
import { REFUSED, writeRows } from './write-rows.ts'

/** Says what came of an import, for people or programs, and answers the status for it. */
export async function finishImport(rollcall: Rollcall, prepared: Prepared, options: ImportOptions): Promise<ExitCode> {
  const { preview, issues } = prepared
  const imp = await prepared.imp.refresh()
  const { report } = imp.data
  const exitCode = options.dryRun ? statusOfPreview(preview) : report ? statusOfReport(report) : ExitCode.DONE
  const isWritten =
    report !== null && (await writeRows(options.refused, REFUSED, () => rollcall.imports.failedRowsCsv(imp.id)))
  if (options.json) {
    const refusedRows = isWritten ? options.refused : null
    const { id: importId, state } = imp
    printJson({ importId, state, dryRun: Boolean(options.dryRun), preview, issues, report, refusedRows, exitCode })
  } else if (options.dryRun) {
    for (const blocker of blockersOf(preview)) print(`It would be refused. ${blocker}`)
    print('Nothing was applied: this was a dry run.')
  } else {
    printReport(imp, isWritten)
  }
  return exitCode
}

function printReport({ id, data: { report } }: Import, isWritten: boolean): void {
  if (!report) return print(`The import is on its way. "rollcall imports ${id} --watch" shows how far it is.`)
  print(`Done: ${describeReport(report)}.`)
  if (isWritten) print('Correct the refused rows in that file and import it as it is.')
  else if (report.failed > 0)
    print(`"rollcall imports ${id} --refused refused.csv" writes ${count(report.failed, 'refused row')} to a file.`)
  print(`"rollcall undo ${id}" takes it back.`)
}

function statusOfPreview(preview: schema.ImportPreview): ExitCode {
  const { toCreate, toUpdate, toReactivate, unchanged, toDeactivate, invalid } = preview
  if (blockersOf(preview).length > 0) return ExitCode.NOTHING_APPLIED
  return statusOf(toCreate + toUpdate + toReactivate + unchanged + toDeactivate, invalid)
}

function statusOfReport(report: schema.ImportReport): ExitCode {
  const { created, updated, reactivated, unchanged, deactivated, failed } = report
  return statusOf(created + updated + reactivated + unchanged + deactivated, failed)
}

function statusOf(applied: number, refused: number): ExitCode {
  if (refused === 0) return ExitCode.DONE
  return applied > 0 ? ExitCode.SOME_REFUSED : ExitCode.NOTHING_APPLIED
}
