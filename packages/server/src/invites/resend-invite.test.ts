import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import type { Refusal } from '../base/errors.ts'
import { newId } from '../base/work.ts'
import { Email } from '../mail/email.ts'
import { lookAtInvite } from '../sign-in/look-at-invite.ts'
import { databases, openMailbox, openTestServer, refusalOf, type Mailbox, type TestServer } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateUser } from '../users/update-user.ts'
import { User } from '../users/user.ts'
import { Invite } from './invite.ts'
import { inviteUser, type InviteUserValues } from './invite-user.ts'
import { resendInvite } from './resend-invite.ts'
import { revokeInvite } from './revoke-invite.ts'
import { draftInvite, insertInvites } from './send-invite.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

describe.each(databases)('on %s', (on) => {
  let server: TestServer
  let mailbox: Mailbox
  let number = 0
  let email = ''
  beforeAll(async () => {
    server = await openTestServer(on)
    mailbox = await openMailbox(server)
  })
  beforeEach(() => {
    email = `user${++number}@example.com`
  })
  afterAll(() => server.close())

  const add = async (values: Partial<InviteUserValues> = {}) => {
    const made = await server.run((work) => inviteUser(work, { name: 'Ada Lovelace', email, ...values }))
    return { user: made.user, invite: made.invite as Invite }
  }
  const schedule = (ahead = HOUR) => add({ invite: 'SCHEDULED', sendAt: inFuture(ahead) })
  const inFuture = (ahead: number) => new Date(server.now().getTime() + ahead)
  const resend = async (userId: string, sendAt?: Date) =>
    (await server.run((work) => resendInvite(work, { userId, sendAt }))).invite
  const revoke = async (inviteId: string) => (await server.run((work) => revokeInvite(work, { inviteId }))).invite
  const statusOf = async (id: string) => (await server.run((work) => work.rows(User).findOne({ id })))?.status
  const mails = () => mailbox.letters.filter(({ toAddress }) => toAddress === email).length
  const problemOf = async (token: string) => (await lookAtInvite(server, token))?.problem ?? null

  describe('resending an invite', () => {
    it('makes a fresh link and kills the earlier one at once', async () => {
      const { user } = await add()
      await mailbox.sendDue()
      const first = mailbox.tokenTo(email)
      expect(await problemOf(first)).toBeNull()
      const invite = await resend(user.id)
      expect(await problemOf(first)).toMatchObject({
        code: 'INVITE_NOT_USABLE',
        message: expect.stringContaining('replaced'),
      })
      await mailbox.sendDue()
      expect(mailbox.tokenTo(email)).not.toBe(first)
      expect(await problemOf(mailbox.tokenTo(email))).toBeNull()
      expect(invite.userId).toBe(user.id)
      expect(
        await server.run((work) => work.rows(AuditEvent).find({ action: 'invite.resent', subjectId: user.id })),
      ).toHaveLength(1)
    })

    it('sends the first invite of a user who was added silently', async () => {
      const { user } = await add({ invite: 'NONE' })
      await resend(user.id)
      expect(await statusOf(user.id)).toBe('INVITE_PENDING')
      await mailbox.sendDue()
      expect(mails()).toBe(1)
    })

    it('schedules the first invite of a user who was added silently', async () => {
      const { user } = await add({ invite: 'NONE' })
      await resend(user.id, inFuture(HOUR))
      expect(await statusOf(user.id)).toBe('INVITE_SCHEDULED')
    })

    it('moves a scheduled invite to another time', async () => {
      const { user, invite } = await schedule()
      const moved = await resend(user.id, inFuture(3 * HOUR))
      expect(await statusOf(user.id)).toBe('INVITE_SCHEDULED')
      expect(moved.id).not.toBe(invite.id)
      server.wait(2 * HOUR)
      await mailbox.sendDue()
      expect(mails()).toBe(0)
      server.wait(HOUR)
      await mailbox.sendDue()
      expect(mails()).toBe(1)
    })

    it('sends a scheduled invite now, and not again at its time', async () => {
      const { user } = await schedule()
      await resend(user.id)
      expect(await statusOf(user.id)).toBe('INVITE_PENDING')
      await mailbox.sendDue()
      server.wait(2 * HOUR)
      await mailbox.sendDue()
      expect(mails()).toBe(1)
      expect(await problemOf(mailbox.tokenTo(email))).toBeNull()
    })

    it('for later leaves the old link working until the new one is sent', async () => {
      const { user } = await add()
      const later = await resend(user.id, inFuture(HOUR))
      await mailbox.sendDue()
      const first = mailbox.tokenTo(email)
      expect(await statusOf(user.id)).toBe('INVITE_PENDING')
      expect(await problemOf(first)).toBeNull()
      server.wait(HOUR)
      expect(await problemOf(first)).toBeNull()
      await mailbox.sendDue()
      expect(mails()).toBe(2)
      expect((await problemOf(first))?.message).toContain('replaced')
      expect((await lookAtInvite(server, mailbox.tokenTo(email)))?.invite.id).toBe(later.id)
    })

    it('goes to the corrected address, whose old link died when it was corrected', async () => {
      const { user } = await add()
      await mailbox.sendDue()
      const first = mailbox.tokenTo(email)
      await server.run((work) => updateUser(work, { userId: user.id, email: `right.${email}` }))
      expect((await problemOf(first))?.code).toBe('INVITE_NOT_USABLE')
      await resend(user.id)
      await mailbox.sendDue()
      expect(await problemOf(mailbox.tokenTo(`right.${email}`))).toBeNull()
    })

    it('is refused to a user who has confirmed or was deactivated, and to one who does not exist', async () => {
      const { user } = await add()
      await server.run((work) => confirmUser(work, user, { by: 'INVITE', passwordHash: 'hash' }))
      expect((await refusalOf(resend(user.id))).code).toBe('USER_CONFIRMED')
      await server.run((work) => deactivateUser(work, { userId: user.id }))
      const { mistakes } = await refusalOf(resend(user.id))
      expect(mistakes).toMatchObject([{ code: 'USER_DEACTIVATED', hint: expect.stringContaining('reactivateUser') }])
      expect((await refusalOf(resend(newId()))).code).toBe('NOT_FOUND')
    })

    it('is refused for a moment that is past', async () => {
      const { user } = await add()
      const { mistakes } = await refusalOf(resend(user.id, inFuture(-1)))
      expect(mistakes).toMatchObject([{ code: 'TIME_INVALID', path: ['input', 'sendAt'] }])
    })
  })

  describe('the limit of resending', () => {
    it('lets at most three mails an hour go to one user, a minute apart, and says how long to wait', async () => {
      const { user } = await add()
      await mailbox.sendDue()
      const waits: number[] = []
      let sent = 0
      for (let second = 0; second < 50; second++) {
        const attempt = await resend(user.id).then(
          () => null,
          (error: Refusal) => error,
        )
        if (attempt) waits.push(Number(/\d+/.exec(attempt.mistakes[0]?.hint ?? '')))
        else sent++
        server.wait(SECOND)
      }
      expect(sent).toBe(1)
      expect(waits[0]).toBe(59)
      expect(waits.at(-1)).toBeGreaterThanOrEqual(10)
      for (const _ of [2, 3]) {
        server.wait(60 * SECOND)
        await resend(user.id)
      }
      server.wait(60 * SECOND)
      const { mistakes } = await refusalOf(resend(user.id))
      expect(mistakes).toMatchObject([{ code: 'RESEND_TOO_SOON', path: ['input', 'userId'] }])
      const seconds = Number(/\d+/.exec(mistakes[0]?.hint ?? ''))
      expect(seconds).toBeGreaterThan(3_300)
      server.wait((seconds - 2) * SECOND)
      expect((await refusalOf(resend(user.id))).code).toBe('RESEND_TOO_SOON')
      server.wait(3 * SECOND)
      await resend(user.id)
      await mailbox.sendDue()
    })

    it('lets one of ten attempts at the same moment pass', async () => {
      const { user } = await add()
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => resend(user.id)))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('does not count moving a scheduled invite, nor invites of imports', async () => {
      const { user } = await schedule()
      for (const hours of [2, 3, 4, 5]) await resend(user.id, inFuture(hours * HOUR))
      for (let index = 0; index < 4; index++) {
        await server.run(async (work) => {
          const draft = draftInvite(work, user, { sendAt: null, importId: newId() })
          await insertInvites(work, [draft])
        })
      }
      await resend(user.id)
      expect(await statusOf(user.id)).toBe('INVITE_PENDING')
    })
  })

  describe('revoking an invite', () => {
    it('kills the link and leaves the user as never invited', async () => {
      const { user, invite } = await add()
      await mailbox.sendDue()
      expect((await revoke(invite.id)).revokedAt).not.toBeNull()
      expect(await problemOf(mailbox.tokenTo(email))).toMatchObject({
        code: 'INVITE_NOT_USABLE',
        message: expect.stringContaining('revoked'),
      })
      expect(await statusOf(user.id)).toBe('NOT_INVITED')
      expect(
        await server.run((work) => work.rows(AuditEvent).find({ action: 'invite.revoked', subjectId: user.id })),
      ).toHaveLength(1)
    })

    it('cancels a scheduled one', async () => {
      const { user, invite } = await schedule()
      await revoke(invite.id)
      expect(await statusOf(user.id)).toBe('NOT_INVITED')
      const [stored] = await server.run((work) => work.rows(Email).find({ id: invite.emailId }))
      expect(stored?.status).toBe('VOID')
      server.wait(HOUR)
      await mailbox.sendDue()
      expect(mails()).toBe(0)
    })

    it('ends only that one where another waits for its time', async () => {
      const { user, invite: sent } = await add()
      await mailbox.sendDue()
      const later = await resend(user.id, inFuture(HOUR))
      await revoke(later.id)
      expect(await statusOf(user.id)).toBe('INVITE_PENDING')
      expect(await problemOf(mailbox.tokenTo(email))).toBeNull()
      await resend(user.id, inFuture(HOUR))
      await revoke(sent.id)
      expect(await statusOf(user.id)).toBe('INVITE_SCHEDULED')
    })

    it('is refused for one that was revoked, replaced or accepted already, and for one that does not exist', async () => {
      const { user, invite } = await add()
      const second = await resend(user.id)
      expect((await refusalOf(revoke(invite.id))).code).toBe('INVITE_NOT_USABLE')
      await revoke(second.id)
      expect((await refusalOf(revoke(second.id))).message).toContain('revoked')
      server.wait(60 * SECOND)
      const third = await resend(user.id)
      await server.run(async (work) => {
        await work.rows(Invite).update({ id: third.id }, { acceptedAt: work.now() })
      })
      expect((await refusalOf(revoke(third.id))).message).toContain('accepted')
      expect((await refusalOf(revoke(newId()))).code).toBe('NOT_FOUND')
    })
  })
})
