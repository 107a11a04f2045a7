import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, transform } from 'esbuild'
import { startTestServer } from '../../server/src/testing.ts'
import { data, openStandIn, type StandIn } from './testing.ts'

// The package as others get it: packed, unpacked into a folder of its own, and used from there.

const run = promisify(execFile)
const source = fileURLToPath(new URL('..', import.meta.url))
const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
const types = fileURLToPath(new URL('../../../node_modules/@types', import.meta.url))

const PEOPLE =
  'Email,Name,Department,Office,Title,Notes\nana@example.com,Ana Ruiz,marketing,,Cook,\nbroken,Ben,Sales,,,new\n'

let folder: string
let standIn: StandIn

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-package-'))
  const installed = join(folder, 'node_modules/@rollcall/sdk')
  await mkdir(installed, { recursive: true })
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: source,
  })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1'])
  await writeFile(join(folder, 'people.csv'), PEOPLE)
  standIn = await openStandIn()
  standIn.reactions = [data({ startImport: { importSession: { id: 'imp_1', state: 'UPLOADED' }, userErrors: [] } })]
})
afterAll(async () => {
  await standIn.close()
  await rm(folder, { recursive: true })
})

const consumers = [
  ['an ES module', 'use.mjs', "import { Rollcall, RollcallError, isRollcallError } from '@rollcall/sdk'"],
  ['a CommonJS module', 'use.cjs', "const { Rollcall, RollcallError, isRollcallError } = require('@rollcall/sdk')"],
] as const

describe.each(consumers)('%s', (_kind, file, load) => {
  test('uploads a file by its path and knows the errors', async () => {
    const code = `${load}
      const rollcall = new Rollcall()
      rollcall.imports.start({ path: 'people.csv' })
        .then((imp) => console.log(imp.id, isRollcallError(new RollcallError('TIMEOUT', 'Too late.'), 'TIMEOUT')))`
    await writeFile(join(folder, file), code)
    const { stdout, stderr } = await run(process.execPath, [file], {
      cwd: folder,
      env: { ...process.env, ROLLCALL_URL: standIn.url, ROLLCALL_API_KEY: 'rck_test' },
    })
    expect(stdout).toBe('imp_1 true\n')
    expect(stderr).toBe('')
    expect(standIn.received.at(-1)).toMatchObject({
      form: { 0: PEOPLE },
      headers: { authorization: 'Bearer rck_test' },
    })
  })

  test('checks what a webhook was told', async () => {
    const code = `${load.replace(/\{.*\}/, '{ signWebhook, verifyWebhook }').replace('sdk', 'sdk/webhooks')}
      const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
      const body = JSON.stringify({ id: 'whd_1', event: 'USER_CREATED', at: '2026-01-31T09:00:00.000Z', data: {} })
      signWebhook(body, secret).then((headers) => verifyWebhook(body, headers, secret)).then(({ id }) => console.log(id))`
    await writeFile(join(folder, file), code)
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder })
    expect([stdout, stderr]).toEqual(['whd_1\n', ''])
  })

  test('is bundled for a browser without anything of Node', async () => {
    await writeFile(join(folder, file), `${load}\nglobalThis.rollcall = new Rollcall()`)
    const options = { bundle: true, write: false, metafile: true, logLevel: 'silent', platform: 'browser' } as const
    const bundle = await build({ ...options, entryPoints: [join(folder, file)] })
    const imports = Object.values(bundle.metafile.inputs).flatMap((input) => input.imports)
    expect(imports.filter(({ external, path }) => external || path.startsWith('node:'))).toEqual([])
    expect(bundle.outputFiles[0]?.text).not.toMatch(/\b(?:require|import)\(/)
  })
})

test('the schema comes with the package', async () => {
  const code = `import { readFileSync } from 'node:fs'
    const path = new URL(import.meta.resolve('@rollcall/sdk/schema.graphql'))
    console.log(readFileSync(path, 'utf8').includes('type Mutation {'))`
  await writeFile(join(folder, 'schema.mjs'), code)
  expect((await run(process.execPath, ['schema.mjs'], { cwd: folder })).stdout).toBe('true\n')
})

test('the types of the package stand on their own, for ES modules, CommonJS and bundlers', async () => {
  const code = `import { Rollcall, type schema, type Import } from '@rollcall/sdk'
    export const statusOf = (user: schema.User): schema.UserStatus => user.status
    export const imports: Promise<Import[]> = new Rollcall().imports.list({ first: 1 }).toArray()`
  await compile({ 'use.mts': code, 'use.cts': code }, [])
  await compile({ 'use.ts': code }, [], { module: 'esnext', moduleResolution: 'bundler' })
}, 60_000)

test('every example of the README compiles', async () => {
  const blocks = await readmeBlocks()
  await compile(Object.fromEntries(blocks.map((code, index) => [`readme-${index}.mts`, code])), ['node'])
}, 60_000)

test('every example of the README runs, one after the other', async () => {
  const house = await startTestServer('SQLite')
  try {
    const env = { ...process.env, ROLLCALL_URL: `${house.url}/graphql`, ROLLCALL_API_KEY: house.apiKey }
    const printed: string[] = []
    for (const block of await readmeBlocks()) {
      const { code } = await transform(block, { loader: 'ts', format: 'esm', target: 'es2022' })
      await writeFile(join(folder, 'readme.mjs'), code)
      const { stdout, stderr } = await run(process.execPath, ['readme.mjs'], { cwd: folder, env })
      expect(stderr).toBe('')
      printed.push(stdout)
    }
    expect(printed).toEqual([
      'INVITE_PENDING QUEUED\n',
      expect.stringMatching(/^(?:[A-Z]+ \d+ %\n)+0 made, 1 left out\n3 .+\n$/),
      expect.stringMatching(/^Email -> email\n(?:.+\n)+3 INVALID\n\d+ changed\n$/),
      expect.stringMatching(/^1 of 1\nana@example\.com (?:QUEUED|SENT)\n$/),
      expect.stringMatching(/^CreateTeam [\d.]+\n.+\n$/),
      'USER_CREATED whd_1\n',
      'Example Academy 0 7\n',
    ])
  } finally {
    await house.close()
  }
}, 60_000)

async function readmeBlocks(): Promise<string[]> {
  const readme = await readFile(join(source, 'README.md'), 'utf8')
  return [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code ?? '')
}

async function compile(
  files: Record<string, string>,
  typesOf: string[],
  resolution: object = { module: 'node20' },
): Promise<void> {
  for (const [name, code] of Object.entries(files)) await writeFile(join(folder, name), code)
  const config = {
    compilerOptions: {
      ...resolution,
      lib: ['es2023', 'dom', 'dom.iterable'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: typesOf,
      typeRoots: [types],
    },
    files: Object.keys(files),
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error)
  expect(stdout).toBe('')
}
