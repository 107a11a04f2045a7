import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CommandError } from './command-error.ts'
import { ExitCode } from './exit-code.ts'

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A server and the API key for it. */
export interface Credentials {
  url: string
  apiKey: string
}

const ONLY_OWNER = 0o600

/** The file that `login` writes: in the folder where this system keeps the settings of a user. */
function credentialsPath(env: Environment): string {
  const onWindows = process.platform === 'win32' ? env['APPDATA'] : undefined
  return join(env['XDG_CONFIG_HOME'] || onWindows || join(homedir(), '.config'), 'rollcall', 'credentials.json')
}

/** What `login` stored; undefined when nobody logged in. */
export async function readCredentials(env: Environment): Promise<Credentials | undefined> {
  const path = credentialsPath(env)
  try {
    const { url, apiKey } = JSON.parse(await readFile(path, 'utf8')) as Partial<Credentials>
    if (typeof url === 'string' && typeof apiKey === 'string') return { url, apiKey }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new CommandError(ExitCode.NOT_ALLOWED, `${path} does not hold what "rollcall login" writes: log in again.`)
}

/** Stores them so that no other user of this machine can read them; answers the path of the file. */
export async function storeCredentials(env: Environment, credentials: Credentials): Promise<string> {
  const path = credentialsPath(env)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Written beside it and moved, so that the key is never in a file that others may read, not even for a moment.
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: ONLY_OWNER })
  await chmod(draft, ONLY_OWNER)
  await rename(draft, path)
  return path
}

/** Forgets them; answers whether there were any. */
export async function removeCredentials(env: Environment): Promise<boolean> {
  const path = credentialsPath(env)
  const isThere = (await readCredentials(env).catch(() => true)) !== undefined
  await rm(path, { force: true })
  return isThere
}
