import { ImportFailedError, isRollcallError, type Import, type Rollcall } from '@rollcall/sdk'
import { CommandError } from './command-error.ts'
import { describeReport } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import { noProgress, openProgress } from './progress.ts'
import { note } from './print.ts'

/** Shows how far an import is until it ends; Ctrl-C stops the showing and not the import. */
export async function followImport(
  rollcall: Rollcall,
  id: string,
  { signal, quiet }: { signal: AbortSignal; quiet?: boolean | undefined },
): Promise<Import> {
  const view = quiet ? noProgress : openProgress()
  try {
    return await rollcall.imports.wait(id, { signal, onProgress: view.show })
  } catch (error) {
    view.end()
    if (error instanceof ImportFailedError && error.import.data.report) note(describeReport(error.import.data.report))
    if (!isRollcallError(error, 'ABORTED')) throw error
    throw new CommandError(
      ExitCode.INTERRUPTED,
      [
        'The import goes on without this command.',
        `  rollcall imports ${id} --watch   shows how far it is`,
        `  rollcall abort ${id}   stops it`,
      ].join('\n'),
    )
  } finally {
    view.end()
  }
}
