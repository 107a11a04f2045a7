import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { In } from 'typeorm'
import { newId } from '../base/work.ts'
import { Email, EmailStatus } from '../mail/email.ts'
import { databases, openTestServer, type TestServer } from '../testing.ts'
import { User } from '../users/user.ts'
import { Invite, inviteStatus, InviteStatus } from './invite.ts'
import { inviteUser } from './invite-user.ts'
import { draftInvite, insertInvites } from './send-invite.ts'
import { whereInviteStatus, whereLastInviteStatus } from './where-invite-status.ts'

/** Each way in which an invite can stand, once for each status of its email. */
function combinations(past: Date, now: Date, future: Date): Partial<Invite>[] {
  return [1, 2, 3].flatMap((generation) =>
    [null, past].flatMap((acceptedAt) =>
      [null, past].flatMap((revokedAt) =>
        [null, past, now, future].flatMap((expiresAt) =>
          [null, past, future].flatMap((scheduledFor) =>
            Object.values(EmailStatus).map(() => ({ generation, acceptedAt, revokedAt, expiresAt, scheduledFor })),
          ),
        ),
      ),
    ),
  )
}

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
      const drafts = combinations(past, now, future).map((marks) => {
        const { invite, email } = draftInvite(work, user, { sendAt: null, importId: null })
        return { invite: Object.assign(new Invite(), invite, marks), email }
      })
      const statuses = Object.values(EmailStatus)
      await insertInvites(work, drafts)
      for (const [index, status] of statuses.entries()) {
        const some = drafts.filter((_, place) => place % statuses.length === index)
        await work.rows(Email).update({ id: In(some.map(({ email }) => email.id)) }, { status })
        facts.push(...some.map(({ invite }) => ({ invite, status })))
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
