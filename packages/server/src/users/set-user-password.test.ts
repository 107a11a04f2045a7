import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role } from '../base/viewer.ts'
import { newId } from '../base/work.ts'
import { inviteUser } from '../invites/invite-user.ts'
import { loadViewer } from '../sign-in/load-viewer.ts'
import {
  addOrganization,
  addUser,
  databases,
  openHouse,
  openMailbox,
  testViewer,
  type Mailbox,
  type TestHouse,
} from '../testing.ts'
import { User } from './user.ts'
import { viewerOfUser } from './viewer-of.ts'

const FIRST = 'an administrator chose this'
const OWN = 'only I know these words'
const SET = `mutation ($input: SetUserPasswordInput!) { setUserPassword(input: $input) {
  user { status confirmedBy } userErrors { code path hint } } }`
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { token mustChangePassword userErrors { code } } }`
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { name } userErrors { code } } }`

describe.each(databases)('a password set for a user who is stuck, on %s', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  afterAll(() => house.close())

  const set = (user: User, input: object = {}, viewer = house.as(Role.HR)) =>
    house.ask(SET, { input: { userId: `usr_${user.id}`, password: FIRST, ...input } }, viewer)
  const signIn = async (email: string, password: string) =>
    (await house.ask(SIGN_IN, { input: { email, password } }, null)).data.signIn
  const inviteToken = async (email: string) => {
    const { user } = await house.run((work) => inviteUser(work, { name: 'Ana Ruiz', email }))
    await mailbox.sendDue()
    return { user, token: mailbox.tokenTo(email) }
  }

  it('confirms them, ends the open invite, and is told by mail without the password', async () => {
    const { user, token } = await inviteToken('stuck@example.com')
    const { data } = await set(user)
    expect(data.setUserPassword).toEqual({
      user: { status: 'CONFIRMED', confirmedBy: 'PASSWORD_SET' },
      userErrors: [],
    })
    const looked = await house.ask('query ($token: String!) { invitation(token: $token) { usable } }', { token }, null)
    expect(looked.data.invitation).toEqual({ usable: false })
    await mailbox.sendDue()
    const letter = mailbox.letters.at(-1)
    expect(letter).toMatchObject({ toAddress: 'stuck@example.com' })
    expect(letter?.content.template.subject).toBe('A password was set for you: {{organization}}')
    expect(letter?.content.template.text).toContain('you choose another that only you know')
    expect(JSON.stringify(letter)).not.toContain(FIRST)
    const [event] = await house.run((work) =>
      work.rows(AuditEvent).find({ action: 'user.password_set', subjectId: user.id }),
    )
    expect(event?.details).toEqual({ mustChange: true, status: { before: 'INVITE_PENDING', after: 'CONFIRMED' } })
    expect(JSON.stringify(event)).not.toContain(FIRST)
  })

  it('lets them do nothing but choose another at the first sign-in', async () => {
    const { user } = await inviteToken('first@example.com')
    await set(user)
    const { token, mustChangePassword } = await signIn('first@example.com', FIRST)
    expect(mustChangePassword).toBe(true)
    for (const query of ['{ viewer { kind } }', '{ organization { name } }', '{ roles { role } }']) {
      expect((await house.ask(query, {}, await loadViewer(house, token))).faults).toEqual(['FORBIDDEN'])
    }
    const input = { currentPassword: FIRST, newPassword: OWN }
    const { data } = await house.ask(CHANGE, { input }, await loadViewer(house, token))
    expect(data.changePassword).toEqual({ user: { name: 'Ana Ruiz' }, userErrors: [] })
    const { data: after } = await house.ask('{ viewer { user { email } } }', {}, await loadViewer(house, token))
    expect(after.viewer.user.email).toBe('first@example.com')
    expect(await signIn('first@example.com', OWN)).toMatchObject({ mustChangePassword: false, userErrors: [] })
  })

  it('stays when it is said to', async () => {
    const { user } = await inviteToken('stays@example.com')
    await set(user, { mustChange: false })
    expect(await signIn('stays@example.com', FIRST)).toMatchObject({ mustChangePassword: false, userErrors: [] })
  })

  it('ends the sessions of one who had confirmed before', async () => {
    const { user } = await inviteToken('confirmed@example.com')
    await set(user, { mustChange: false })
    const { token } = await signIn('confirmed@example.com', FIRST)
    await set(user, { password: OWN, mustChange: false })
    expect(await loadViewer(house, token)).toBeNull()
    expect((await signIn('confirmed@example.com', FIRST)).token).toBeNull()
    expect((await signIn('confirmed@example.com', OWN)).token).not.toBeNull()
  })

  it('is for Owner, Admin and HR to set, and for nobody above them', async () => {
    const user = await addUser(house, { name: 'Leo', email: 'learner@example.com' })
    const admin = await addUser(house, { name: 'Ada', email: 'admin@example.com', role: 'ADMIN' })
    for (const role of Object.values(Role)) {
      const may = ['OWNER', 'ADMIN', 'HR'].includes(role)
      const { data, faults } = await set(user, {}, house.as(role))
      expect([role, faults]).toEqual([role, may ? [] : ['FORBIDDEN']])
      if (may) expect(data.setUserPassword.userErrors).toEqual([])
    }
    const curator = { ...house.as(Role.CURATOR), permissions: ['PEOPLE' as const] }
    expect((await set(user, {}, curator)).faults).toEqual(['FORBIDDEN'])
    expect((await set(admin)).data.setUserPassword.userErrors).toMatchObject([{ code: 'ROLE_NOT_ALLOWED' }])
  })

  it('is refused when it is weak, for oneself, for somebody deactivated, and for an unknown user', async () => {
    const user = await addUser(
      house,
      { name: 'Hanna', email: 'hanna@example.com', role: 'HR' },
      { status: 'CONFIRMED' },
    )
    const gone = await addUser(house, { name: 'Gus', email: 'gus@example.com' }, { status: 'DEACTIVATED' })
    const codes = async (answer: ReturnType<typeof set>) =>
      (await answer).data.setUserPassword.userErrors.map(({ code }: { code: string }) => code)
    expect(await codes(set(user, { password: 'short' }))).toEqual(['PASSWORD_TOO_WEAK'])
    expect(await codes(set(user, {}, viewerOfUser(user)))).toEqual(['SELF_NOT_ALLOWED'])
    expect(await codes(set(gone))).toEqual(['USER_DEACTIVATED'])
    expect(await codes(set({ id: newId() } as User))).toEqual(['NOT_FOUND'])
    const other = testViewer(await addOrganization(house, 'Other School'), Role.OWNER)
    expect(await codes(set(user, {}, other))).toEqual(['NOT_FOUND'])
    const present = await house.run((work) => work.rows(User).findOne({ id: user.id }))
    expect(present?.passwordHash).toBeNull()
  })
})
