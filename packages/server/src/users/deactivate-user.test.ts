import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role, type Viewer } from '../base/viewer.ts'
import {
  addOrganization,
  addUser,
  databases,
  openTestServer,
  refusalOf,
  testViewer,
  type TestServer,
} from '../testing.ts'
import { countOwners } from './count-owners.ts'
import { deactivateUser } from './deactivate-user.ts'
import { reactivateUser } from './reactivate-user.ts'
import { updateUser } from './update-user.ts'
import { User, withoutInvites, type UserStatus } from './user.ts'
import { viewerOfUser } from './viewer-of.ts'

describe.each(databases)('deactivating and bringing back on %s', (on) => {
  let server: TestServer
  let serial = 0
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const someone = (input: object = {}, marks: object = {}) =>
    addUser(server, { name: `Some One ${serial}`, email: `someone${serial++}@example.com`, ...input }, marks)
  const stored = (user: User) => server.run((work) => work.rows(User).findOne({ id: user.id })) as Promise<User>
  const actions = async (user: User) =>
    (await server.run((work) => work.rows(AuditEvent).find({ subjectId: user.id }))).map(({ action }) => action)
  const deactivate = (user: Pick<User, 'id'>, viewer = server.as(Role.OWNER)) =>
    server.run((work) => deactivateUser(work, { userId: user.id }), viewer)
  const reactivate = (user: Pick<User, 'id'>, viewer = server.as(Role.OWNER)) =>
    server.run((work) => reactivateUser(work, { userId: user.id }), viewer)

  test.each([
    ['NOT_INVITED', 'NOT_INVITED'],
    ['INVITE_SCHEDULED', 'NOT_INVITED'],
    ['INVITE_PENDING', 'INVITE_PENDING'],
    ['CONFIRMED', 'CONFIRMED'],
  ] as const)('a user who was %s comes back as %s, and no old link works', async (before, after) => {
    const user = await someone({}, { status: before as UserStatus, inviteGeneration: 2 })
    await deactivate(user)
    const gone = await stored(user)
    expect(gone).toMatchObject({ status: 'DEACTIVATED', statusBeforeDeactivation: before, email: user.email })
    expect(gone.deactivatedAt).toBeInstanceOf(Date)
    expect(gone.inviteGeneration).toBe(withoutInvites(user))
    await reactivate(user)
    expect(await stored(user)).toMatchObject({
      status: after,
      statusBeforeDeactivation: null,
      deactivatedAt: null,
      inviteGeneration: withoutInvites(user),
    })
    expect(await actions(user)).toEqual(['user.deactivated', 'user.reactivated'])
  })

  test('deactivating again changes nothing, and neither does bringing back somebody who is there', async () => {
    const user = await someone()
    await deactivate(user)
    const gone = await stored(user)
    server.wait(60_000)
    expect((await deactivate(user)).user.id).toBe(user.id)
    expect(await stored(user)).toEqual(gone)
    expect(await actions(user)).toEqual(['user.deactivated'])
    await reactivate(user)
    expect(await refusalOf(reactivate(user))).toMatchObject({ code: 'USER_NOT_DEACTIVATED' })
  })

  test('the address of a deactivated user stays taken', async () => {
    const user = await someone()
    await deactivate(user)
    const refusal = await refusalOf(someone({ email: user.email.toUpperCase() }))
    expect(refusal.code).toBe('EMAIL_TAKEN')
    expect(refusal.mistakes[0]).toMatchObject({ facts: { type: 'EmailTakenError', userId: user.id } })
    expect(refusal.mistakes[0]?.hint).toMatch(/reactivateUser, or use another address/)
  })

  test('nobody deactivates themself, or somebody above them', async () => {
    const admin = await someone({ role: 'ADMIN' })
    const viewer = viewerOfUser(admin)
    expect(await refusalOf(deactivate(admin, viewer))).toMatchObject({ code: 'SELF_NOT_ALLOWED' })
    await someone({ role: 'OWNER' })
    const owner = await someone({ role: 'OWNER' })
    expect(await refusalOf(deactivate(owner, viewer))).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
    await deactivate(owner)
    expect(await refusalOf(reactivate(owner, viewer))).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
    expect((await stored(owner)).status).toBe('DEACTIVATED')
  })

  test('a user of another organization is not found', async () => {
    const other = testViewer(await addOrganization(server, 'Other Academy'), Role.OWNER)
    const user = await someone()
    for (const id of [user.id, '00000000-0000-7000-8000-000000000000']) {
      for (const attempt of [deactivate, reactivate]) {
        expect((await refusalOf(attempt({ id }, other))).mistakes).toEqual([
          {
            code: 'NOT_FOUND',
            message: 'There is no user with this id.',
            path: ['input', 'userId'],
            facts: { type: 'NotFoundError', id },
          },
        ])
      }
    }
  })

  describe('the last owner', () => {
    let viewer: Viewer
    beforeEach(async () => {
      viewer = testViewer(await addOrganization(server, 'Owned Academy'), Role.OWNER)
    })
    const owner = (name: string) => addUser(server, { name, email: `${name}@example.com`, role: 'OWNER' }, {}, viewer)
    const demote = (user: User) => server.run((work) => updateUser(work, { userId: user.id, role: 'LEARNER' }), viewer)

    test('is neither deactivated nor demoted', async () => {
      const only = await owner('only')
      expect(await refusalOf(deactivate(only, viewer))).toMatchObject({ code: 'LAST_OWNER' })
      expect(await refusalOf(demote(only))).toMatchObject({ code: 'LAST_OWNER' })
      const gone = await owner('gone')
      await deactivate(gone, viewer)
      expect(await refusalOf(demote(only))).toMatchObject({ code: 'LAST_OWNER' })
      await demote(gone)
      await owner('second')
      await demote(only)
    })

    test('stays when all owners are taken away at the same moment', async () => {
      const owners = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(owner))
      const attempts = await Promise.allSettled(
        owners.map((user, index) => (index % 2 ? demote(user) : deactivate(user, viewer))),
      )
      const refused = attempts.filter((attempt) => attempt.status === 'rejected')
      expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['LAST_OWNER'])
      expect(await server.run((work) => countOwners(work), viewer)).toBe(1)
    })
  })
})
