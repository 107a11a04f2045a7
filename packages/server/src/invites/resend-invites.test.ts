import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role } from '../base/viewer.ts'
import { newId } from '../base/work.ts'
import { BounceKind } from '../mail/email.ts'
import { Suppression } from '../mail/suppression.ts'
import { addUser, databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { User } from '../users/user.ts'
import { inviteUsers } from './invite-users.ts'
import type { InviteUserValues } from './invite-user.ts'
import { resendInvite } from './resend-invite.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const RESEND = `mutation ($input: ResendInvitesInput!) { resendInvites(input: $input) {
  queued skipped { reason count users { email } } userErrors { code message path hint } } }`

describe.each(databases)('sending invites again to many (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let teamId = ''
  let domain = ''
  let number = 0
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  beforeEach(async () => {
    domain = `d${++number}.example`
    const { data } = await house.ask(`mutation { createTeam(input: { name: "Team ${number}" }) { team { id } } }`)
    teamId = data.createTeam.team.id.slice('team_'.length)
    mailbox.letters = []
  })
  afterAll(() => house.close())

  const add = async (count: number, values: Partial<InviteUserValues> = {}, name = 'user'): Promise<User[]> => {
    const users = Array.from({ length: count }, (_, index) => ({
      email: `${name}${index}@${domain}`,
      name: `${name} ${index}`,
      primaryTeamId: teamId,
      ...values,
    }))
    const { results } = await house.run((work) => inviteUsers(work, { users }))
    return results.flatMap((result) => ('user' in result ? [result.user] : []))
  }
  const ask = async (input: object, viewer = house.as(Role.OWNER)) => house.ask(RESEND, { input }, viewer)
  const resend = async (input: object) => (await ask(input)).data.resendInvites
  const ofTeam = () => ({ teamId: [`team_${teamId}`] })
  const ids = (users: readonly User[]) => users.map(({ id }) => `usr_${id}`)
  const mailsTo = (name: string) =>
    mailbox.letters.filter(({ toAddress }) => toAddress.startsWith(name) && toAddress.endsWith(domain)).length
  const sendDue = async () => mailbox.sendDue()

  it('reaches all who fit a filter, each once, and a dry run tells how many without sending anything', async () => {
    await add(3)
    await sendDue()
    house.wait(2 * MINUTE)
    mailbox.letters = []
    const counted = await resend({ filter: ofTeam(), dryRun: true })
    expect(counted).toEqual({ queued: 3, skipped: [], userErrors: [] })
    await sendDue()
    expect(mailbox.letters).toEqual([])
    expect(await resend({ filter: ofTeam() })).toEqual(counted)
    await sendDue()
    expect(mailsTo('user')).toBe(3)
  })

  it('leaves out who cannot or need not be sent anything, and says why and who', async () => {
    const [confirmed, gone, dead, soon, fine] = (await add(5)) as [User, User, User, User, User]
    await sendDue()
    house.wait(2 * MINUTE)
    await house.run(async (work) => {
      const lock = async (id: string) => (await work.rows(User).findOneForUpdate({ id })) as User
      await confirmUser(work, await lock(confirmed.id), { by: 'INVITE', passwordHash: 'hash' })
      await deactivateUser(work, { userId: gone.id })
      await work.rows(Suppression).insert({
        address: dead.email,
        kind: BounceKind.HARD,
        reason: null,
        emailId: newId(),
        createdAt: work.now(),
      })
      await resendInvite(work, { userId: soon.id })
    })
    const owner = await addUser(house, { email: `owner@${domain}`, name: 'Owner', role: 'OWNER' })
    const unknown = `usr_${newId()}`
    const userIds = [...ids([confirmed, gone, dead, soon, fine, owner, fine]), unknown]
    const { data } = await ask({ userIds }, house.as(Role.HR))
    const { queued, skipped } = data.resendInvites
    expect(queued).toBe(1)
    const whom = (reason: string) => skipped.find((skip: { reason: string }) => skip.reason === reason)
    expect(whom('USER_CONFIRMED')).toMatchObject({ count: 1, users: [{ email: confirmed.email }] })
    expect(whom('USER_DEACTIVATED')).toMatchObject({ count: 1, users: [{ email: gone.email }] })
    expect(whom('EMAIL_SUPPRESSED')).toMatchObject({ count: 1, users: [{ email: dead.email }] })
    expect(whom('RESEND_TOO_SOON')).toMatchObject({ count: 1, users: [{ email: soon.email }] })
    expect(whom('ROLE_NOT_ALLOWED')).toMatchObject({ count: 1, users: [{ email: owner.email }] })
    expect(whom('NOT_FOUND')).toEqual({ reason: 'NOT_FOUND', count: 1, users: [] })
  })

  it('sends the first invite to all who were added silently, and to nobody else', async () => {
    await add(2, { invite: 'NONE' }, 'silent')
    await add(1, {}, 'invited')
    await sendDue()
    mailbox.letters = []
    expect((await resend({ filter: { ...ofTeam(), neverInvited: true } })).queued).toBe(2)
    await sendDue()
    expect([mailsTo('silent'), mailsTo('invited')]).toEqual([2, 0])
  })

  it('sends a new link to all whose link expired, and kills the old ones', async () => {
    await add(2, {}, 'old')
    await sendDue()
    house.wait(8 * DAY)
    await add(1, {}, 'fresh')
    await sendDue()
    mailbox.letters = []
    expect((await resend({ filter: { ...ofTeam(), inviteStatus: ['EXPIRED'] } })).queued).toBe(2)
    await sendDue()
    expect([mailsTo('old'), mailsTo('fresh')]).toEqual([2, 0])
    expect((await resend({ filter: { ...ofTeam(), inviteStatus: ['EXPIRED'] }, dryRun: true })).queued).toBe(0)
  })

  it('finds those whose newest invite is older than a moment', async () => {
    await add(1, {}, 'old')
    house.wait(3 * DAY)
    const since = house.now().toISOString()
    await add(1, {}, 'new')
    expect((await resend({ filter: { ...ofTeam(), invitedBefore: since }, dryRun: true })).queued).toBe(1)
    expect((await resend({ filter: { ...ofTeam(), invitedAfter: since }, dryRun: true })).queued).toBe(1)
    const { data } = await house.ask(
      `query ($team: ID!) { invites(filter: { teamId: [$team] }) { totalCount nodes { email } } }`,
      { team: `team_${teamId}` },
    )
    expect(data.invites.nodes).toEqual([{ email: `new0@${domain}` }, { email: `old0@${domain}` }])
  })

  it('schedules for many, moves them all, and sends them all now', async () => {
    await add(2, { invite: 'NONE' })
    const at = (ahead: number) => new Date(house.now().getTime() + ahead)
    const status = async () => {
      const users = await house.run((work) => work.rows(User).find({ primaryTeamId: teamId }))
      return [...new Set(users.map((user) => user.status))]
    }
    expect((await resend({ filter: ofTeam(), sendAt: at(DAY) })).queued).toBe(2)
    expect(await status()).toEqual(['INVITE_SCHEDULED'])
    expect((await resend({ filter: ofTeam(), sendAt: at(3 * DAY) })).queued).toBe(2)
    house.wait(2 * DAY)
    await sendDue()
    expect(mailsTo('user')).toBe(0)
    expect((await resend({ filter: { ...ofTeam(), status: ['INVITE_SCHEDULED'] } })).queued).toBe(2)
    expect(await status()).toEqual(['INVITE_PENDING'])
    house.wait(2 * DAY)
    await sendDue()
    expect(mailsTo('user')).toBe(2)
  })

  it('goes through more users than one step holds, and asks the database for none of them alone', async () => {
    const users = await add(1_000)
    await sendDue()
    house.wait(2 * MINUTE)
    mailbox.letters = []
    house.statements.reset()
    expect((await resend({ filter: ofTeam() })).queued).toBe(1_000)
    expect(house.statements.seen.length).toBeLessThan(150)
    await sendDue()
    expect(mailsTo('user')).toBe(users.length)
  })

  it('repeated with the same key answers the same, and two at the same moment mail nobody twice', async () => {
    await add(3)
    await sendDue()
    house.wait(2 * MINUTE)
    mailbox.letters = []
    const input = { filter: ofTeam(), idempotencyKey: `key ${domain}` }
    const answers = await Promise.all([resend(input), resend(input)])
    const again = await resend(input)
    expect(answers.map(({ queued }) => queued)).toContain(3)
    expect(again.queued).toBe(answers[0].queued)
    await sendDue()
    expect(mailsTo('user')).toBe(3)
  })

  it('is refused for nobody, for everybody by accident, for too many ids, and for a moment that is past', async () => {
    const codeOf = async (input: object) => (await resend(input)).userErrors[0]?.code
    expect(await codeOf({})).toBe('REQUIRED')
    for (const filter of [{}, { status: null }, { search: ' ' }, { importId: '' }]) {
      expect(await codeOf({ filter })).toBe('REQUIRED')
    }
    expect(await resend({ filter: { importId: 'imp_unknown' } })).toMatchObject({ queued: 0, userErrors: [] })
    expect(await codeOf({ userIds: ['usr_1'], filter: ofTeam() })).toBe('INVALID')
    expect(await codeOf({ userIds: Array.from({ length: 1_001 }, (_, index) => `usr_${index}`) })).toBe('TOO_LONG')
    expect(await codeOf({ filter: ofTeam(), sendAt: '2020-01-01T00:00:00Z' })).toBe('TIME_INVALID')
    expect(await resend({})).toMatchObject({ queued: 0, skipped: [] })
    expect((await ask({ filter: ofTeam() }, house.as(Role.LEARNER))).faults).toEqual(['FORBIDDEN'])
  })

  it('leaves an audit entry that names who was sent a link', async () => {
    const users = await add(2)
    await sendDue()
    house.wait(2 * MINUTE)
    await resend({ userIds: ids(users) })
    const events = await house.run((work) =>
      work.rows(AuditEvent).find({ action: 'invites.resent' }, { order: { id: 'DESC' }, take: 1 }),
    )
    expect(events[0]?.details?.['userIds']).toEqual(users.map(({ id }) => id).sort())
  })
})
