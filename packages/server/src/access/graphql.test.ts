import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { viewerOfUser } from '../users/viewer-of.ts'

describe.each(databases)('who is calling, on %s', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  const VIEWER = `{ viewer {
    kind canManagePeople grantableRoles organization { id name } apiKey { id name role prefix } user { id name }
  } }`

  test('nobody, without a credential', async () => {
    expect(await house.ask(VIEWER, {}, null)).toMatchObject({ data: { viewer: null }, faults: [] })
  })

  test('an API key sees itself, and that it is no user', async () => {
    const key = house.as(Role.HR)
    const { data } = await house.ask(VIEWER, {}, key)
    expect(data.viewer).toEqual({
      kind: 'API_KEY',
      canManagePeople: true,
      grantableRoles: ['HR', 'CURATOR', 'LEARNING_DESIGNER', 'REPORTER', 'LEARNER'],
      organization: { id: `org_${house.organizationId}`, name: 'Example Academy' },
      apiKey: { id: `key_${key.id}`, name: 'Key of a test, HR', role: 'HR', prefix: expect.stringMatching(/^rck_/) },
      user: null,
    })
  })

  test('a user sees themself', async () => {
    const user = await addUser(house, { name: 'Cora Curator', email: 'cora@example.com', role: 'CURATOR' })
    const { data } = await house.ask(VIEWER, {}, viewerOfUser(user))
    expect(data.viewer).toMatchObject({
      kind: 'USER',
      canManagePeople: false,
      grantableRoles: [],
      apiKey: null,
      user: { id: `usr_${user.id}`, name: 'Cora Curator' },
    })
    expect(
      (await house.ask(VIEWER, {}, viewerOfUser({ ...user, hasPeoplePermission: true }))).data.viewer,
    ).toMatchObject({
      canManagePeople: true,
      grantableRoles: ['LEARNER'],
    })
  })

  test('the server itself is no kind of caller that the API knows', async () => {
    const { data } = await house.ask('{ __type(name: "ViewerKind") { enumValues { name } } }')
    expect(data.__type.enumValues).toEqual([{ name: 'USER' }, { name: 'API_KEY' }])
  })

  test('the roles are shown to everybody who has a credential, the most powerful first', async () => {
    const ROLES = '{ roles { role label description canManagePeople canGrant } }'
    const { data, faults } = await house.ask(ROLES, {}, house.as(Role.LEARNER))
    expect(faults).toEqual([])
    expect(data.roles.map(({ role }: { role: string }) => role)).toEqual([
      'OWNER',
      'ADMIN',
      'HR',
      'CURATOR',
      'LEARNING_DESIGNER',
      'REPORTER',
      'LEARNER',
    ])
    const rights = data.roles.map((role: Record<string, unknown>) => [
      role['role'],
      role['canManagePeople'],
      role['canGrant'],
    ])
    expect(rights).toEqual([
      ['OWNER', 'ALWAYS', ['OWNER', 'ADMIN', 'HR', 'CURATOR', 'LEARNING_DESIGNER', 'REPORTER', 'LEARNER']],
      ['ADMIN', 'ALWAYS', ['ADMIN', 'HR', 'CURATOR', 'LEARNING_DESIGNER', 'REPORTER', 'LEARNER']],
      ['HR', 'ALWAYS', ['HR', 'CURATOR', 'LEARNING_DESIGNER', 'REPORTER', 'LEARNER']],
      ['CURATOR', 'WITH_PERMISSION', ['LEARNER']],
      ['LEARNING_DESIGNER', 'NEVER', []],
      ['REPORTER', 'NEVER', []],
      ['LEARNER', 'NEVER', []],
    ])
    expect((await house.ask(ROLES, {}, null)).faults).toEqual(['UNAUTHENTICATED'])
  })

  test('the server says what it is and what it allows to anybody', async () => {
    const { data } = await house.ask(
      '{ serverInfo { version schemaHash maxFileBytes maxRows maxPageSize sendsMail apiErrorCodes } }',
      {},
      null,
    )
    expect(data.serverInfo).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      schemaHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      maxFileBytes: 104_857_600,
      maxRows: 1_000_000,
      maxPageSize: 200,
      sendsMail: false,
    })
    expect(data.serverInfo.apiErrorCodes).toContain('UNAUTHENTICATED')
  })

  test('an organization is shown to its own callers, and to no other', async () => {
    const theirs = await addOrganization(house, 'Other Academy')
    const mine = `org_${house.organizationId}`
    const asked = (id: string, viewer: Viewer) =>
      house.ask('query ($id: ID!) { organization { id name inviteTtlHours } node(id: $id) { id } }', { id }, viewer)
    expect((await asked(mine, house.as(Role.LEARNER))).data).toEqual({
      organization: { id: mine, name: 'Example Academy', inviteTtlHours: 168 },
      node: { id: mine },
    })
    expect((await asked(mine, testViewer(theirs, Role.OWNER))).data).toMatchObject({
      organization: { name: 'Other Academy' },
      node: null,
    })
    expect((await house.ask('{ organization { id } }', {}, null)).faults).toEqual(['UNAUTHENTICATED'])
  })

  test('how many users there are in each status is one statement', async () => {
    const other = testViewer(await addOrganization(house, 'Counted Academy'), Role.OWNER)
    const add = (name: string, marks = {}) => addUser(house, { name, email: `${name}@example.com` }, marks, other)
    await add('one')
    await add('two', { status: 'INVITE_PENDING' })
    await add('three', { status: 'INVITE_PENDING' })
    await add('four', { status: 'DEACTIVATED' })
    house.statements.reset()
    const { data } = await house.ask(
      '{ organization { userCounts { notInvited inviteScheduled invitePending confirmed deactivated } } }',
      {},
      { ...other, kind: ViewerKind.API_KEY },
    )
    expect(data.organization.userCounts).toEqual({
      notInvited: 1,
      inviteScheduled: 0,
      invitePending: 2,
      confirmed: 0,
      deactivated: 1,
    })
    expect(house.statements.seen.filter((sql) => /FROM .users/.test(sql))).toHaveLength(1)
  })
})
