import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Email } from '../mail/email.ts'
import { addUser, databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { hashPassword } from '../users/password.ts'
import { loadViewer } from './load-viewer.ts'
import { PasswordReset } from './password-reset.ts'
import { ANSWER_AFTER_MS } from './request-password-reset.ts'

const PASSWORD = 'four words beside a river'
const OTHER = 'five words behind a mountain'
const REQUEST = `mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { userErrors { code } } }`
const RESET = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) {
  user { email } userErrors { code message path } } }`
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) {
  user { email } userErrors { code path } } }`
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }`

describe.each(databases)('another password on %s', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let passwordHash: string
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
    passwordHash = await hashPassword(PASSWORD)
  })
  afterAll(() => house.close())

  const confirmed = (email: string, marks = {}) =>
    addUser(house, { name: 'Ana Ruiz', email }, { status: 'CONFIRMED', passwordHash, ...marks })
  const request = async (email: string) => {
    const { data } = await house.ask(REQUEST, { input: { email } }, null)
    await mailbox.sendDue()
    return data.requestPasswordReset
  }
  const reset = async (token: string, password: string) =>
    (await house.ask(RESET, { input: { token, password } }, null)).data.resetPassword
  const signIn = async (email: string, password: string) =>
    (await house.ask(SIGN_IN, { input: { email, password } }, null)).data.signIn.token as string | null
  const lettersTo = (address: string) => mailbox.letters.filter(({ toAddress }) => toAddress === address)

  it('is set anew with a link from a mail, which ends every session and is told by mail', async () => {
    const user = await confirmed('forgot@example.com')
    const session = (await signIn('forgot@example.com', PASSWORD)) as string
    expect(await request('Forgot@Example.com')).toEqual({ userErrors: [] })
    const token = mailbox.tokenTo('forgot@example.com')
    expect(await reset(token, 'short')).toMatchObject({ user: null, userErrors: [{ code: 'PASSWORD_TOO_WEAK' }] })
    expect(await reset(token, OTHER)).toEqual({ user: { email: 'forgot@example.com' }, userErrors: [] })
    expect(await loadViewer(house, session)).toBeNull()
    expect(await signIn('forgot@example.com', PASSWORD)).toBeNull()
    expect(await signIn('forgot@example.com', OTHER)).not.toBeNull()
    await mailbox.sendDue()
    const letters = lettersTo('forgot@example.com')
    expect(letters.map(({ content }) => content.template.subject)).toEqual([
      'Set a new password for {{organization}}',
      'Your password was changed: {{organization}}',
    ])
    expect(letters[0]?.content.links['link']).toBe(`http://localhost:4000/reset-password?token=${token}`)
    const actions = await house.run((work) => work.rows(AuditEvent).find({ subjectId: user.id }))
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['password_reset.requested', 'user.password_reset']),
    )
  })

  it('is not set twice with one link, nor with one that was replaced, is too old or was never sent', async () => {
    await confirmed('links@example.com')
    await request('links@example.com')
    const first = mailbox.tokenTo('links@example.com')
    await request('links@example.com')
    const second = mailbox.tokenTo('links@example.com')
    const refused = { user: null, userErrors: [{ code: 'INVITE_NOT_USABLE', path: ['input', 'token'] }] }
    expect(await reset(first, OTHER)).toMatchObject(refused)
    expect(await reset(second, OTHER)).toMatchObject({ userErrors: [] })
    expect(await reset(second, OTHER)).toMatchObject(refused)
    expect(await reset('A'.repeat(43), OTHER)).toMatchObject(refused)
    await request('links@example.com')
    house.wait(60 * 60_000 + 1_000)
    expect(await reset(mailbox.tokenTo('links@example.com'), PASSWORD)).toMatchObject({
      userErrors: [{ code: 'INVITE_EXPIRED' }],
    })
  })

  it('is set once when the link is used twice at the same moment', async () => {
    await confirmed('twice@example.com')
    await request('twice@example.com')
    const token = mailbox.tokenTo('twice@example.com')
    const answers = await Promise.all([reset(token, OTHER), reset(token, OTHER)])
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'INVITE_NOT_USABLE' }])
  })

  it('is asked for with one answer, whoever has the address, and mailed to those alone who may sign in', async () => {
    await confirmed('gone@example.com', { status: 'DEACTIVATED' })
    await addUser(house, { name: 'Ben', email: 'invited@example.com' }, { status: 'INVITE_PENDING' })
    await confirmed('here@example.com')
    await mailbox.sendDue()
    const before = mailbox.letters.length
    for (const email of ['nobody@example.com', 'gone@example.com', 'invited@example.com', 'here@example.com', 'x']) {
      expect(await request(email)).toEqual({ userErrors: [] })
    }
    expect(mailbox.letters.slice(before).map(({ toAddress }) => toAddress)).toEqual(['here@example.com'])
  })

  it('takes as long to ask for, whether or not anybody has the address', async () => {
    await confirmed('timed@example.com')
    for (const email of ['timed@example.com', 'untimed@example.com']) {
      const time = await timeOf(() => house.ask(REQUEST, { input: { email } }, null))
      expect(time).toBeGreaterThanOrEqual(ANSWER_AFTER_MS - 2)
    }
  })

  it('is mailed three times an hour at most, and answered as ever', async () => {
    await confirmed('flooded@example.com')
    for (let call = 0; call < 5; call++) expect(await request('flooded@example.com')).toEqual({ userErrors: [] })
    expect(lettersTo('flooded@example.com')).toHaveLength(3)
  })

  it('is not set with a link of somebody who was deactivated since, whose mail is not sent either', async () => {
    const user = await confirmed('leaving@example.com')
    await request('leaving@example.com')
    const token = mailbox.tokenTo('leaving@example.com')
    await house.ask(REQUEST, { input: { email: 'leaving@example.com' } }, null)
    await house.run((work) => deactivateUser(work, { userId: user.id }))
    await mailbox.sendDue()
    expect(lettersTo('leaving@example.com')).toHaveLength(1)
    expect(await reset(token, OTHER)).toMatchObject({ userErrors: [{ code: 'INVITE_NOT_USABLE' }] })
  })

  it('leaves no link in the database', async () => {
    await confirmed('dump@example.com')
    await request('dump@example.com')
    const token = mailbox.tokenTo('dump@example.com')
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const rows = await house.run(async (work) => [await work.rows(PasswordReset).find(), await work.rows(Email).find()])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('is chosen by the user, who shows the present one and stays signed in here alone', async () => {
    await confirmed('change@example.com')
    const here = (await signIn('change@example.com', PASSWORD)) as string
    const elsewhere = (await signIn('change@example.com', PASSWORD)) as string
    const change = async (currentPassword: string, newPassword: string) => {
      const viewer = await loadViewer(house, here)
      return (await house.ask(CHANGE, { input: { currentPassword, newPassword } }, viewer)).data.changePassword
    }
    expect(await change(OTHER, PASSWORD)).toMatchObject({
      userErrors: [{ code: 'SIGN_IN_REFUSED', path: ['input', 'currentPassword'] }],
    })
    expect(await change(PASSWORD, 'short')).toMatchObject({
      userErrors: [{ code: 'PASSWORD_TOO_WEAK', path: ['input', 'newPassword'] }],
    })
    expect(await change(PASSWORD, PASSWORD)).toMatchObject({ userErrors: [{ code: 'INVALID' }] })
    expect(await change(PASSWORD, OTHER)).toEqual({ user: { email: 'change@example.com' }, userErrors: [] })
    expect(await loadViewer(house, here)).not.toBeNull()
    expect(await loadViewer(house, elsewhere)).toBeNull()
    expect(await signIn('change@example.com', PASSWORD)).toBeNull()
    await mailbox.sendDue()
    expect(lettersTo('change@example.com')).toHaveLength(1)
    const input = { currentPassword: PASSWORD, newPassword: OTHER }
    expect((await house.ask(CHANGE, { input })).faults).toEqual(['FORBIDDEN'])
    expect((await house.ask(CHANGE, { input }, null)).faults).toEqual(['UNAUTHENTICATED'])
  })
})

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}
