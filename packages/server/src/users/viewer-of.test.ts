import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ApiKey } from '../access/api-key.ts'
import { Role, systemViewer, ViewerKind } from '../base/viewer.ts'
import { addApiKey, addOrganization, addUser, databases, openTestServer, type TestServer } from '../testing.ts'
import { changeUser } from './save-user.ts'
import { viewerOf, type Asker } from './viewer-of.ts'

describe.each(databases)('who asked for something that is done later, on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const now = (asker: Asker, organizationId = server.organizationId) =>
    server.run((work) => viewerOf(work, asker), systemViewer(organizationId))

  test('a user has the rights of this moment', async () => {
    const user = await addUser(server, {
      name: 'Cora',
      email: 'cora@example.com',
      role: 'CURATOR',
      permissions: ['PEOPLE'],
    })
    const asker = { kind: ViewerKind.USER, id: user.id }
    expect(await now(asker)).toEqual({
      kind: 'USER',
      id: user.id,
      organizationId: server.organizationId,
      role: 'CURATOR',
      permissions: ['PEOPLE'],
      label: 'Cora (cora@example.com)',
    })
    await server.run((work) => changeUser(work, { user, changes: { role: 'LEARNER', hasPeoplePermission: false } }))
    expect(await now(asker)).toMatchObject({ role: 'LEARNER', permissions: [] })
    await server.run((work) => changeUser(work, { user, changes: { status: 'DEACTIVATED' } }))
    expect(await now(asker)).toBeNull()
  })

  test('an API key has the rights of its role until it expires', async () => {
    await addApiKey(server, Role.ADMIN)
    const key = (await server.run((work) => work.rows(ApiKey).find({ role: Role.ADMIN }))).at(-1)
    const asker = { kind: ViewerKind.API_KEY, id: key?.id ?? null }
    expect(await now(asker)).toMatchObject({ kind: 'API_KEY', id: key?.id, role: 'ADMIN', permissions: [] })
    const expiresAt = new Date(server.now().getTime() + 60_000)
    await server.run((work) => work.rows(ApiKey).update({ id: key?.id ?? '' }, { expiresAt }))
    expect(await now(asker)).not.toBeNull()
    server.wait(60_001)
    expect(await now(asker)).toBeNull()
  })

  test('nobody is found in another organization, and the system is nobody', async () => {
    const user = await addUser(server, { name: 'Ada', email: 'ada@example.com' })
    const other = await addOrganization(server, 'Other Academy')
    expect(await now({ kind: ViewerKind.USER, id: user.id }, other)).toBeNull()
    expect(await now({ kind: ViewerKind.API_KEY, id: user.id })).toBeNull()
    expect(await now({ kind: ViewerKind.SYSTEM, id: null })).toBeNull()
  })
})
