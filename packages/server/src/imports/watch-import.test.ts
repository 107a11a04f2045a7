import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiKey } from '../access/api-key.ts'
import { Role } from '../base/viewer.ts'
import { addApiKey, databases, startTestServer, type ServedHouse } from '../testing.ts'

const WATCH = `subscription ($id: ID!) { importProgress(importId: $id) {
  importId state phase processed total percent failed rowsPerSecond etaSeconds } }`

describe.each(databases)('watching an import (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on)
  })
  afterAll(() => house.close())

  const post = (path: string, query: string, variables: object, apiKey: string | null = house.apiKey) =>
    fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: { ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}), 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })

  async function started(rows: number): Promise<string> {
    const csv = ['Email,Name', ...Array.from({ length: rows }, (_, index) => `p${index}@example.com,P ${index}`)]
    const response = await post(
      '/graphql',
      'mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } } }',
      { csv: csv.join('\n') },
    )
    const { data } = (await response.json()) as { data: { startImport: { importSession: { id: string } } } }
    const { id } = data.startImport.importSession
    await post('/graphql', 'mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { code } } }', {
      id,
    })
    return id
  }

  const commit = (id: string) =>
    post(
      '/graphql',
      `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 0, settings: {
        mode: ADD_AND_UPDATE, invites: NONE } }) { userErrors { code } } }`,
      { id },
    )

  // Events of any shape are looked into.
  // oxlint-disable-next-line typescript/no-explicit-any
  async function* events(response: Response): AsyncGenerator<any> {
    let text = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString()
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, event, data] = /^event: (\w+)\ndata:(.*)$/.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        if (event) yield { event, ...(data ? JSON.parse(data) : {}) }
      }
    }
  }

  it('shows the state at once, how far it is, and its end, after which the stream ends', async () => {
    const id = await started(3_000)
    const response = await post('/graphql/stream', WATCH, { id })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const seen: { event: string; data?: { importProgress: { state: string; phase: string; percent: number } } }[] = []
    for await (const event of events(response)) {
      seen.push(event)
      if (seen.length === 1) await commit(id)
    }
    expect(seen[0]?.data?.importProgress).toEqual({
      importId: id,
      state: 'MAPPED',
      phase: 'WAITING',
      processed: 0,
      total: 3_000,
      percent: 0,
      failed: 0,
      rowsPerSecond: null,
      etaSeconds: null,
    })
    expect(seen.at(-2)?.data?.importProgress).toMatchObject({ state: 'COMMITTED', phase: 'DONE', percent: 100 })
    expect(seen.at(-1)).toEqual({ event: 'complete' })
  })

  it('is for those who may manage people, and for imports there are', async () => {
    const id = await started(1)
    expect((await post('/graphql/stream', WATCH, { id }, null)).status).toBe(401)
    const reporter = await addApiKey(house, Role.REPORTER)
    const first = async (response: Response) => (await events(response).next()).value
    const refused = await post('/graphql/stream', WATCH, { id }, reporter)
    expect(refused.status).toBe(403)
    const { errors } = (await refused.json()) as { errors: object[] }
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } }])
    const unknown = await first(await post('/graphql/stream', WATCH, { id: 'imp_unknown' }))
    expect(unknown.errors).toMatchObject([{ message: 'There is no import with this id.' }])
  })

  it('ends for somebody who loses the right meanwhile', async () => {
    const id = await started(1)
    const apiKey = await addApiKey(house, Role.HR)
    const seen: { errors?: object[] }[] = []
    for await (const event of events(await post('/graphql/stream', WATCH, { id }, apiKey))) {
      seen.push(event)
      if (seen.length === 1) {
        await house.run((work) => work.rows(ApiKey).update({ name: 'Test key, HR' }, { role: Role.REPORTER }))
        house.wait(10_000)
      }
    }
    expect(seen.slice(1)).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN' } }] }, { event: 'complete' }])
  })

  it('takes subscriptions at its own address only, and says what is wrong with a request', async () => {
    const id = await started(1)
    const codes: unknown[] = []
    for (const [path, query] of [
      ['/graphql', WATCH],
      ['/graphql/stream', '{ serverInfo { version } }'],
      ['/graphql/stream', 'subscription ($id: ID!) { importProgress(importId: $id) { nothing } }'],
      ['/graphql/stream', 'subscription {'],
      ['/graphql/stream', 'subscription { importProgress(importId: 1.5) { state } }'],
    ] as const) {
      const response = await post(path, query, { id })
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
      codes.push(errors[0]?.extensions.code)
    }
    expect(codes).toEqual([
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'GRAPHQL_VALIDATION_FAILED',
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
    ])
  })

  it('does not keep a server from stopping', async () => {
    const other = await startTestServer(on)
    const ask = (path: string, query: string) =>
      fetch(`${other.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${other.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
    const answer = await ask('/graphql', 'mutation { startImport(input: { csv: "a\\nb" }) { importSession { id } } }')
    const { data } = (await answer.json()) as { data: { startImport: { importSession: { id: string } } } }
    const { id } = data.startImport.importSession
    const open = events(await ask('/graphql/stream', `subscription { importProgress(importId: "${id}") { state } }`))
    expect((await open.next()).value.data.importProgress).toEqual({ state: 'UPLOADED' })
    const stopping = other.close()
    const late = new AbortController()
    const inTime = wait(5_000, false, { signal: late.signal }).catch(() => false)
    expect(await Promise.race([stopping.then(() => true), inTime])).toBe(true)
    late.abort()
  })
})
