import type { schema } from '@rollcall/sdk'
import { askText, askYes, isSomebodyThere } from './ask.ts'
import { CommandError } from './command-error.ts'
import { names } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import type { ImportOptions } from './import-options.ts'
import { note } from './print.ts'
import { count } from './table.ts'

/** Goes through only when nothing stands in the way of the import, and whoever is there wants it applied. */
export async function requireConsent(preview: schema.ImportPreview, options: ImportOptions): Promise<void> {
  const blockers = blockersOf(preview)
  if (blockers.length > 0)
    throw new CommandError(ExitCode.NOTHING_APPLIED, ['Nothing was applied.', ...blockers].join('\n'))
  if (preview.toDeactivate > 0) return requireConfirmedDeactivations(preview, options)
  if (options.yes || !isSomebodyThere()) return
  if (!(await askYes('Apply it?'))) throw new CommandError(ExitCode.NOTHING_APPLIED, 'Nothing was applied.')
}

/** Why the server would refuse, deactivations apart, which are asked about. */
export function blockersOf({ blockers }: schema.ImportPreview): string[] {
  return blockers
    .filter(({ code }) => code !== 'DEACTIVATION_UNCONFIRMED')
    .map(({ message, hint }) => (hint ? `${message} ${hint}` : message))
}

async function requireConfirmedDeactivations(
  { toDeactivate, deactivations }: schema.ImportPreview,
  { confirmDeactivations }: ImportOptions,
): Promise<void> {
  if (confirmDeactivations === toDeactivate) return
  const who = names(
    deactivations.nodes.map(({ name, email }) => `${name} <${email}>`),
    deactivations.totalCount,
  )
  const what = `${count(toDeactivate, 'user')} would be deactivated: ${who}.`
  if (confirmDeactivations !== undefined || !isSomebodyThere()) {
    const asked = confirmDeactivations === undefined ? '' : ` You confirmed ${confirmDeactivations}.`
    const remedy = `If all of them shall go, add --confirm-deactivations ${toDeactivate}.`
    throw new CommandError(ExitCode.NOTHING_APPLIED, `Nothing was applied. ${what}${asked} ${remedy}`)
  }
  note(what)
  const typed = await askText(`To deactivate them, type their number, ${toDeactivate}; anything else stops here:`)
  if (typed.trim() !== String(toDeactivate))
    throw new CommandError(ExitCode.NOTHING_APPLIED, 'Nothing was applied, nobody was deactivated.')
}
