import type { Command } from '@commander-js/extra-typings'
import { isRollcallError, type Rollcall } from '@rollcall/sdk'
import { askYes, isSomebodyThere } from './ask.ts'
import { CommandError } from './command-error.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { describeReport } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import { interruptible } from './interruptible.ts'
import { print, printJson } from './print.ts'

const MOST_REASONS = 20

/** Adds `rollcall undo`. */
export function addUndo(program: Command, env: Environment): void {
  program
    .command('undo')
    .summary('take an import back')
    .description(
      'Takes an import back: previous values return, users it made are deactivated, those it deactivated come back. ' +
        'Whoever was changed since is left alone, and named.',
    )
    .argument('<id>', 'the import')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON instead of text')
    .action(async (id, { yes, json }) => {
      const rollcall = await connect(env)
      if (!yes) await requireConsent(rollcall, id)
      process.exitCode = await undo(rollcall, id, json)
    })
}

async function requireConsent(rollcall: Rollcall, id: string): Promise<void> {
  const { file, report } = (await rollcall.imports.get(id)).data
  const what = `The import of ${file.name}: ${report ? describeReport(report) : 'not applied'}.`
  if (!isSomebodyThere()) {
    throw new CommandError(ExitCode.NOTHING_APPLIED, `${what} Nothing was taken back: add --yes if it shall be.`)
  }
  if (!(await askYes(`${what} Take it back?`)))
    throw new CommandError(ExitCode.NOTHING_APPLIED, 'Nothing was taken back.')
}

async function undo(rollcall: Rollcall, id: string, json?: true): Promise<ExitCode> {
  const imp = await interruptible((signal) => rollcall.imports.undo(id, { signal })).catch((error: unknown) => {
    if (!isRollcallError(error, 'ABORTED')) throw error
    const remedy = `"rollcall imports ${id}" shows what came of it.`
    throw new CommandError(ExitCode.INTERRUPTED, `Taking it back goes on without this command. ${remedy}`)
  })
  const { reversed = 0, kept = 0, failed = 0, invitesCancelled = 0 } = imp.data.undo ?? {}
  const exitCode = kept + failed === 0 ? ExitCode.DONE : reversed > 0 ? ExitCode.SOME_REFUSED : ExitCode.NOTHING_APPLIED
  if (json) {
    printJson({ importId: id, undo: imp.data.undo, exitCode })
    return exitCode
  }
  print(`${reversed} taken back, ${kept} left alone, ${failed} failed, ${invitesCancelled} invites cancelled.`)
  const filter = { issue: ['UNDO_KEPT' as const, 'UNDO_FAILED' as const] }
  const rows = kept + failed > 0 ? await imp.rows({ filter }).toArray({ limit: MOST_REASONS }) : []
  for (const { line, user, issues } of rows) {
    const reason = issues.find(({ code }) => code === 'UNDO_KEPT' || code === 'UNDO_FAILED')
    print(`  line ${line}, ${user?.email ?? 'a user who is gone'}: ${reason?.message ?? ''}`)
  }
  if (kept + failed > rows.length) print(`  and ${kept + failed - rows.length} more`)
  return exitCode
}
