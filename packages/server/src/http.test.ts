import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Role } from './base/viewer.ts'
import { AuditEvent } from './audit/audit-event.ts'
import { zipOf } from './imports/workbook.testing.ts'
import { ImportBatch } from './imports/import-row.ts'
import { addApiKey, databases, startTestServer, type ServedHouse } from './testing.ts'
import { User } from './users/user.ts'

const START = `mutation ($file: Upload!) { startImport(input: { file: $file }) {
  importSession { id state file { name rowCount bytes } } userErrors { __typename code message hint } } }`
const LIMIT = 300_000

describe.each(databases)('the API over HTTP (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on, { MAX_FILE_BYTES: String(LIMIT) })
  })
  afterAll(() => house.close())

  const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
    fetch(`${house.url}/graphql`, { method: 'POST', body, headers })
  const asOwner = () => ({ authorization: `Bearer ${house.apiKey}` })
  const json = { 'content-type': 'application/json' }

  function upload(text: string | Uint8Array<ArrayBuffer>, name = 'people.csv'): FormData {
    const form = new FormData()
    form.set('operations', JSON.stringify({ query: START, variables: { file: null } }))
    form.set('map', JSON.stringify({ 0: ['variables.file'] }))
    form.set('0', new Blob([text]), name)
    return form
  }

  // What graphql-upload keeps while a file arrives.
  const temporaryFiles = () => readdirSync(tmpdir()).filter((name) => name.startsWith('capacitor-'))

  it('answers nobody about people, and everybody about itself', async () => {
    const query = '{ viewer { kind } serverInfo { version maxRows } users { nodes { id } } }'
    const response = await post(JSON.stringify({ query }), json)
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-powered-by')).toBeNull()
    const { data, errors } = await read(response)
    expect(data).toMatchObject({ viewer: null, serverInfo: { maxRows: 1_000_000 }, users: null })
    expect(errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') } },
    ])
  })

  it('leaves in the audit with which request something was done, and from where', async () => {
    const query = 'mutation { createApiKey(input: { name: "Partner", role: HR }) { apiKey { id } } }'
    const response = await post(JSON.stringify({ query }), { ...json, ...asOwner() })
    expect(await read(response)).toMatchObject({ data: { createApiKey: { apiKey: {} } } })
    const events = await house.run((work) => work.rows(AuditEvent).find({ action: 'api_key.created' }))
    expect(events).toMatchObject([
      { requestId: response.headers.get('x-request-id'), caller: expect.stringMatching(/127\.0\.0\.1$/) },
    ])
  })

  it('leaves in the audit which right was refused to whom, once a request', async () => {
    const learner = { authorization: `Bearer ${await addApiKey(house, Role.LEARNER)}` }
    const query = `mutation { inviteUser(input: { email: "no@example.com" }) { user { id } }
      again: inviteUser(input: { email: "no@example.com" }) { user { id } } }`
    const response = await post(JSON.stringify({ query }), { ...json, ...learner })
    expect(await read(response)).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }, { extensions: { code: 'FORBIDDEN' } }],
    })
    const events = await house.run((work) => work.rows(AuditEvent).find({ action: 'right.refused' }))
    expect(events).toMatchObject([
      {
        actorLabel: 'API key Test key, LEARNER',
        requestId: response.headers.get('x-request-id'),
        details: {
          refused: [
            {
              field: 'inviteUser',
              requires: 'OWNER, ADMIN, HR, or CURATOR with the PEOPLE permission',
              message: expect.stringContaining('may not manage people'),
            },
          ],
        },
      },
    ])
  })

  it('refuses a credential that is wrong instead of taking the caller for nobody', async () => {
    const response = await post(JSON.stringify({ query: '{ viewer { kind } }' }), {
      ...json,
      authorization: 'Bearer rck_wrong',
    })
    expect(response.status).toBe(401)
    expect(await read(response)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it('lets one credential make so many requests a minute, from wherever they come, and says how long to wait', async () => {
    const limited = await startTestServer(on, { REQUESTS_PER_MINUTE: '2' })
    const other = await addApiKey(limited, Role.LEARNER)
    const ask = (key: string) =>
      fetch(`${limited.url}/graphql`, {
        method: 'POST',
        body: JSON.stringify({ query: '{ serverInfo { requestsPerMinute } }' }),
        headers: { ...json, authorization: `Bearer ${key}` },
      })
    expect(await read(await ask(limited.apiKey))).toEqual({ data: { serverInfo: { requestsPerMinute: 2 } } })
    expect((await ask(limited.apiKey)).status).toBe(200)
    const refused = await ask(limited.apiKey)
    expect(refused.status).toBe(429)
    const [error] = (await read(refused)).errors
    expect(error.extensions.code).toBe('RATE_LIMITED')
    expect(refused.headers.get('retry-after')).toBe(String(error.extensions.retryAfter))
    expect(error.extensions.retryAfter).toBeGreaterThan(0)
    expect((await ask(other)).status).toBe(200)
    await limited.close()
  })

  it('takes a file as a multipart request', async () => {
    const response = await post(upload('Email,Name\nana@example.com,Ana Ruiz\n'), {
      ...asOwner(),
      'apollo-require-preflight': 'true',
    })
    const { data } = await read(response)
    expect(data.startImport).toMatchObject({
      importSession: { state: 'UPLOADED', file: { name: 'people.csv', rowCount: 1, bytes: 36 } },
      userErrors: [],
    })
    await until(() => temporaryFiles().length === 0)
  })

  it('takes a file of exactly the largest size and refuses one byte more, leaving nothing behind', async () => {
    const headers = { ...asOwner(), 'apollo-require-preflight': 'true' }
    const head = 'Email,Name\n'
    const row = (index: number) => `p${String(index).padStart(5, '0')}@example.com,${'x'.repeat(78)}\n`
    const rows = Array.from({ length: Math.floor((LIMIT - head.length) / 98) }, (_, index) => row(index)).join('')
    const exact = head + rows + '\n'.repeat(LIMIT - head.length - rows.length)
    expect(exact).toHaveLength(LIMIT)
    const fits = await read(await post(upload(exact), headers))
    expect(fits.data.startImport).toMatchObject({ importSession: { file: { bytes: LIMIT } }, userErrors: [] })
    const stored = () => house.run((work) => work.rows(ImportBatch).count())
    const before = await stored()
    const over = await read(await post(upload(`${exact}\n`), headers))
    expect(over.data.startImport).toMatchObject({
      importSession: null,
      userErrors: [{ __typename: 'FileError', code: 'FILE_TOO_LARGE' }],
    })
    expect(await stored()).toBe(before)
    await until(() => temporaryFiles().length === 0)
  })

  it('refuses what is not a CSV file with what it is and how to save it', async () => {
    const document = zipOf({ 'word/document.xml': '<document/>' })
    const response = await post(upload(Uint8Array.from(document), 'people.docx'), {
      ...asOwner(),
      'apollo-require-preflight': 'true',
    })
    const { data } = await read(response)
    expect(data.startImport.userErrors).toMatchObject([
      { code: 'FILE_NOT_CSV', hint: expect.stringContaining('CSV UTF-8') },
    ])
  })

  it('refuses an upload from a stranger before a byte of the file is kept', async () => {
    const large = upload('x'.repeat(LIMIT))
    const response = await post(large, { 'apollo-require-preflight': 'true' })
    expect(response.status).toBe(401)
    await until(() => temporaryFiles().length === 0)
  })

  it('refuses requests that a foreign page could make a browser send', async () => {
    const mutation = 'mutation { createTeam(input: { name: "By a foreign page" }) { team { id } } }'
    const get = await fetch(`${house.url}/graphql?query=${encodeURIComponent(mutation)}`, { headers: asOwner() })
    expect(get.status).toBe(400)
    const plain = await post(JSON.stringify({ query: mutation }), { ...asOwner(), 'content-type': 'text/plain' })
    expect(plain.status).toBe(400)
    const form = await post(new URLSearchParams({ query: mutation }), asOwner())
    expect(form.status).toBe(400)
    const multipart = await post(upload('Email,Name\na@example.com,A\n'), asOwner())
    expect(multipart.status).toBe(400)
    expect(await read(multipart)).toMatchObject({
      errors: [
        { message: expect.stringContaining('Apollo-Require-Preflight'), extensions: { code: 'BAD_USER_INPUT' } },
      ],
    })
    await until(() => temporaryFiles().length === 0)
    const { data } = await read(
      await post(JSON.stringify({ query: '{ teams { nodes { name } } }' }), { ...asOwner(), ...json }),
    )
    expect(data.teams.nodes).toEqual([])
  })

  it('refuses a list of operations', async () => {
    const operations = Array(10).fill({ query: '{ viewer { kind } }' })
    expect((await post(JSON.stringify(operations), { ...asOwner(), ...json })).status).toBe(400)
  })

  it('says what is wrong with a document, and shows no stack', async () => {
    const unfinished = await post(JSON.stringify({ query: '{' }), json)
    expect(unfinished.status).toBe(400)
    expect(await read(unfinished)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] })
    const broken = await post('{"query":"{"', json)
    expect(broken.status).toBe(400)
    const text = await broken.text()
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] })
    expect(text).not.toContain('node_modules')
    const unknown = await read(await post(JSON.stringify({ query: '{ viewr { kind } }' }), json))
    expect(unknown.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(unknown.errors[0].message).not.toContain('Did you mean')
    const enumeration = {
      query: 'query ($role: [Role!]) { users(filter: { role: $role }) { totalCount } }',
      variables: { role: ['KING'] },
    }
    const coercion = await read(await post(JSON.stringify(enumeration), { ...asOwner(), ...json }))
    expect(coercion.errors[0].extensions.code).toBe('BAD_USER_INPUT')
  })

  it('refuses a page that is too large, naming the maximum', async () => {
    for (const first of [1_000_000, -1]) {
      const response = await post(JSON.stringify({ query: `{ users(first: ${first}) { totalCount } }` }), {
        ...asOwner(),
        ...json,
      })
      const { errors } = await read(response)
      expect(errors).toMatchObject([
        { message: expect.stringContaining('200'), extensions: { code: 'BAD_USER_INPUT', maximum: 200 } },
      ])
    }
  })

  it('refuses a hundred invites in one mutation, and nobody is invited', async () => {
    const before = await house.run((work) => work.rows(User).count())
    const invites = Array.from({ length: 101 }, (_, index) => {
      return `i${index}: inviteUser(input: { email: "many${index}@example.com" }) { user { id } }`
    })
    const response = await post(JSON.stringify({ query: `mutation { ${invites.join(' ')} }` }), {
      ...asOwner(),
      ...json,
    })
    expect(response.status).toBe(400)
    expect((await read(response)).errors).toContainEqual({
      message: expect.stringContaining('send several requests'),
      locations: expect.anything(),
      extensions: { code: 'QUERY_TOO_COMPLEX', measure: 'aliases', cost: 31, limit: 30, requestId: expect.any(String) },
    })
    expect(await house.run((work) => work.rows(User).count())).toBe(before)
  })

  it('refuses what would answer too much before anything is looked up', async () => {
    const managers = `{ user(id: "x") { ${'manager { '.repeat(20)} id ${'}'.repeat(21)} }`
    const members = '{ teams { nodes { members { nodes { primaryTeam { members { nodes { id } } } } } } } }'
    for (const [query, measure] of [
      [managers, 'depth'],
      [members, 'cost'],
    ]) {
      house.statements.reset()
      const response = await post(JSON.stringify({ query }), json)
      expect(response.status).toBe(400)
      expect((await read(response)).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', measure } }])
      expect(house.statements.seen.filter((sql) => sql.includes('users'))).toEqual([])
    }
  })

  it('publishes its limits, and holds subscriptions to them', async () => {
    const query = '{ serverInfo { maxQueryCost maxQueryDepth maxQueryAliases maxQueryTokens } }'
    expect((await read(await post(JSON.stringify({ query }), json))).data.serverInfo).toEqual({
      maxQueryCost: 5_000,
      maxQueryDepth: 12,
      maxQueryAliases: 30,
      maxQueryTokens: 3_000,
    })
    const percents = Array.from({ length: 31 }, (_, index) => `p${index}: percent`).join(' ')
    const watch = (subscription: string) =>
      fetch(`${house.url}/graphql/stream`, {
        method: 'POST',
        body: JSON.stringify({ query: subscription }),
        headers: { ...json, ...asOwner() },
      })
    const refused = await watch(`subscription { importProgress(importId: "imp_x") { ${percents} } }`)
    expect(refused.status).toBe(400)
    expect(await read(refused)).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] })
    const misspelt = await read(await watch('subscription { importProgres(importId: "imp_x") { percent } }'))
    expect(misspelt.errors[0].message).not.toContain('Did you mean')
  })

  it('survives a hundred uploads that are cut half-way', async () => {
    const { port } = new URL(house.url)
    const body = [
      '--cut',
      'content-disposition: form-data; name="operations"',
      '',
      JSON.stringify({ query: START, variables: { file: null } }),
      '--cut',
      'content-disposition: form-data; name="map"',
      '',
      JSON.stringify({ 0: ['variables.file'] }),
      '--cut',
      'content-disposition: form-data; name="0"; filename="people.csv"',
      'content-type: text/csv',
      '',
      'Email,Name',
      ...Array.from({ length: 500 }, (_, index) => `cut${index}@example.com,Cut ${index}`),
    ].join('\r\n')
    await Promise.all(
      Array.from(
        { length: 100 },
        () =>
          new Promise<void>((resolve) => {
            const socket = connect(Number(port), '127.0.0.1', () => {
              socket.write(
                `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${house.apiKey}\r\napollo-require-preflight: true\r\n` +
                  `content-type: multipart/form-data; boundary=cut\r\ncontent-length: ${body.length * 2}\r\n\r\n${body}`,
                () => socket.destroy(),
              )
            })
            socket.on('close', () => resolve())
            socket.on('error', () => resolve())
          }),
      ),
    )
    await until(() => temporaryFiles().length === 0)
    const { data } = await read(await post(JSON.stringify({ query: '{ viewer { kind } }' }), { ...asOwner(), ...json }))
    expect(data.viewer.kind).toBe('API_KEY')
  })

  it('puts its own address into links, whatever the request says of its host', async () => {
    const query =
      'mutation { inviteUser(input: { email: "host@example.com", name: "Hester" }) { user { id } userErrors { message } } }'
    const response = await post(JSON.stringify({ query }), {
      ...asOwner(),
      ...json,
      'x-forwarded-host': 'evil.example',
    })
    expect((await read(response)).data.inviteUser.userErrors).toEqual([])
    const template = await read(
      await post(JSON.stringify({ query: '{ importTemplate { url } }' }), {
        ...asOwner(),
        ...json,
        'x-forwarded-host': 'evil.example',
      }),
    )
    expect(template.data.importTemplate.url).toBe(`${house.url}/template.csv`)
  })

  it('names the way out to somebody who lacks the right', async () => {
    const key = await addApiKey(house, Role.LEARNER)
    const before = await house.run((work) => work.rows(User).count())
    const query = 'mutation { inviteUser(input: { email: "no@example.com", name: "Nora" }) { user { id } } }'
    const { data, errors } = await read(
      await post(JSON.stringify({ query }), { ...json, authorization: `Bearer ${key}` }),
    )
    expect(data.inviteUser).toBeNull()
    expect(errors).toMatchObject([
      { message: expect.stringContaining('An Owner, Admin or HR'), extensions: { code: 'FORBIDDEN' } },
    ])
    expect(await house.run((work) => work.rows(User).count())).toBe(before)
  })

  it('tells that it is alive and able to serve, and gives the template and the schema', async () => {
    expect(await (await fetch(`${house.url}/healthz`)).text()).toBe('ok')
    expect(await (await fetch(`${house.url}/readyz`)).json()).toEqual({ database: 'up', queue: 'up' })
    const template = await fetch(`${house.url}/template.csv`)
    expect(template.headers.get('content-disposition')).toContain('attachment')
    expect(await template.text()).toContain('Email,First name,Last name')
    expect(await (await fetch(`${house.url}/schema.graphql`)).text()).toContain('type Mutation')
    expect((await fetch(`${house.url}/nowhere`)).status).toBe(404)
  })
})

