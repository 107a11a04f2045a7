import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'

// The package as others get it: packed beside the SDK, unpacked into a folder of its own, with nothing around it but the
// packages that it says it needs.

const run = promisify(execFile)
const source = fileURLToPath(new URL('..', import.meta.url))

let house: ServedHouse
let folder: string
let installed: string

beforeAll(async () => {
  house = await startTestServer('SQLite')
  folder = await mkdtemp(join(tmpdir(), 'rollcall-package-'))
  installed = await unpack(source, '@rollcall/cli')
  await unpack(join(source, '../sdk'), '@rollcall/sdk')
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies).filter((needed) => needed !== '@rollcall/sdk')) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(placeOf(name), link)
  }
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

/** Packs a package and unpacks it as an installation would; answers where it is. */
async function unpack(from: string, name: string): Promise<string> {
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder]
  const { stdout } = await run('npm', ['pack', ...options], { cwd: from })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  const to = join(folder, 'node_modules', name)
  await mkdir(to, { recursive: true })
  await run('tar', ['-xzf', join(folder, filename), '-C', to, '--strip-components', '1'])
  return to
}

function placeOf(name: string): string {
  const places = [source, join(source, '../..')].map((place) => join(place, 'node_modules', name))
  const found = places.find((place) => existsSync(place))
  if (!found) throw new Error(`${name} is not installed.`)
  return found
}

test('the packed command imports a file', async () => {
  await writeFile(join(folder, 'people.csv'), 'Email,Name\nann@package.test,Ann\n')
  const env = { PATH: process.env['PATH'], ROLLCALL_URL: house.url, ROLLCALL_API_KEY: house.apiKey }
  const binary = join(installed, 'bin/rollcall.js')
  const { stdout } = await run(process.execPath, [binary, 'import', 'people.csv', '--invites', 'none'], {
    cwd: folder,
    env,
  })
  expect(stdout).toContain('Done: 1 created.')
})

test('the package holds the command and nothing of its tests', async () => {
  const files = await readdir(installed, { recursive: true })
  expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'bin/rollcall.js', 'dist/main.js']))
  expect(files.filter((file) => /test|\.tsbuildinfo$/.test(file))).toEqual([])
})
