import { HrIntegration } from '../access/hr-integration.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import { bareId } from '../base/graphql/ids.ts'
import { databases, startTestServer, type ServedHouse } from '../testing.ts'
import { Location } from '../teams/location.ts'
import { Team } from '../teams/team.ts'
import { User } from '../users/user.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const ACME = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User'
const CREATE = `mutation ($input: CreateHrIntegrationInput!) { createHrIntegration(input: $input) {
  hrIntegration { id attributeMapping { field label attributes isDefault } } token
  userErrors { __typename code message path hint ... on MappingError { column field } } } }`
const UPDATE = `mutation ($input: UpdateHrIntegrationInput!) { updateHrIntegration(input: $input) {
  hrIntegration { attributeMapping { field attributes isDefault } } userErrors { code message path } } }`
const EDIT = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) {
  user { jobTitle hrSync { ownedFields } } userErrors { code } } }`

// What is answered is read as it comes.
// oxlint-disable-next-line typescript/no-explicit-any
type Answer = any

interface Mapping {
  field: string
  attributes: string[]
}

describe.each(databases)('the attribute mapping of an HR integration (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on, { SCIM_REQUESTS_PER_MINUTE: '100000' })
  })
  afterAll(() => house.close())
  // An organization may have twenty.
  afterEach(() => house.run((work) => work.rows(HrIntegration).delete({})))

  let count = 0
  async function ask(query: string, input: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ query, variables: { input } })
    const answer = await (await fetch(`${house.url}/graphql`, { method: 'POST', headers, body })).json()
    return Object.values((answer as Answer).data)[0]
  }
  const create = (attributeMapping: Mapping[], more = {}): Promise<Answer> =>
    ask(CREATE, { name: `HR ${++count}`, sendInvites: false, attributeMapping, ...more })
  const edit = (id: string, changes: object): Promise<Answer> => ask(EDIT, { userId: id, ...changes })

  async function integration(attributeMapping: Mapping[]) {
    const { hrIntegration, token, userErrors } = await create(attributeMapping)
    expect(userErrors).toEqual([])
    const { id, attributeMapping: shown } = hrIntegration
    const call = async (method: string, path: string, sent?: object) => {
      const response = await fetch(`${house.url}/scim/v2/${house.organizationId}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        ...(sent && { body: JSON.stringify(sent) }),
      })
      return { status: response.status, body: JSON.parse((await response.text()) || 'null') }
    }
    const map = (mapping: Mapping[]): Promise<Answer> => ask(UPDATE, { hrIntegrationId: id, attributeMapping: mapping })
    return { id, shown, call, map }
  }

  const person = (more = {}) => {
    const userName = `mapped${++count}@hr.example`
    return { schemas: [USER], userName, name: { givenName: 'Ana', familyName: 'Ruiz' }, title: 'Engineer', ...more }
  }
  const patch = (...Operations: object[]) => ({ Operations })
  const stored = (id: string) =>
    house.run((work) => work.rows(User).findOne({ id: bareId('User', id) })) as Promise<User>

  it('shows for each field from where it is taken, and takes what is not named as usual', async () => {
    const { shown } = await integration([
      { field: 'jobTitle', attributes: [`${ENTERPRISE.toUpperCase()}:DIVISION`, 'title'] },
      { field: 'language', attributes: [] },
    ])
    expect(shown).toHaveLength(12)
    expect(shown).toEqual(
      expect.arrayContaining([
        { field: 'email', label: 'email address', attributes: ['userName'], isDefault: true },
        { field: 'jobTitle', label: 'job title', attributes: [`${ENTERPRISE}:division`, 'title'], isDefault: false },
        { field: 'language', label: 'language', attributes: [], isDefault: false },
      ]),
    )
  })

  it('takes every field from its attribute, whether it comes by POST, PUT or PATCH, and gives back what was sent', async () => {
    const { call } = await integration([
      { field: 'email', attributes: ['emails[type eq "work"].value'] },
      { field: 'name', attributes: ['nickName'] },
      { field: 'jobTitle', attributes: [`${ACME}:jobProfile`, 'title'] },
      { field: 'primaryTeam', attributes: [`${ENTERPRISE}:division`] },
      { field: 'location', attributes: ['addresses[primary eq true].locality'] },
      { field: 'externalId', attributes: [`${ACME}:badge`] },
      { field: 'hireDate', attributes: [`${ACME}:startsOn`] },
    ])
    const email = `work${++count}@hr.example`
    const userName = `LOGIN${count}`
    const sent = {
      schemas: [USER, ENTERPRISE, ACME],
      userName,
      nickName: 'Annie',
      name: { givenName: 'Ana', familyName: 'Ruiz' },
      title: 'Engineer',
      emails: [
        { value: 'home@hr.example', type: 'home', primary: true },
        { value: email, type: 'work' },
      ],
      addresses: [
        { type: 'home', locality: 'Leeds' },
        { type: 'work', locality: 'Tokyo', primary: true },
      ],
      [ENTERPRISE]: { division: 'Trains', department: 'Sales', employeeNumber: `N${count}` },
      [ACME]: { badge: 4711 + count, jobProfile: 'Driver', startsOn: '2026-11-22T00:00:00Z' },
    }
    const { status, body } = await call('POST', '/Users', sent)
    expect({ status, body }).toMatchObject({ status: 201, body: sent })
    const user = await stored(body.id)
    expect(user).toMatchObject({
      email,
      name: 'Annie',
      firstName: 'Ana',
      jobTitle: 'Driver',
      externalId: String(sent[ACME].badge),
      hireDate: '2026-11-22',
    })
    const [team, place] = await house.run((work) =>
      Promise.all([
        work.rows(Team).findOne({ id: String(user.primaryTeamId) }),
        work.rows(Location).findOne({ id: String(user.locationId) }),
      ]),
    )
    expect([team?.name, place?.name]).toEqual(['Trains', 'Tokyo'])
    expect((await call('GET', `/Users/${body.id}`)).body).toMatchObject(sent)
    const filter = encodeURIComponent(`userName eq "${userName.toLowerCase()}"`)
    expect((await call('GET', `/Users?filter=${filter}`)).body.Resources).toMatchObject([{ id: body.id, userName }])

    const moved = `moved${count}@hr.example`
    await call(
      'PATCH',
      `/Users/${body.id}`,
      patch(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: moved },
        { op: 'Add', path: `${ACME}:jobProfile`, value: 'Conductor' },
        { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'Osaka' },
        { op: 'Replace', path: 'displayName', value: 'Nobody' },
      ),
    )
    const { locationId, ...patched } = await stored(body.id)
    expect(patched).toMatchObject({ email: moved, jobTitle: 'Conductor', name: 'Annie' })
    expect(locationId).not.toBe(user.locationId)
    await call('PATCH', `/Users/${body.id}`, patch({ op: 'add', value: { [ACME]: { jobProfile: 'Guard' } } }))
    expect(await stored(body.id)).toMatchObject({ jobTitle: 'Guard', externalId: String(sent[ACME].badge) })
    await call('PATCH', `/Users/${body.id}`, patch({ op: 'remove', path: `${ACME}:jobProfile` }))
    expect(await stored(body.id)).toMatchObject({ jobTitle: 'Engineer' })
    await call('PUT', `/Users/${body.id}`, { ...sent, nickName: 'Anna' })
    expect(await stored(body.id)).toMatchObject({ email, name: 'Anna', jobTitle: 'Driver' })
    expect((await call('POST', '/Users', { ...sent, emails: [{ value: moved, type: 'work' }] })).body).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    })
    const homeless = await call('PUT', `/Users/${body.id}`, { ...sent, emails: [] })
    expect(homeless).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('taken from emails[type eq "work"].value, and this user has none') },
    })
  })

  it('never owns a field that it leaves alone, so that people may change it', async () => {
    const { call } = await integration([
      { field: 'jobTitle', attributes: [] },
      { field: 'name', attributes: [] },
    ])
    const sent = person({ displayName: 'Ana M. Ruiz' })
    const { body } = await call('POST', '/Users', sent)
    expect(await stored(body.id)).toMatchObject({ name: 'Ana M. Ruiz', jobTitle: null, firstName: 'Ana' })
    const { user, userErrors } = await edit(body.id, { jobTitle: 'Boss', name: 'Annie' })
    expect({ user, userErrors }).toMatchObject({ user: { jobTitle: 'Boss' }, userErrors: [] })
    expect(user.hrSync.ownedFields).toEqual(['email', 'firstName', 'lastName'])
    const { body: after } = await call('PUT', `/Users/${body.id}`, { ...sent, title: 'Chief', displayName: 'Ana' })
    expect(after).toMatchObject({ title: 'Chief', displayName: 'Ana' })
    expect(await stored(body.id)).toMatchObject({ jobTitle: 'Boss', name: 'Annie' })
  })

  it('counts from what is told next when it is changed, and gives back at once what it leaves alone', async () => {
    const { id, call, map } = await integration([])
    const sent = person({ [ENTERPRISE]: { division: 'Trains' }, preferredLanguage: 'de' })
    const { body } = await call('POST', '/Users', sent)
    expect((await edit(body.id, { jobTitle: 'Boss' })).userErrors).toMatchObject([{ code: 'HR_OWNED' }])
    const { hrIntegration } = await map([
      { field: 'jobTitle', attributes: [`${ENTERPRISE}:division`] },
      { field: 'language', attributes: [] },
    ])
    expect(hrIntegration.attributeMapping).toContainEqual({
      field: 'language',
      attributes: [],
      isDefault: false,
    })
    const released = await stored(body.id)
    expect(released).toMatchObject({ jobTitle: 'Engineer', language: 'de' })
    expect(released.hrFields).not.toContain('language')
    expect(released.hrFields).toContain('jobTitle')
    const [told] = (await house.run((work) =>
      work.rows(AuditEvent).find({ subjectId: bareId('HrIntegration', id), action: 'hr_integration.updated' }),
    )) as AuditEvent[]
    expect(told?.details).toMatchObject({
      before: { attributeMapping: {} },
      after: { attributeMapping: { jobTitle: [`${ENTERPRISE}:division`], language: [] }, releasedUsers: 1 },
    })
    // Told the same once more, it is read as the mapping has it by now.
    await call('PUT', `/Users/${body.id}`, sent)
    expect(await stored(body.id)).toMatchObject({ jobTitle: 'Trains', language: 'de' })
    const before = await stored(body.id)
    await call('PUT', `/Users/${body.id}`, sent)
    expect(await stored(body.id)).toEqual(before)
    await map([])
    await call('PUT', `/Users/${body.id}`, sent)
    const after = await stored(body.id)
    expect(after).toMatchObject({ jobTitle: 'Engineer', language: 'de' })
    expect(after.hrFields).toContain('language')
  })

  it('empties nothing when a field comes from an attribute that nobody has', async () => {
    const { call, map } = await integration([])
    const sent = person()
    const { body } = await call('POST', '/Users', sent)
    await map([{ field: 'jobTitle', attributes: [`${ACME}:typo`] }])
    await call('PUT', `/Users/${body.id}`, sent)
    const user = await stored(body.id)
    expect(user).toMatchObject({ jobTitle: 'Engineer' })
    expect(user.hrFields).not.toContain('jobTitle')
  })

  it('tells which attributes of own extensions it reads, and filters only by what still is the field', async () => {
    const { call } = await integration([{ field: 'jobTitle', attributes: [`${ACME}:jobProfile`] }])
    expect((await call('GET', `/Schemas/${ACME}`)).body).toMatchObject({
      id: ACME,
      attributes: [{ name: 'jobProfile' }],
    })
    const { body } = await call('GET', '/ResourceTypes/User')
    expect(body.schemaExtensions).toContainEqual({ schema: ACME, required: false })
    const byTitle = await call('GET', `/Users?filter=${encodeURIComponent('title eq "x"')}`)
    expect(byTitle.body).toMatchObject({ scimType: 'invalidFilter' })
  })

  it.each([
    ['shoeSize', ['title'], 'FIELD_UNKNOWN', ['field'], null],
    ['email', [], 'FIELD_UNMAPPED', ['attributes'], null],
    ['jobTitle', ['division'], 'INVALID', ['attributes', '0'], `Write ${ENTERPRISE}:division.`],
    ['jobTitle', ['title', 'password'], 'INVALID', ['attributes', '1'], null],
    ['jobTitle', ['active'], 'INVALID', ['attributes', '0'], null],
    ['email', ['emails'], 'INVALID', ['attributes', '0'], null],
    ['email', ['emails[type eq "work"'], 'INVALID', ['attributes', '0'], null],
    ['email', ['emails[type co "w"].value'], 'INVALID', ['attributes', '0'], null],
    ['name', ['name.nick'], 'INVALID', ['attributes', '0'], null],
    ['jobTitle', [`${ENTERPRISE}:shoeSize`], 'INVALID', ['attributes', '0'], null],
    ['jobTitle', [ACME], 'INVALID', ['attributes', '0'], `Name an attribute behind it, such as ${ACME}:division.`],
    ['jobTitle', Array<string>(6).fill('title'), 'TOO_LONG', ['attributes'], null],
  ])('refuses to take %s from %j', async (field, attributes, code, place, hint) => {
    const { hrIntegration, userErrors } = await create([{ field, attributes }])
    expect(hrIntegration).toBeNull()
    const [error] = userErrors
    expect(error).toMatchObject({
      __typename: 'MappingError',
      code,
      field,
      path: ['input', 'attributeMapping', '0', ...place],
    })
    if (hint !== null) expect(error.hint).toBe(hint)
  })

  it('refuses a field that is named twice, and all mistakes at once', async () => {
    const { userErrors } = await create([
      { field: 'jobTitle', attributes: ['title'] },
      { field: 'jobTitle', attributes: ['nickName'] },
      { field: 'name', attributes: ['nonsense', 'x'.repeat(301)] },
    ])
    expect(userErrors).toMatchObject([
      { code: 'FIELD_MAPPED_TWICE' },
      { code: 'INVALID', column: 'nonsense' },
      { code: 'INVALID', hint: 'An attribute has at most 300 characters.' },
    ])
  })

  it('is none of a roster, which has columns', async () => {
    const { userErrors } = await create([{ field: 'jobTitle', attributes: ['title'] }], { protocol: 'ROSTER' })
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'attributeMapping'] }])
    const { hrIntegration } = await ask(CREATE, { name: `HR ${++count}`, protocol: 'ROSTER' })
    expect(hrIntegration.attributeMapping).toEqual([])
  })
})
