import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { Email, EmailStatus } from '../mail/email.ts'
import { databases, openTestServer, type TestServer } from '../testing.ts'
import { User } from '../users/user.ts'
import { Invite, inviteStatus, InviteStatus } from './invite.ts'
import { inviteUser } from './invite-user.ts'
import { draftInvite, insertInvites } from './send-invite.ts'
import { whereInviteStatus, whereLastInviteStatus } from './where-invite-status.ts'

describe.each(databases)('the status of an invite on %s', (on) => {
  let server: TestServer
  let user: User
  beforeAll(async () => {
    server = await openTestServer(on)
    user = (await server.run((work) => inviteUser(work, { name: 'Ada', email: 'ada@example.com', invite: 'NONE' })))
      .user
  })
  afterAll(() => server.close())

  // One invite for each way its facts can stand, and whether the database finds it where the code says it is.
  it('is the same to the database as to the code, however the facts stand', async () => {
    const now = server.now()
    const [past, future] = [new Date(now.getTime() - 60_000), new Date(now.getTime() + 60_000)]
    await server.run((work) => work.rows(User).update({ id: user.id }, { inviteGeneration: 2 }))
    const facts: { invite: Invite; status: EmailStatus }[] = []
    await server.run(async (work) => {
      for (const status of Object.values(EmailStatus))
        for (const generation of [1, 2, 3])
          for (const acceptedAt of [null, past])
            for (const revokedAt of [null, past])
              for (const expiresAt of [null, past, future, now])
                for (const scheduledFor of [null, past, future]) {
                  const { invite, email } = draftInvite(work, user, { sendAt: null, importId: null })
                  Object.assign(invite, { generation, acceptedAt, revokedAt, expiresAt, scheduledFor })
                  facts.push({ invite: Object.assign(new Invite(), invite), status })
                  await insertInvites(work, [{ invite, email }])
                  await work.rows(Email).update({ id: email.id }, { status })
                }
    })
    for (const wanted of Object.values(InviteStatus)) {
      const expected = facts
        .filter(
          ({ invite, status }) => inviteStatus({ invite, userGeneration: 2, emailStatus: status }, now) === wanted,
        )
        .map(({ invite }) => invite.id)
      const found = await server.run((work) => {
        const query = work.rows(Invite).query('invite')
        whereInviteStatus(query, 'invite', [wanted], now)
        return query.getMany()
      })
      expect(expected.length).toBeGreaterThan(0)
      expect(found.map(({ id }) => id).sort()).toEqual(expected.sort())
    }
  })

  it('finds users by that of their newest invite alone', async () => {
    const { user: invited } = await server.run((work) => inviteUser(work, { name: 'Bo', email: 'bo@example.com' }))
    const find = (statuses: InviteStatus[]) =>
      server.run((work) => {
        const query = work.rows(User).query('user')
        whereLastInviteStatus(query, 'user', statuses, server.now())
        return query.getMany()
      })
    expect((await find(['QUEUED'])).map(({ id }) => id)).toEqual([invited.id])
    expect(await find(['SENT', 'EXPIRED', 'REVOKED'])).toEqual([])
    expect(await find([])).toEqual([])
    await server.run((work) => work.rows(User).update({ id: invited.id }, { lastInviteId: newId() }))
    expect(await find(['QUEUED'])).toEqual([])
  })
})
