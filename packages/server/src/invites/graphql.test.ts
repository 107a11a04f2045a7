import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import { inTransaction } from '../base/work.ts'
import { Email } from '../mail/email.ts'
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
import { inviteUser } from './invite-user.ts'

const INVITE_USER = `mutation ($input: InviteUserInput!) {
  inviteUser(input: $input) {
    user { id status }
    invite { id status email attempts sentAt expiresAt scheduledFor requestedBy { id } user { id } }
    userErrors { code message path hint ... on EmailTakenError { user { id status } } ... on RoleNotAllowedError { role allowedRoles } }
  }
}`
const RESEND = `mutation ($input: ResendInviteInput!) {
  resendInvite(input: $input) { invite { id status } userErrors { code path hint } }
}`
const REVOKE = `mutation ($input: RevokeInviteInput!) {
  revokeInvite(input: $input) { invite { id status } userErrors { code path } }
}`
const REACTIVATE = `mutation ($input: ReactivateUserInput!) {
  reactivateUser(input: $input) { user { status lastInvite { status } } userErrors { code } }
}`
const DEACTIVATE = `mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { userErrors { code } } }`

describe.each(databases)('the door of invites on %s', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let number = 0
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  afterAll(() => house.close())

  const freshEmail = () => `user${++number}@example.com`
  const invite = async (input: Record<string, unknown> = {}, viewer?: Viewer) =>
    (await house.ask(INVITE_USER, { input: { name: 'Ada Lovelace', email: freshEmail(), ...input } }, viewer)).data
      .inviteUser
  const statusOf = async (id: string) =>
    (await house.ask(`query ($id: ID!) { node(id: $id) { ... on Invite { status } } }`, { id })).data.node.status

  it('shows how far an invite is, from its queue to its acceptance', async () => {
    const { user, invite: made, userErrors } = await invite()
    expect(userErrors).toEqual([])
    expect(user.status).toBe('INVITE_PENDING')
    expect(made).toMatchObject({
      status: 'QUEUED',
      attempts: 0,
      sentAt: null,
      expiresAt: null,
      requestedBy: null,
      user: { id: user.id },
    })
    await mailbox.sendDue()
    const sent = await house.ask(
      `query ($id: ID!) { user(id: $id) { lastInvite { id status attempts sentAt expiresAt } } }`,
      { id: user.id },
    )
    expect(sent.data.user.lastInvite).toMatchObject({ id: made.id, status: 'SENT', attempts: 1 })
    expect(sent.data.user.lastInvite.sentAt).not.toBeNull()
    const token = mailbox.tokenTo(made.email)
    const accepted = await house.ask(
      `mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { user { id status } userErrors { code } } }`,
      { input: { token, password: 'four words beside a river' } },
      null,
    )
    expect(accepted.data.acceptInvite).toEqual({ user: { id: user.id, status: 'CONFIRMED' }, userErrors: [] })
    expect(await statusOf(made.id)).toBe('ACCEPTED')
  })

  it('names a failed, an expired, a replaced and a revoked invite as such, and lets a failed one be sent again', async () => {
    const { user, invite: failed } = await invite()
    const emailId = async (id: string) =>
      (await house.run((work) => work.rows(Email).find({ subjectId: id.replace('inv_', '') })))[0]?.id as string
    const id = await emailId(failed.id)
    await house.run((work) => work.rows(Email).update({ id }, { status: 'FAILED' }))
    expect(await statusOf(failed.id)).toBe('FAILED')
    const resent = (await house.ask(RESEND, { input: { userId: user.id } })).data.resendInvite
    expect(resent).toMatchObject({ invite: { status: 'QUEUED' }, userErrors: [] })
    expect(await statusOf(failed.id)).toBe('REVOKED')
    await mailbox.sendDue()
    house.wait(8 * 24 * 3_600_000)
    expect(await statusOf(resent.invite.id)).toBe('EXPIRED')
    const revoked = (await house.ask(REVOKE, { input: { inviteId: resent.invite.id } })).data.revokeInvite
    expect(revoked).toEqual({ invite: { id: resent.invite.id, status: 'REVOKED' }, userErrors: [] })
  })

  it('answers for the address of somebody deactivated with that user, whom one call brings back with a fresh link', async () => {
    const email = freshEmail()
    const { user } = await invite({ email })
    await house.ask(DEACTIVATE, { input: { userId: user.id } })
    const { user: none, userErrors } = await invite({ email: email.toUpperCase() })
    expect(none).toBeNull()
    expect(userErrors).toMatchObject([
      { code: 'EMAIL_TAKEN', path: ['input', 'email'], user: { id: user.id, status: 'DEACTIVATED' } },
    ])
    const resent = (await house.ask(RESEND, { input: { userId: user.id } })).data.resendInvite
    expect(resent).toMatchObject({ invite: null, userErrors: [{ code: 'USER_DEACTIVATED' }] })
    const back = (await house.ask(REACTIVATE, { input: { userId: user.id, sendInvite: true } })).data.reactivateUser
    expect(back).toEqual({ user: { status: 'INVITE_PENDING', lastInvite: { status: 'QUEUED' } }, userErrors: [] })
    const again = (await house.ask(REACTIVATE, { input: { userId: user.id } })).data.reactivateUser
    expect(again).toEqual({ user: null, userErrors: [{ code: 'USER_NOT_DEACTIVATED' }] })
  })

  it('brings a user back without a link where none is asked for', async () => {
    const { user, invite: made } = await invite({
      invite: 'SCHEDULED',
      sendAt: new Date(house.now().getTime() + 60_000),
    })
    expect(made.status).toBe('SCHEDULED')
    await house.ask(DEACTIVATE, { input: { userId: user.id } })
    const back = (await house.ask(REACTIVATE, { input: { userId: user.id } })).data.reactivateUser
    expect(back).toEqual({ user: { status: 'NOT_INVITED', lastInvite: { status: 'REVOKED' } }, userErrors: [] })
  })

  describe('given an idempotency key', () => {
    it('answers the same call with the same user and one mail, and other arguments with a refusal', async () => {
      const input = { name: 'Once', email: freshEmail(), idempotencyKey: 'key-1' }
      const [first, second] = [await invite(input), await invite(input)]
      expect(second.userErrors).toEqual([])
      expect(second.user.id).toBe(first.user.id)
      expect(second.invite.id).toBe(first.invite.id)
      await mailbox.sendDue()
      expect(mailbox.letters.filter(({ toAddress }) => toAddress === input.email)).toHaveLength(1)
      const other = await invite({ ...input, name: 'Twice' })
      expect(other).toMatchObject({ user: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] })
    })

    it('invites once when the same call comes five times at once', async () => {
      const input = { name: 'Once', email: freshEmail(), idempotencyKey: 'key-2' }
      const answers = await Promise.all(Array.from({ length: 5 }, () => invite(input)))
      expect(new Set(answers.map(({ user }) => user?.id)).size).toBe(1)
      expect(await house.run((work) => work.rows(User).count({ emailKey: input.email }))).toBe(1)
    })

    it('gives a silent user again without an invite', async () => {
      const input = { name: 'Once', email: freshEmail(), invite: 'NONE', idempotencyKey: 'key-3' }
      const [first, second] = [await invite(input), await invite(input)]
      expect(second).toEqual(first)
      expect(second.invite).toBeNull()
    })

    it('resends once', async () => {
      const { user } = await invite()
      const input = { userId: user.id, idempotencyKey: 'key-4' }
      const first = (await house.ask(RESEND, { input })).data.resendInvite
      const second = (await house.ask(RESEND, { input })).data.resendInvite
      expect(first.userErrors).toEqual([])
      expect(second).toEqual(first)
    })
  })

  describe('the list of invites', () => {
    const LIST = `query ($filter: InviteFilter, $first: Int, $after: String, $last: Int, $before: String) {
      invites(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        nodes { id status user { id } }
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`
    const list = async (variables: object) => (await house.ask(LIST, { ...variables })).data.invites

    it('is newest first, and filtered by status, user and time', async () => {
      const since = house.now()
      const queued = await invite()
      const scheduled = await invite({ invite: 'SCHEDULED', sendAt: new Date(house.now().getTime() + 60_000) })
      const ids = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id)
      expect(ids(await list({ first: 2 }))).toEqual([scheduled.invite.id, queued.invite.id])
      expect(ids(await list({ filter: { status: ['SCHEDULED'], createdAfter: since } }))).toEqual([scheduled.invite.id])
      expect(ids(await list({ filter: { userId: queued.user.id } }))).toEqual([queued.invite.id])
      expect(await list({ filter: { createdBefore: since, userId: queued.user.id } })).toMatchObject({
        nodes: [],
        totalCount: 0,
      })
      expect(ids(await list({ filter: { userId: 'imp_nonsense' } }))).toEqual([])
      for (const status of ['QUEUED', 'SENT', 'REVOKED', 'EXPIRED', 'ACCEPTED', 'FAILED', 'SCHEDULED']) {
        const { nodes } = await list({ filter: { status: [status] } })
        expect(nodes.map((node: { status: string }) => node.status)).toEqual(Array(nodes.length).fill(status))
      }
      await mailbox.sendDue()
    })

    it('shows a hundred of them by five statements', async () => {
      for (let index = 0; index < 20; index++) await invite()
      house.statements.reset()
      await list({ first: 100 })
      expect(house.statements.seen.length).toBeLessThanOrEqual(5)
    })

    it('of one user has pages too', async () => {
      const { user, invite: first } = await invite({ invite: 'NONE' })
      expect(first).toBeNull()
      const ids: string[] = []
      for (let hours = 1; hours <= 5; hours++) {
        const sendAt = new Date(house.now().getTime() + hours * 3_600_000)
        ids.unshift((await house.ask(RESEND, { input: { userId: user.id, sendAt } })).data.resendInvite.invite.id)
      }
      const page = async (variables: object) => {
        const document = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { user(id: $id) {
          invites(first: $first, after: $after, last: $last, before: $before) {
            nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          } } }`
        const { nodes, totalCount, pageInfo } = (await house.ask(document, { id: user.id, ...variables })).data.user
          .invites
        expect(totalCount).toBe(5)
        return { ids: nodes.map(({ id }: { id: string }) => id), ...pageInfo }
      }
      const start = await page({ first: 2 })
      expect(start).toMatchObject({ ids: ids.slice(0, 2), hasNextPage: true, hasPreviousPage: false })
      const next = await page({ first: 2, after: start.endCursor })
      expect(next).toMatchObject({ ids: ids.slice(2, 4), hasNextPage: true, hasPreviousPage: true })
      expect(await page({ first: 2, after: next.endCursor })).toMatchObject({ ids: ids.slice(4), hasNextPage: false })
      expect(await page({ last: 2 })).toMatchObject({ ids: ids.slice(3), hasNextPage: false, hasPreviousPage: true })
      expect(await page({ last: 2, before: next.startCursor })).toMatchObject({
        ids: ids.slice(0, 2),
        hasPreviousPage: false,
      })
      expect(await page({ first: 0 })).toMatchObject({ ids: [] })
      expect(await page({})).toMatchObject({ ids, hasNextPage: false })
    })
  })

  describe('the right to invite', () => {
    const curator = (): Viewer => ({ ...house.as('CURATOR'), permissions: ['PEOPLE'] })
    const viewers: [string, () => Viewer, boolean][] = [
      ...Object.values(Role).map((role): [string, () => Viewer, boolean] => [
        role,
        () => house.as(role),
        ['OWNER', 'ADMIN', 'HR'].includes(role),
      ]),
      ['CURATOR with PEOPLE', curator, true],
    ]

    it.each(viewers)('of %s is exactly as the table says', async (_, viewer, isAllowed) => {
      const email = freshEmail()
      const { user } = await invite({ invite: 'NONE' })
      const invited = await house.ask(INVITE_USER, { input: { name: 'Guest', email } }, viewer())
      const resent = await house.ask(RESEND, { input: { userId: user.id } }, viewer())
      const listed = await house.ask(`{ invites { totalCount } }`, {}, viewer())
      if (isAllowed) {
        expect(invited).toMatchObject({
          faults: [],
          data: { inviteUser: { userErrors: [], user: { status: 'INVITE_PENDING' } } },
        })
        expect(resent).toMatchObject({ faults: [], data: { resendInvite: { userErrors: [] } } })
        const { invite: made } = invited.data.inviteUser
        const revoked = await house.ask(REVOKE, { input: { inviteId: made.id } }, viewer())
        expect(revoked).toMatchObject({ faults: [], data: { revokeInvite: { userErrors: [] } } })
        expect(listed.faults).toEqual([])
      } else {
        const made = (await invite()).invite
        for (const answer of [
          invited,
          resent,
          listed,
          await house.ask(REVOKE, { input: { inviteId: made.id } }, viewer()),
        ]) {
          expect(answer.faults).toEqual(['FORBIDDEN'])
        }
        expect(await house.run((work) => work.rows(User).count({ emailKey: email }))).toBe(0)
        expect(await statusOf(made.id)).toBe('QUEUED')
      }
    })

    it('ends at the roles that the viewer may give', async () => {
      const grants: [Viewer, Role[], Role[]][] = [
        [house.as('ADMIN'), ['ADMIN', 'LEARNER'], ['OWNER']],
        [house.as('HR'), ['HR', 'REPORTER'], ['OWNER', 'ADMIN']],
        [curator(), ['LEARNER'], ['CURATOR', 'REPORTER', 'HR']],
      ]
      for (const [viewer, allowed, refused] of grants) {
        for (const role of allowed) expect((await invite({ role }, viewer)).userErrors).toEqual([])
        for (const role of refused) {
          expect((await invite({ role }, viewer)).userErrors).toMatchObject([{ code: 'ROLE_NOT_ALLOWED', role }])
          const { user, invite: made } = await invite({ role })
          const resent = (await house.ask(RESEND, { input: { userId: user.id } }, viewer)).data.resendInvite
          expect(resent.userErrors).toMatchObject([{ code: 'ROLE_NOT_ALLOWED' }])
          const revoked = (await house.ask(REVOKE, { input: { inviteId: made.id } }, viewer)).data.revokeInvite
          expect(revoked.userErrors).toMatchObject([{ code: 'ROLE_NOT_ALLOWED' }])
        }
      }
    })

    it('ends at the organization: another one has no such user or invite', async () => {
      const otherId = await addOrganization(house, 'Other School')
      const other = testViewer(otherId, 'OWNER')
      const { user, invite: made } = await invite()
      for (const [document, input] of [
        [RESEND, { userId: user.id }],
        [REVOKE, { inviteId: made.id }],
        [REACTIVATE, { userId: user.id }],
      ] as const) {
        const { data } = await house.ask(document, { input }, other)
        const [payload] = Object.values(data) as [{ userErrors: object[] }]
        expect(payload.userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
      }
      const { data } = await house.ask(
        `query ($id: ID!) { node(id: $id) { id } invites { totalCount } }`,
        { id: made.id },
        other,
      )
      expect(data).toEqual({ node: null, invites: { totalCount: 0 } })
      const same = await inTransaction(house, other, (work) => inviteUser(work, { name: 'Ada', email: made.email }))
      expect(same.user.organizationId).toBe(otherId)
    })

    it('lets users see their own invite and nobody else’s', async () => {
      const [mine, other] = [await invite(), await invite()]
      const viewer = { ...house.as('LEARNER'), kind: ViewerKind.USER, id: mine.user.id.replace('usr_', '') }
      const see = async (id: string) =>
        (await house.ask(`query ($id: ID!) { node(id: $id) { id } }`, { id }, viewer)).data.node
      expect(await see(mine.invite.id)).toEqual({ id: mine.invite.id })
      expect(await see(other.invite.id)).toBeNull()
    })
  })
})