describe.each(databases)('a server that something is wrong with (%s)', (on) => {
  it('tells the caller where to look and nothing else, and its log what went wrong', async () => {
    const house = await startTestServer(on)
    const logged: unknown[] = []
    house.log.error = (...said: unknown[]) => void logged.push(said)
    await house.database.writer.query('ALTER TABLE locations RENAME COLUMN name TO called')
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.apiKey}` },
      body: JSON.stringify({ query: '{ locations { name } }' }),
    })
    expect(await read(response)).toEqual({
      data: { locations: null },
      errors: [
        {
          message: 'Something went wrong on our side. The request id finds it in the log.',
          locations: expect.anything(),
          path: ['locations'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: response.headers.get('x-request-id') },
        },
      ],
    })
    const [[facts]] = logged as [[{ err: Error; requestId: string }]]
    expect(facts.err.message).toMatch(/name/)
    expect(facts.requestId).toBe(response.headers.get('x-request-id'))
    await house.close()
  })
})

describe('in production', () => {
  it('shows the schema only to callers with a credential', async () => {
    const house = await startTestServer('SQLite', { NODE_ENV: 'production' })
    const ask = (headers: Record<string, string>) =>
      fetch(`${house.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }),
      }).then((response) => response.json())
    expect(await ask({})).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(await ask({ authorization: `Bearer ${house.apiKey}` })).toMatchObject({ data: { __schema: {} } })
    expect((await fetch(`${house.url}/schema.graphql`)).status).toBe(401)
    await house.close()
  })
})

// Answers of any shape are looked into.
// oxlint-disable-next-line typescript/no-explicit-any
const read = (response: Response): Promise<any> => response.json()

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come about within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
