import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { buildSchema, parse, validate } from 'graphql'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'

// The examples of docs/, as a reader would try them.

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
const schema = buildSchema(readFileSync(`${root}/schema.graphql`, 'utf8'))

const pages = readdirSync(`${root}/docs`, { encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
const examples = (language: string) =>
  pages.flatMap((page) =>
    [
      ...readFileSync(`${root}/docs/${page}`, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')),
    ].map(([, code], index) => ({ name: `${page}, example ${index + 1}`, page, code: code ?? '' })),
  )

const PRINTED: Record<string, RegExp> = {
  'five-minutes.md, example 1': /^Ana Ruiz INVITE_PENDING QUEUED\n$/,
  'five-minutes.md, example 2': /^52 would be made, 10 rows are invalid\n$/,
  'importing.md, example 1': /^1 to make, 1 invalid, new teams: Sales\nline 3: .+\n1 made\n$/,
  'inviting.md, example 1': /^EMAIL_TAKEN .*resendInvite.*\n$/,
  'inviting.md, example 2': /^costCentre 4711\n$/,
}

let house: ServedHouse
beforeEach(async () => {
  house = await startTestServer('SQLite')
})
afterEach(() => house.close())

describe('the TypeScript of the documentation', () => {
  test.each(examples('ts'))('runs: $name', async ({ name, code }) => {
    const script = await transform(code, { loader: 'ts', format: 'esm', target: 'es2022' })
    const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script.code], {
      cwd: root,
      env: { ...process.env, ROLLCALL_URL: `${house.url}/graphql`, ROLLCALL_API_KEY: house.apiKey },
    })
    expect(stderr).toBe('')
    expect(stdout).toMatch(PRINTED[name] ?? /^$/)
  })
})

describe('the GraphQL of the documentation', () => {
  test.each(examples('graphql'))('is answered: $name', async ({ code }) => {
    expect(validate(schema, parse(code)).map(({ message }) => message)).toEqual([])
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: code }),
    })
    const { data, errors } = (await response.json()) as {
      data: Record<string, { userErrors?: object[] }>
      errors?: object[]
    }
    expect(errors).toBeUndefined()
    expect(Object.values(data).flatMap((field) => field.userErrors ?? [])).toEqual([])
  })
})
