import type { Command } from '@commander-js/extra-typings'
import { text } from 'node:stream/consumers'
import { askSecret, askText, isSomebodyThere } from './ask.ts'
import { CommandError } from './command-error.ts'
import { apiAddress, open, usualAddress } from './connect.ts'
import { removeCredentials, storeCredentials, type Environment } from './credentials.ts'
import { ExitCode } from './exit-code.ts'
import { note, print } from './print.ts'

const EXAMPLES = `
The key is checked, then kept in a file that only you can read. ROLLCALL_URL and ROLLCALL_API_KEY win over it.

Examples:
  rollcall login
  rollcall login --url https://rollcall.example.com < key.txt`

/** Adds `rollcall login` and `rollcall logout`. */
export function addLogin(program: Command, env: Environment): void {
  program
    .command('login')
    .summary('keep the address of a server and an API key')
    .description('Keeps the address of a server and an API key for the commands that follow.')
    .option('--url <address>', 'address of the server')
    .addHelpText('after', EXAMPLES)
    .action(({ url }) => login(env, url))
  program
    .command('logout')
    .summary('forget the API key')
    .description('Forgets what "rollcall login" kept. The key stays valid: revoke it where you made it.')
    .action(async () => print((await removeCredentials(env)) ? 'The key is forgotten.' : 'Nobody was logged in.'))
}

async function login(env: Environment, option: string | undefined): Promise<void> {
  const url = apiAddress(option ?? (await chooseAddress(env)), 'The address')
  warnOfPlainHttp(url)
  const apiKey = isSomebodyThere() ? await askSecret('API key:') : (await text(process.stdin)).trim()
  if (!apiKey) throw new CommandError(ExitCode.USAGE, 'There is no API key on standard input: pipe it in.')
  const { organization, canManagePeople } = await open({ url, apiKey }).viewer()
  const path = await storeCredentials(env, { url, apiKey })
  print(`Logged in to ${organization.name} at ${url}; kept in ${path}.`)
  if (!canManagePeople)
    note('This key may look but not invite or import: that needs Owner, Admin, HR or the People permission.')
}

async function chooseAddress(env: Environment): Promise<string> {
  const usual = await usualAddress(env)
  return isSomebodyThere() ? askText('Address of the server:', { initial: usual }) : usual
}

function warnOfPlainHttp(url: string): void {
  const { protocol, hostname } = new URL(url)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'http:' && !isHere) note('This address begins with http: anybody on the way can read the key.')
}
