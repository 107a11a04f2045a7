import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AuditEvent } from '../audit/audit-event.ts'
import type { Refusal } from '../base/errors.ts'
import { Job } from '../jobs/job.ts'
import { Email } from '../mail/email.ts'
import { databases, openTestServer, refusalOf, type TestServer } from '../testing.ts'
import { User, UserStatus } from '../users/user.ts'
import { Invite } from './invite.ts'
import { inviteUser, type InviteUserValues } from './invite-user.ts'

describe.each(databases)('inviting a user on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const invite = (values: InviteUserValues) => server.run((work) => inviteUser(work, values))
  const rowCounts = () =>
    server.run(async (work) => ({
      users: await work.rows(User).count(),
      invites: await work.rows(Invite).count(),
      emails: await work.rows(Email).count(),
      jobs: await work.rows(Job).count(),
      events: await work.rows(AuditEvent).count(),
    }))

  it('stores user, invite, email, job and audit event together', async () => {
    const { user, invite: made } = await invite({ name: 'Ada Lovelace', email: 'Ada@Example.com' })
    expect(user).toMatchObject({ status: 'INVITE_PENDING', role: 'LEARNER', email: 'Ada@Example.com' })
    expect(made).toMatchObject({ userId: user.id, tokenHash: null, expiresAt: null, scheduledFor: null })
    expect(await rowCounts()).toEqual({ users: 1, invites: 1, emails: 1, jobs: 1, events: 1 })
  })

  it('leaves nothing behind when something fails before the end', async () => {
    const before = await rowCounts()
    const attempt = server.run(async (work) => {
      await inviteUser(work, { name: 'Half Done', email: 'half@example.com' })
      throw new Error('the process lost its footing')
    })
    await expect(attempt).rejects.toThrow('lost its footing')
    expect(await rowCounts()).toEqual(before)
  })

  it('adds a user silently when no invite is asked for', async () => {
    const { user, invite: made } = await invite({ name: 'Silent', email: 'silent@example.com', invite: 'NONE' })
    expect(user.status).toBe(UserStatus.NOT_INVITED)
    expect(user.lastInviteId).toBeNull()
    expect(made).toBeNull()
  })

  it('schedules an invite for a moment within the next year', async () => {
    const sendAt = new Date(server.now().getTime() + 3_600_000)
    const { user, invite: made } = await invite({
      name: 'Later',
      email: 'later@example.com',
      invite: 'SCHEDULED',
      sendAt,
    })
    expect(user.status).toBe(UserStatus.INVITE_SCHEDULED)
    expect(made?.scheduledFor).toEqual(sendAt)
    const [email] = await server.run((work) => work.rows(Email).find({ subjectId: made?.id as string }))
    expect(email?.dueAt).toEqual(sendAt)
  })

  it('refuses a schedule without a time, a time without a schedule, the past, and more than a year ahead', async () => {
    const hour = 3_600_000
    const at = (ahead: number) => new Date(server.now().getTime() + ahead)
    const wrong: Partial<InviteUserValues>[] = [
      { invite: 'SCHEDULED' },
      { invite: 'SCHEDULED', sendAt: null },
      { invite: 'SCHEDULED', sendAt: at(-1) },
      { invite: 'SCHEDULED', sendAt: at(367 * 24 * hour) },
      { invite: 'IMMEDIATE', sendAt: at(hour) },
      { invite: 'NONE', sendAt: at(hour) },
      { sendAt: at(hour) },
    ]
    for (const values of wrong) {
      const { mistakes } = await refusalOf(invite({ name: 'Never', email: 'never@example.com', ...values }))
      expect(mistakes).toMatchObject([{ code: 'TIME_INVALID', path: ['input', 'sendAt'] }])
    }
  })

  it.each<[UserStatus, RegExp]>([
    ['NOT_INVITED', /added without an invite; send one with resendInvite/],
    ['INVITE_SCHEDULED', /scheduled; send it now or move it with resendInvite/],
    ['INVITE_PENDING', /not accepted yet; send a new link with resendInvite/],
    ['CONFIRMED', /confirmed already/],
    ['DEACTIVATED', /reactivateUser/],
  ])('says of the address of a user who is %s who has it and what to do', async (status, hint) => {
    const email = `${status.toLowerCase()}@example.com`
    const { user } = await invite({ name: 'Holder', email, invite: 'NONE' })
    await server.run((work) => work.rows(User).update({ id: user.id }, { status }))
    const { mistakes } = await refusalOf(invite({ name: 'Other', email: email.toUpperCase() }))
    expect(mistakes).toMatchObject([
      { code: 'EMAIL_TAKEN', path: ['input', 'email'], facts: { type: 'EmailTakenError', userId: user.id } },
    ])
    expect(mistakes[0]?.message).toContain(status)
    expect(mistakes[0]?.hint).toMatch(hint)
  })

  it('adds one user when the same address is invited ten times at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => invite({ name: `Twin ${index}`, email: 'twin@example.com' })),
    )
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []))
    expect(refused.map(({ code }) => code)).toEqual(Array(9).fill('EMAIL_TAKEN'))
    expect(await server.run((work) => work.rows(User).count({ emailKey: 'twin@example.com' }))).toBe(1)
  })

  it('keeps nineteen of twenty invites made at once when one fails in its transaction', async () => {
    const before = await rowCounts()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        server.run(async (work) => {
          const made = await inviteUser(work, { name: `Guest ${index}`, email: `guest${index}@example.com` })
          if (index === 7) throw new Error('This one fails')
          return made
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(19)
    const after = await rowCounts()
    expect(after).toMatchObject({
      users: before.users + 19,
      invites: before.invites + 19,
      emails: before.emails + 19,
      events: before.events + 19,
    })
  })
})

describe('a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-invites-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('still holds the nineteen invites after a restart', async () => {
    const environment = { DATABASE_URL: `sqlite:${folder}/rollcall.sqlite` }
    const first = await openTestServer('SQLite', environment)
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        first.run(async (work) => {
          await inviteUser(work, { name: `Guest ${index}`, email: `guest${index}@example.com` })
          if (index === 7) throw new Error('This one fails')
        }),
      ),
    )
    await first.close()
    const second = await openTestServer('SQLite', environment)
    const users = await second.run((work) => work.rows(User).of(first.organizationId).find())
    await second.close()
    expect(users.map(({ name }) => name).sort()).toEqual(
      Array.from({ length: 20 }, (_, index) => `Guest ${index}`)
        .filter((name) => name !== 'Guest 7')
        .sort(),
    )
  })
})
