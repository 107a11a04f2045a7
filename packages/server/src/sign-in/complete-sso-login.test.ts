import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { generateKeyPair, type JWTPayload } from 'jose'
import { AuditEvent } from '../audit/audit-event.ts'
import { globalId } from '../base/graphql/ids.ts'
import { Role, type Viewer } from '../base/viewer.ts'
import { Invite } from '../invites/invite.ts'
import { addOrganization, addUser, databases, openHouse, openMailbox, testViewer, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { hashPassword } from '../users/password.ts'
import { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { Identity } from './identity.ts'
import { loadViewer } from './load-viewer.ts'
import { openIssuer, type TestIssuer } from './issuer.testing.ts'
import { Session } from './session.ts'
import { startSession } from './start-session.ts'
import { isOfTenant } from './verify-id-token.ts'

const CREATE = `mutation ($input: CreateSsoProviderInput!) { createSsoProvider(input: $input) {
  ssoProvider { id issuer domainProof domains { domain } } userErrors { code message path }
} }`
const VERIFY = `mutation ($input: VerifySsoDomainInput!) { verifySsoDomain(input: $input) {
  ssoProvider { domains { domain } } userErrors { code message path }
} }`
const DELETE = `mutation ($input: DeleteSsoProviderInput!) { deleteSsoProvider(input: $input) {
  deletedId userErrors { code }
} }`
const COMPLETE = `mutation ($idToken: String!) { completeSsoLogin(input: { idToken: $idToken }) {
  user { id email name status role source confirmedBy } newlyConfirmed userErrors { code message path hint }
} }`

describe.each(databases)('single sign-on (%s)', (on) => {
  let house: TestHouse
  let issuer: TestIssuer
  let ssoProviderId: string
  beforeAll(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    issuer = await openIssuer()
    ssoProviderId = await provider()
  })
  afterEach(async () => {
    const { data } = await house.ask('{ ssoProviders { id } }')
    for (const { id } of data.ssoProviders) await remove(id)
    await issuer.close()
  })

  let people = 0
  const newEmail = () => `person${(people += 1)}@proved.example`

  async function provider(input: object = {}, viewer?: Viewer): Promise<string> {
    const settings = { name: 'Example sign-on', issuer: issuer.url, clientId: 'rollcall', ...input }
    const { data } = await house.ask(CREATE, { input: settings }, viewer)
    const { id, domainProof } = data.createSsoProvider.ssoProvider
    house.dns.set('_rollcall.proved.example', ['something else', domainProof])
    await house.ask(VERIFY, { input: { ssoProviderId: id, domain: 'Proved.Example' } }, viewer)
    return id
  }
  const remove = (id: string) => house.ask(DELETE, { input: { ssoProviderId: id } })

  const invited = (email = newEmail(), marks: Parameters<typeof addUser>[2] = {}) =>
    addUser(house, { email, name: 'Ana Ruiz' }, marks)
  const claimsOf = (email: string, others: JWTPayload = {}): JWTPayload => ({
    sub: `subject of ${email}`,
    email,
    email_verified: true,
    ...others,
  })
  async function complete(token: string | Promise<string>, viewer: Viewer | null = null) {
    const { data } = await house.ask(COMPLETE, { idToken: await token }, viewer)
    return data.completeSsoLogin
  }
  const signOn = (claims: JWTPayload, viewer: Viewer | null = null) => complete(issuer.sign(claims), viewer)
  const load = (id: string) => house.run((work) => work.rows(User).findOne({ id }))
  const identities = (userId: string) => house.run((work) => work.rows(Identity).find({ userId }))
  const newestRefusal = async () => {
    const found = await house.run((work) => work.rows(AuditEvent).find({ action: 'sso.refused' }))
    return found.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0]?.details as { reason: string }
  }
  const REFUSED = { user: null, newlyConfirmed: false, userErrors: [{ code: 'SIGN_IN_REFUSED' }] }
  const NO_TOKEN = { user: null, userErrors: [{ code: 'INVALID', path: ['input', 'idToken'] }] }

  it('confirms an invited user at the first sign-on, and their link is dead', async () => {
    const mailbox = await openMailbox(house)
    const email = newEmail()
    await house.ask('mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }', {
      input: { email, name: 'Ana Ruiz' },
    })
    await mailbox.sendDue()
    const token = mailbox.tokenTo(email)
    const answer = await signOn(claimsOf(email.toUpperCase()))
    expect(answer).toMatchObject({
      user: { email, status: 'CONFIRMED', confirmedBy: 'SSO', source: 'MANUAL' },
      newlyConfirmed: true,
      userErrors: [],
    })
    const { data } = await house.ask(
      'query ($token: String!) { invitation(token: $token) { usable } }',
      { token },
      null,
    )
    expect(data.invitation).toEqual({ usable: false })
    const [invite] = await house.run((work) => work.rows(Invite).find({ email }))
    expect(await identities(invite?.userId as string)).toMatchObject([{ issuer: issuer.url }])
    await mailbox.sendDue()
    expect(mailbox.letters.at(-1)).toMatchObject({ toAddress: email })
    expect(mailbox.letters.at(-1)?.content.template.subject).toMatch(/single sign-on/)
  })

  it('finds who signed on before by issuer and subject, whatever the address is by now', async () => {
    const { id, email } = await invited()
    await signOn(claimsOf(email))
    const other = await invited()
    const again = await signOn(claimsOf(email, { email: other.email, email_verified: false }))
    expect(again).toMatchObject({ user: { id: globalId('User', id) }, newlyConfirmed: false, userErrors: [] })
    expect((await load(other.id))?.status).toBe('NOT_INVITED')
  })

  it.each<[string, unknown]>([
    ['false', false],
    ['absent', undefined],
    ['the text "true"', 'true'],
    ['the number 1', 1],
  ])('lets nobody in whose verified address is %s', async (_, verified) => {
    const { id, email } = await invited()
    expect(await signOn(claimsOf(email, { email_verified: verified }))).toMatchObject(REFUSED)
    expect((await load(id))?.status).toBe('NOT_INVITED')
    expect(await newestRefusal()).toMatchObject({ reason: 'the provider does not say that the address is verified' })
  })

  it('believes unverified addresses where an Owner answers for them, and nobody else may', async () => {
    const input = { name: 'Entra', issuer: issuer.url, clientId: 'entra', assertsAddresses: true }
    expect((await house.ask(CREATE, { input }, house.as('ADMIN'))).faults).toEqual(['FORBIDDEN'])
    await provider(input)
    const { email } = await invited()
    const token = issuer.sign(claimsOf(email, { email_verified: undefined }), { audience: 'entra' })
    expect(await complete(token)).toMatchObject({ newlyConfirmed: true })
  })

  it('lets nobody in whose domain is not proved, not even one below a proved domain', async () => {
    for (const email of ['ana@elsewhere.example', 'ana@below.proved.example', 'ana@notproved.example']) {
      const { id } = await invited(email)
      expect(await signOn(claimsOf(email))).toMatchObject(REFUSED)
      expect((await load(id))?.status).toBe('NOT_INVITED')
    }
  })

  it('never merges into somebody who confirmed in another way, unless they call with their own session', async () => {
    const passwordHash = await hashPassword('four words beside a river')
    const user = await invited(newEmail(), { status: 'CONFIRMED', passwordHash })
    const claims = claimsOf(user.email)
    expect(await signOn(claims)).toMatchObject(REFUSED)
    expect(await signOn(claims, house.as('OWNER'))).toMatchObject(REFUSED)
    const session = { id: 'any', mustChangePassword: false }
    const other = await invited(newEmail(), { status: 'CONFIRMED', passwordHash })
    expect(await signOn(claims, { ...viewerOfUser(other), session })).toMatchObject(REFUSED)
    const unsure = { ...viewerOfUser(user), session: { ...session, mustChangePassword: true } }
    expect(await signOn(claims, unsure)).toMatchObject(REFUSED)
    expect(await identities(user.id)).toEqual([])
    expect(await signOn(claims, { ...viewerOfUser(user), session })).toMatchObject({
      user: { id: globalId('User', user.id) },
      newlyConfirmed: false,
    })
    expect((await load(user.id))?.passwordHash).toBe(passwordHash)
    expect(await signOn(claims)).toMatchObject({ userErrors: [] })
  })

  it('erases a password and ends sessions from before the owner of the address came', async () => {
    const user = await invited(newEmail(), { passwordHash: await hashPassword('four words beside a river') })
    await house.run((work) => startSession(work, user))
    await signOn(claimsOf(user.email))
    const after = await load(user.id)
    expect(after).toMatchObject({ passwordHash: null, status: 'CONFIRMED' })
    const [session] = await house.run((work) => work.rows(Session).find({ userId: user.id }))
    expect(session?.generation).toBeLessThan(after?.sessionGeneration as number)
  })

  it('never brings a deactivated user back, known or not', async () => {
    const known = await invited()
    await signOn(claimsOf(known.email))
    const unknown = await invited()
    for (const { id } of [known, unknown]) await house.run((work) => deactivateUser(work, { userId: id }))
    expect(await signOn(claimsOf(known.email))).toMatchObject(REFUSED)
    expect(await signOn(claimsOf(unknown.email))).toMatchObject(REFUSED)
    expect((await load(known.id))?.status).toBe('DEACTIVATED')
    expect(await identities(unknown.id)).toEqual([])
  })

  it('makes no user of somebody unknown, unless the provider was set up to', async () => {
    const email = newEmail()
    expect(await signOn(claimsOf(email))).toMatchObject(REFUSED)
    await remove(ssoProviderId)
    await provider({ createsUsers: true })
    const claims = claimsOf(email, { name: 'Win at evil.com' })
    const both = await Promise.all([signOn(claims), signOn(claims)])
    expect(both.map(({ user }) => user)).toEqual(
      Array(2).fill({
        id: expect.any(String),
        email,
        name: email.split('@')[0],
        status: 'CONFIRMED',
        role: 'LEARNER',
        source: 'SSO',
        confirmedBy: 'SSO',
      }),
    )
    expect(both[0].user.id).toBe(both[1].user.id)
    expect(await signOn(claimsOf('stranger@elsewhere.example'))).toMatchObject(REFUSED)
  })

  it('lets no second subject into the same user', async () => {
    const { id, email } = await invited()
    await signOn(claimsOf(email))
    expect(await signOn(claimsOf(email, { sub: 'somebody else' }))).toMatchObject(REFUSED)
    expect(await identities(id)).toHaveLength(1)
  })

  it('answers every refusal alike, and writes the reason into the audit', async () => {
    const confirmed = await invited(newEmail(), { status: 'CONFIRMED' })
    const gone = await invited(newEmail(), { status: 'DEACTIVATED' })
    const answers = [
      await signOn(claimsOf(newEmail())),
      await signOn(claimsOf(confirmed.email)),
      await signOn(claimsOf(gone.email)),
      await signOn(claimsOf('ana@elsewhere.example')),
      await signOn({ sub: 'without an address' }),
    ]
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await newestRefusal()).toMatchObject({ reason: 'the provider names no email address' })
  })

  it('takes no token that the issuer did not sign for us a moment ago', async () => {
    const { id, email } = await invited()
    const claims = claimsOf(email)
    const stranger = await generateKeyPair('RS256')
    const sign = (signing: Parameters<TestIssuer['sign']>[1]) => issuer.sign(claims, signing)
    const unsigned = [{ alg: 'none' }, { ...claims, iss: issuer.url, aud: 'rollcall' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const wrong = [
      sign({ key: stranger.privateKey }),
      sign({ algorithm: 'HS256', key: new TextEncoder().encode('rollcall'.repeat(4)) }),
      sign({ audience: 'another client' }),
      sign({ audience: ['rollcall', 'another client'] }),
      sign({ issuer: `${issuer.url}/` }),
      sign({ life: -120 }),
      sign({ age: 700 }),
      issuer.sign({ ...claims, azp: 'another client' }),
      issuer.sign({ ...claims, sub: '' }),
      issuer.sign({ ...claims, sub: 'x'.repeat(256) }),
      `${unsigned}.`,
      'no token',
    ]
    for (const token of wrong) expect(await complete(token)).toMatchObject(NO_TOKEN)
    expect((await load(id))?.status).toBe('NOT_INVITED')
  })

  it('reads the keys of an issuer once for many sign-ons', async () => {
    const { email } = await invited()
    for (let time = 0; time < 3; time++) await signOn(claimsOf(email))
    expect(issuer.calls.filter((path) => path === '/keys')).toHaveLength(1)
  })

  it('says that it cannot tell when the issuer is away', async () => {
    const { email } = await invited()
    const token = await issuer.sign(claimsOf(email))
    await issuer.close()
    const { faults } = await house.ask(COMPLETE, { idToken: token }, null)
    expect(faults).toEqual(['SERVICE_UNAVAILABLE'])
  })

  it('keeps organizations apart that share a client of one issuer', async () => {
    const others = await addOrganization(house, 'Other Academy')
    const theirs = testViewer(others, 'OWNER')
    await house.ask(CREATE, { input: { name: 'Theirs', issuer: issuer.url, clientId: 'rollcall' } }, theirs)
    const ours = await invited()
    await addUser(house, { email: ours.email, name: 'Ana Ruiz' }, {}, theirs)
    expect(await signOn(claimsOf(ours.email), theirs)).toMatchObject(REFUSED)
    expect(await signOn(claimsOf(ours.email))).toMatchObject({ user: { id: globalId('User', ours.id) } })
    expect((await house.ask(DELETE, { input: { ssoProviderId } }, theirs)).data.deleteSsoProvider.userErrors).toEqual([
      { code: 'NOT_FOUND' },
    ])
  })

  it('is set up by Owner and Admin alone', async () => {
    for (const role of Object.values(Role)) {
      const input = { name: 'Sign-on', issuer: issuer.url, clientId: 'other' }
      const answers = [
        await house.ask('{ ssoProviders { id } }', {}, house.as(role)),
        await house.ask(CREATE, { input }, house.as(role)),
        await house.ask(VERIFY, { input: { ssoProviderId, domain: 'proved.example' } }, house.as(role)),
      ]
      const isAllowed = role === 'OWNER' || role === 'ADMIN'
      for (const { faults } of answers) expect([role, faults]).toEqual([role, isAllowed ? [] : ['FORBIDDEN']])
      const made = answers[1]?.data?.createSsoProvider
      if (made) await remove(made.ssoProvider.id)
    }
  })

  it('says what is wrong with an issuer before it is set up', async () => {
    const problem = async (input: object) => {
      const settings = { name: 'Sign-on', issuer: issuer.url, clientId: 'rollcall', ...input }
      const { data } = await house.ask(CREATE, { input: settings })
      return data.createSsoProvider.userErrors[0]
    }
    expect(await problem({ name: ' ' })).toMatchObject({ code: 'REQUIRED', path: ['input', 'name'] })
    expect(await problem({ issuer: 'no address' })).toMatchObject({ code: 'INVALID', path: ['input', 'issuer'] })
    expect(await problem({ issuer: `${issuer.url}/elsewhere` })).toMatchObject({
      message: expect.stringMatching(/answered with status 404/),
    })
    issuer.metadata['issuer'] = 'https://login.example/{tenantid}/v2.0'
    expect(await problem({})).toMatchObject({ message: expect.stringMatching(/says that its issuer is/) })
  })

  it('says which record is missing to prove a domain', async () => {
    const { data } = await house.ask(VERIFY, { input: { ssoProviderId, domain: 'other.example' } })
    expect(data.verifySsoDomain.userErrors).toMatchObject([
      {
        code: 'INVALID',
        path: ['input', 'domain'],
        message: expect.stringMatching(/no TXT record at _rollcall\.other\.example that says rollcall-verification=/),
      },
    ])
    // What proves it for another provider proves nothing here.
    house.dns.set('_rollcall.other.example', [`rollcall-verification=${'x'.repeat(43)}`])
    const again = await house.ask(VERIFY, { input: { ssoProviderId, domain: 'other.example' } })
    expect(again.data.verifySsoDomain.userErrors).toHaveLength(1)
    const wrong = await house.ask(VERIFY, { input: { ssoProviderId, domain: 'not a domain' } })
    expect(wrong.data.verifySsoDomain.userErrors).toMatchObject([{ code: 'INVALID' }])
  })

  it('can be the only way in, once an Owner has come by it', async () => {
    const SET =
      'mutation ($on: Boolean!) { setSsoOnly(input: { ssoOnly: $on }) { organization { ssoOnly } userErrors { code } } }'
    const set = async (on: boolean) => (await house.ask(SET, { on })).data.setSsoOnly
    expect((await house.ask(SET, { on: true }, house.as('ADMIN'))).faults).toEqual(['FORBIDDEN'])
    expect(await set(true)).toMatchObject({ userErrors: [{ code: 'INVALID' }] })
    const password = 'four words beside a river'
    const passwordHash = await hashPassword(password)
    const owner = await addUser(house, { email: newEmail(), name: 'Olga Owner', role: 'OWNER' })
    await signOn(claimsOf(owner.email))
    const user = await invited(newEmail(), { status: 'CONFIRMED', passwordHash })
    const { token: before } = await house.run((work) => startSession(work, user))
    expect(await set(true)).toMatchObject({ organization: { ssoOnly: true }, userErrors: [] })
    expect(await loadViewer(house, before)).toBeNull()

    const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }'
    const signIn = await house.ask(SIGN_IN, { input: { email: user.email, password } }, null)
    expect(signIn.data.signIn).toEqual({ userErrors: [{ code: 'SIGN_IN_REFUSED' }] })
    const mailbox = await openMailbox(house)
    await house.ask(
      'mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { userErrors { code } } }',
      { email: user.email },
      null,
    )
    const newcomer = newEmail()
    await house.ask('mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }', {
      input: { email: newcomer, name: 'Ana Ruiz' },
    })
    await mailbox.sendDue()
    expect(mailbox.letters.filter(({ toAddress }) => toAddress === user.email)).toEqual([])
    const token = mailbox.tokenTo(newcomer)
    const invitation = await house.ask(
      'query ($token: String!) { invitation(token: $token) { signOnUrl } }',
      { token },
      null,
    )
    expect(invitation.data.invitation.signOnUrl).toBe(`${house.config.publicUrl}/sso/${ssoProviderId}/start`)
    const accept = await house.ask(
      'mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { userErrors { code message } } }',
      { input: { token, password } },
      null,
    )
    expect(accept.data.acceptInvite.userErrors).toMatchObject([
      { code: 'INVALID', message: expect.stringContaining('single sign-on alone') },
    ])
    const setPassword = await house.ask(
      'mutation ($input: SetUserPasswordInput!) { setUserPassword(input: $input) { userErrors { code } } }',
      { input: { userId: globalId('User', user.id), password } },
    )
    expect(setPassword.data.setUserPassword.userErrors).toEqual([{ code: 'INVALID' }])
    expect((await remove(ssoProviderId)).data.deleteSsoProvider.userErrors).toEqual([{ code: 'INVALID' }])
    expect(await set(false)).toMatchObject({ organization: { ssoOnly: false } })
    const again = await house.ask(SIGN_IN, { input: { email: user.email, password } }, null)
    expect(again.data.signIn.userErrors).toEqual([])
  })

  it('shows whether it is on', async () => {
    const isOn = async () => (await house.ask('{ organization { ssoEnabled } }')).data.organization.ssoEnabled
    expect(await isOn()).toBe(true)
    const { data } = await house.ask('{ ssoProviders { id } }')
    for (const { id } of data.ssoProviders) await remove(id)
    expect(await isOn()).toBe(false)
  })
})

describe('single sign-on reaches no private network', () => {
  it.each(['http://login.example.com', 'https://127.0.0.1:8443', 'https://localhost', 'https://10.0.0.1'])(
    'at %s',
    async (issuer) => {
      const house = await openHouse('SQLite')
      const { data } = await house.ask(CREATE, { input: { name: 'Inside', issuer, clientId: 'rollcall' } })
      expect(data.createSsoProvider.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'issuer'] }])
      await house.close()
    },
  )
})

describe('a token of Entra', () => {
  it('is of the tenant that the issuer names', () => {
    const tenant = '9f4a1c1e-0000-4000-8000-000000000000'
    const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`
    expect(isOfTenant(issuer, tenant)).toBe(true)
    expect(isOfTenant(issuer, 'another tenant')).toBe(false)
    expect(isOfTenant(issuer, undefined)).toBe(false)
    expect(isOfTenant('https://example.okta.com', undefined)).toBe(true)
  })
})
