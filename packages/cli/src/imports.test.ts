import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** Imports these people; answers the id of the import. */
async function imported(csv: string): Promise<string> {
  await writeFile(join(folder, 'people.csv'), csv)
  const { stdout } = await run('import', 'people.csv', '--invites', 'none', '--json')
  return (JSON.parse(stdout) as { importId: string }).importId
}

test('imports are listed, the newest first', async () => {
  const older = await imported('Email,Name\nann@list.test,Ann\n')
  const newer = await imported('Email,Name\nbea@list.test,Bea\nx,X\n')
  const { status, stdout } = await run('imports', '--limit', '2')
  expect(status).toBe(0)
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^${newer} .* committed  people.csv  1 created, 1 refused$`)),
    expect.stringMatching(new RegExp(`^${older} .* committed  people.csv  1 created$`)),
    '',
  ])
})

test('an import is shown with what it did and what is wrong with which lines', async () => {
  const id = await imported('Email,Name\ncid@show.test,Cid\nx,X\ny,Y\n')
  const { stdout } = await run('imports', id)
  expect(stdout).toMatch(
    /^people\.csv: 3 rows.*\ncommitted, started \d.*\n1 created, 2 refused\nInvalid: EMAIL_INVALID/s,
  )
  expect(stdout).toContain('2 rows: lines 3-4')
  const json = JSON.parse((await run('imports', id, '--json', '--watch')).stdout) as unknown
  expect(json).toMatchObject({ id, state: 'COMMITTED', report: { created: 1, failed: 2 } })
})

test('the refused rows of an import can be had later', async () => {
  const id = await imported('Email,Name\ndan@later.test,Dan\nx,X\n')
  expect(await run('imports', id, '--refused', 'later.csv')).toMatchObject({ status: 0 })
  expect(await readFile(join(folder, 'later.csv'), 'utf8')).toContain('\r\nx,X,Email,')
  const { stderr } = await run('imports', id, '--not-reached', 'rest.csv')
  expect(stderr).toBe('Every row was reached, so rest.csv was not written.\n')
})

test('an import that does not exist ends it with 3', async () => {
  const { status, stderr } = await run('imports', 'imp_00000000000000000000000000')
  expect(status).toBe(3)
  expect(stderr).toBe('There is no import with this id.\n')
  expect(await run('imports', '--watch')).toMatchObject({ status: 64 })
})

test('an import that has ended cannot be aborted', async () => {
  const id = await imported('Email,Name\neve@abort.test,Eve\n')
  const { status, stderr } = await run('abort', id)
  expect(status).toBe(3)
  expect(stderr).toContain('COMMITTED')
})

test('an import is taken back only when that is asked for twice', async () => {
  const id = await imported('Email,Name\nfay@undo.test,Fay\n')
  const refused = await run('undo', id)
  expect(refused).toMatchObject({ status: 3, stderr: expect.stringContaining('add --yes') })

  const terminal = openTerminal(['undo', id], surroundings)
  await terminal.says('Take it back?')
  terminal.type('n')
  expect(await terminal.ended).toMatchObject({ status: 3 })

  const { status, stdout } = await run('undo', id, '--yes')
  expect(status).toBe(0)
  expect(stdout).toBe('1 taken back, 0 left alone, 0 failed, 0 invites cancelled.\n')
  expect(await run('undo', id, '--yes')).toMatchObject({ status: 3 })
})

test('whoever was changed since the import is left alone and named', async () => {
  const id = await imported('Email,Name\ngil@undo.test,Gil\nhal@undo.test,Hal\n')
  await imported('Email,Name\nhal@undo.test,Hal Changed\n')
  const { status, stdout } = await run('undo', id, '--yes')
  expect(status).toBe(2)
  expect(stdout).toMatch(/^1 taken back, 1 left alone.*\n {2}line 3, hal@undo\.test: .+\n$/)
})
