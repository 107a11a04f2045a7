import { AuditEvent } from '../audit/audit-event.ts'
import { bareId, globalId } from '../base/graphql/ids.ts'
import { Team } from '../teams/team.ts'
import { addOrganization, addUser, databases, startTestServer, testViewer, type ServedHouse } from '../testing.ts'
import { newUser, saveUsers } from '../users/save-user.ts'
import { User, UserTeam } from '../users/user.ts'
import { createHrIntegration } from './create-hr-integration.ts'

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const MANY = 10_000

interface Answer {
  status: number
  headers: Headers
  // What SCIM answers is read as it comes.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}
type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

describe.each(databases)('SCIM groups (%s)', (on) => {
  let house: ServedHouse
  let okta: Call
  beforeAll(async () => {
    house = await startTestServer(on, { SCIM_REQUESTS_PER_MINUTE: '100000' })
    okta = await integration()
  })
  afterAll(() => house.close())

  async function integration(organizationId = house.organizationId): Promise<Call> {
    const { token } = await house.run(
      (work) => createHrIntegration(work, { name: 'Okta', sendInvites: false }),
      testViewer(organizationId, 'OWNER'),
    )
    return async (method, path, body) => {
      const response = await fetch(`${house.url}/scim/v2/${organizationId}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
    }
  }

  let count = 0
  const newName = () => `Group ${++count}`
  async function person(more: object = {}): Promise<string> {
    const userName = `member${++count}@group.example`
    return (await okta('POST', '/Users', { schemas: [USER], userName, displayName: 'Ana Ruiz', ...more })).body.id
  }
  const group = async (members?: string[], call = okta) =>
    (await call('POST', '/Groups', { schemas: [GROUP], displayName: newName(), members: members?.map(asMember) })).body
  const asMember = (value: string) => ({ value })
  const patch = (id: string, ...Operations: object[]) => okta('PATCH', `/Groups/${id}`, { Operations })
  const membersOf = async (id: string): Promise<string[]> =>
    (await okta('GET', `/Groups/${id}`)).body.members.map(({ value }: { value: string }) => value).sort()
  const stored = (id: string) =>
    house.run((work) => work.rows(User).findOne({ id: bareId('User', id) })) as Promise<User>
  const actions = async (id: string) =>
    (await house.run((work) => work.rows(AuditEvent).find({ subjectId: bareId('Team', id) }))).map(
      ({ action }) => action,
    )

  it('are made as teams with their members, and given back as they were sent', async () => {
    const [one, other] = [await person(), await person()]
    const displayName = newName()
    const { status, headers, body } = await okta('POST', '/Groups', {
      schemas: [GROUP],
      displayName,
      externalId: `ext-${displayName}`,
      members: [{ value: one, display: 'Ana' }, { value: other }],
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(body.meta.location)
    expect(body).toMatchObject({ displayName, externalId: `ext-${displayName}` })
    expect(await membersOf(body.id)).toEqual([one, other].sort())
    expect(await stored(one)).toMatchObject({ primaryTeamId: bareId('Team', body.id) })
    expect(await actions(body.id)).toEqual(['team.created', 'team.members_changed'])
    const found = await okta('GET', `/Groups?filter=${encodeURIComponent(`externalId eq "ext-${displayName}"`)}`)
    expect(found.body.Resources).toMatchObject([{ id: body.id }])
  })

  it('are refused a name that a team has already, in the words of SCIM', async () => {
    const { displayName } = await group()
    const { status, body } = await okta('POST', '/Groups', { displayName })
    expect([status, body.scimType]).toEqual([409, 'uniqueness'])
    const other = await group()
    expect((await patch(other.id, { op: 'replace', path: 'displayName', value: displayName })).status).toBe(409)
    expect((await okta('POST', '/Groups', { displayName: ' ' })).status).toBe(400)
  })

  it('become a further team of whoever is in one already, and stay when the department changes', async () => {
    const user = await person({ [ENTERPRISE]: { department: 'Sales' } })
    const { id } = await group([user])
    const sales = (await stored(user)).primaryTeamId
    expect(await membersOf(id)).toEqual([user])
    const loner = await person()
    const first = await group([loner])
    await okta('PATCH', `/Users/${loner}`, {
      Operations: [{ op: 'add', path: `${ENTERPRISE}:department`, value: 'Sales' }],
    })
    expect(await stored(loner)).toMatchObject({ primaryTeamId: sales })
    expect(await membersOf(first.id)).toEqual([loner])
  })

  it.each<[string, (one: string, other: string) => object[], (one: string, other: string) => string[]]>([
    ['adding', (_, two) => [{ op: 'add', path: 'members', value: [{ value: two }] }], (one, two) => [one, two]],
    [
      'adding as Entra writes it',
      (_, two) => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: two }] }],
      (one, two) => [one, two],
    ],
    [
      'adding without a path',
      (_, two) => [{ op: 'add', value: { members: [{ value: two }] } }],
      (one, two) => [one, two],
    ],
    ['adding nobody', () => [{ op: 'add', path: 'members', value: [] }], (one) => [one]],
    ['adding whoever is there', (one) => [{ op: 'add', path: 'members', value: [{ value: one }] }], (one) => [one]],
    ['removing by a value path', (one) => [{ op: 'remove', path: `members[value eq "${one}"]` }], () => []],
    ['removing as Entra writes it', (one) => [{ op: 'Remove', path: 'members', value: [{ value: one }] }], () => []],
    [
      'removing whoever is not there',
      (_, two) => [{ op: 'remove', path: `members[value eq "${two}"]` }],
      (one) => [one],
    ],
    ['removing all', () => [{ op: 'remove', path: 'members' }], () => []],
    ['replacing', (_, two) => [{ op: 'replace', path: 'members', value: [{ value: two }] }], (_, two) => [two]],
    ['replacing by nobody', () => [{ op: 'replace', path: 'members', value: [] }], () => []],
    [
      'several at once',
      (one, two) => [
        { op: 'remove', path: `members[value eq "${one}"]` },
        { op: 'add', path: 'members', value: [{ value: two }] },
      ],
      (_, two) => [two],
    ],
  ])('have their members changed by %s', async (_, operations, after) => {
    const [one, other] = [await person(), await person()]
    const { id } = await group([one])
    expect((await patch(id, ...operations(one, other))).status).toBe(204)
    expect(await membersOf(id)).toEqual(after(one, other).sort())
  })

  it('are renamed as Okta and as Entra do it', async () => {
    const { id } = await group()
    await patch(id, { op: 'replace', value: { id, displayName: 'By Okta' } })
    expect((await okta('GET', `/Groups/${id}`)).body.displayName).toBe('By Okta')
    await patch(id, { op: 'Replace', path: 'displayName', value: 'By Entra' })
    expect((await okta('GET', `/Groups/${id}?excludedAttributes=members`)).body).toMatchObject({
      displayName: 'By Entra',
    })
    expect(await actions(id)).toEqual(['team.created', 'team.updated', 'team.updated'])
  })

  it('are replaced whole by PUT: a list of members is the whole list, and without one they stay', async () => {
    const [one, other] = [await person(), await person()]
    const { id } = await group([one])
    const renamed = await okta('PUT', `/Groups/${id}`, { displayName: newName() })
    expect(renamed).toMatchObject({ status: 200, body: { members: [{ value: one }] } })
    await okta('PUT', `/Groups/${id}`, { displayName: renamed.body.displayName, members: [{ value: other }] })
    expect(await membersOf(id)).toEqual([other])
    await okta('PUT', `/Groups/${id}`, { displayName: renamed.body.displayName, members: [] })
    expect(await membersOf(id)).toEqual([])
  })

  it('are changed wholly or not at all', async () => {
    const { id, displayName } = await group([await person()])
    const before = await membersOf(id)
    const { status, body } = await patch(
      id,
      { op: 'replace', path: 'displayName', value: newName() },
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [{ value: globalId('User', 'nobody') }] },
    )
    expect([status, body.scimType]).toEqual([400, 'invalidValue'])
    expect((await okta('GET', `/Groups/${id}`)).body.displayName).toBe(displayName)
    expect(await membersOf(id)).toEqual(before)
  })

  it('write nothing when told what is known', async () => {
    const user = await person()
    const { id, displayName } = await group([user])
    const before = await stored(user)
    await okta('PUT', `/Groups/${id}`, { displayName, members: [{ value: user }] })
    expect(await stored(user)).toEqual(before)
    expect(await actions(id)).toHaveLength(2)
  })

  it('leave owners where they are', async () => {
    const owner = await addUser(house, { email: 'owner@group.example', name: 'Owner', role: 'OWNER' })
    const user = await person()
    const { id } = await group([globalId('User', owner.id), user])
    expect(await membersOf(id)).toEqual([user])
  })

  it('are deleted with their team, and everybody stays in the others they have', async () => {
    const user = await person()
    const [first, second] = [await group([user]), await group([user])]
    expect((await okta('DELETE', `/Groups/${first.id}`)).status).toBe(204)
    expect((await okta('GET', `/Groups/${first.id}`)).status).toBe(404)
    expect((await okta('DELETE', `/Groups/${first.id}`)).status).toBe(404)
    expect(await stored(user)).toMatchObject({ primaryTeamId: bareId('Team', second.id) })
    expect(await actions(first.id)).toEqual(['team.created', 'team.members_changed', 'team.deleted'])
  })

  it('are not taken away from people who made them, nor from another integration', async () => {
    const team = await house.run((work) =>
      work.rows(Team).insert({ id: 'handmade', name: 'Handmade', managerId: null, createdAt: house.now() }),
    )
    const id = globalId('Team', team.id)
    expect((await okta('DELETE', `/Groups/${id}`)).status).toBe(403)
    const { id: theirs } = await group()
    const entra = await integration()
    for (const [method, body] of [['DELETE'], ['PUT', { displayName: 'Ours' }]] as const) {
      expect((await entra(method, `/Groups/${theirs}`, body)).status).toBe(403)
    }
  })

  it('stay departments for as long as somebody has them as one', async () => {
    const user = await person({ [ENTERPRISE]: { department: newName() } })
    const id = globalId('Team', (await stored(user)).primaryTeamId as string)
    await patch(id, { op: 'remove', path: `members[value eq "${user}"]` })
    expect(await membersOf(id)).toEqual([user])
    await okta('DELETE', `/Groups/${id}`)
    expect(await membersOf(id)).toEqual([user])
  })

  it("of two organizations never see each other, nor take each other's users", async () => {
    const theirs = await integration(await addOrganization(house, 'Another Academy'))
    const { id, displayName } = await group([await person()])
    expect((await theirs('POST', '/Groups', { displayName })).status).toBe(201)
    expect((await theirs('GET', '/Groups')).body.totalResults).toBe(1)
    for (const [method, body] of [['GET'], ['PUT', { displayName }], ['DELETE']] as const) {
      expect((await theirs(method, `/Groups/${id}`, body)).status).toBe(404)
    }
    const ours = await person()
    const own = await group([], theirs)
    const { status } = await theirs('PATCH', `/Groups/${own.id}`, {
      Operations: [{ op: 'add', path: 'members', value: [{ value: ours }] }],
    })
    expect(status).toBe(400)
  })

  it(`take ${MANY} members by few statements`, async () => {
    const users = await house.run(async (work) => {
      const made = Array.from({ length: MANY }, (_, index) =>
        newUser(work, {
          details: { email: `many${index}@group.example`, name: 'Ana', role: 'LEARNER' },
          source: 'HR_SYNC',
        }),
      )
      await saveUsers(work, { add: made.map((user) => ({ user, secondaryTeamIds: [] })), change: [] })
      return made
    })
    const ids = users.map(({ id }) => globalId('User', id))
    const first = await group(ids)
    house.statements.reset()
    const started = Date.now()
    const second = await group(ids)
    // Where there is no network between, rows are inserted one by one.
    const isCounted = (sql: string) => on === 'MariaDB' || !sql.startsWith('INSERT')
    expect(house.statements.seen.filter(isCounted).length).toBeLessThan(150)
    expect(Date.now() - started).toBeLessThan(5_000)
    expect(second.members).toHaveLength(MANY)
    expect(await house.run((work) => work.rows(UserTeam).count({ teamId: bareId('Team', second.id) }))).toBe(MANY)
    expect((await okta('DELETE', `/Groups/${first.id}`)).status).toBe(204)
    expect(await house.run((work) => work.rows(User).count({ primaryTeamId: bareId('Team', second.id) }))).toBe(MANY)
  })
})
