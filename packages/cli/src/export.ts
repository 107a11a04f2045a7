import type { Command } from '@commander-js/extra-typings'
import type { schema } from '@rollcall/sdk'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { csvLine } from './csv-line.ts'
import { ROLES } from './meanings.ts'
import { note } from './print.ts'
import { count } from './table.ts'
import { userFilter, withUserOptions } from './user-options.ts'

const PAGE = 200
const BYTE_ORDER_MARK = '\uFEFF'

// A separator in the name of a team is kept by a backslash, as imports read it.
const teamNames = ({ secondaryTeams }: schema.User) =>
  secondaryTeams.map(({ name }) => name.replaceAll(/[,;\\]/g, '\\$&')).join(', ')

/** What stands in the column of a field. */
const CELLS: Record<string, (user: schema.User) => string | null | undefined> = {
  email: ({ email }) => email,
  name: ({ name }) => name,
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  jobTitle: ({ jobTitle }) => jobTitle,
  primaryTeam: ({ primaryTeam }) => primaryTeam?.name,
  secondaryTeams: teamNames,
  role: ({ role }) => ROLES[role] ?? role,
  language: ({ language }) => language,
  location: ({ location }) => location?.name,
  timeZone: ({ timeZone }) => timeZone,
  hireDate: ({ hireDate }) => hireDate,
  externalId: ({ externalId }) => externalId,
  // The one of a team comes with the team.
  manager: ({ manager, hasOwnManager }) => (hasOwnManager ? manager?.email : null),
}

/** How the key of a column begins that is one of the organization's own fields. */
const CUSTOM = 'custom.'

function cellOf(user: schema.User, key: string): string {
  const own = () => user.customFields.find((field) => `${CUSTOM}${field.key}` === key)?.value
  return (key.startsWith(CUSTOM) ? own() : CELLS[key]?.(user)) ?? ''
}

const EXAMPLES = `
The columns are those of the template, so that the file can be changed and imported again.

Examples:
  rollcall export --out users.csv
  rollcall export --status confirmed > confirmed.csv`

/** Adds `rollcall export`. */
export function addExport(program: Command, env: Environment): void {
  withUserOptions(program.command('export'))
    .summary('write users to a CSV file')
    .description('Writes users as CSV, all of them or those that fit.')
    .option('-o, --out <file>', 'write to this file instead of standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (words, { out, ...options }) => {
      const rollcall = await connect(env)
      const fields = (await rollcall.imports.fields()).filter(({ key }) => key in CELLS || key.startsWith(CUSTOM))
      const users = rollcall.users.list({ filter: userFilter(words, options), first: PAGE })
      let written = 0
      async function* lines(): AsyncGenerator<string> {
        yield BYTE_ORDER_MARK + csvLine(fields.map(({ label }) => label))
        for await (const user of users) {
          yield csvLine(fields.map(({ key }) => cellOf(user, key)))
          written++
        }
      }
      await pipeline(Readable.from(lines()), out ? createWriteStream(out) : process.stdout, { end: Boolean(out) })
      note(`${count(written, 'user')} written${out ? ` to ${out}` : ''}.`)
    })
}
