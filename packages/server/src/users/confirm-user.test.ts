import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addUser, databases, openTestServer, refusalOf, type TestServer } from '../testing.ts'
import { confirmUser } from './confirm-user.ts'
import { User, withoutInvites } from './user.ts'

describe.each(databases)('confirming a user on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const confirm = (user: User, name?: string) =>
    server.run((work) => confirmUser(work, user, { by: 'INVITE', passwordHash: '$argon2id$…', name }))

  test.each(['NOT_INVITED', 'INVITE_SCHEDULED', 'INVITE_PENDING'] as const)(
    'who is %s stores when and how, and voids every link',
    async (status) => {
      const user = await addUser(server, { name: 'Ada', email: `${status}@example.com` }, { status })
      const before = withoutInvites(user)
      await confirm(user)
      const confirmed = await server.run((work) => work.rows(User).findOne({ id: user.id }))
      expect(confirmed).toMatchObject({
        status: 'CONFIRMED',
        confirmedBy: 'INVITE',
        passwordHash: '$argon2id$…',
        inviteGeneration: before,
        name: 'Ada',
      })
      expect(confirmed?.confirmedAt).toBeInstanceOf(Date)
    },
  )

  test('may correct the name', async () => {
    const user = await addUser(server, { name: 'Ada', email: 'corrected@example.com' }, { status: 'INVITE_PENDING' })
    expect(await confirm(user, 'Ada King')).toMatchObject({ name: 'Ada King' })
  })

  test('is refused for one who has confirmed or is deactivated', async () => {
    const confirmed = await addUser(server, { name: 'C', email: 'c@example.com' }, { status: 'CONFIRMED' })
    const gone = await addUser(server, { name: 'D', email: 'd@example.com' }, { status: 'DEACTIVATED' })
    expect((await refusalOf(confirm(confirmed))).code).toBe('USER_CONFIRMED')
    expect((await refusalOf(confirm(gone))).code).toBe('USER_DEACTIVATED')
  })
})
