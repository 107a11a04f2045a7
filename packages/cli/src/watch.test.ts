import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { rollcall, startRollcall } from './testing.ts'

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

const ROWS = 60_000
/** The first line that says that rows have been applied. */
const UNDER_WAY = /applying, [1-9][\d,]* of 60,000 rows/

/** Begins an import that takes a while. */
async function begin(domain: string) {
  const rows = Array.from({ length: ROWS }, (_, index) => `u${index}@${domain},User ${index}\n`)
  await writeFile(join(folder, 'many.csv'), `Email,Name\n${rows.join('')}`)
  const running = startRollcall(['import', 'many.csv', '--invites', 'none'], surroundings)
  await running.says(UNDER_WAY)
  return running
}

async function newestImport(): Promise<string> {
  const { stdout } = await rollcall(['imports', '--limit', '1', '--json'], surroundings)
  return (JSON.parse(stdout) as [{ id: string }])[0].id
}

test('Ctrl-C leaves the import to the server and says how to look at it and how to stop it', async () => {
  const running = await begin('ctrl-c.test')
  running.child.kill('SIGINT')
  const { status, stderr } = await running.ended
  expect(status).toBe(130)
  const [, id = ''] =
    /goes on without this command.*rollcall imports (imp_\w+) --watch.*rollcall abort \1/s.exec(stderr) ?? []
  const watched = await rollcall(['imports', id, '--watch'], surroundings)
  expect(watched).toMatchObject({ status: 0, stdout: expect.stringContaining('60,000 created') })
}, 60_000)

test('an import that somebody aborts ends it with 6, and the rest can be had as a file', async () => {
  const running = await begin('abort.test')
  const id = await newestImport()
  expect(await rollcall(['abort', id], surroundings)).toMatchObject({ status: 0 })
  const { status, stderr } = await running.ended
  expect(status).toBe(6)
  expect(stderr).toMatch(/created.*not reached.*What was applied stays\./s)
  const rest = await rollcall(['imports', id, '--not-reached', 'rest.csv'], surroundings)
  expect(rest.stderr).toBe('The rows that were not reached are in rest.csv.\n')
}, 60_000)
