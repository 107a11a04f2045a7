import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'

// The examples of the README at the root, run from there as a reader would.

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))

let house: ServedHouse

beforeEach(async () => {
  house = await startTestServer('SQLite')
})
afterEach(() => house.close())

test('the curl commands of the README import its file, and show which rows were refused', async () => {
  const [, commands, ...others] = await readmeBlocks('bash')
  expect(others).toEqual([])
  const here = (commands ?? '')
    .replace('http://localhost:4000/graphql', `${house.url}/graphql`)
    .replace('rck_…', house.apiKey)
  const { stdout, stderr } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', here], { cwd: root })
  expect(stderr).toBe('')
  const [start, map, configure, preview, commit, report] = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { data: unknown }).data)
  const done = (state: string) => ({ importSession: expect.objectContaining({ state }), userErrors: [] })
  expect(start).toMatchObject({
    startImport: { importSession: { id: expect.stringMatching(/^imp_/) }, userErrors: [] },
  })
  expect(map).toEqual({ mapColumns: done('MAPPED') })
  expect(configure).toEqual({ configureImport: done('CONFIGURED') })
  expect(preview).toMatchObject({ importSession: { preview: { toCreate: 52, invalid: 10, invites: 0 } } })
  expect(commit).toEqual({ commitImport: done('COMMITTED') })
  expect(report).toMatchObject({ importSession: { state: 'COMMITTED', report: { created: 52, failed: 10 } } })
  expect(report).toMatchObject({ importSession: { rows: { nodes: { length: 10 } } } })
})

test('the TypeScript of the README runs', async () => {
  const [block, ...others] = await readmeBlocks('ts')
  expect(others).toEqual([])
  const { code } = await transform(block ?? '', { loader: 'ts', format: 'esm', target: 'es2022' })
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    env: { ...process.env, ROLLCALL_URL: `${house.url}/graphql`, ROLLCALL_API_KEY: house.apiKey },
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^INVITE_PENDING QUEUED\n52 made, 10 failed\n(?:\d+ .+\n){10}$/)
})

async function readmeBlocks(language: string): Promise<string[]> {
  const readme = await readFile(`${root}/README.md`, 'utf8')
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code ?? '')
}
