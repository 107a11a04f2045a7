import { Command } from '@commander-js/extra-typings'
import { readFileSync } from 'node:fs'
import { addCompletion } from './completion.ts'
import type { Environment } from './credentials.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addImports } from './imports.ts'
import { addInvite } from './invite.ts'
import { addLogin } from './login.ts'
import { addResend } from './resend.ts'
import { addTemplate } from './template.ts'
import { addUndo } from './undo.ts'
import { addUsers } from './users.ts'

const EXAMPLES = `
Examples:
  rollcall login
  rollcall import people.csv --dry-run
  rollcall import people.csv --invites immediate

It talks to the server in ROLLCALL_URL with the key in ROLLCALL_API_KEY, or to the one of "rollcall login".`

/** The command line: every command with its options and help. */
export function makeProgram(env: Environment): Command {
  const program = new Command('rollcall')
    .description('Invites users into a learning platform, one by one or by the file.')
    .version(ownVersion())
    .exitOverride()
    .showHelpAfterError('Add --help to see what can be said.')
    .addHelpText('after', EXAMPLES)
  addLogin(program, env)
  addImport(program, env)
  addImports(program, env)
  addUndo(program, env)
  addUsers(program, env)
  addInvite(program, env)
  addResend(program, env)
  addTemplate(program, env)
  addExport(program, env)
  addCompletion(program)
  return program
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
