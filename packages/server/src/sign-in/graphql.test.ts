import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inviteUser } from '../invites/invite-user.ts'
import {
  addOrganization,
  databases,
  openHouse,
  openMailbox,
  testViewer,
  type Mailbox,
  type TestHouse,
} from '../testing.ts'
import { User } from '../users/user.ts'

const INVITATION = `query ($token: String!) {
  invitation(token: $token) { organizationName name email expiresAt usable reason passwordRules }
}`
const ACCEPT = `mutation ($input: AcceptInviteInput!) {
  acceptInvite(input: $input) { user { name status } userErrors { code message path } }
}`

describe.each(databases)('the door to accepting an invite on %s', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  afterAll(() => house.close())

  const invite = async (email: string) => {
    await house.run((work) => inviteUser(work, { name: 'Ada Lovelace', email }))
    await mailbox.sendDue()
    return mailbox.tokenTo(email)
  }
  const look = async (token: string) => (await house.ask(INVITATION, { token }, null)).data.invitation
  const accept = async (input: object) => (await house.ask(ACCEPT, { input }, null)).data.acceptInvite

  it('needs no credential but the token', async () => {
    const token = await invite('ada@example.com')
    expect(await look(token)).toMatchObject({
      organizationName: 'Example Academy',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      usable: true,
      reason: null,
      passwordRules: [
        expect.stringContaining('15 characters'),
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
    })
    const weak = await accept({ token, password: 'short' })
    expect(weak).toMatchObject({ user: null, userErrors: [{ code: 'PASSWORD_TOO_WEAK', path: ['input', 'password'] }] })
    const accepted = await accept({ token, password: 'four words beside a river', name: 'Ada King' })
    expect(accepted).toEqual({ user: { name: 'Ada King', status: 'CONFIRMED' }, userErrors: [] })
    expect(await look(token)).toMatchObject({ usable: false, reason: 'INVITE_NOT_USABLE' })
    const again = await accept({ token, password: 'four words beside a river' })
    expect(again).toMatchObject({ user: null, userErrors: [{ code: 'INVITE_NOT_USABLE', path: ['input', 'token'] }] })
  })

  it('shows users what they are, whoever’s credential comes with it, and lets them do no more', async () => {
    const own = `{ acceptInvite(input: $input) {
      user { status manager { name } primaryTeam { name } secondaryTeams { name } lastInvite { status user { email } } invites { totalCount } }
      userErrors { code }
    }`
    const mayDoMore = `inviteUser(input: { name: "Eve", email: "eve@example.com" }) { userErrors { code } } }`
    const other = testViewer(await addOrganization(house, 'Other School'), 'OWNER')
    for (const [email, viewer] of [
      ['one@example.com', null],
      ['two@example.com', other],
    ] as const) {
      const input = { token: await invite(email), password: 'four words beside a river' }
      const { data, faults } = await house.ask(
        `mutation ($input: AcceptInviteInput!) ${own} ${mayDoMore}`,
        { input },
        viewer,
      )
      expect(data.acceptInvite).toEqual({
        user: {
          status: 'CONFIRMED',
          manager: null,
          primaryTeam: null,
          secondaryTeams: [],
          lastInvite: { status: 'ACCEPTED', user: { email } },
          invites: { totalCount: 1 },
        },
        userErrors: [],
      })
      expect(faults).toEqual(viewer ? [] : ['UNAUTHENTICATED'])
    }
    expect(await house.run((work) => work.rows(User).count({ emailKey: 'eve@example.com' }))).toBe(0)
  })

  it('says that a link has expired before a password is typed', async () => {
    const token = await invite('late@example.com')
    house.wait(8 * 24 * 3_600_000)
    expect(await look(token)).toMatchObject({ usable: false, reason: 'INVITE_EXPIRED', name: 'Ada Lovelace' })
  })

  it('knows nothing of a link that nobody was sent, and does not repeat its token', async () => {
    const token = 'A'.repeat(43)
    expect(await look(token)).toBeNull()
    const answer = await accept({ token, password: 'four words beside a river' })
    expect(answer).toMatchObject({ user: null, userErrors: [{ code: 'INVITE_NOT_USABLE' }] })
    expect(JSON.stringify(answer)).not.toContain(token)
  })
})
