import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { applyImport } from '../imports/apply-import.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { BounceKind } from '../mail/email.ts'
import { suppressionKey, Suppression } from '../mail/suppression.ts'
import { databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { UserStatus } from '../users/user.ts'

const HOUR = 3_600_000
const PASSWORD = 'four words beside a river'

/** Somebody on their way, as the API knows them. */
interface Person {
  id: string
  email: string
  inviteId: string | undefined
  /** That of the newest mail; empty where none was sent. */
  token: string
}

// A status: what the user is afterwards. A code: why nothing was changed. A number behind it: the mails they get.
type Outcome = [string, number]
const TABLE: Record<string, Record<UserStatus, Outcome | null>> = {
  'a link is sent': {
    NOT_INVITED: ['INVITE_PENDING', 1],
    INVITE_SCHEDULED: ['INVITE_PENDING', 1],
    INVITE_PENDING: ['INVITE_PENDING', 1],
    CONFIRMED: ['USER_CONFIRMED', 0],
    DEACTIVATED: ['USER_DEACTIVATED', 0],
  },
  'a link is sent later': {
    NOT_INVITED: ['INVITE_SCHEDULED', 0],
    INVITE_SCHEDULED: ['INVITE_SCHEDULED', 0],
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['USER_CONFIRMED', 0],
    DEACTIVATED: ['USER_DEACTIVATED', 0],
  },
  'a link is asked for at a moment that is past': {
    NOT_INVITED: ['TIME_INVALID', 0],
    INVITE_SCHEDULED: ['TIME_INVALID', 0],
    INVITE_PENDING: ['TIME_INVALID', 0],
    CONFIRMED: null,
    DEACTIVATED: null,
  },
  'a link is asked for to an address that is dead': {
    NOT_INVITED: ['EMAIL_SUPPRESSED', 0],
    INVITE_SCHEDULED: ['EMAIL_SUPPRESSED', 0],
    INVITE_PENDING: ['EMAIL_SUPPRESSED', 0],
    CONFIRMED: ['USER_CONFIRMED', 0],
    DEACTIVATED: ['USER_DEACTIVATED', 0],
  },
  'their time comes': {
    NOT_INVITED: ['NOT_INVITED', 0],
    INVITE_SCHEDULED: ['INVITE_PENDING', 1],
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['CONFIRMED', 0],
    DEACTIVATED: ['DEACTIVATED', 0],
  },
  'the link expires': {
    NOT_INVITED: ['NOT_INVITED', 0],
    INVITE_SCHEDULED: null,
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['CONFIRMED', 0],
    DEACTIVATED: ['DEACTIVATED', 0],
  },
  'the invite is revoked': {
    NOT_INVITED: null,
    INVITE_SCHEDULED: ['NOT_INVITED', 0],
    INVITE_PENDING: ['NOT_INVITED', 0],
    CONFIRMED: ['INVITE_NOT_USABLE', 0],
    DEACTIVATED: ['INVITE_NOT_USABLE', 0],
  },
  'the link is followed': {
    NOT_INVITED: null,
    INVITE_SCHEDULED: null,
    INVITE_PENDING: ['CONFIRMED', 0],
    CONFIRMED: ['INVITE_NOT_USABLE', 0],
    DEACTIVATED: ['INVITE_NOT_USABLE', 0],
  },
  'a password is set by hand': {
    NOT_INVITED: ['CONFIRMED', 1],
    INVITE_SCHEDULED: ['CONFIRMED', 1],
    INVITE_PENDING: ['CONFIRMED', 1],
    CONFIRMED: ['CONFIRMED', 1],
    DEACTIVATED: ['USER_DEACTIVATED', 0],
  },
  'a password is set by hand that is weak': {
    NOT_INVITED: ['PASSWORD_TOO_WEAK', 0],
    INVITE_SCHEDULED: ['PASSWORD_TOO_WEAK', 0],
    INVITE_PENDING: ['PASSWORD_TOO_WEAK', 0],
    CONFIRMED: ['PASSWORD_TOO_WEAK', 0],
    DEACTIVATED: null,
  },
  'the address is corrected': {
    NOT_INVITED: ['NOT_INVITED', 0],
    INVITE_SCHEDULED: ['INVITE_SCHEDULED', 0],
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['CONFIRMED', 0],
    DEACTIVATED: ['DEACTIVATED', 0],
  },
  'the job title is changed': {
    NOT_INVITED: ['NOT_INVITED', 0],
    INVITE_SCHEDULED: ['INVITE_SCHEDULED', 0],
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['CONFIRMED', 0],
    DEACTIVATED: ['DEACTIVATED', 0],
  },
  'a file that invites whom it adds changes them': {
    NOT_INVITED: ['NOT_INVITED', 0],
    INVITE_SCHEDULED: ['INVITE_SCHEDULED', 0],
    INVITE_PENDING: ['INVITE_PENDING', 0],
    CONFIRMED: ['CONFIRMED', 0],
    DEACTIVATED: ['USER_DEACTIVATED', 0],
  },
  'they are invited as if they were new': {
    NOT_INVITED: ['EMAIL_TAKEN', 0],
    INVITE_SCHEDULED: ['EMAIL_TAKEN', 0],
    INVITE_PENDING: ['EMAIL_TAKEN', 0],
    CONFIRMED: ['EMAIL_TAKEN', 0],
    DEACTIVATED: ['EMAIL_TAKEN', 0],
  },
  'they are deactivated': {
    NOT_INVITED: ['DEACTIVATED', 0],
    INVITE_SCHEDULED: ['DEACTIVATED', 0],
    INVITE_PENDING: ['DEACTIVATED', 0],
    CONFIRMED: ['DEACTIVATED', 0],
    DEACTIVATED: ['DEACTIVATED', 0],
  },
  'they are reactivated': {
    NOT_INVITED: ['USER_NOT_DEACTIVATED', 0],
    INVITE_SCHEDULED: ['USER_NOT_DEACTIVATED', 0],
    INVITE_PENDING: ['USER_NOT_DEACTIVATED', 0],
    CONFIRMED: ['USER_NOT_DEACTIVATED', 0],
    // They had been sent a link.
    DEACTIVATED: ['INVITE_PENDING', 0],
  },
}

describe.each(databases)('the status of a user (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let number = 0
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  beforeEach(() => {
    mailbox.letters = []
  })
  afterAll(() => house.close())

  const inFuture = (ahead: number) => new Date(house.now().getTime() + ahead)
  /** Calls a mutation; answers the code of its refusal. */
  async function call(mutation: string, input: object, viewer?: null): Promise<string | undefined> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`
    const { data, faults } = await house.ask(document, { input }, viewer)
    return faults[0] ?? data[mutation].userErrors[0]?.code
  }
  const later = async (milliseconds: number): Promise<undefined> => {
    house.wait(milliseconds)
    return undefined
  }
  const SHOW = 'query ($id: ID!) { user(id: $id) { status lastInvite { id } } }'
  const statusOf = async ({ id }: Person): Promise<UserStatus> => (await house.ask(SHOW, { id })).data.user.status
  const mailsTo = ({ email }: Person) => mailbox.letters.filter(({ toAddress }) => toAddress.endsWith(email)).length

  /** Somebody who got there as people do. */
  async function personWho(status: UserStatus): Promise<Person> {
    const email = `person${++number}@example.com`
    const sendsAt =
      status === 'INVITE_SCHEDULED'
        ? { invite: 'SCHEDULED', sendAt: inFuture(HOUR) }
        : { invite: status === 'NOT_INVITED' ? 'NONE' : 'IMMEDIATE' }
    const { data } = await house.ask(
      'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } invite { id } } }',
      { input: { email, name: 'Ada Lovelace', ...sendsAt } },
    )
    const { user, invite } = data.inviteUser
    await mailbox.sendDue()
    const person = { id: user.id, email, inviteId: invite?.id, token: '' }
    if (status === 'NOT_INVITED' || status === 'INVITE_SCHEDULED') return person
    person.token = mailbox.tokenTo(email)
    if (status === 'CONFIRMED') await call('acceptInvite', { token: person.token, password: PASSWORD }, null)
    if (status === 'DEACTIVATED') await call('deactivateUser', { userId: user.id })
    return person
  }

  const acts: Record<string, (person: Person) => Promise<string | undefined>> = {
    'a link is sent': ({ id }) => call('resendInvite', { userId: id }),
    'a link is sent later': ({ id }) => call('resendInvite', { userId: id, sendAt: inFuture(2 * HOUR) }),
    'a link is asked for at a moment that is past': ({ id }) =>
      call('resendInvite', { userId: id, sendAt: inFuture(-HOUR) }),
    'a link is asked for to an address that is dead': async ({ id, email }) => {
      const dead = { address: suppressionKey(email), kind: BounceKind.HARD, reason: null, emailId: newId() }
      await house.run((work) => work.rows(Suppression).insert({ ...dead, createdAt: work.now() }))
      return call('resendInvite', { userId: id })
    },
    'their time comes': () => later(HOUR),
    'the link expires': () => later(8 * 24 * HOUR),
    'the invite is revoked': ({ inviteId }) => call('revokeInvite', { inviteId }),
    'the link is followed': ({ token }) => call('acceptInvite', { token, password: PASSWORD }, null),
    'a password is set by hand': ({ id }) => call('setUserPassword', { userId: id, password: PASSWORD }),
    'a password is set by hand that is weak': ({ id }) => call('setUserPassword', { userId: id, password: 'short' }),
    'the address is corrected': ({ id, email }) => call('updateUser', { userId: id, email: `right.${email}` }),
    'the job title is changed': ({ id }) => call('updateUser', { userId: id, jobTitle: 'Analyst' }),
    'a file that invites whom it adds changes them': async ({ email }) => {
      const { start, map, commit, show } = importSteps(house)
      const { importSession } = await start(`Email,Name,Job title\n${email},Ada Lovelace,Boss\n`)
      await map(importSession.id)
      await commit(importSession.id, { mode: 'ADD_AND_UPDATE', invites: 'IMMEDIATE' })
      await runDueJobs(house, [applyImport])
      return (await show(importSession.id)).report.issues[0]?.code
    },
    'they are invited as if they were new': ({ email }) => call('inviteUser', { email, name: 'Ada Lovelace' }),
    'they are deactivated': ({ id }) => call('deactivateUser', { userId: id }),
    'they are reactivated': ({ id }) => call('reactivateUser', { userId: id }),
  }

  it.each(Object.keys(TABLE))('is what it should be when %s', async (name) => {
    for (const status of Object.values(UserStatus)) {
      const expected = TABLE[name]?.[status]
      if (!expected) continue
      const person = await personWho(status)
      mailbox.letters = []
      const code = await acts[name]?.(person)
      await mailbox.sendDue()
      const after = await statusOf(person)
      // A refusal leaves them as they were.
      if (code) expect([status, after]).toEqual([status, status])
      expect([status, code ?? after, mailsTo(person)]).toEqual([status, ...expected])
    }
  })

  it.each([
    ['NOT_INVITED', 'NOT_INVITED', 'INVITE_PENDING', 1],
    ['INVITE_SCHEDULED', 'NOT_INVITED', 'INVITE_PENDING', 1],
    ['INVITE_PENDING', 'INVITE_PENDING', 'INVITE_PENDING', 1],
    ['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 0],
  ] as const)(
    'of somebody who was %s is %s when they are brought back, and %s when a link is asked for too',
    async (status, silently, withLink, mails) => {
      for (const [sendInvite, expected] of [
        [false, [silently, 0]],
        [true, [withLink, mails]],
      ] as const) {
        const person = await personWho(status)
        await call('deactivateUser', { userId: person.id })
        mailbox.letters = []
        expect(await call('reactivateUser', { userId: person.id, sendInvite })).toBeUndefined()
        await mailbox.sendDue()
        expect([sendInvite, await statusOf(person), mailsTo(person)]).toEqual([sendInvite, ...expected])
        // Whatever was sent or planned before is over.
        if (person.token) expect(await acts['the link is followed']?.(person)).toBe('INVITE_NOT_USABLE')
        house.wait(2 * HOUR)
        await mailbox.sendDue()
        expect(mailsTo(person)).toBe(expected[1])
      }
    },
  )
})
