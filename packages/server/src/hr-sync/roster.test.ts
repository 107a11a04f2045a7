import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { viewerOfHrIntegration } from '../access/hr-integration.ts'
import { globalId } from '../base/graphql/ids.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { ImportSession } from '../imports/import-session.ts'
import { Job } from '../jobs/job.ts'
import { databases, openHouse, startTestServer, type ServedHouse, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateUser } from '../users/update-user.ts'
import { User } from '../users/user.ts'
import { createHrIntegration } from './create-hr-integration.ts'
import { fetchRoster } from './fetch-roster.ts'
import { HrRoster } from './hr-roster.ts'
import { addHrUser } from './push-user.ts'
import { releaseHrUser } from './release-hr-user.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

const HEADER = 'email,first_name,last_name,job_title\n'
const CREATE = `mutation ($input: CreateHrIntegrationInput!) { createHrIntegration(input: $input) {
  hrIntegration { id baseUrl protocol } token userErrors { code message path } } }`
const SHOWN = `query ($id: ID!) { node(id: $id) { ... on HrIntegration {
  status userCount lastSyncAt recentFailures { message }
  roster { url hasAuthorization schedule timeZone nextRunAt rowCount lastImport { id state report { created updated unchanged failed deactivated reactivated } } }
} } }`

const rowsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `person${from + index}@roster.example,Ana,Ruiz,Engineer\n`).join('')

