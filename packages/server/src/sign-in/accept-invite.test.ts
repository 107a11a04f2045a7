import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import type { Refusal } from '../base/errors.ts'
import { Invite } from '../invites/invite.ts'
import { inviteUser, type InviteUserValues } from '../invites/invite-user.ts'
import { redeemInvite } from '../invites/redeem-invite.ts'
import { resendInvite } from '../invites/resend-invite.ts'
import { revokeInvite } from '../invites/revoke-invite.ts'
import { databases, openMailbox, openTestServer, refusalOf, type Mailbox, type TestServer } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { verifyPassword } from '../users/password.ts'
import { reactivateUser } from '../users/reactivate-user.ts'
import { User } from '../users/user.ts'
import { acceptInvite } from './accept-invite.ts'
import { lookAtInvite } from './look-at-invite.ts'

const PASSWORD = 'four words beside a river'

describe.each(databases)('an activation link on %s', (on) => {
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

  const invite = async (values: Partial<InviteUserValues> = {}) => {
    const made = await server.run((work) => inviteUser(work, { name: 'Ada Lovelace', email, ...values }))
    await mailbox.sendDue()
    return { user: made.user, invite: made.invite as Invite, token: mailbox.tokenTo(email) }
  }
  const accept = (token: string, password = PASSWORD) => acceptInvite(server, { token, password })
  const userNow = (id: string) => server.run((work) => work.rows(User).findOne({ id })) as Promise<User>

  it('confirms the user with the password they chose', async () => {
    const { user, invite: made, token } = await invite()
    const accepted = await accept(token)
    expect(accepted.user).toMatchObject({
      id: user.id,
      status: 'CONFIRMED',
      confirmedBy: 'INVITE',
      name: 'Ada Lovelace',
    })
    const stored = await userNow(user.id)
    expect(stored.confirmedAt).not.toBeNull()
    expect(await verifyPassword(stored.passwordHash as string, PASSWORD)).toBe(true)
    const events = await server.run((work) =>
      work.rows(AuditEvent).find({ action: 'invite.accepted', subjectId: user.id }),
    )
    const details = { inviteId: made.id, status: { before: 'INVITE_PENDING', after: 'CONFIRMED' } }
    expect(events).toMatchObject([{ actorKind: 'USER', actorId: user.id, details }])
  })

  it('works once: the second time it says that it was used', async () => {
    const { token } = await invite()
    await accept(token)
    const { code, message } = await refusalOf(accept(token))
    expect(code).toBe('INVITE_NOT_USABLE')
    expect(message).toContain('used')
  })

  it('lets one of several through who accept at the same moment', async () => {
    const { user, token } = await invite()
    const passwords = Array.from({ length: 4 }, (_, index) => `${PASSWORD} ${index}`)
    const outcomes = await Promise.allSettled(passwords.map((password) => accept(token, password)))
    const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []))
    expect(winners).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect((outcome.reason as Refusal).message).toContain('used')
    }
    const { passwordHash } = await userNow(user.id)
    expect(await verifyPassword(passwordHash as string, passwords[winners[0] as number] as string)).toBe(true)
  })

  it('is used up once when fifty redeem it at the same moment', async () => {
    const { user, token } = await invite()
    const invites = await server.run((work) => work.rows(Invite).find({ userId: user.id }))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        server.run(async (work) => {
          const invited = await redeemInvite(work, invites[0] as Invite)
          await confirmUser(work, invited, { by: 'INVITE', passwordHash: 'one of fifty' })
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []))
    expect(problems.map(({ message }) => message)).toEqual(Array(49).fill(expect.stringContaining('used already')))
    expect((await refusalOf(accept(token))).code).toBe('INVITE_NOT_USABLE')
  })

  it('says that it was replaced as soon as another is asked for', async () => {
    const { user, token } = await invite()
    await server.run((work) => resendInvite(work, { userId: user.id }))
    const { code, message } = await refusalOf(accept(token))
    expect(code).toBe('INVITE_NOT_USABLE')
    expect(message).toContain('replaced')
    expect((await userNow(user.id)).status).toBe('INVITE_PENDING')
  })

  it('says that it was revoked when it was taken back', async () => {
    const { invite: made, token } = await invite()
    await server.run((work) => revokeInvite(work, { inviteId: made.id }))
    const { code, message } = await refusalOf(accept(token))
    expect(code).toBe('INVITE_NOT_USABLE')
    expect(message).toContain('revoked')
  })

  it('works to the second of its expiry and not a second longer', async () => {
    const { token, invite: made } = await invite()
    const { expiresAt } = (await server.run((work) => work.rows(Invite).findOne({ id: made.id }))) as Invite
    const problemAt = (time: number) =>
      server.standingAt(new Date(time), async () => (await lookAtInvite(server, token))?.problem?.code)
    const end = Number(expiresAt)
    expect(await problemAt(end - 1)).toBeUndefined()
    expect(await problemAt(end)).toBe('INVITE_EXPIRED')
    expect((await refusalOf(accept(token))).code).toBe('INVITE_EXPIRED')
  })

  it('never brings back a user who was deactivated, not even once somebody else does', async () => {
    const { user, token } = await invite()
    await server.run((work) => deactivateUser(work, { userId: user.id }))
    expect((await refusalOf(accept(token))).code).toBe('INVITE_NOT_USABLE')
    await server.run((work) => reactivateUser(work, { userId: user.id }))
    expect((await refusalOf(accept(token))).code).toBe('INVITE_NOT_USABLE')
    expect((await userNow(user.id)).status).toBe('INVITE_PENDING')
  })

  it('that nobody was sent is refused', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(10_000)]) {
      expect(await lookAtInvite(server, token)).toBeNull()
      const { mistakes } = await refusalOf(accept(token))
      expect(mistakes).toMatchObject([{ code: 'INVITE_NOT_USABLE', path: ['input', 'token'] }])
    }
  })

  it('is not used up by looking at it, nor by a refused password', async () => {
    const { user, token } = await invite()
    for (let look = 0; look < 3; look++) expect((await lookAtInvite(server, token))?.problem).toBeNull()
    await refusalOf(accept(token, 'short'))
    expect((await userNow(user.id)).status).toBe('INVITE_PENDING')
    await accept(token)
  })

  it.each([
    ['of fourteen letters', 'fourteen chars'],
    ['that many people use', 'passwordpassword'],
    ['made of the name of the organization and a year', 'Example Academy 2026'],
    ['made of the own name', 'ada lovelace 1815'],
  ])('takes no password %s, and says why', async (_, password) => {
    const { token } = await invite()
    const { mistakes } = await refusalOf(accept(token, password))
    for (const { code, path, message } of mistakes) {
      expect({ code, path }).toEqual({ code: 'PASSWORD_TOO_WEAK', path: ['input', 'password'] })
      expect(message).toMatch(/^[A-Z].*\.$/)
    }
  })

  it.each([
    ['sixty-four letters', `${'ab cd ef gh '.repeat(5)}wxyz`],
    ['spaces at its ends', '  a quiet winter morning  '],
    ['emoji', '🌱🌿🍀🌲🌳🌴🌵🌾🌷🌸🌹🌺🌻🌼🍁'],
    ['more than 72 bytes', `${'müde Füchse über Brücken '.repeat(4)}x`],
  ])('takes a password of %s, to its last letter', async (_, password) => {
    const { user, token } = await invite()
    await accept(token, password)
    const { passwordHash } = await userNow(user.id)
    expect(await verifyPassword(passwordHash as string, password)).toBe(true)
    expect(await verifyPassword(passwordHash as string, `${password.slice(0, -1)}#`)).toBe(false)
  })

  it('lets a misspelt name be corrected, and refuses one that holds an address', async () => {
    const { token, user } = await invite({ name: 'Ada Lovlace' })
    const { code } = await refusalOf(acceptInvite(server, { token, password: PASSWORD, name: 'Win at evil.com' }))
    expect(code).toBe('NAME_NOT_ALLOWED')
    expect((await refusalOf(acceptInvite(server, { token, password: PASSWORD, name: ' ' }))).code).toBe('REQUIRED')
    await acceptInvite(server, { token, password: PASSWORD, name: ' Ada Lovelace ' })
    expect((await userNow(user.id)).name).toBe('Ada Lovelace')
  })
})
