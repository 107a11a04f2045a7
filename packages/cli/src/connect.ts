import { Rollcall, type AttemptEvent } from '@rollcall/sdk'
import { CommandError } from './command-error.ts'
import { readCredentials, type Credentials, type Environment } from './credentials.ts'
import { ExitCode } from './exit-code.ts'
import { note } from './print.ts'

const DEFAULT_URL = 'http://localhost:4000/graphql'
// Shorter pauses pass before anybody wonders.
const NOTABLE_PAUSE_MS = 2_000

/** The server, with the credential of the environment or else of `login`. */
export async function connect(env: Environment): Promise<Rollcall> {
  return open(await findCredentials(env))
}

/** A client for the server that says so when it has to wait. */
export function open({ url, apiKey }: Credentials): Rollcall {
  return new Rollcall({ url, auth: apiKey, onAttempt: tellPause })
}

/** The address of the API: that of the server alone will do. */
export function apiAddress(text: string, from: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new CommandError(ExitCode.USAGE, `${from} is no address: "${text}". Write one like ${DEFAULT_URL}.`)
  if (url.pathname === '/') url.pathname = '/graphql'
  return url.href
}

/** The address to suggest to somebody who logs in. */
export async function usualAddress(env: Environment): Promise<string> {
  return env['ROLLCALL_URL'] || (await readCredentials(env).catch(() => undefined))?.url || DEFAULT_URL
}

async function findCredentials(env: Environment): Promise<Credentials> {
  const url = env['ROLLCALL_URL'] ? apiAddress(env['ROLLCALL_URL'], 'ROLLCALL_URL') : undefined
  const apiKey = env['ROLLCALL_API_KEY'] || undefined
  if (url && apiKey) return { url, apiKey }
  const stored = await readCredentials(env)
  if (apiKey) return { url: stored?.url ?? DEFAULT_URL, apiKey }
  // A stored key is for its own server: another one that the environment names must not see it.
  if (stored && (!url || url === stored.url)) return stored
  const place = url ? ` for ${url}` : ''
  throw new CommandError(
    ExitCode.NOT_ALLOWED,
    `There is no API key${place}. Run "rollcall login", or set ROLLCALL_API_KEY and ROLLCALL_URL.`,
  )
}

function tellPause({ willRetryInMs = 0, error }: AttemptEvent): void {
  if (willRetryInMs < NOTABLE_PAUSE_MS) return
  note(`${error?.message ?? 'There was no answer.'} Trying again in ${Math.ceil(willRetryInMs / 1_000)} s.`)
}