describe.each(databases)('a roster (%s)', (on) => {
  let house: TestHouse & ServedHouse
  let server: Server
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let requests: IncomingMessage[]
  let address: string

  beforeEach(async () => {
    const opened = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    house = opened as typeof house
    requests = []
    server = createServer((request, response) => {
      requests.push(request)
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sync_users.csv`
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await house.close()
  })

  const serve = (text: string, etag?: string) => {
    answer = (request, response) => {
      if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304).end()
      response.writeHead(200, { 'content-type': 'text/csv', ...(etag && { etag }) }).end(text)
    }
  }
  async function create(roster: object, more: object = {}): Promise<string> {
    const input = { name: 'Payroll', protocol: 'ROSTER', sendInvites: false, roster, ...more }
    const { data } = await house.ask(CREATE, { input })
    expect(data.createHrIntegration.userErrors).toEqual([])
    return data.createHrIntegration.hrIntegration.id
  }
  const refused = async (roster: object) => {
    const { data } = await house.ask(CREATE, { input: { name: 'Payroll', protocol: 'ROSTER', roster } })
    return data.createHrIntegration.userErrors
  }
  const shown = async (id: string) => (await house.ask(SHOWN, { id })).data.node
  const update = (id: string, values: object) =>
    house.run((work) => updateHrIntegration(work, { hrIntegrationId: id.replace('hr_', ''), ...values }))
  const user = (email: string) => house.run((work) => work.rows(User).findOne({ emailKey: email })) as Promise<User>
  const again = async (id: string) => {
    await house.run((work) =>
      work.rows(Job).update({ uniqueKey: `pull-roster ${id.replace('hr_', '')}` }, { runAt: house.now() }),
    )
    await house.runJobs()
  }

  it('is fetched at once and then on its schedule, and keeps users in step: added, changed, deactivated, brought back', async () => {
    serve(HEADER + rowsOf(12))
    const id = await create({ url: address, schedule: '30 2 * * *', timeZone: 'Europe/Berlin' })
    await house.runJobs()
    const first = await shown(id)
    expect(first).toMatchObject({
      status: 'ACTIVE',
      userCount: 12,
      recentFailures: [],
      roster: { rowCount: 12, timeZone: 'Europe/Berlin', lastImport: { state: 'COMMITTED', report: { created: 12 } } },
    })
    const [job] = await house.run((work) => work.rows(Job).find({ name: 'pull-roster' }))
    expect(job?.runAt).toEqual(first.roster.nextRunAt)
    const at = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })
    expect(at.format(job?.runAt)).toBe('02:30')
    expect(await user('person0@roster.example')).toMatchObject({ source: 'HR_SYNC', status: 'NOT_INVITED' })

    serve(HEADER + rowsOf(11).replace('Engineer', 'Boss') + 'new@roster.example,Bo,Li,Cook\n')
    await again(id)
    expect((await shown(id)).roster.lastImport.report).toMatchObject({
      created: 1,
      updated: 1,
      deactivated: 1,
      unchanged: 10,
    })
    expect(await user('person0@roster.example')).toMatchObject({ jobTitle: 'Boss' })
    expect(await user('person11@roster.example')).toMatchObject({ status: 'DEACTIVATED' })

    serve(HEADER + rowsOf(12))
    await again(id)
    expect(await user('person11@roster.example')).toMatchObject({ status: 'NOT_INVITED' })
    expect(await user('new@roster.example')).toMatchObject({ status: 'DEACTIVATED' })
  })

  it('owns what it says: not by hand, not by another file, and whom people deactivated stays so', async () => {
    serve(HEADER + rowsOf(12))
    const id = await create({ url: address })
    await house.runJobs()
    const ana = await user('person0@roster.example')
    const { data } = await house.ask(
      'mutation ($id: ID!) { updateUser(input: { userId: $id, jobTitle: "Boss" }) { userErrors { code } } }',
      { id: globalId('User', ana.id) },
    )
    expect(data.updateUser.userErrors).toEqual([{ code: 'HR_OWNED' }])
    const { report } = await importSteps(house).run('Email,Name,Job title\nperson0@roster.example,Ana Ruiz,Boss\n', {
      mode: 'UPDATE_ONLY',
      invites: 'NONE',
    })
    expect(report).toMatchObject({ unchanged: 1, issues: [{ code: 'HR_OWNED' }] })
    await house.run((work) => deactivateUser(work, { userId: ana.id }))
    serve(`${HEADER}${rowsOf(12)}late@roster.example,Bo,Li,Cook\n`)
    await update(id, { roster: {} })
    await house.runJobs()
    expect(await user('person0@roster.example')).toMatchObject({ status: 'DEACTIVATED' })
    expect((await shown(id)).roster.lastImport.report).toMatchObject({ created: 1, failed: 1 })
  })

  it('judges nobody whom it does not look after', async () => {
    await house.ask(
      'mutation { inviteUser(input: { email: "hand@roster.example", name: "Hand", invite: NONE }) { user { id } } }',
    )
    serve(HEADER + rowsOf(3))
    const id = await create({ url: address })
    await house.runJobs()
    expect(await user('hand@roster.example')).toMatchObject({ status: 'NOT_INVITED', hrIntegrationId: null })
    expect((await shown(id)).roster.lastImport.report).toMatchObject({ deactivated: 0 })
  })

  it('leaves to people whom an Owner has released, and to another integration whom that one looks after', async () => {
    serve(HEADER + rowsOf(3))
    const id = await create({ url: address })
    await house.runJobs()
    const ana = await user('person0@roster.example')
    await house.run((work) => releaseHrUser(work, { userId: ana.id }))
    await house.run((work) => updateUser(work, { userId: ana.id, jobTitle: 'Chief' }))
    const { hrIntegration } = await house.run((work) => createHrIntegration(work, { name: 'Okta', sendInvites: false }))
    const document = { userName: 'other@roster.example', displayName: 'Bo Li', title: 'Cook' }
    await house.run((work) => addHrUser(work, hrIntegration, document), viewerOfHrIntegration(hrIntegration))
    serve(`${HEADER}${rowsOf(3).replaceAll('Engineer', 'Boss')}other@roster.example,Bo,Li,Boss\n`)
    await update(id, { roster: {} })
    await house.runJobs()
    expect(await user('person0@roster.example')).toMatchObject({ jobTitle: 'Chief' })
    expect(await user('person1@roster.example')).toMatchObject({ jobTitle: 'Boss' })
    expect(await user('other@roster.example')).toMatchObject({ jobTitle: 'Cook', hrIntegrationId: hrIntegration.id })
    const { nodes } = await importSteps(house).rows((await shown(id)).roster.lastImport.id)
    const codes = nodes.map(({ issues }: { issues: { code: string }[] }) => issues.map(({ code }) => code))
    expect([codes[0], codes[1], codes[3]]).toEqual([['HR_RELEASED'], [], ['HR_OWNED']])
  })

  it('lets leavers stay where the integration says so, whatever a column says', async () => {
    const header = 'email,first_name,last_name,deactivate\n'
    serve(`${header}a@roster.example,Ana,Ruiz,\nb@roster.example,Bo,Li,\n`)
    const id = await create({ url: address }, { deactivateLeavers: false })
    await house.runJobs()
    serve(`${header}a@roster.example,Ana,Ruiz,yes\n`)
    await update(id, { roster: {} })
    await house.runJobs()
    expect((await shown(id)).roster.lastImport).toMatchObject({ state: 'COMMITTED', report: { deactivated: 0 } })
    expect(await house.run((work) => work.rows(User).count({ status: 'NOT_INVITED' }))).toBe(2)
  })

  it('whose import stopped is told of, and done again with the same file', async () => {
    serve(HEADER + rowsOf(3), '"v1"')
    const id = await create({ url: address, schedule: '0 3 * * *' })
    await house.runJobs()
    await house.run((work) =>
      work.rows(ImportSession).update({}, { state: 'FAILED', failure: 'It failed again and again.' }),
    )
    expect(await shown(id)).toMatchObject({
      status: 'FAILING',
      recentFailures: [{ message: 'The import of sync_users.csv stopped. It failed again and again.' }],
    })
    await again(id)
    expect(await shown(id)).toMatchObject({
      status: 'ACTIVE',
      recentFailures: [],
      roster: { lastImport: { state: 'COMMITTED' } },
    })
  })

  it('that is the same is not read twice: the server that has it says so, or its bytes do', async () => {
    serve(HEADER + rowsOf(3), '"v1"')
    const id = await create({ url: address })
    await house.runJobs()
    const { lastImport } = (await shown(id)).roster
    const pull = async () => {
      await house.run((work) => work.rows(Job).delete({}))
      await update(id, { paused: true })
      await update(id, { paused: false })
      await house.runJobs()
    }
    await pull()
    expect(requests.at(-1)?.headers['if-none-match']).toBe('"v1"')
    serve(HEADER + rowsOf(3), '"v2"')
    await pull()
    expect((await shown(id)).roster.lastImport).toEqual(lastImport)
    expect((await house.run((work) => work.rows(HrRoster).find()))[0]).toMatchObject({ etag: '"v2"' })
  })

  it.each<[string, (text: string) => string, RegExp]>([
    ['empty', () => '', /is empty/],
    ['without rows', () => HEADER, /no rows/],
    ['cut off', (text) => text.slice(0, -20), /cut off/],
    ['suspiciously small', () => HEADER + rowsOf(8), /has 8 rows, and the one before had 20/],
    ['no file of people', () => '<html><body>Sign in</body></html>', /./],
    ['without addresses', (text) => text.replace('email', 'shoe size').replaceAll('@roster.example', ''), /./],
  ])('that is %s changes nothing, says so, and is tried again', async (_, spoil, message) => {
    const good = HEADER + rowsOf(20)
    serve(good)
    const id = await create({ url: address, schedule: '0 3 1 * *' })
    await house.runJobs()
    serve(spoil(good))
    await again(id)
    const after = await shown(id)
    expect(after.recentFailures).toEqual([{ message: expect.stringMatching(message) }])
    expect(await house.run((work) => work.rows(User).count({ status: 'NOT_INVITED' }))).toBe(20)
    expect(after.roster.rowCount).toBe(20)
    const [job] = await house.run((work) => work.rows(Job).find({ name: 'pull-roster' }))
    expect((job?.runAt.getTime() ?? 0) - house.now().getTime()).toBeLessThan(6 * 60_000)
    serve(`${good}late@roster.example,Bo,Li,Cook\n`)
    await again(id)
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', roster: { rowCount: 21 } })
  })

  it('that would deactivate too many stops, and a smaller one is taken when a person saves it again', async () => {
    serve(HEADER + rowsOf(40))
    const id = await create({ url: address })
    await house.runJobs()
    serve(HEADER + rowsOf(25))
    await update(id, { paused: true })
    await update(id, { paused: false })
    await house.runJobs()
    expect((await shown(id)).recentFailures[0].message).toContain(
      '15 users would be deactivated, and one import may deactivate at most 10',
    )
    expect(await house.run((work) => work.rows(User).count({ status: 'NOT_INVITED' }))).toBe(40)
    serve(HEADER + rowsOf(32).replaceAll('Engineer', 'Boss'))
    await update(id, { roster: {} })
    await house.runJobs()
    expect((await shown(id)).roster).toMatchObject({ rowCount: 32, lastImport: { report: { deactivated: 8 } } })
  })

  it('sends its authorization, which is kept encrypted and never shown, and not to another server', async () => {
    serve(HEADER + rowsOf(3))
    const id = await create({ url: address, authorization: 'Basic c2VjcmV0' })
    await house.runJobs()
    expect(requests[0]?.headers.authorization).toBe('Basic c2VjcmV0')
    expect((await shown(id)).roster).toMatchObject({ hasAuthorization: true })
    const [kept] = await house.run((work) => work.rows(HrRoster).find())
    expect(kept?.credential).not.toContain('c2VjcmV0')
    await update(id, { roster: { url: address.replace('127.0.0.1', 'localhost') } })
    expect((await shown(id)).roster).toMatchObject({ hasAuthorization: false })
  })

  it('that cannot be fetched is told with the reason, a redirect is not followed, and what breaks off is not taken', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    const id = await create({ url: address })
    await house.runJobs()
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100000' }).write(HEADER + rowsOf(30))
      setTimeout(() => response.destroy(), 50)
    }
    await again(id)
    answer = (_, response) => response.writeHead(401).end()
    await again(id)
    const messages = (await shown(id)).recentFailures.map(({ message }: { message: string }) => message)
    expect(messages).toEqual([
      expect.stringContaining('does not take the authorization'),
      expect.stringContaining('broke off'),
      expect.stringContaining('a redirect, which is not followed'),
    ])
    expect((await shown(id)).status).toBe('FAILING')
    expect(await house.run((work) => work.rows(User).count())).toBe(0)
  })

  it.each([
    [{ url: 'ftp://example.com/a.csv' }, 'url'],
    [{ url: 'https://user:secret@example.com/a.csv' }, 'url'],
    [{ schedule: '0 3 * * *' }, 'url'],
    [{ url: 'https://example.com/a.csv', schedule: 'every day' }, 'schedule'],
    [{ url: 'https://example.com/a.csv', schedule: '* * * * *' }, 'schedule'],
    [{ url: 'https://example.com/a.csv', schedule: '0 0 31 2 *' }, 'schedule'],
    [{ url: 'https://example.com/a.csv', timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ url: 'https://example.com/a.csv', authorization: 'Basic a\nHost: b' }, 'authorization'],
  ])('is not saved with %j', async (roster, field) => {
    expect(await refused(roster)).toMatchObject([{ code: 'INVALID', path: ['input', 'roster', field] }])
  })
})

describe('fetching a roster', () => {
  it.each([
    'https://127.0.0.1/a.csv',
    'https://localhost/a.csv',
    'https://[::1]/a.csv',
    'https://169.254.169.254/',
    'http://example.com/a.csv',
  ])('leads nowhere but to the public internet, encrypted: %s', async (url) => {
    await expect(fetchRoster({ url, authorization: null, etag: null, targets: 'public' })).rejects.toThrow(
      /could not be fetched/,
    )
  })
})

describe.each(databases)('a roster that is sent (%s)', (on) => {
  let house: ServedHouse
  let id: string
  let token: string
  beforeAll(async () => {
    house = await startTestServer(on, { MAX_FILE_BYTES: '100000' })
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: CREATE,
        variables: { input: { name: 'Payroll', protocol: 'ROSTER', sendInvites: false } },
      }),
    })
    const made = (
      (await response.json()) as { data: { createHrIntegration: { token: string; hrIntegration: { id: string } } } }
    ).data
    token = made.createHrIntegration.token
    id = made.createHrIntegration.hrIntegration.id
  })
  afterAll(() => house.close())

  const put = async (body: string, { organizationId = house.organizationId, bearer = token } = {}) => {
    const response = await fetch(`${house.url}/roster/${organizationId}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bearer}` },
      body,
    })
    return {
      status: response.status,
      body: (await response.json()) as { state?: string; error?: { code: string; message: string } },
    }
  }
  const user = (email: string) => house.run((work) => work.rows(User).findOne({ emailKey: email }))
  async function until<Value>(look: () => Promise<Value | null>): Promise<Value> {
    for (;;) {
      const found = await look()
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  it('is imported with the columns of a nightly file as they are', async () => {
    const file =
      'first_name,last_name,email,job_title,manager,coach,primary_team,secondary_team,role,language,location,time_zone,hire_date,deactivate\n' +
      'Ana,Ruiz,ana@sent.example,Head of Sales,bo@sent.example,,Sales,"Support,Tech\\, London",curator,fr,Paris,Paris,2024-03-01,\n' +
      'Bo,Li,bo@sent.example,Cook,,,Kitchen,,learner,en,London,London,2023-01-15,0\n' +
      'Cy,Fox,cy@sent.example,Gone,,,,,learner,en,London,,2020-01-15,1\n'
    expect(await put(file)).toMatchObject({ status: 202, body: { state: 'COMMITTING' } })
    const ana = await until(() => user('ana@sent.example'))
    expect(ana).toMatchObject({
      name: 'Ana Ruiz',
      jobTitle: 'Head of Sales',
      role: 'CURATOR',
      language: 'fr',
      timeZone: 'Europe/Paris',
      hireDate: '2024-03-01',
      source: 'HR_SYNC',
    })
    expect(ana?.primaryTeamId).not.toBeNull()
    const bo = await user('bo@sent.example')
    expect(bo?.id).toBeDefined()
    await until(async () => ((await user('ana@sent.example'))?.managerId === bo?.id ? true : null))
    expect(await user('cy@sent.example')).toBeNull()
    await until(async () => (await put(file)).body.state === 'UNCHANGED')
  })

  it('is refused with a reason: no token, another organization, too large, empty, paused, or for SCIM', async () => {
    expect(await put('x', { bearer: 'rch_nobody' })).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHENTICATED' } },
    })
    expect(await put('x', { organizationId: 'another' })).toMatchObject({ status: 401 })
    expect(await put(HEADER + rowsOf(5_000))).toMatchObject({
      status: 413,
      body: { error: { code: 'FILE_TOO_LARGE' } },
    })
    expect(await put('')).toMatchObject({ status: 422, body: { error: { code: 'FILE_EMPTY' } } })
    const scim = await fetch(`${house.url}/scim/v2/${house.organizationId}/Users`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(scim.status).toBe(403)
    await house.run((work) => updateHrIntegration(work, { hrIntegrationId: id.replace('hr_', ''), paused: true }))
    expect(await put(HEADER + rowsOf(3))).toMatchObject({ status: 403 })
  })
})
