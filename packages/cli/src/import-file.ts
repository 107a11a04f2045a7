import type { CsvSource, Import, Rollcall, schema } from '@rollcall/sdk'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { askOne, isSomebodyThere } from './ask.ts'
import { CommandError } from './command-error.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { ExitCode } from './exit-code.ts'
import { finishImport } from './finish-import.ts'
import { followImport } from './follow-import.ts'
import type { ImportOptions } from './import-options.ts'
import { interruptible } from './interruptible.ts'
import { TIMINGS } from './meanings.ts'
import { prepareImport, printPrepared } from './prepare-import.ts'
import { requireConsent } from './require-consent.ts'

const CANCEL_TIMEOUT_MS = 5_000

/** Imports a file: uploads and maps it, prints what would be done, asks where it must, applies it and reports. */
export async function importFile(env: Environment, file: string, options: ImportOptions): Promise<ExitCode> {
  const settings = await chooseSettings(options)
  const rollcall = await connect(env)
  return interruptible(async (signal) => {
    const uploaded = await upload(rollcall, file, options, signal)
    const prepared = await orCancel(uploaded, async () => {
      const ready = await prepareImport(uploaded, settings, options, signal)
      if (!options.json) printPrepared(ready)
      if (!options.dryRun) await requireConsent(ready.preview, options)
      return ready
    })
    if (options.dryRun) {
      await prepared.imp.cancel()
      return finishImport(rollcall, prepared, options)
    }
    const { imp, preview } = prepared
    await orCancel(imp, () =>
      imp.startCommit({
        confirmDeactivations: preview.toDeactivate || undefined,
        expectedFingerprint: preview.fingerprint,
      }),
    )
    if (options.watch) await followImport(rollcall, imp.id, { signal, quiet: options.json })
    return finishImport(rollcall, prepared, options)
  })
}

async function chooseSettings(options: ImportOptions): Promise<schema.ImportSettingsInput> {
  const { at } = options
  return {
    mode: options.mode ?? 'ADD_AND_UPDATE',
    invites: options.invites ?? (at ? 'SCHEDULED' : await chooseInvites(options)),
    sendAt: at,
    timeZone: options.timeZone,
    customMessage: options.message,
    createMissingTeams: options.createTeams,
    createMissingLocations: options.createLocations,
    defaultRole: options.defaultRole,
    matchBy: options.matchBy,
    matchCustomField: options.matchField,
    onRowError: options.onRowError,
    deactivatedUsers: options.deactivatedUsers,
    deactivationScope: options.deactivationScope,
    emptyCells: options.emptyCells,
    nameMatching: options.nameMatching,
  }
}

// Mail that nobody asked for cannot be taken back, so there is no default.
async function chooseInvites({ dryRun }: ImportOptions): Promise<schema.InviteTiming> {
  if (dryRun) return 'NONE'
  const { SCHEDULED: _needsTime, HIRE_DATE: _needsTimeZone, ...choices } = TIMINGS
  if (isSomebodyThere()) return askOne('Invite new users?', choices)
  throw new CommandError(
    ExitCode.USAGE,
    'Say whether new users are invited: --invites none, --invites immediate, --invites hire-date with --time-zone, or --at with a time.',
  )
}

async function upload(rollcall: Rollcall, file: string, options: ImportOptions, signal: AbortSignal): Promise<Import> {
  const { encoding, delimiter, headerRow, sheet } = options
  const isPiped = file === '-'
  if (!isPiped) await requireFile(file)
  const source: CsvSource = isPiped ? { stream: process.stdin, filename: 'standard-input.csv' } : { path: file }
  return rollcall.imports.start(source, { encoding, delimiter, headerRow, sheet, signal })
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found && !found.isDirectory()) return
  const what = found ? 'is a folder' : 'is not there'
  throw new CommandError(ExitCode.NOTHING_APPLIED, `${resolve(path)} ${what}. Nothing was applied.`)
}

// Otherwise every attempt that fails would leave an open import behind. One that is being applied is not cancelled by
// this: the server refuses. The reason to tell is the one that stopped us.
async function orCancel<Result>(imp: Import, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await imp.cancel({ maxRetries: 0, timeoutMs: CANCEL_TIMEOUT_MS }).catch(() => undefined)
    throw error
  }
}
