import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { buildSchema, parse, validate } from 'graphql'
import * as generated from './generated/graphql.ts'
import { PermissionError, Rollcall } from './index.ts'
import { data, openStandIn, type Reaction } from './testing.ts'
import { TypedDocumentString } from './typed-document-string.ts'

const nobody = data({ user: null })
const headers = { 'x-known-operations': 'sha256' }
const knowing: Reaction = { headers, body: { data: { user: null } } }
const notFound = { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }
const unknown: Reaction = { headers, body: { errors: [notFound] } }

const path = fileURLToPath(new URL('../operations.json', import.meta.url))
const manifest = JSON.parse(readFileSync(path, 'utf8')) as { operations: { id: string; body: string }[] }
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('the documents of the SDK', () => {
  test('are those of the manifest, each under the SHA-256 of its text', () => {
    const documents = Object.values(generated).filter((value) => value instanceof TypedDocumentString)
    expect(documents.length).toBeGreaterThan(70)
    expect(documents.map(String).sort()).toEqual(manifest.operations.map(({ body }) => body).sort())
    for (const { id, body } of manifest.operations) expect(id).toBe(sha256(body))
  })

  test('hold all that a server needs, and nothing it does not', () => {
    const schema = buildSchema(readFileSync(fileURLToPath(new URL('../../../schema.graphql', import.meta.url)), 'utf8'))
    for (const { body } of manifest.operations) expect(validate(schema, parse(body))).toEqual([])
  })

  test('go as their hash once the server has said that it knows them', async () => {
    const standIn = await openStandIn()
    standIn.reactions = [knowing]
    const { users } = new Rollcall({ url: standIn.url })
    await users.get('usr_1')
    await users.get('usr_2')
    const [first, second] = standIn.received
    expect(first).toMatchObject({ query: String(generated.GetUserDocument) })
    expect(second).toMatchObject({
      variables: { id: 'usr_2' },
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256(String(generated.GetUserDocument)) } },
    })
    expect(second).not.toHaveProperty('query')
    await standIn.close()
  })

  test('go whole to a server that did not say so, and after it did not know one of them', async () => {
    const standIn = await openStandIn()
    const attempts: number[] = []
    const { users } = new Rollcall({ url: standIn.url, onAttempt: ({ attempt }) => attempts.push(attempt) })
    standIn.reactions = [nobody, knowing, unknown, knowing]
    for (const id of ['usr_1', 'usr_2', 'usr_3', 'usr_4']) expect(await users.get(id)).toBeNull()
    const sent = standIn.received.map((request) => ('query' in request ? 'text' : 'hash'))
    expect(sent).toEqual(['text', 'text', 'hash', 'text', 'text'])
    // For whoever counts them it was one attempt each.
    expect(attempts).toEqual([1, 1, 1, 1])
    await standIn.close()
  })
})

describe('a server that is given the manifest of the SDK', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite', { OPERATION_MANIFESTS: path })
  })
  afterAll(() => house.close())

  test('answers the SDK without a key, and nothing else', async () => {
    const rollcall = new Rollcall({ url: `${house.url}/graphql` })
    expect(await rollcall.invites.look('token')).toBeNull()
    expect(await rollcall.invites.look('token')).toBeNull()
    await expect(rollcall.request('{ serverInfo { version } }', {})).rejects.toBeInstanceOf(PermissionError)
  })

  test('takes files, mutations and pages from the SDK by whatever way they are sent', async () => {
    const rollcall = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
    await rollcall.users.invite({ email: 'ana@example.com', name: 'Ana Ruiz' })
    const started = await rollcall.imports.start({ text: 'Email,Name\nbo@example.com,Bo Lee\n' })
    expect(started.data.file.rowCount).toBe(1)
    expect(await rollcall.users.list().toArray()).toHaveLength(1)
  })
})
