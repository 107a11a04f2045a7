import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Rollcall } from '@rollcall/sdk'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { openTerminal, rollcall } from './testing.ts'

let house: ServedHouse
let folder: string
let surroundings: { env: Record<string, string>; cwd: string }

beforeAll(async () => {
  house = await startTestServer('SQLite')
  folder = await mkdtemp(join(tmpdir(), 'rollcall-cli-'))
  surroundings = { env: { ROLLCALL_URL: house.url, ROLLCALL_API_KEY: house.apiKey }, cwd: folder }
})
afterAll(async () => {
  await house.close()
  await rm(folder, { recursive: true })
})

const run = (...args: string[]) => rollcall(args, surroundings)

test('a user is invited into a team by its name', async () => {
  const sdk = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
  await sdk.teams.create({ name: 'Sales' })
  const { status, stdout } = await run(
    'invite',
    'ana@one.test',
    '--name',
    'Ana Ruiz',
    '--team',
    'sales',
    '--role',
    'hr',
  )
  expect(status).toBe(0)
  expect(stdout).toBe('Ana Ruiz <ana@one.test> is invite-pending; the invite is queued.\n')
  expect(await sdk.users.getByEmail('ana@one.test')).toMatchObject({ role: 'HR', primaryTeam: { name: 'Sales' } })

  const unknown = await run('invite', 'ben@one.test', '--name', 'Ben', '--team', 'Sale')
  expect(unknown).toMatchObject({ status: 3, stderr: expect.stringContaining('There are: Sales.') })
})

test('an address that is taken ends it with 3 and the way out', async () => {
  await run('invite', 'cid@one.test', '--name', 'Cid', '--no-mail')
  const { status, stderr } = await run('invite', 'CID@one.test', '--name', 'Cid')
  expect(status).toBe(3)
  expect(stderr).toBe('Cid has this address already (NOT_INVITED). "rollcall resend cid@one.test" sends a link.\n')
})

test('a name that is missing is asked for on a terminal', async () => {
  const terminal = openTerminal(['invite', 'dan@one.test', '--no-mail'], surroundings)
  await terminal.says('Name of dan@one.test')
  terminal.type('Dan Lee\r')
  expect(await terminal.ended).toMatchObject({ status: 0, stdout: expect.stringContaining('Dan Lee <dan@one.test>') })
  expect(await run('invite', 'eve@one.test', '--no-mail')).toMatchObject({ status: 3 })
})

test('links are sent again to those who are named or fit, and nobody is forgotten', async () => {
  await run('invite', 'fay@again.test', '--name', 'Fay', '--no-mail')
  await run('invite', 'gil@again.test', '--name', 'Gil', '--no-mail')
  expect(await run('resend', 'fay@again.test', 'x@again.test')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('Nobody has the address x@again.test, so nothing was sent.'),
  })
  expect(await run('resend', 'fay@again.test')).toMatchObject({ status: 0, stdout: '1 invite on their way.\n' })
  const dry = await run('resend', '--never-invited', '--dry-run')
  expect(dry.stdout).toMatch(/^\d+ invites would be sent\.\n$/)
  expect(await run('resend', '--expired')).toMatchObject({ status: 0, stdout: '0 invites on their way.\n' })
  expect(await run('resend')).toMatchObject({ status: 64 })
})

test('on a terminal it says how many mails it would send and asks', async () => {
  await run('invite', 'hal@ask.test', '--name', 'Hal', '--no-mail')
  const terminal = openTerminal(['resend', 'hal@ask.test'], surroundings)
  await terminal.says('Send 1 mail?')
  terminal.type('n')
  expect(await terminal.ended).toMatchObject({ status: 3, stdout: expect.stringContaining('Nothing was sent.') })
})

test('the template is a file to fill in, and its fields are explained', async () => {
  expect((await run('template', '--required-only')).stdout).toBe('\uFEFFEmail,First name,Last name\r\n')
  await run('template', '--out', 'template.csv')
  expect(await readFile(join(folder, 'template.csv'), 'utf8')).toMatch(/^\uFEFFEmail,First name,.*\r\n$/)
  expect((await run('template', '--fields')).stdout).toMatch(/^email +Email +needed +One email address/)
})

test('users are exported with every letter, and imported again without a change', async () => {
  const sdk = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
  await sdk.customFields.create({ key: 'badge', label: 'Badge, old' })
  const csv =
    'Email,First name,Last name,Job title,Primary team,Secondary teams,Role,Language,Location,Manager,"Badge, old"\n' +
    'ida@out.test,Ída,"O""Neill, Jr.",Lead,Red,"Blue\\, pale; Green",Curator,de,Zürich,ken@out.test,007\n' +
    'ken@out.test,健,木,,,,Learner,,,,\n'
  await writeFile(join(folder, 'in.csv'), csv)
  await run('import', 'in.csv', '--invites', 'none', '--create-teams', '--create-locations')
  const { stdout, stderr } = await run('export', 'out.test', '--out', 'out.csv')
  expect([stdout, stderr]).toEqual(['', '2 users written to out.csv.\n'])
  expect(await readFile(join(folder, 'out.csv'), 'utf8')).toMatch(/,ken@out\.test,007\r\n/)
  const again = await run('import', 'out.csv', '--invites', 'none', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ report: { unchanged: 2, updated: 0, failed: 0 } })
})

test('an export opens in a spreadsheet without being calculated', async () => {
  await run('invite', 'lea@formula.test', '--name', 'Lea', '--job-title', '=1+1', '--no-mail')
  const { stdout } = await run('export', 'lea@formula.test')
  expect(stdout).toContain(",'=1+1,")
})
