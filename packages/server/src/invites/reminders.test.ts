import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { eventAbout } from '../mail/delivery-events.testing.ts'
import { Email } from '../mail/email.ts'
import type { Letter, Mailer } from '../mail/mailer.ts'
import { readSendGridEvents } from '../mail/read-sendgrid-events.ts'
import { recordDelivery } from '../mail/record-delivery.ts'
import { sendEmails } from '../mail/send-emails.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateOrganization } from '../users/update-organization.ts'
import { updateUser } from '../users/update-user.ts'
import { User } from '../users/user.ts'
import { emailKinds } from '../worker.ts'
import type { Invite } from './invite.ts'
import { inviteUser } from './invite-user.ts'
import { inviteUsers } from './invite-users.ts'
import { planRemindersAnew } from './plan-reminders.ts'
import { resendInvite } from './resend-invite.ts'
import { revokeInvite } from './revoke-invite.ts'
import { sendReminders } from './send-reminders.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MINUTE = 60_000

describe.each(databases)('reminding of an invite (%s)', (on) => {
  let house: TestHouse
  let letters: Letter[]
  let number = 0
  beforeEach(async () => {
    house = await openHouse(on)
    letters = []
  })
  afterEach(() => house.close())

  const mailer: Mailer = {
    async deliver(batch) {
      letters.push(...batch)
      return { result: 'SENT' }
    },
  }
  const work = () => runDueJobs(house, [planRemindersAnew, sendReminders, sendEmails(mailer, emailKinds)])
  const remindOn = async (...reminderDays: number[]) => {
    await house.run((one) => updateOrganization(one, { reminderDays }))
    await work()
  }
  const later = async (milliseconds: number) => {
    house.wait(milliseconds)
    await work()
  }
  const invite = async () => {
    const email = `user${++number}@example.com`
    const made = await house.run((one) => inviteUser(one, { name: 'Ada Lovelace', email }))
    await work()
    return { user: made.user, invite: made.invite as Invite, email }
  }
  const mailsTo = ({ email }: { email: string }) => letters.filter(({ toAddress }) => toAddress === email).length
  const shown = async ({ user }: { user: User }) =>
    (
      await house.ask(
        `query ($id: ID!) { user(id: $id) { lastInvite { status sentAt expiresAt reminderCount lastReminderAt nextReminderAt } } }`,
        { id: `usr_${user.id}` },
      )
    ).data.user.lastInvite
  const tell = async (emailId: string, event: string, more = {}) => {
    const email = (await house.run((one) => one.rows(Email).findOne({ id: emailId }))) as Email
    const events = readSendGridEvents(Buffer.from(JSON.stringify([eventAbout(email, event, more)])))
    await recordDelivery(house, emailKinds, events?.told ?? [])
  }

  it('is off unless the organization asks for it', async () => {
    const made = await invite()
    await later(10 * DAY)
    expect(mailsTo(made)).toBe(1)
    expect(await shown(made)).toMatchObject({ reminderCount: 0, lastReminderAt: null, nextReminderAt: null })
  })

  it('comes on the days that the organization chose, counted from sending, and not more often', async () => {
    await remindOn(3, 7)
    const made = await invite()
    const { sentAt, nextReminderAt } = await shown(made)
    expect(Math.abs(Number(nextReminderAt) - Number(sentAt) - 3 * DAY)).toBeLessThan(MINUTE)
    await later(3 * DAY - MINUTE)
    expect(mailsTo(made)).toBe(1)
    await later(MINUTE)
    expect(mailsTo(made)).toBe(2)
    expect(await shown(made)).toMatchObject({ reminderCount: 1, lastReminderAt: expect.any(Date) })
    await later(4 * DAY)
    expect(mailsTo(made)).toBe(3)
    await later(30 * DAY)
    expect(mailsTo(made)).toBe(3)
    expect(await shown(made)).toMatchObject({ reminderCount: 2, nextReminderAt: null })
  })

  it('carries the same link, whose life begins anew, and says that it reminds', async () => {
    await remindOn(7)
    const made = await invite()
    await later(7 * DAY)
    const [first, reminder] = letters.filter(({ toAddress }) => toAddress === made.email)
    expect(reminder?.content.links).toEqual(first?.content.links)
    expect(reminder?.content.template.subject).toContain('reminder')
    const { status, expiresAt } = await shown(made)
    expect(status).toBe('SENT')
    expect(Number(expiresAt) - house.now().getTime()).toBeGreaterThan(7 * DAY - MINUTE)
  })

  it('is in the language of its reader', async () => {
    await remindOn(1)
    const made = await invite()
    await house.run((one) => updateUser(one, { userId: made.user.id, language: 'de' }))
    await later(DAY)
    expect(letters.at(-1)?.content.template.subject).toContain('Erinnerung')
  })

  it.each<[string, (made: { user: User; invite: Invite }) => Promise<unknown>]>([
    [
      'has accepted',
      ({ user }) =>
        house.run(async (one) =>
          confirmUser(one, (await one.rows(User).findOne({ id: user.id })) as User, {
            by: 'PASSWORD_SET',
            passwordHash: 'none',
          }),
        ),
    ],
    ['was deactivated', ({ user }) => house.run((one) => deactivateUser(one, { userId: user.id }))],
    ['was taken back the invite of', (made) => house.run((one) => revokeInvite(one, { inviteId: made.invite.id }))],
    [
      'has another address',
      ({ user }) => house.run((one) => updateUser(one, { userId: user.id, email: 'b@b.example' })),
    ],
    [
      'never got the mail',
      ({ invite: { emailId } }) => tell(emailId, 'bounce', { type: 'bounce', reason: '550 Unknown' }),
    ],
    ['called the mail spam', ({ invite: { emailId } }) => tell(emailId, 'spamreport')],
  ])('is spared who %s', async (_, happen) => {
    await remindOn(3)
    const made = await invite()
    await later(DAY)
    await happen(made)
    await later(2 * DAY)
    expect(letters).toHaveLength(1)
    expect((await shown(made))?.nextReminderAt ?? null).toBeNull()
  })

  it('is not sent to who accepts in the moment between asking and sending', async () => {
    await remindOn(3)
    const { user } = await invite()
    house.wait(3 * DAY)
    await runDueJobs(house, [sendReminders])
    await house.run((one) => deactivateUser(one, { userId: user.id }))
    await work()
    expect(letters).toHaveLength(1)
  })

  it('begins anew with a new invite, and leaves the old one alone', async () => {
    await remindOn(3)
    const made = await invite()
    await later(2 * DAY)
    await house.run((one) => resendInvite(one, { userId: made.user.id }))
    await work()
    await later(DAY)
    expect(mailsTo(made)).toBe(2)
    await later(2 * DAY)
    expect(mailsTo(made)).toBe(3)
  })

  it('reaches who was invited before it was switched on, but nobody whose day is long past', async () => {
    const old = await invite()
    await later(20 * DAY)
    const made = await invite()
    await later(DAY)
    await remindOn(3)
    expect(await shown(made)).toMatchObject({ nextReminderAt: expect.any(Date) })
    await later(2 * DAY)
    expect([mailsTo(old), mailsTo(made)]).toEqual([1, 2])
  })

  it('stops when it is switched off, and keeps to other days when they are changed', async () => {
    await remindOn(3)
    const made = await invite()
    await remindOn()
    await later(4 * DAY)
    expect(mailsTo(made)).toBe(1)
    await remindOn(6)
    await later(2 * DAY)
    expect(mailsTo(made)).toBe(2)
  })

  it('is left out when nothing could be sent for days, instead of coming all at once', async () => {
    await remindOn(3, 7)
    const made = await invite()
    await later(5 * DAY)
    expect(mailsTo(made)).toBe(1)
    await later(2 * DAY)
    expect(mailsTo(made)).toBe(2)
  })

  it('comes once when several workers look at the same moment', async () => {
    await remindOn(3)
    const users = Array.from({ length: 40 }, () => ({ name: 'Ada Lovelace', email: `user${++number}@example.com` }))
    await house.run((one) => inviteUsers(one, { users }))
    await work()
    house.wait(3 * DAY)
    const { organizationId } = house
    const signal = new AbortController().signal
    const job = { organizationId, payload: {} as never, failures: 0, signal }
    await Promise.all([1, 2, 3, 4].map(() => sendReminders.run(house, job)))
    await work()
    expect(letters).toHaveLength(80)
    const events = await house.run((one) => one.rows(AuditEvent).find({ action: 'invites.reminded' }))
    expect(events).toMatchObject([{ actorKind: 'SYSTEM', details: { userIds: expect.any(Array) } }])
    expect(events[0]?.details?.['userIds']).toHaveLength(40)
  })

  it('costs a few statements, however many users are reminded', async () => {
    await remindOn(3)
    const users = Array.from({ length: 200 }, () => ({ name: 'Ada Lovelace', email: `user${++number}@example.com` }))
    await house.run((one) => inviteUsers(one, { users }))
    await work()
    house.wait(3 * DAY)
    house.statements.seen = []
    await runDueJobs(house, [sendReminders])
    expect(house.statements.seen.length).toBeLessThan(40)
    expect(await house.run((one) => one.rows(Email).count({ kind: 'invite-reminder' }))).toBe(200)
  })

  it('shows a bounce of the reminder on the invite', async () => {
    await remindOn(3)
    const made = await invite()
    await later(3 * DAY)
    const reminder = letters.at(-1) as Letter
    await tell(reminder.id, 'bounce', { type: 'bounce', reason: '550 Mailbox gone' })
    expect((await shown(made)).status).toBe('BOUNCED')
    const { data } = await house.ask('query ($id: ID!) { user(id: $id) { mailDiagnosis { cause } } }', {
      id: `usr_${made.user.id}`,
    })
    expect(data.user.mailDiagnosis.cause).toBe('BOUNCED')
  })

  it('is asked for by days from 1 to 30, three at most', async () => {
    const update = async (reminderDays: number[] | null) =>
      (
        await house.ask(
          `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
            organization { reminderDays } userErrors { code path } } }`,
          { input: { reminderDays } },
        )
      ).data.updateOrganization
    expect(await update([7, 3, 7])).toEqual({ organization: { reminderDays: [3, 7] }, userErrors: [] })
    expect(await update(null)).toEqual({ organization: { reminderDays: [] }, userErrors: [] })
    for (const days of [[0], [31], [1, 2, 3, 4]]) {
      const path = ['input', 'reminderDays']
      expect(await update(days)).toEqual({ organization: null, userErrors: [{ code: 'INVALID', path }] })
    }
  })
})
