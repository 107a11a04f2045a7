import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { Email, EmailStatus } from '../mail/email.ts'
import { databases, openTestServer, type TestServer } from '../testing.ts'
import { User } from '../users/user.ts'
import { Invite, inviteStatus, InviteStatus, type InviteFacts } from './invite.ts'
import { inviteUser } from './invite-user.ts'
import { draftInvite, insertInvites } from './send-invite.ts'
import { whereInviteStatus, whereLastInviteStatus } from './where-invite-status.ts'

/** Each way in which an invite can stand. */
function combinations(past: Date, now: Date, future: Date): Partial<Invite>[] {
  return [1, 2, 3].flatMap((generation) =>
    [null, past].flatMap((acceptedAt) =>
      [null, past].flatMap((revokedAt) =>
        [null, past, now, future].flatMap((expiresAt) =>
          [null, past, future].map((scheduledFor) => ({ generation, acceptedAt, revokedAt, expiresAt, scheduledFor })),
        ),
      ),
    ),
  )
}

/** Each way in which its email can stand. */
function emailMarks(past: Date): Pick<Email, 'status' | 'deliveredAt' | 'bouncedAt'>[] {
  return Object.values(EmailStatus).flatMap((status) =>
    [null, past].flatMap((deliveredAt) => [null, past].map((bouncedAt) => ({ status, deliveredAt, bouncedAt }))),
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
    const facts: InviteFacts[] = []
    await server.run(async (work) => {
      const drafts = combinations(past, now, future).flatMap((marks) =>
        emailMarks(past).map((emailMark) => {
          const { invite, email } = draftInvite(work, user, { sendAt: null, importId: null })
          return { invite: Object.assign(new Invite(), invite, marks), email, emailMark }
        }),
      )
      await insertInvites(work, drafts)
      await work.rows(Email).updateMany(
        drafts.map(({ email: { id }, emailMark }) => ({ id, ...emailMark })),
        ['status', 'deliveredAt', 'bouncedAt'],
      )
      facts.push(...drafts.map(({ invite, emailMark }) => ({ invite, user, email: emailMark })))
    })
    // A user who confirmed, with one of the invites as the newest, and one who did not and never had any.
    const newest = facts.find(({ invite }) => !invite.acceptedAt && !invite.revokedAt && invite.generation === 1)
    for (const marks of [
      { confirmedAt: null, lastInviteId: null },
      { confirmedAt: past, lastInviteId: null },
      { confirmedAt: past, lastInviteId: newest?.invite.id as string },
    ]) {
      Object.assign(user, { inviteGeneration: 2, ...marks })
      await server.run((work) => work.rows(User).update({ id: user.id }, { inviteGeneration: 2, ...marks }))
      for (const wanted of Object.values(InviteStatus)) {
        const expected = facts.filter((fact) => inviteStatus(fact, now) === wanted).map(({ invite }) => invite.id)
        const found = await server.run((work) => {
          const query = work.rows(Invite).query('invite').select('invite.id', 'id')
          whereInviteStatus(query, 'invite', [wanted], now)
          return query.getRawMany<{ id: string }>()
        })
        expect(expected.length).toBeGreaterThan(0)
        expect(found.map(({ id }) => id).sort()).toEqual(expected.sort())
      }
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
