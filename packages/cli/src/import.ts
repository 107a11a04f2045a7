import { Option, type Command } from '@commander-js/extra-typings'
import { choiceOption } from './choices.ts'
import type { Environment } from './credentials.ts'
import { importFile } from './import-file.ts'
import type { ImportOptions } from './import-options.ts'
import {
  DEACTIVATED,
  DEACTIVATION_SCOPES,
  EMPTY_CELLS,
  MATCH_KEYS,
  MODES,
  NAME_MATCHING,
  ROLES,
  ROW_ERRORS,
  TIMINGS,
} from './meanings.ts'
import { parseMapping, parseNumber, parseTime } from './parse-options.ts'

const EXAMPLES = `
Before anything is applied it prints what would be created, updated, left out and deactivated, and what is wrong with
which lines. On a terminal it then asks; elsewhere it goes on, unless users would be deactivated.

Examples:
  rollcall import people.csv --dry-run
  rollcall import people.csv --map "E-mail=email" --map "Notes=" --invites immediate
  rollcall import people.csv --invites scheduled --at 2026-12-01T09:00
  rollcall import people.csv --invites hire-date --time-zone Europe/London
  rollcall import people.csv --invites none --refused refused.csv
  rollcall import people.csv --mode add-update-and-deactivate-missing --invites none --confirm-deactivations 12
  hr-export | rollcall import - --invites none --json

Status: 0 all applied, 2 some rows refused, 3 nothing applied, 6 stopped half-way; others in docs/command-line.md.`

/** Adds `rollcall import`. */
export function addImport(program: Command, env: Environment): void {
  program
    .command('import')
    .summary('import users from a file')
    .description('Imports users from a CSV file or an Excel workbook.')
    .argument('<file>', 'the file; - reads standard input')
    .option('-n, --dry-run', 'only say what would be done')
    .option('-m, --map <header=field>', 'which column is which field, as often as needed', parseMapping)
    .addOption(choiceOption('--mode <mode>', 'whom to touch (default: add-and-update)', MODES))
    .addOption(choiceOption('-i, --invites <when>', 'whether new users are invited; never decided for you', TIMINGS))
    .option('--at <time>', 'when scheduled invites are sent, like 2026-12-01T09:00', parseTime)
    .option('--time-zone <zone>', 'for --invites hire-date: of new users whose row names none, like Europe/London')
    .option('--message <text>', 'words in the mails of the invites')
    .option('--create-teams', 'make teams that do not exist; otherwise their rows are invalid')
    .option('--create-locations', 'make locations that do not exist; otherwise their rows are invalid')
    .addOption(choiceOption('--default-role <role>', 'role of new users whose row names none', ROLES))
    .addOption(choiceOption('--match-by <key>', 'what a row is matched to a user by', MATCH_KEYS))
    .option('--match-field <key>', 'with --match-by custom-field: which of your own fields, like badge')
    .addOption(choiceOption('--on-row-error <policy>', 'what to do with invalid rows', ROW_ERRORS))
    .addOption(choiceOption('--deactivated-users <policy>', 'what to do with rows of deactivated users', DEACTIVATED))
    .addOption(choiceOption('--deactivation-scope <scope>', 'who counts as missing from the file', DEACTIVATION_SCOPES))
    .addOption(choiceOption('--empty-cells <policy>', 'what an empty cell means', EMPTY_CELLS))
    .addOption(choiceOption('--name-matching <how>', 'how names of teams and locations are compared', NAME_MATCHING))
    .option('--encoding <name>', 'encoding of the file, where the guess is wrong, like windows-1252')
    .option('--delimiter <character>', 'what stands between cells, where the guess is wrong')
    .option('--header-row <line>', 'line of the header; 0 for a file without one', parseNumber)
    .option('--sheet <name>', 'sheet of a workbook, by its name or number')
    .option('--confirm-deactivations <number>', 'deactivate exactly so many users without asking', parseNumber)
    .option('-y, --yes', 'do not ask before applying; deactivations are asked about all the same')
    .option('-w, --watch', 'show how far it is until the end; the default', true)
    .option('--no-watch', 'come back as soon as the import is on its way')
    .addOption(
      new Option('--refused <file>', 'write the refused rows and their reasons to this CSV file').conflicts('dryRun'),
    )
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (file, options: ImportOptions) => {
      process.exitCode = await importFile(env, file, options)
    })
}
