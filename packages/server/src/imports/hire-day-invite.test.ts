import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { hireDayInvite } from './hire-day-invite.ts'
import { importSteps } from './import-steps.testing.ts'

const HOUR_MS = 3_600_000
const days = { timeZone: 'Europe/London', now: new Date('2026-11-23T10:00:00Z') }

test('a new user is invited on the first morning of work, where they are', () => {
  expect(hireDayInvite({ hireDate: '2026-12-07' }, days)).toEqual({ at: new Date('2026-12-07T09:00:00Z') })
  expect(hireDayInvite({ hireDate: '2026-12-07', timeZone: '' }, days)).toEqual({
    at: new Date('2026-12-07T09:00:00Z'),
  })
  const inTokyo = hireDayInvite({ hireDate: '2026-12-07', timeZone: 'Asia/Tokyo' }, days)
  expect(inTokyo).toEqual({ at: new Date('2026-12-07T00:00:00Z') })
})

test('whoever starts today is invited, whatever the hour', () => {
  expect(hireDayInvite({ hireDate: '2026-11-23' }, days)).toEqual({ at: new Date('2026-11-23T09:00:00Z') })
  const late = { ...days, now: new Date('2026-11-23T23:59:00Z') }
  expect(hireDayInvite({ hireDate: '2026-11-23' }, late)).toHaveProperty('at')
  // It is Tuesday there.
  expect(hireDayInvite({ hireDate: '2026-11-23', timeZone: 'Asia/Tokyo' }, late)).toHaveProperty('problem')
})

test.each([
  ['', /no hire date/],
  [undefined, /no hire date/],
  ['2026-11-22', /2026-11-22 has passed/],
  ['2027-12-01', /more than a year ahead/],
])('on the hire date %j nobody can be invited', (hireDate, problem) => {
  expect(hireDayInvite({ hireDate }, days)).toEqual({ problem: expect.stringMatching(problem) })
})

test('without a time zone nobody knows when it is morning', () => {
  const problem = expect.stringContaining('time zone')
  expect(hireDayInvite({ hireDate: '2026-12-07' }, { ...days, timeZone: null })).toEqual({ problem })
})

