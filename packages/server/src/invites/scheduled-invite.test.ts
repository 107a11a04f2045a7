import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { User } from '../users/user.ts'
import { Invite } from './invite.ts'

const DAY = 24 * 3_600_000
const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) {
  user { id } invite { id scheduledFor } userErrors { code } } }`

describe.each(databases)('an invite for a given moment (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let zone: string | undefined
  let number = 0
  beforeAll(async () => {
    zone = process.env['TZ']
    // Where the clocks are put forward and back, and neither the database nor UTC is at home.
    process.env['TZ'] = 'Europe/Berlin'
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  afterAll(async () => {
    await house.close()
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  const schedule = async (sendAt: string) => {
    const input = { email: `user${++number}@example.com`, name: 'Ada Lovelace', invite: 'SCHEDULED', sendAt }
    return (await house.ask(INVITE, { input })).data.inviteUser
  }
  const inFuture = (ahead: number) => new Date(house.now().getTime() + ahead).toISOString()
  const mailsTo = (email: string) => mailbox.letters.filter(({ toAddress }) => toAddress === email).length

  it('is given with its time zone: without one it is refused, for nobody can know which nine o’clock is meant', async () => {
    await expect(schedule(`${inFuture(DAY).slice(0, 10)}T09:00:00`)).rejects.toThrow('DateTime')
    const tokyo = `${inFuture(DAY).slice(0, 10)}T09:00:00+09:00`
    expect((await schedule(tokyo)).invite.scheduledFor).toEqual(new Date(tokyo))
  })

  it.each([
    ['the hour that comes twice', 10, ['02:30:00+02:00', '02:30:00+01:00']],
    ['the hour that is left out', 3, ['01:59:59+01:00', '03:00:00+02:00']],
  ])('keeps its moment in %s when the clocks change', async (_, month, [before = '', after = '']) => {
    const day = nextLastSunday(house.now(), month)
    const first = await schedule(`${day}T${before}`)
    const second = await schedule(`${day}T${after}`)
    const rows = await house.run((work) => work.rows(Invite).findIn('userId', [bare(first), bare(second)]))
    const times = rows.map(({ scheduledFor }) => scheduledFor?.getTime() ?? 0).sort((one, other) => one - other)
    const [early, late] = [before, after].map((time) => Date.parse(`${day}T${time}`)) as [number, number]
    expect(times).toEqual([early, late])
    const sentAt = async (time: number) => {
      await house.standingAt(new Date(time), () => mailbox.sendDue())
      return [number - 1, number].map((one) => mailsTo(`user${one}@example.com`))
    }
    expect(await sentAt(early - 1)).toEqual([0, 0])
    expect(await sentAt(early)).toEqual([1, 0])
    expect(await sentAt(late - 1)).toEqual([1, 0])
    expect(await sentAt(late)).toEqual([1, 1])
  })

  it('is not sent to a user who has confirmed or was deactivated meanwhile', async () => {
    const confirmed = await schedule(inFuture(DAY))
    const deactivated = await schedule(inFuture(DAY))
    await house.run(async (work) => {
      const user = (await work.rows(User).findOne({ id: bare(confirmed) })) as User
      await confirmUser(work, user, { by: 'PASSWORD_SET', passwordHash: 'none' })
      await deactivateUser(work, { userId: bare(deactivated) })
    })
    house.wait(2 * DAY)
    await mailbox.sendDue()
    expect([mailsTo(`user${number - 1}@example.com`), mailsTo(`user${number}@example.com`)]).toEqual([0, 0])
  })

  it('has no token before it is sent', async () => {
    const { user } = await schedule(inFuture(DAY))
    const row = async () => (await house.run((work) => work.rows(Invite).find({ userId: user.id.slice(4) })))[0]
    expect(await row()).toMatchObject({ tokenHash: null, expiresAt: null })
    house.wait(DAY)
    await mailbox.sendDue()
    expect((await row())?.tokenHash).toMatch(/^[0-9a-f]{64}$/)
    expect((await row())?.expiresAt?.getTime()).toBeGreaterThanOrEqual(house.now().getTime() + 7 * DAY - 60_000)
  })
})

function bare({ user }: { user: { id: string } }): string {
  return user.id.slice('usr_'.length)
}

/** The last Sunday of the month, this year or the next: when Europe changes its clocks. */
function nextLastSunday(now: Date, month: number): string {
  const lastSunday = (year: number) => {
    const last = new Date(Date.UTC(year, month, 0))
    return new Date(Date.UTC(year, month - 1, last.getUTCDate() - last.getUTCDay()))
  }
  const [day = now] = [0, 1].map((years) => lastSunday(now.getUTCFullYear() + years)).filter((day) => day > now)
  return day.toISOString().slice(0, 10)
}
