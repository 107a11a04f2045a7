import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { BounceKind, Email } from '../mail/email.ts'
import { DeliveryEventKind } from '../mail/delivery-event.ts'
import { recordDelivery } from '../mail/record-delivery.ts'
import {
  databases,
  MAIL_SERVICE_AWAY,
  openHouse,
  openMailbox,
  refusalOf,
  type Mailbox,
  type TestHouse,
} from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateUser } from '../users/update-user.ts'
import { inviteUser, type InviteUserValues } from './invite-user.ts'
import { resendInvite } from './resend-invite.ts'
import { revokeInvite } from './revoke-invite.ts'

const HOUR = 3_600_000
const WHY = `query ($id: ID!) { user(id: $id) { status
  lastInvite { status deliveredAt failedAt revokedAt revocation attempts lastAnswer bounce { kind reason at } }
  mailDiagnosis { cause since attempts lastAnswer nextAttemptAt bounce { kind reason } isSuppressed message hint } } }`

describe.each(databases)('why the mail has not arrived (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let number = 0
  let email = ''
  beforeAll(async () => {
    house = await openHouse(on, MAIL_SERVICE_AWAY)
    mailbox = await openMailbox(house)
  })
  beforeEach(() => {
    email = `user${++number}@example.com`
    mailbox.outcome = { result: 'SENT' }
  })
  afterAll(() => house.close())

  const add = async (values: Partial<InviteUserValues> = {}) => {
    const { user, invite } = await house.run((work) => inviteUser(work, { name: 'Ada', email, ...values }))
    return { userId: user.id, inviteId: invite?.id ?? '' }
  }
  const ask = async (userId: string) => (await house.ask(WHY, { id: `usr_${userId}` })).data.user
  const why = async (userId: string) => (await ask(userId)).mailDiagnosis
  const told = async (kind: DeliveryEventKind, bounceKind: BounceKind | null = null, reason: string | null = null) => {
    const mails = await house.run((work) => work.rows(Email).find({ toAddress: email }, { order: { id: 'DESC' } }))
    const event = {
      id: `${number}:${kind}:${bounceKind}`,
      emailId: mails[0]?.id as string,
      kind,
      bounceKind,
      reason,
      at: house.now(),
    }
    await recordDelivery(house, [], [{ organizationId: house.organizationId, event }])
  }

  it('is that no invite was ever sent', async () => {
    const { userId } = await add({ invite: 'NONE' })
    expect(await why(userId)).toMatchObject({
      cause: 'NEVER_INVITED',
      attempts: 0,
      hint: expect.stringContaining('resendInvite'),
    })
  })

  it('is that it waits for its time', async () => {
    const sendAt = new Date(house.now().getTime() + HOUR)
    const { userId } = await add({ invite: 'SCHEDULED', sendAt })
    expect(await why(userId)).toMatchObject({ cause: 'SCHEDULED', nextAttemptAt: sendAt, bounce: null })
  })

  it('is that it waits for its turn, and since when', async () => {
    const { userId } = await add()
    const { lastInvite, mailDiagnosis } = await ask(userId)
    expect(lastInvite.status).toBe('QUEUED')
    expect(mailDiagnosis).toMatchObject({ cause: 'QUEUED', since: expect.any(Date), attempts: 0, lastAnswer: null })
  })

  it('is that the mail service could not take it yet, with its last answer and the next attempt', async () => {
    const { userId } = await add()
    mailbox.outcome = { result: 'LATER', reason: '503 busy', taken: 'NO', pauseUntil: null }
    await mailbox.sendDue()
    const found = await why(userId)
    expect(found).toMatchObject({ cause: 'DELAYED', attempts: 1, lastAnswer: '503 busy' })
    expect(found.nextAttemptAt.getTime()).toBeGreaterThan(house.now().getTime())
  })

  it('is that the mail service gave up, with the time and the reason', async () => {
    const { userId } = await add()
    mailbox.outcome = { result: 'REFUSED', reason: '400 no', because: 'BATCH' }
    await mailbox.sendDue()
    const { lastInvite, mailDiagnosis } = await ask(userId)
    expect(lastInvite).toMatchObject({ status: 'FAILED', failedAt: expect.any(Date), lastAnswer: '400 no' })
    expect(mailDiagnosis).toMatchObject({
      cause: 'FAILED',
      since: lastInvite.failedAt,
      message: expect.stringContaining('400 no'),
    })
  })

  it('is told step by step: sent, put off by the receiving server, delivered, come back after all', async () => {
    const { userId } = await add()
    await mailbox.sendDue()
    expect(await why(userId)).toMatchObject({ cause: 'SENT', attempts: 1 })
    await told(DeliveryEventKind.DEFERRED, null, '450 try later')
    expect(await why(userId)).toMatchObject({ cause: 'SENT', lastAnswer: '450 try later' })
    await told(DeliveryEventKind.DELIVERED)
    expect((await ask(userId)).lastInvite).toMatchObject({ status: 'DELIVERED', deliveredAt: expect.any(Date) })
    expect(await why(userId)).toMatchObject({ cause: 'DELIVERED', hint: expect.stringContaining('spam folder') })
    await told(DeliveryEventKind.BOUNCED, BounceKind.HARD, '550 no such user')
    const { lastInvite, mailDiagnosis, status } = await ask(userId)
    expect(status).toBe('INVITE_PENDING')
    expect(lastInvite).toMatchObject({
      status: 'BOUNCED',
      bounce: { kind: 'HARD', reason: '550 no such user', at: expect.any(Date) },
    })
    expect(mailDiagnosis).toMatchObject({
      cause: 'BOUNCED',
      isSuppressed: true,
      bounce: { kind: 'HARD' },
      hint: expect.stringContaining('updateUser'),
    })
  })

  it('is that it was never sent, where the server has no mail service', async () => {
    const { sendGrid } = house.config
    house.config.sendGrid = null
    const { userId } = await add()
    await mailbox.sendDue()
    expect(await why(userId)).toMatchObject({
      cause: 'WRITTEN_TO_FILE',
      since: expect.any(Date),
      message: expect.stringContaining('was not sent'),
      hint: expect.stringContaining('SENDGRID_API_KEY'),
    })
    expect((await house.ask('{ serverInfo { sendsMail } }', {}, null)).data.serverInfo.sendsMail).toBe(false)
    house.config.sendGrid = sendGrid
    expect((await house.ask('{ serverInfo { sendsMail } }', {}, null)).data.serverInfo.sendsMail).toBe(true)
  })

  it('is a spam filter, and then sending again is allowed', async () => {
    const { userId } = await add()
    await mailbox.sendDue()
    await told(DeliveryEventKind.BOUNCED, BounceKind.BLOCKED, '554 blocked')
    expect(await why(userId)).toMatchObject({ cause: 'BLOCKED', isSuppressed: false })
    await house.run((work) => resendInvite(work, { userId }))
    expect((await why(userId)).cause).toBe('QUEUED')
  })

  it('is that the address is dead: it must be corrected before anything is sent again', async () => {
    const { userId } = await add()
    await mailbox.sendDue()
    await told(DeliveryEventKind.BOUNCED, BounceKind.HARD, '550')
    const resend = () => house.run((work) => resendInvite(work, { userId }))
    const { mistakes } = await refusalOf(resend())
    expect(mistakes).toMatchObject([{ code: 'EMAIL_SUPPRESSED', hint: expect.stringContaining('updateUser') }])
    const sendAt = new Date(house.now().getTime() + HOUR)
    const later = await refusalOf(house.run((work) => resendInvite(work, { userId, sendAt })))
    expect(later.code).toBe('EMAIL_SUPPRESSED')
    await house.run((work) => updateUser(work, { userId, email: `right.${email}` }))
    expect(await why(userId)).toMatchObject({
      cause: 'ADDRESS_CORRECTED',
      isSuppressed: false,
      message: expect.stringContaining(`right.${email}`),
      hint: expect.stringContaining('resendInvite'),
    })
    expect((await ask(userId)).lastInvite).toMatchObject({ status: 'REVOKED', revocation: 'ADDRESS_CORRECTED' })
    await resend()
    await mailbox.sendDue()
    expect(mailbox.tokenTo(`right.${email}`)).toBeTruthy()
  })

  it('is that nothing was sent to an address that is known to be dead', async () => {
    const first = await add()
    await mailbox.sendDue()
    await told(DeliveryEventKind.BOUNCED, BounceKind.SPAM_REPORT)
    await house.run((work) => updateUser(work, { userId: first.userId, email: `other.${email}` }))
    const { userId } = await add()
    expect(await why(userId)).toMatchObject({ cause: 'SUPPRESSED', isSuppressed: true })
    await mailbox.sendDue()
    const { lastInvite, mailDiagnosis } = await ask(userId)
    expect(lastInvite).toMatchObject({ status: 'BOUNCED', bounce: { kind: 'SPAM_REPORT' }, attempts: 0 })
    expect(mailDiagnosis.cause).toBe('SUPPRESSED')
  })

  it('is that the link has expired, was taken back, or was replaced', async () => {
    const { userId, inviteId } = await add()
    await mailbox.sendDue()
    house.wait(8 * 24 * HOUR)
    expect(await why(userId)).toMatchObject({ cause: 'EXPIRED', since: expect.any(Date) })
    const { invite } = await house.run((work) => resendInvite(work, { userId }))
    const { data } = await house.ask('query ($id: ID!) { node(id: $id) { ... on Invite { status revocation } } }', {
      id: `inv_${inviteId}`,
    })
    expect(data.node).toEqual({ status: 'REVOKED', revocation: 'REPLACED' })
    await house.run((work) => revokeInvite(work, { inviteId: invite.id }))
    expect(await why(userId)).toMatchObject({ cause: 'REVOKED', since: expect.any(Date) })
    expect((await ask(userId)).lastInvite).toMatchObject({ revocation: 'TAKEN_BACK', revokedAt: expect.any(Date) })
  })

  it('is that the user needs no mail, or may get none', async () => {
    const { userId } = await add()
    await house.run((work) => deactivateUser(work, { userId }))
    expect(await why(userId)).toMatchObject({ cause: 'DEACTIVATED', hint: expect.stringContaining('reactivateUser') })
    expect((await ask(userId)).lastInvite).toMatchObject({ status: 'REVOKED', revocation: 'USER_DEACTIVATED' })
  })

  it('is told to nobody without people access', async () => {
    const { userId } = await add()
    const viewer = { ...house.as(Role.LEARNER), kind: 'USER' as const, id: userId }
    const { data } = await house.ask(WHY, { id: `usr_${userId}` }, viewer)
    expect(data.user).toMatchObject({ status: 'INVITE_PENDING', mailDiagnosis: null })
  })

  it('finds users and invites by what became of the mail', async () => {
    const { userId, inviteId } = await add()
    await mailbox.sendDue()
    await told(DeliveryEventKind.BOUNCED, BounceKind.SOFT, '452 full')
    const { data } = await house.ask(
      `query { users(first: 100, filter: { inviteStatus: [BOUNCED] }) { nodes { id } }
        invites(first: 100, filter: { status: [BOUNCED] }) { nodes { id } } }`,
    )
    expect(data.users.nodes).toContainEqual({ id: `usr_${userId}` })
    expect(data.invites.nodes).toContainEqual({ id: `inv_${inviteId}` })
  })
})
