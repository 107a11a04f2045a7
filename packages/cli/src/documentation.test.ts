import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { ExitCode } from './exit-code.ts'
import { rollcall } from './testing.ts'

// Every example of docs/command-line.md and of the first screen of the README, typed into a shell.

const root = fileURLToPath(new URL('../../..', import.meta.url))
const PEOPLE = 'E-mail,Name,Notes\nann@docs.test,Ann Lee,\nben@docs.test,Ben Oak,\n'

let house: ServedHouse
let folder: string
let env: Record<string, string>
let importId: string

beforeAll(async () => {
  house = await startTestServer('SQLite')
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'))
  await mkdir(join(folder, 'bin'))
  await symlink(join(root, 'packages/cli/bin/rollcall.js'), join(folder, 'bin/rollcall'))
  await writeFile(join(folder, 'people.csv'), PEOPLE)
  env = {
    PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
    HOME: folder,
    ROLLCALL_URL: house.url,
    ROLLCALL_API_KEY: house.apiKey,
  }
  const { stdout } = await rollcall(['import', 'people.csv', '--invites', 'none', '--json'], { env, cwd: folder })
  importId = (JSON.parse(stdout) as { importId: string }).importId
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

/** What a shell answers to this line. */
function typed(line: string, cwd = folder): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile('bash', ['--norc', '-c', line], { cwd, env }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr })
    })
    child.stdin?.end(`${house.apiKey}\n`)
  })
}

function linesOf(file: string): string[] {
  const blocks = readFileSync(join(root, file), 'utf8').matchAll(/^```bash\n(.*?)^```/gms)
  const lines = [...blocks].flatMap(([, block]) => (block ?? '').split('\n'))
  return lines.filter((line) => /^(?:npx )?rollcall /.test(line))
}

test.each(linesOf('docs/command-line.md'))('it does what it says: %s', async (line) => {
  const here = line
    .replace('https://rollcall.example.com', house.url)
    .replaceAll('imp_…', importId)
    .replace('2026-12-01T09:00', new Date(Date.now() + 86_400_000).toISOString())
  const { status, output } = await typed(here)
  // There is nothing to abort any more.
  const expected = line.startsWith('rollcall abort') ? ExitCode.NOTHING_APPLIED : ExitCode.DONE
  expect([status, output]).toEqual([expected, expect.any(String)])
})

test.each(linesOf('README.md'))('it runs from the root of the repository: %s', async (line) => {
  const { status, output } = await typed(line, root)
  // The example file has ten rows that are there to be refused.
  expect([status, output]).toEqual([
    line.includes('import') ? ExitCode.SOME_REFUSED : ExitCode.DONE,
    expect.any(String),
  ])
})

test('every status is in the documentation', () => {
  const page = readFileSync(join(root, 'docs/command-line.md'), 'utf8')
  for (const status of Object.values(ExitCode)) expect(page).toMatch(new RegExp(`^\\| ${status} +\\|`, 'm'))
})

test('every command and option has its line in the help', async () => {
  const { stdout } = await rollcall(['--help'])
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<| )/gm)].map(([, name]) => name as string)
  expect(commands).toEqual(expect.arrayContaining(['login', 'import', 'imports', 'undo', 'users', 'invite', 'resend']))
  for (const command of commands.filter((name) => name !== 'rollcall' && name !== 'help')) {
    expect(await rollcall([command, '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage:') })
  }
})
