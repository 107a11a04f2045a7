import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readManifests } from './known-operations.ts'
import { startTestServer, type ServedHouse } from './testing.ts'

const KNOWN = 'query Known { serverInfo { maxPageSize } }'
const OTHER = 'query Other { serverInfo { maxPageSize } }'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const byHash = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } })
const answered = { data: { serverInfo: { maxPageSize: 200 } } }

describe('a server that is given the operations of its frontends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-manifest-'))
  const manifest = (name: string, content: unknown) => {
    const path = join(folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  let house: ServedHouse
  let free: ServedHouse
  beforeAll(async () => {
    const path = manifest('known.json', { operations: [{ id: sha256(KNOWN), name: 'Known', body: KNOWN }] })
    house = await startTestServer('SQLite', { OPERATION_MANIFESTS: ` ${path} ,` })
    free = await startTestServer('SQLite')
  })
  afterAll(async () => {
    await house.close()
    await free.close()
    rmSync(folder, { recursive: true })
  })

  const ask = ({ url }: ServedHouse, body: object, headers: Record<string, string> = {}, path = '/graphql') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  it('takes the hash of a document for the document, and says that it does', async () => {
    const response = await ask(house, byHash(KNOWN))
    expect(response.headers.get('x-known-operations')).toBe('sha256')
    expect(await response.json()).toEqual(answered)
    expect(await (await ask(house, { query: KNOWN })).json()).toEqual(answered)
    expect((await ask(free, { query: KNOWN })).headers.get('x-known-operations')).toBeNull()
  })

  it('runs no others for callers without an API key, however they are sent, and says what to do', async () => {
    const get = `/graphql?query=${encodeURIComponent(OTHER)}`
    const preflighted = { 'apollo-require-preflight': 'true' }
    for (const response of [
      await ask(house, { query: OTHER }),
      await ask(house, byHash(OTHER)),
      await ask(house, { query: OTHER, ...byHash(OTHER) }),
      await ask(house, { query: `${KNOWN} ` }),
      await ask(house, { query: '{' }),
      await ask(house, [{ query: KNOWN }]),
      await ask(house, { query: 'subscription { importProgress(importId: "x") { percent } }' }, {}, '/graphql/stream'),
      await fetch(house.url + get, { headers: preflighted }),
    ]) {
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('OPERATION_MANIFESTS'), extensions: { code: 'FORBIDDEN' } }],
      })
    }
  })

  it('lets partners with an API key write their own', async () => {
    const authorization = `Bearer ${house.apiKey}`
    expect(await (await ask(house, { query: OTHER }, { authorization })).json()).toEqual(answered)
  })

  it('refuses a hash that is none, or is that of another document', async () => {
    for (const body of [
      { query: KNOWN, ...byHash(OTHER) },
      { extensions: { persistedQuery: { version: 2, sha256Hash: sha256(KNOWN) } } },
      { extensions: { persistedQuery: { version: 1, sha256Hash: { $gt: '' } } } },
    ]) {
      const response = await ask(free, body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    }
  })

  it('remembers elsewhere what was sent once beside its hash, as clients of Apollo do', async () => {
    const first = (await (await ask(free, byHash(OTHER))).json()) as object
    expect(first).toMatchObject({
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    })
    expect(await (await ask(free, { query: OTHER, ...byHash(OTHER) })).json()).toEqual(answered)
    expect(await (await ask(free, byHash(OTHER))).json()).toEqual(answered)
  })

  it('does not start with a manifest that is none, and says which and why', () => {
    const wrong = [
      [join(folder, 'missing.json'), 'cannot be read'],
      [manifest('broken.json', '{'), 'cannot be read'],
      [manifest('empty.json', {}), 'has no list "operations"'],
      [
        manifest('forged.json', { operations: [{ id: sha256(KNOWN), name: 'X', body: OTHER }] }),
        'operation X has no id',
      ],
    ] as const
    for (const [path, reason] of wrong) {
      expect(() => readManifests([path])).toThrow(reason)
      expect(() => readManifests([path])).toThrow(`OPERATION_MANIFESTS names ${path}`)
    }
  })
})
