import type { Command } from '@commander-js/extra-typings'
import type { Import, Rollcall } from '@rollcall/sdk'
import { CommandError } from './command-error.ts'
import { wordFor } from './choices.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { describeFile, describeReport } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import { followImport } from './follow-import.ts'
import { interruptible } from './interruptible.ts'
import { describeIssues, readIssueGroups } from './issue-groups.ts'
import { parseNumber } from './parse-options.ts'
import { print, printJson } from './print.ts'
import { table } from './table.ts'
import { NOT_REACHED, REFUSED, writeRows } from './write-rows.ts'

interface Options {
  watch?: true | undefined
  refused?: string | undefined
  notReached?: string | undefined
  limit: number
  json?: true | undefined
}

const DEFAULT_LIMIT = 20

const EXAMPLES = `
Examples:
  rollcall imports
  rollcall imports imp_… --watch
  rollcall imports imp_… --refused refused.csv`

/** Adds `rollcall imports` and `rollcall abort`. */
export function addImports(program: Command, env: Environment): void {
  program
    .command('imports')
    .summary('list imports, or show one')
    .description(
      'Lists imports, newest first, or shows one: how far it is, what it did, what is wrong with which lines.',
    )
    .argument('[id]', 'the import to show')
    .option('-w, --watch', 'show how far it is until the end')
    .option('--refused <file>', 'write its refused rows and their reasons to this CSV file')
    .option('--not-reached <file>', 'write the rows it did not reach to this CSV file')
    .option('--limit <number>', 'list at most so many', parseNumber, DEFAULT_LIMIT)
    .option('--json', 'print JSON instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (id, options: Options) => {
      const rollcall = await connect(env)
      if (id) return showImport(rollcall, id, options)
      if (options.watch || options.refused || options.notReached)
        throw new CommandError(ExitCode.USAGE, 'Say which import: "rollcall imports" lists them with their ids.')
      return listImports(rollcall, options)
    })
  program
    .command('abort')
    .summary('stop an import that is being applied')
    .description('Stops an import that is being applied. What was applied stays; the rest is listed as not reached.')
    .argument('<id>', 'the import')
    .action(async (id) => {
      const { state } = await (await connect(env)).imports.abort(id)
      print(
        `The import is ${wordFor(state)}. "rollcall imports ${id} --not-reached rest.csv" writes the rows that are left.`,
      )
    })
}

async function listImports(rollcall: Rollcall, { limit, json }: Options): Promise<void> {
  const imports = await rollcall.imports.list().toArray({ limit })
  if (json) return printJson(imports.map(({ data }) => data))
  const rows = imports.map(({ id, state, data: { file, report, createdAt } }) => [
    id,
    minuteOf(createdAt),
    wordFor(state),
    file.name,
    report ? describeReport(report) : '',
  ])
  if (rows.length > 0) print(table(rows))
}

async function showImport(rollcall: Rollcall, id: string, options: Options): Promise<void> {
  if (options.watch) {
    await interruptible((signal) => followImport(rollcall, id, { signal, quiet: options.json }))
  }
  const imp = await rollcall.imports.get(id)
  if (options.json) printJson(imp.data)
  else await printImport(imp)
  await writeRows(options.refused, REFUSED, () => rollcall.imports.failedRowsCsv(id))
  await writeRows(options.notReached, NOT_REACHED, () => rollcall.imports.notReachedRowsCsv(id))
}

async function printImport(imp: Import): Promise<void> {
  const { file, progress, report, undo, failure, createdAt } = imp.data
  print(describeFile(file))
  print(`${wordFor(imp.state)}, started ${minuteOf(createdAt)}`)
  if (imp.state === 'COMMITTING') print(`${Math.floor(progress.percent)} % done`)
  if (failure) print(failure)
  if (!report) return
  print(describeReport(report))
  if (undo) print(`taken back: ${undo.reversed}, left alone: ${undo.kept}, failed: ${undo.failed}`)
  for (const line of describeIssues(await readIssueGroups(imp, report.issues))) print(line)
}

function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