describe.each(databases)('invites on the hire date (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterAll(() => house.close())

  const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'HIRE_DATE', timeZone: 'europe/london' }

  function dayIn(count: number): string {
    return new Date(house.now().getTime() + count * 24 * HOUR_MS).toISOString().slice(0, 10)
  }

  async function lastInvites(): Promise<object> {
    const { data } = await house.ask(
      '{ users(first: 20, filter: { source: [IMPORT] }) { nodes { name status lastInvite { status scheduledFor } } } }',
    )
    type Invited = { name: string; status: string; lastInvite: { status: string; scheduledFor: Date } | null }
    return Object.fromEntries(
      (data.users.nodes as Invited[]).map(({ name, status, lastInvite }) => [
        name,
        [status, lastInvite?.scheduledFor.toISOString() ?? null],
      ]),
    )
  }

  it('leave one by one, each on the morning of its own, and are shown before', async () => {
    const monday = dayIn(30)
    const file = [
      'Email,Name,Hire date,Time zone',
      `kenji@example.com,Kenji,${monday},Asia/Tokyo`,
      `liz@example.com,Liz,${monday},`,
      `old@example.com,Olga,${dayIn(-30)},Asia/Tokyo`,
      'nil@example.com,Nil,,',
    ].join('\n')
    const { importSession } = await steps.start(file)
    await steps.map(importSession.id)
    const preview = await steps.preview(importSession.id, SETTINGS)
    expect(preview).toMatchObject({
      toCreate: 4,
      invites: 2,
      issues: [{ code: 'NOT_INVITED', severity: 'WARNING', rows: 2, lines: [4, 5] }],
    })
    const committed = await steps.commit(importSession.id, SETTINGS, { expectedFingerprint: preview.fingerprint })
    expect(committed.userErrors).toEqual([])
    await house.runJobs()
    const done = await steps.show(importSession.id)
    expect(done.report).toMatchObject({ created: 4, invitesQueued: 0, invitesScheduled: 2, issues: preview.issues })
    expect(done.settings).toMatchObject({ invites: 'HIRE_DATE', timeZone: 'Europe/London' })

    const inLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' })
    const invites = (await lastInvites()) as Record<string, [string, string | null]>
    expect(invites).toMatchObject({
      Kenji: ['INVITE_SCHEDULED', `${monday}T00:00:00.000Z`],
      Olga: ['NOT_INVITED', null],
      Nil: ['NOT_INVITED', null],
    })
    expect(invites['Liz']?.[0]).toBe('INVITE_SCHEDULED')
    expect(inLondon.format(new Date(invites['Liz']?.[1] as string))).toBe('09')

    house.wait(new Date(`${monday}T00:00:01Z`).getTime() - house.now().getTime())
    await house.runJobs()
    expect(await lastInvites()).toMatchObject({
      Kenji: ['INVITE_PENDING', expect.anything()],
      Liz: ['INVITE_SCHEDULED', expect.anything()],
    })

    await steps.undo(importSession.id)
    await house.runJobs()
    expect((await steps.show(importSession.id)).undo).toMatchObject({ reversed: 4, invitesCancelled: 1 })
  })

  it('need a time zone that there is, and a column of hire dates', async () => {
    const { importSession } = await steps.start(`Email,Name,Hire date\nann@example.com,Ann,${dayIn(30)}`)
    const { id } = importSession
    await steps.map(id)
    const refused = async (settings: object) =>
      (await steps.configure(id, { mode: 'ADD_ONLY', ...settings })).userErrors
    const path = ['input', 'settings', 'timeZone']
    expect(await refused({ invites: 'HIRE_DATE' })).toMatchObject([{ code: 'INVALID', path }])
    expect(await refused({ invites: 'HIRE_DATE', timeZone: 'Mars' })).toMatchObject([{ code: 'INVALID', path }])
    expect(await refused({ invites: 'NONE', timeZone: 'Asia/Tokyo' })).toMatchObject([{ code: 'INVALID', path }])
    const sendAt = house.now().toISOString()
    expect(await refused({ ...SETTINGS, sendAt })).toMatchObject([{ code: 'TIME_INVALID' }])
    expect(await steps.preview(id, { ...SETTINGS, timeZone: 'Mars' })).toMatchObject({ toCreate: 1, invites: 0 })

    await steps.map(id, [{ column: 'Hire date', field: null }])
    expect(await refused(SETTINGS)).toMatchObject([{ code: 'INVALID', path: ['input', 'settings', 'invites'] }])
  })

  it('can be asked for when one user is invited, who then needs both', async () => {
    const invite = async (user: object) => {
      const { data } = await house.ask(
        'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { invite { scheduledFor } userErrors { code path } } }',
        { input: { name: 'Mia', email: 'mia@example.com', invite: 'HIRE_DATE', ...user } },
      )
      return data.inviteUser
    }
    const hireDate = dayIn(10)
    expect((await invite({ hireDate })).userErrors).toEqual([{ code: 'TIME_INVALID', path: ['input', 'timeZone'] }])
    expect((await invite({ timeZone: 'Asia/Tokyo' })).userErrors).toEqual([
      { code: 'TIME_INVALID', path: ['input', 'hireDate'] },
    ])
    const past = await invite({ hireDate: dayIn(-10), timeZone: 'Asia/Tokyo' })
    expect(past.userErrors).toEqual([{ code: 'TIME_INVALID', path: ['input', 'hireDate'] }])
    expect(await invite({ hireDate, timeZone: 'Asia/Tokyo' })).toEqual({
      invite: { scheduledFor: new Date(`${hireDate}T00:00:00Z`) },
      userErrors: [],
    })
  })
})
