import { databases, addOrganization, addUser, startTestServer, testViewer, type ServedHouse } from '../testing.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import { globalId } from '../base/graphql/ids.ts'
import { newId } from '../base/work.ts'
import { Email } from '../mail/email.ts'
import { User } from '../users/user.ts'
import { createHrIntegration, type CreateHrIntegrationValues } from './create-hr-integration.ts'
import { deleteHrIntegration } from './delete-hr-integration.ts'
import { HrIntegration } from '../access/hr-integration.ts'
import { rotateHrIntegrationToken } from './rotate-hr-integration-token.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

interface Answer {
  status: number
  headers: Headers
  // What SCIM answers is read as it comes.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

describe.each(databases)('SCIM (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on, { SCIM_REQUESTS_PER_MINUTE: '100000' })
  })
  afterAll(() => house.close())
  // An organization may have twenty.
  afterEach(() => house.run((work) => work.rows(HrIntegration).delete({})))

  let count = 0
  const newAddress = () => `Person${++count}@Example.com`
  const person = (userName: string, more = {}) => ({
    schemas: [USER, ENTERPRISE],
    userName,
    externalId: `ext-${userName}`,
    name: { givenName: 'Ana', familyName: 'Ruiz' },
    emails: [{ value: userName, type: 'work', primary: true }],
    active: true,
    ...more,
  })

  async function integration(values: Partial<CreateHrIntegrationValues> = {}, organizationId = house.organizationId) {
    const made = await house.run(
      (work) => createHrIntegration(work, { name: `Okta ${++count}`, ...values }),
      testViewer(organizationId, 'OWNER'),
    )
    const call = async (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
      const response = await fetch(`${house.url}/scim/v2/${organizationId}${path}`, {
        method,
        headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/scim+json', ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
    }
    return { ...made, call }
  }

  const found = async (call: Awaited<ReturnType<typeof integration>>['call'], filter: string) =>
    (await call('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.Resources as { id: string }[]
  const patch = (...Operations: object[]) => ({ schemas: [PATCH], Operations })
  const stored = (email: string) => house.run((work) => work.rows(User).findOne({ emailKey: email.toLowerCase() }))
  const mailsTo = (email: string) => house.run((work) => work.rows(Email).count({ toAddress: email }))
  const events = (userId: string) => house.run((work) => work.rows(AuditEvent).find({ subjectId: userId }))

  it('adds a new starter, invites them, and gives back what was sent', async () => {
    const { call, hrIntegration } = await integration()
    const email = newAddress()
    const sent = person(email, { title: 'Engineer', [ENTERPRISE]: { employeeNumber: '0042', department: 'Sales' } })
    const { status, headers, body } = await call('POST', '/Users', sent)
    expect(status).toBe(201)
    expect(headers.get('content-type')).toContain('application/scim+json')
    expect(headers.get('location')).toBe(body.meta.location)
    expect(body).toMatchObject(sent)
    expect((await call('GET', `/Users/${body.id}`)).body).toMatchObject({ ...sent, id: body.id })
    const user = await stored(email)
    expect(user).toMatchObject({
      name: 'Ana Ruiz',
      jobTitle: 'Engineer',
      externalId: '0042',
      source: 'HR_SYNC',
      status: 'INVITE_PENDING',
      role: 'LEARNER',
    })
    expect(user?.primaryTeamId).not.toBeNull()
    expect(await mailsTo(email)).toBe(1)
    expect(await events(String(user?.id))).toMatchObject([
      { action: 'user.added', actorKind: 'HR_INTEGRATION', actorId: hrIntegration.id },
    ])
  })

  it('invites nobody when the integration does not say so, and gives the role that it says', async () => {
    const { call } = await integration({ sendInvites: false, defaultRole: 'REPORTER' })
    const email = newAddress()
    await call('POST', '/Users', person(email))
    expect(await stored(email)).toMatchObject({ status: 'NOT_INVITED', role: 'REPORTER' })
    expect(await mailsTo(email)).toBe(0)
  })

  it('finds by the external id that it shows: what the HR system sent, or the employee ID of whom none looks after', async () => {
    const { call } = await integration()
    const [mine, theirs] = [newAddress(), newAddress()]
    const sent = person(mine, { externalId: 'hr-77', [ENTERPRISE]: { employeeNumber: '77' } })
    const { body } = await call('POST', '/Users', sent)
    const before = await addUser(house, { email: theirs, name: 'Bo Lee', externalId: '78' })
    expect(await found(call, 'externalId eq "hr-77"')).toMatchObject([{ id: body.id, externalId: 'hr-77' }])
    expect(await found(call, 'externalId eq "77"')).toEqual([])
    const shown = { id: globalId('User', before.id), externalId: '78' }
    expect(await found(call, 'externalId eq "78"')).toMatchObject([shown])
    await call('PUT', `/Users/${shown.id}`, person(theirs, { externalId: 'hr-78' }))
    expect(await found(call, 'externalId eq "78"')).toEqual([])
    expect(await found(call, 'externalId eq "hr-78"')).toMatchObject([{ id: shown.id }])
  })

  it('refuses a second user of an address in any letter case, in the words of SCIM', async () => {
    const { call } = await integration()
    const email = newAddress()
    await call('POST', '/Users', person(email))
    const { status, body } = await call('POST', '/Users', person(email.toUpperCase()))
    expect(status).toBe(409)
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
    })
  })

  it('makes one user of twenty who are added at once', async () => {
    const { call } = await integration()
    const email = newAddress()
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/Users', person(email))))
    const outcomes = answers.map(({ status }) => status).toSorted((one, other) => one - other)
    expect(outcomes).toEqual([201, ...Array<number>(19).fill(409)])
  })

  it('deactivates a leaver at once, and brings them back as the same user without a mail', async () => {
    const { call } = await integration()
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email))
    const left = await call('PATCH', `/Users/${body.id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
    expect(left.body.active).toBe(false)
    expect(await stored(email)).toMatchObject({ status: 'DEACTIVATED' })
    expect(await found(call, `userName eq "${email}"`)).toMatchObject([{ id: body.id, active: false }])
    const back = await call('POST', '/Users', person(email))
    expect(back).toMatchObject({ status: 201, body: { id: body.id, active: true } })
    expect(await stored(email)).toMatchObject({ status: 'INVITE_PENDING' })
    expect(await mailsTo(email)).toBe(1)
  })

  it('leaves leavers alone when the integration says so', async () => {
    const { call } = await integration({ deactivateLeavers: false })
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email))
    const { body: after } = await call('PATCH', `/Users/${body.id}`, patch({ op: 'replace', value: { active: false } }))
    expect(after.active).toBe(false)
    expect(await stored(email)).toMatchObject({ status: 'INVITE_PENDING' })
  })

  it('loses sight of whom it deletes, and we keep them', async () => {
    const { call } = await integration()
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email))
    expect((await call('DELETE', `/Users/${body.id}`)).status).toBe(204)
    expect((await call('GET', `/Users/${body.id}`)).status).toBe(404)
    expect((await call('DELETE', `/Users/${body.id}`)).status).toBe(404)
    expect(await found(call, `userName eq "${email}"`)).toEqual([])
    expect(await stored(email)).toMatchObject({ status: 'DEACTIVATED' })
    expect((await call('POST', '/Users', person(email))).body.id).toBe(body.id)
  })

  it('writes nothing when told what it knows already', async () => {
    const { call } = await integration()
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email))
    const before = await stored(email)
    const again = await call('PUT', `/Users/${body.id}`, person(email))
    expect(again).toMatchObject({ status: 200, body: { userName: email, id: body.id } })
    expect(await stored(email)).toEqual(before)
    expect(await events(String(before?.id))).toHaveLength(1)
  })

  it('follows a changed address, and the link to the old one dies', async () => {
    const { call } = await integration()
    const [email, other] = [newAddress(), newAddress()]
    const { body } = await call('POST', '/Users', person(email))
    const before = await stored(email)
    await call('PATCH', `/Users/${body.id}`, patch({ op: 'replace', path: 'userName', value: other }))
    const after = await stored(other)
    expect(after).toMatchObject({ id: before?.id, email: other })
    expect(after?.inviteGeneration).toBeGreaterThan(before?.inviteGeneration as number)
  })

  it('applies a PATCH wholly or not at all', async () => {
    const { call } = await integration()
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email))
    const { status } = await call(
      'PATCH',
      `/Users/${body.id}`,
      patch({ op: 'replace', path: 'title', value: 'Boss' }, { op: 'replace', path: 'userName', value: 'no address' }),
    )
    expect(status).toBe(400)
    expect(await stored(email)).toMatchObject({ jobTitle: null })
  })

  it('does not undo by repeating itself what people corrected by hand', async () => {
    const { call } = await integration()
    const email = newAddress()
    const { body } = await call('POST', '/Users', person(email, { [ENTERPRISE]: { department: 'Sales' } }))
    const user = (await stored(email)) as User
    await house.run((work) => work.rows(User).update({ id: user.id }, { primaryTeamId: null }))
    await call('PUT', `/Users/${body.id}`, person(email, { [ENTERPRISE]: { department: 'Sales' } }))
    expect(await stored(email)).toMatchObject({ primaryTeamId: null })
  })

  it('looks after somebody who was here before, from the first change on', async () => {
    const { call } = await integration()
    const email = newAddress()
    const user = await addUser(house, { email, name: 'Ana Ruiz' })
    const [seen] = await found(call, `userName eq "${email}"`)
    expect((await call('PUT', `/Users/${seen?.id}`, person(email, { title: 'Boss' }))).status).toBe(200)
    expect(await stored(email)).toMatchObject({ id: user.id, jobTitle: 'Boss', source: 'HR_SYNC' })
    expect(await mailsTo(email)).toBe(0)
  })

  it('cannot touch an owner', async () => {
    const { call } = await integration()
    const email = newAddress()
    await addUser(house, { email, name: 'Owner', role: 'OWNER' })
    const [seen] = await found(call, `userName eq "${email}"`)
    const { status } = await call('PATCH', `/Users/${seen?.id}`, patch({ op: 'replace', path: 'active', value: false }))
    expect(status).toBe(403)
    expect(await stored(email)).toMatchObject({ status: 'NOT_INVITED' })
  })

  it.each([
    ['userName sw "%"', 400, 0],
    ['title co "eng" and not (active eq false)', 200, 1],
    ['name.familyName eq "ZUÑIGA" or title eq "nobody"', 200, 1],
    ['meta.created gt "2020-01-01T00:00:00Z" and title pr', 200, 1],
    ['emails[type eq "work" and value ew "@FILTER.example"]', 200, 1],
    ['title eq "x\' OR 1=1 --"', 200, 0],
    ['nickName eq "x"', 400, 0],
    ['title eq', 400, 0],
  ])('filters by %s', async (filter, status, total) => {
    const { call } = await integration()
    const email = 'one@filter.example'
    if (!(await stored(email))) {
      await call(
        'POST',
        '/Users',
        person(email, { title: 'Engineering', name: { givenName: 'A', familyName: 'Zuñiga' } }),
      )
    }
    const mine = filter === 'userName sw "%"' ? `${filter} and nickName pr` : filter
    const answer = await call('GET', `/Users?filter=${encodeURIComponent(mine)}&count=1`)
    expect(answer.status).toBe(status)
    if (status === 200) expect(answer.body.Resources).toHaveLength(total)
    else expect(answer.body).toMatchObject({ scimType: 'invalidFilter' })
  })

  it('pages, and takes numbers out of bounds for the nearest that are not', async () => {
    const { call } = await integration()
    await Promise.all([newAddress(), newAddress()].map((email) => call('POST', '/Users', person(email))))
    const first = await call('GET', '/Users?startIndex=-3&count=1')
    const second = await call('GET', '/Users?startIndex=2&count=1&attributes=userName')
    expect(first.body).toMatchObject({ startIndex: 1, itemsPerPage: 1 })
    expect(first.body.totalResults).toBeGreaterThan(1)
    expect(Object.keys(second.body.Resources[0]).toSorted()).toEqual(['id', 'schemas', 'userName'])
    expect(second.body.Resources[0].id).not.toBe(first.body.Resources[0].id)
    expect((await call('GET', '/Users?count=0')).body.Resources).toEqual([])
    expect((await call('GET', '/Users?count=x')).status).toBe(400)
  })

  async function imported(csv: string, settings: string, confirmDeactivations?: number) {
    const ask = async (query: string, variables: object = {}) => {
      const response = await fetch(`${house.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      return ((await response.json()) as Answer['body']).data
    }
    const started = await ask(
      `mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } } }`,
      {
        csv,
      },
    )
    const { id } = started.startImport.importSession
    await ask(`mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { message } } }`, { id })
    const { commitImport } = await ask(
      `mutation ($id: ID!, $count: Int) { commitImport(input: { importId: $id, waitSeconds: 10, confirmDeactivations: $count,
        settings: { ${settings} } }) { importSession { state preview { toDeactivate } } userErrors { code } } }`,
      { id, count: confirmDeactivations },
    )
    return commitImport
  }

  it('makes one user of an address that a file and an HR system bring at the same time', async () => {
    const { call } = await integration()
    const email = newAddress()
    const csv = `Email,Name\n${email},Ana Ruiz\n`
    await Promise.all([
      imported(csv, 'mode: ADD_AND_UPDATE, invites: NONE'),
      call('POST', '/Users', person(email)),
      imported(csv, 'mode: ADD_ONLY, invites: NONE'),
    ])
    expect(await house.run((work) => work.rows(User).count({ emailKey: email.toLowerCase() }))).toBe(1)
  })

  it('keeps whom it looks after from being missed by a file', async () => {
    const { call } = await integration()
    const [email, other] = [newAddress(), newAddress()]
    await house.run((work) => work.rows(User).update({}, { source: 'HR_SYNC' }))
    await call('POST', '/Users', person(email))
    const { importSession } = await imported(
      `Email,Name\n${other},Ana Ruiz\n`,
      'mode: ADD_UPDATE_AND_DEACTIVATE_MISSING, invites: NONE',
      0,
    )
    expect(importSession).toMatchObject({ state: 'COMMITTED', preview: { toDeactivate: 0 } })
    expect(await stored(email)).toMatchObject({ status: 'INVITE_PENDING' })
  })

  it('tells what it can do, and of which resources', async () => {
    const { call } = await integration()
    expect((await call('GET', '/ServiceProviderConfig')).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
    })
    expect((await call('GET', '/Schemas')).body.Resources).not.toHaveLength(0)
    expect((await call('GET', `/Schemas/${ENTERPRISE}`)).status).toBe(200)
    expect((await call('GET', '/ResourceTypes')).body.Resources).not.toHaveLength(0)
    expect((await call('GET', '/Nothing')).body).toMatchObject({ status: '404' })
  })

  it('answers in SCIM what is no JSON, no token, a paused integration, and too many requests', async () => {
    const { call, hrIntegration } = await integration()
    expect((await call('POST', '/Users', '{"userName": ')).body).toMatchObject({
      status: '400',
      scimType: 'invalidSyntax',
    })
    const anonymous = await fetch(`${house.url}/scim/v2/${house.organizationId}/Users`)
    expect([anonymous.status, await anonymous.json()]).toMatchObject([401, { status: '401' }])
    await house.run((work) => updateHrIntegration(work, { hrIntegrationId: hrIntegration.id, paused: true }))
    expect((await call('GET', '/Users')).body).toMatchObject({ status: '403' })
    house.config.scimRequestsPerMinute = 1
    const busy = await integration()
    await busy.call('GET', '/Users')
    const refused = await busy.call('GET', '/Users')
    house.config.scimRequestsPerMinute = 100_000
    expect([refused.status, refused.body.status]).toEqual([429, '429'])
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
  })

  it('keeps what was refused where people see it, until something works', async () => {
    const { call, hrIntegration } = await integration()
    const kept = () => house.run((work) => work.rows(HrIntegration).findOne({ id: hrIntegration.id }))
    await call('POST', '/Users', person('nobody', { externalId: 'E7' }))
    expect(await kept()).toMatchObject({
      consecutiveFailures: 1,
      recentFailures: [{ externalId: 'E7', message: expect.stringContaining('no email address') }],
    })
    await call('POST', '/Users', person(newAddress()))
    expect(await kept()).toMatchObject({ consecutiveFailures: 0, lastSyncAt: expect.any(Date) })
  })

  it('takes the token before a rotation for a day more, and none of a deleted integration', async () => {
    const { call, hrIntegration, token } = await integration()
    const { token: newer } = await house.run((work) =>
      rotateHrIntegrationToken(work, { hrIntegrationId: hrIntegration.id }),
    )
    expect(newer).not.toBe(token)
    expect((await call('GET', '/Users?count=0')).status).toBe(200)
    house.wait(25 * 3_600_000)
    expect((await call('GET', '/Users?count=0')).status).toBe(401)
    const withNewer = { authorization: `Bearer ${newer}` }
    expect((await call('GET', '/Users?count=0', undefined, withNewer)).status).toBe(200)
    const email = newAddress()
    await call('POST', '/Users', person(email), withNewer)
    await house.run((work) => deleteHrIntegration(work, { hrIntegrationId: hrIntegration.id }))
    expect((await call('GET', '/Users?count=0', undefined, withNewer)).status).toBe(401)
    expect(await stored(email)).toMatchObject({ source: 'MANUAL', status: 'INVITE_PENDING' })
  })

  it('keeps two organizations from each other', async () => {
    const other = await addOrganization(house, 'Another Academy')
    const [ours, theirs] = [await integration(), await integration({}, other)]
    const email = newAddress()
    const { body } = await ours.call('POST', '/Users', person(email))
    const { body: sameAddress } = await theirs.call('POST', '/Users', person(email))
    expect(sameAddress.id).not.toBe(body.id)
    const { body: group } = await ours.call('POST', '/Groups', { displayName: `Sales of ${email}` })
    const mine = await theirs.call('POST', '/Groups', { displayName: `Sales of ${email}` })
    const title = patch({ op: 'replace', path: 'title', value: 'x' })
    const ways: ((user: string, team: string) => Promise<Answer>)[] = [
      (user) => theirs.call('GET', `/Users/${user}`),
      (user) => theirs.call('PUT', `/Users/${user}`, person(newAddress())),
      (user) => theirs.call('PATCH', `/Users/${user}`, title),
      (user) => theirs.call('DELETE', `/Users/${user}`),
      (user) => theirs.call('GET', `/Users?filter=${encodeURIComponent(`id eq "${user}"`)}`),
      (_, team) => theirs.call('GET', `/Groups/${team}`),
      (_, team) => theirs.call('PUT', `/Groups/${team}`, { displayName: 'Sales' }),
      (_, team) => theirs.call('PATCH', `/Groups/${team}`, patch({ op: 'add', path: 'members', value: [] })),
      (_, team) => theirs.call('DELETE', `/Groups/${team}`),
      (user) => theirs.call('POST', '/Groups', { displayName: 'Marketing', members: [{ value: user }] }),
      (user) =>
        theirs.call(
          'PATCH',
          `/Groups/${mine.body.id}`,
          patch({ op: 'add', path: 'members', value: [{ value: user }] }),
        ),
    ]
    const nobody = [globalId('User', newId()), globalId('Team', newId())] as const
    const told = ({ status, body: text }: Answer, ids: readonly string[]) =>
      ids.reduce((left, id) => left.replaceAll(id, 'the id'), JSON.stringify({ status, text }))
    for (const way of ways) {
      const crossed = told(await way(body.id, group.id), [body.id, group.id])
      expect(crossed).toBe(told(await way(...nobody), nobody))
      expect(crossed).not.toContain(email)
    }
    const crossed = await fetch(`${house.url}/scim/v2/${other}/Users`, {
      headers: { authorization: `Bearer ${ours.token}` },
    })
    expect(crossed.status).toBe(401)
  })
})
