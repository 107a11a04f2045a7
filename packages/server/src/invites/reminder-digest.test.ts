import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { inTransaction } from '../base/work.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import type { Letter, Mailer } from '../mail/mailer.ts'
import { sendEmails } from '../mail/send-emails.ts'
import { addUser, databases, openHouse, type TestHouse } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateOrganization } from '../users/update-organization.ts'
import { updateUser } from '../users/update-user.ts'
import type { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { emailKinds } from '../worker.ts'
import { inviteUser } from './invite-user.ts'
import { ReminderDigest } from './reminder-digest.ts'
import { planRemindersAnew } from './plan-reminders.ts'
import { sendReminders } from './send-reminders.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe.each(databases)('telling who invited of reminders (%s)', (on) => {
  let house: TestHouse
  let letters: Letter[]
  let inviter: User
  let number = 0
  beforeEach(async () => {
    house = await openHouse(on)
    letters = []
    inviter = await addUser(house, { email: 'hr@example.com', name: 'Hana Roth', role: 'HR' }, { status: 'CONFIRMED' })
  })
  afterEach(() => house.close())

  const mailer: Mailer = {
    async deliver(batch) {
      letters.push(...batch)
      return { result: 'SENT' }
    },
  }
  const work = () => runDueJobs(house, [planRemindersAnew, sendReminders, sendEmails(mailer, emailKinds)])
  const later = async (milliseconds: number) => {
    house.wait(milliseconds)
    await work()
  }
  const choose = async (settings: Parameters<typeof updateOrganization>[1]) => {
    await house.run((one) => updateOrganization(one, settings))
    await work()
  }
  const invite = async (name: string) => {
    const email = `user${++number}@example.com`
    const { user } = await inTransaction(house, viewerOfUser(inviter), (one) => inviteUser(one, { name, email }))
    await work()
    return user
  }
  const digests = (to = inviter.email) =>
    letters.filter(({ toAddress }) => toAddress === to).map(({ content }) => fillTemplate(content))

  it('is off unless the organization asks for it', async () => {
    await choose({ reminderDays: [3] })
    await invite('Ada Lovelace')
    await later(3 * DAY)
    await later(2 * DAY)
    expect(digests()).toEqual([])
    expect(await house.run((one) => one.rows(ReminderDigest).count())).toBe(0)
  })

  it('is one mail about the reminders of a day: how many, who has accepted since, and the names of who has not', async () => {
    await choose({ reminderDays: [3], reminderDigest: true })
    await invite('Ada Lovelace')
    const quick = await invite('Grace Hopper')
    await later(6 * HOUR)
    await invite('Alan Turing')
    await later(3 * DAY)
    expect(digests()).toEqual([])
    await house.run((one) => confirmUser(one, quick, { by: 'INVITE', passwordHash: 'hash' }))
    await later(DAY)
    const [{ subject, text, html } = { subject: '', text: '', html: '' }, ...more] = digests()
    expect(more).toEqual([])
    expect(subject).toBe('Reminders of your invites to Example Academy')
    expect(text).toContain('Hello Hana Roth,')
    expect(text).toContain('Reminded: 3\nAccepted since: 1\nNot accepted yet: 2\n')
    expect(text).toContain('Not accepted yet:\nAda Lovelace\nAlan Turing\n')
    expect(text).not.toContain('Grace')
    expect(html).toContain('Ada Lovelace<br>Alan Turing')
    await later(10 * DAY)
    expect(digests()).toHaveLength(1)
  })

  it('goes to each about their own people alone, in their language', async () => {
    await choose({ reminderDays: [3], reminderDigest: true })
    const other = await addUser(
      house,
      { email: 'other@example.com', name: 'Otto Braun', role: 'ADMIN', language: 'de-AT' },
      { status: 'CONFIRMED' },
    )
    await invite('Ada Lovelace')
    await inTransaction(house, viewerOfUser(other), (one) =>
      inviteUser(one, { name: 'Grace Hopper', email: 'grace@example.com' }),
    )
    await house.run((one) => inviteUser(one, { name: 'Alan Turing', email: 'alan@example.com' }))
    await work()
    await later(3 * DAY)
    await later(DAY)
    expect(digests().map(({ text }) => /Ada|Grace|Alan/g.exec(text)?.[0])).toEqual(['Ada'])
    const [german] = digests('other@example.com')
    expect(german?.subject).toBe('Erinnerungen an Ihre Einladungen zu Example Academy')
    expect(german?.text).toContain('Erinnert: 1\nSeitdem angenommen: 0\nNoch nicht angenommen: 1\n')
    expect(german?.text).toContain('Noch nicht angenommen:\nGrace Hopper\n')
  })

  it('comes again for the reminders of another day', async () => {
    await choose({ reminderDays: [3, 7], reminderDigest: true })
    await invite('Ada Lovelace')
    await later(3 * DAY)
    await later(DAY)
    await later(3 * DAY)
    await later(DAY)
    expect(digests()).toHaveLength(2)
  })

  it('names twenty people, and says of how many more', async () => {
    await choose({ reminderDays: [3], reminderDigest: true })
    for (let count = 10; count < 35; count++) await invite(`Person ${count}`)
    await later(3 * DAY)
    await later(DAY)
    expect(digests()[0]?.text).toContain('Person 29\n+ 5\n')
    expect(digests()[0]?.text).not.toContain('Person 30')
  })

  it.each([
    ['was deactivated', () => house.run((one) => deactivateUser(one, { userId: inviter.id }))],
    [
      'may not manage people any more',
      () => house.run((one) => updateUser(one, { userId: inviter.id, role: 'LEARNER' })),
    ],
    ['is not to be told any more', () => choose({ reminderDigest: false })],
  ])('does not go to somebody who %s', async (_, happen) => {
    await choose({ reminderDays: [3], reminderDigest: true })
    await invite('Ada Lovelace')
    await later(3 * DAY)
    await happen()
    await later(DAY)
    expect(digests()).toEqual([])
  })

  it('goes to the address that the inviter has by then', async () => {
    await choose({ reminderDays: [3], reminderDigest: true })
    await invite('Ada Lovelace')
    await later(3 * DAY)
    await house.run((one) => updateUser(one, { userId: inviter.id, email: 'new@example.com' }))
    await later(DAY)
    expect(digests('new@example.com')).toHaveLength(1)
    expect(digests()).toEqual([])
  })
})
