import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { BounceKind } from '../mail/email.ts'
import { Suppression } from '../mail/suppression.ts'
import type { Invite } from '../invites/invite.ts'
import { inviteUser } from '../invites/invite-user.ts'
import { resendInvite } from '../invites/resend-invite.ts'
import { revokeInvite } from '../invites/revoke-invite.ts'
import { databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { reactivateUser } from '../users/reactivate-user.ts'
import { updateUser } from '../users/update-user.ts'

const DAY = 24 * 3_600_000
const ASK = `mutation ($token: String!) { requestNewInvite(input: { token: $token }) { userErrors { code } } }`
const LOOK = `query ($token: String!) { invitation(token: $token) { usable renewable reason } }`
const NOTHING_SAID = { requestNewInvite: { userErrors: [] } }

describe.each(databases)('asking for a new link with an old one (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let number = 0
  let email = ''
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  beforeEach(() => {
    email = `user${++number}@example.com`
    mailbox.letters = []
  })
  afterAll(() => house.close())

  const invite = async () => {
    const made = await house.run((work) => inviteUser(work, { name: 'Ada Lovelace', email }))
    await mailbox.sendDue()
    return { user: made.user, invite: made.invite as Invite, token: mailbox.tokenTo(email) }
  }
  const ask = async (token: string) => {
    const { data } = await house.ask(ASK, { token }, null)
    await mailbox.sendDue()
    return data
  }
  const look = async (token: string) => (await house.ask(LOOK, { token }, null)).data.invitation
  const mails = () => mailbox.letters.length

  it('mails one to the address of a link that has expired, and it works', async () => {
    const { token } = await invite()
    expect(await look(token)).toEqual({ usable: true, renewable: false, reason: null })
    expect(await ask(token)).toEqual(NOTHING_SAID)
    expect(mails()).toBe(1)
    house.wait(8 * DAY)
    expect(await look(token)).toEqual({ usable: false, renewable: true, reason: 'INVITE_EXPIRED' })
    expect(await ask(token)).toEqual(NOTHING_SAID)
    expect(mailbox.letters.map(({ toAddress }) => toAddress)).toEqual([email, email])
    expect(await look(mailbox.tokenTo(email))).toMatchObject({ usable: true })
  })

  it('mails one in the place of a link that was replaced, unless the newest is still on its way', async () => {
    const { user, token } = await invite()
    house.wait(DAY)
    await house.run((work) => resendInvite(work, { userId: user.id }))
    await house.ask(ASK, { token }, null)
    await mailbox.sendDue()
    expect(mails()).toBe(2)
    house.wait(DAY)
    await ask(token)
    expect(mails()).toBe(3)
  })

  it('sends nothing to somebody whose invite was taken back, who was removed, or has another address now', async () => {
    const revoked = await invite()
    house.wait(8 * DAY)
    await house.run((work) => revokeInvite(work, { inviteId: revoked.invite.id }))
    email = `removed${number}@example.com`
    const removed = await invite()
    await house.run((work) => deactivateUser(work, { userId: removed.user.id }))
    email = `back${number}@example.com`
    const back = await invite()
    await house.run((work) => deactivateUser(work, { userId: back.user.id }))
    await house.run((work) => reactivateUser(work, { userId: back.user.id }))
    email = `moved${number}@example.com`
    const moved = await invite()
    await house.run((work) => updateUser(work, { userId: moved.user.id, email: `other${number}@example.com` }))
    house.wait(8 * DAY)
    mailbox.letters = []
    for (const { token } of [revoked, removed, back, moved]) {
      expect(await look(token)).toMatchObject({ renewable: false })
      expect(await ask(token)).toEqual(NOTHING_SAID)
    }
    expect(mails()).toBe(0)
  })

  it('sends nothing to an address that is known to be dead', async () => {
    const { token, invite: made } = await invite()
    house.wait(8 * DAY)
    await house.run((work) =>
      work.rows(Suppression).insert({
        address: email,
        kind: BounceKind.HARD,
        reason: null,
        emailId: made.emailId,
        createdAt: work.now(),
      }),
    )
    expect(await ask(token)).toEqual(NOTHING_SAID)
    expect(mails()).toBe(1)
  })

  it('mails at most once however many ask at the same moment, and answers all alike', async () => {
    const { token } = await invite()
    house.wait(8 * DAY)
    const answers = await Promise.all(Array.from({ length: 5 }, () => house.ask(ASK, { token }, null)))
    await mailbox.sendDue()
    expect(answers.map(({ data }) => data)).toEqual(Array(5).fill(NOTHING_SAID))
    expect(await ask('a token that was never sent')).toEqual(NOTHING_SAID)
    expect(mails()).toBe(2)
  })

  it('is counted: ten calls about one link in a minute, and then a wait', async () => {
    const faults = []
    for (let call = 0; call < 11; call++) faults.push((await house.ask(ASK, { token: 'guess' }, null)).faults)
    expect(faults.flat()).toEqual(['RATE_LIMITED'])
  }, 20_000)
})
