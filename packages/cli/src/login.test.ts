import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { openTerminal, rollcall } from './testing.ts'

let house: ServedHouse
let folder: string
let path: string
let env: Record<string, string>

beforeAll(async () => {
  house = await startTestServer('SQLite')
})
afterAll(() => house.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'))
  path = join(folder, 'rollcall/credentials.json')
  env = { XDG_CONFIG_HOME: folder }
})
afterEach(() => rm(folder, { recursive: true }))

/** Logs in with the key on standard input. */
function logIn(key = house.apiKey) {
  return rollcall(['login', '--url', house.url], { env, input: `${key}\n` })
}

test('a key is checked and kept where only its owner can read it', async () => {
  const { status, stdout } = await logIn()
  expect(status).toBe(0)
  expect(stdout).toBe(`Logged in to Example Academy at ${house.url}/graphql; kept in ${path}.\n`)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'rollcall'))).mode & 0o777).toBe(0o700)
  expect(await rollcall(['users'], { env })).toMatchObject({ status: 0 })
})

test('logging in again with a file that others could read closes it', async () => {
  await logIn()
  await writeFile(path, '{}', { mode: 0o644 })
  await logIn()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a key that is not valid is not kept', async () => {
  expect(await logIn('rck_wrong')).toMatchObject({ status: 4 })
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('on a terminal the address and the key are asked for, and the key is not shown', async () => {
  const terminal = openTerminal(['login'], { env: { ...env, ROLLCALL_URL: house.url } })
  await terminal.says('Address of the server')
  terminal.type('\r')
  await terminal.says('API key')
  terminal.type(`${house.apiKey}\r`)
  const { status, stdout } = await terminal.ended
  expect(status).toBe(0)
  expect(stdout).toContain('Logged in to Example Academy')
  expect(stdout).not.toContain(house.apiKey)
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ url: `${house.url}/graphql`, apiKey: house.apiKey })
})

test('the environment wins over what was kept', async () => {
  await logIn()
  expect(await rollcall(['users'], { env: { ...env, ROLLCALL_API_KEY: 'rck_wrong' } })).toMatchObject({ status: 4 })
})

test('a kept key is never sent to another server than its own', async () => {
  await logIn()
  const { status, stderr } = await rollcall(['users'], { env: { ...env, ROLLCALL_URL: 'http://127.0.0.1:9' } })
  expect(status).toBe(4)
  expect(stderr).toContain('There is no API key for http://127.0.0.1:9/graphql.')
})

test('without any key a command says how to get one', async () => {
  const { status, stderr } = await rollcall(['users'], { env })
  expect(status).toBe(4)
  expect(stderr).toContain('Run "rollcall login", or set ROLLCALL_API_KEY')
})

test('logging out forgets the key', async () => {
  await logIn()
  expect(await rollcall(['logout'], { env })).toMatchObject({ status: 0, stdout: expect.stringContaining('forgotten') })
  expect(await rollcall(['users'], { env })).toMatchObject({ status: 4 })
  expect(await rollcall(['logout'], { env })).toMatchObject({ stdout: 'Nobody was logged in.\n' })
})

test('an address that is none is refused', async () => {
  const { status, stderr } = await rollcall(['login', '--url', 'rollcall'], { env, input: 'rck_x' })
  expect(status).toBe(64)
  expect(stderr).toContain('The address is no address: "rollcall". Write one like http')
})
