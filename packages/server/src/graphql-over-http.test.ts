import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { serverAudits, type AuditResult } from 'graphql-http'
import { startTestServer, type ServedHouse } from './testing.ts'

let house: ServedHouse
beforeAll(async () => {
  house = await startTestServer('SQLite', { NODE_ENV: 'production', REQUESTS_PER_MINUTE: '10000' })
})
afterAll(() => house.close())

describe('the audits of GraphQL over HTTP', () => {
  it('find no error, and at most six things to remark', async () => {
    // Two of them ask for the schema, which in production a credential is needed for.
    const fetchFn = (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${house.apiKey}` } })
    const results: AuditResult[] = []
    for (const audit of serverAudits({ url: `${house.url}/graphql`, fetchFn })) results.push(await audit.fn())
    const named = (status: string) => results.flatMap((result) => (result.status === status ? [result.name] : []))
    const counted = `${named('ok').length} of ${results.length} ok, ${named('warn').length} warnings, ${named('notice').length} notices`
    process.stderr.write(`GraphQL over HTTP: ${counted}\n`)
    expect(named('error')).toEqual([])
    expect(results.length).toBe(61)
    expect(named('ok').length).toBeGreaterThanOrEqual(55)
  })
})

describe('a stranger who looks for holes', () => {
  const json = { 'content-type': 'application/json' }
  const post = (body: unknown, headers: Record<string, string> = json, path = '/graphql') =>
    fetch(house.url + path, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const get = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${house.url}/graphql?query=${encodeURIComponent(query)}`, { headers })
  const times = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index)).join(' ')

  it('gets no answer to a hundred names for one field', async () => {
    const response = await post({ query: `query cop { ${times(101, (index) => `alias${index}:__typename`)} }` })
    expect(response.status).toBe(400)
    expect((await read(response)).data).toBeUndefined()
  })

  it('gets no answer to one field five hundred times', async () => {
    const response = await post({ query: `query cop { ${times(500, () => '__typename')} }` })
    expect(response.status).toBe(400)
    expect((await read(response)).data).toBeUndefined()
  })

  it('is told of few of the mistakes in a document full of them', async () => {
    const { errors } = await read(await post({ query: `query cop { __typename ${times(10, () => '@aa')} }` }))
    expect(errors.length).toBeLessThanOrEqual(6)
  })

  it('is shown nothing of the schema, whether asked for in circles, by name or with a misspelt field', async () => {
    const circle = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }'
    for (const query of [circle, '{ __schema { queryType { name } } }', '{ __type(name: "User") { name } }']) {
      const { data, errors } = await read(await post({ query }))
      expect([query, data ?? null]).toEqual([query, null])
      expect(errors.length).toBeGreaterThan(0)
    }
    const { errors } = await read(await post({ query: '{ viewe { kind } }' }))
    expect(errors[0].message).not.toMatch(/Did you mean|viewer/)
  })

  it('who may ask for the schema still may not ask for it in circles', async () => {
    const circle = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }'
    const response = await post({ query: circle }, { ...json, authorization: `Bearer ${house.apiKey}` })
    expect(response.status).toBe(400)
  })

  it('runs nothing by GET, by a form or by plain text', async () => {
    const mutation = 'mutation cop { __typename }'
    expect((await get(mutation)).status).toBe(400)
    expect((await get(mutation, { 'apollo-require-preflight': 'true' })).status).toBe(405)
    expect((await get('query cop { __typename }')).status).toBe(400)
    expect((await post('query=query cop { __typename }', formOf('application/x-www-form-urlencoded'))).status).toBe(400)
    expect((await post({ query: '{ __typename }' }, formOf('text/plain'))).status).toBe(400)
    expect((await post({ query: '{ __typename }' }, formOf('application/graphql'))).status).toBeGreaterThanOrEqual(400)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      expect((await post('query=subscription', formOf(type), '/graphql/stream')).status).toBe(400)
    }
  })

  it('runs no list of operations', async () => {
    const response = await post(Array(10).fill({ query: 'query cop { __typename }' }))
    expect(response.status).toBe(400)
    expect(JSON.stringify(await read(response))).not.toContain('"__typename":"Query"')
  })

  it('finds no console where the API is', async () => {
    const response = await fetch(`${house.url}/graphql`, { headers: { accept: 'text/html' } })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).not.toMatch(/graphiql|playground|sandbox|<html/i)
  })

  it('sees no trace, no stack and no path of the server', async () => {
    const traced = await read(await post({ query: 'query cop { __typename }' }, { ...json, 'x-apollo-tracing': '1' }))
    expect(traced).toEqual({ data: { __typename: 'Query' } })
    for (const body of [{ query: 'qwerty cop { abc }' }, { query: 1 }, 'no json', { query: '{ x }', variables: [] }]) {
      for (const path of ['/graphql', '/graphql/stream']) {
        const response = await post(body, json, path)
        const text = await response.text()
        expect([response.status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, expect.any(String)])
        expect(text).not.toMatch(/stack|node_modules|packages\/|\.ts:|\.js:|exception/i)
      }
    }
    for (const method of ['DELETE', 'PUT', 'PATCH']) {
      expect((await fetch(`${house.url}/graphql`, { method, headers: json })).status).toBeGreaterThanOrEqual(400)
    }
  })

  it('cannot make the server look at prototypes through names and variables', async () => {
    for (const body of [
      '{"query":"query ($__proto__: Int) { __typename }","variables":{"__proto__":{"x":1},"constructor":1}}',
      '{"query":"{ __proto__: __typename constructor: __typename }"}',
      '{"query":"{ __typename }","extensions":{"__proto__":{"polluted":true}}}',
    ]) {
      const response = await post(body)
      expect([200, 400]).toContain(response.status)
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    }
  })
})

function formOf(type: string): Record<string, string> {
  return { 'content-type': type }
}

// Answers of any shape are looked into.
// oxlint-disable-next-line typescript/no-explicit-any
const read = (response: Response): Promise<any> => response.json()
