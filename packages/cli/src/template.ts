import type { Command } from '@commander-js/extra-typings'
import { writeFile } from 'node:fs/promises'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { note, print } from './print.ts'
import { table } from './table.ts'

const EXAMPLES = `
Examples:
  rollcall template --out people.csv
  rollcall template --fields`

/** Adds `rollcall template`. */
export function addTemplate(program: Command, env: Environment): void {
  program
    .command('template')
    .summary('write an empty CSV file to fill in')
    .description('Writes an empty CSV file to fill in, or says which fields there are.')
    .option('--required-only', 'only the columns that every file needs')
    .option('-o, --out <file>', 'write to this file instead of standard output')
    .option('--fields', 'list the fields with their keys for --map instead')
    .addHelpText('after', EXAMPLES)
    .action(async ({ requiredOnly, out, fields }) => {
      const { imports } = await connect(env)
      if (fields) {
        const all = await imports.fields()
        print(
          table(
            all.map(({ key, label, description, required }) => [key, label, required ? 'needed' : '', description]),
          ),
        )
        return
      }
      const { csv } = await imports.template({ requiredOnly })
      if (!out) return void process.stdout.write(csv)
      await writeFile(out, csv)
      note(`The template is in ${out}.`)
    })
}
