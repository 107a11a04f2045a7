import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addApiKey, databases, startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import {
  AuthenticationError,
  PermissionError,
  RequestError,
  Rollcall,
  TypedDocumentString,
  UserInputError,
  type schema,
} from './index.ts'
import { rejection } from './testing.ts'

const PASSWORD = 'correct horse battery staple 9'

describe.each(databases)('through the SDK, on %s', (database) => {
  let house: ServedHouse
  let rollcall: Rollcall

  beforeAll(async () => {
    house = await startTestServer(database)
    rollcall = connect(house.apiKey)
  })
  afterAll(() => house.close())

  function connect(auth?: string): Rollcall {
    return new Rollcall({ url: `${house.url}/graphql`, auth })
  }

  function newAddress(): string {
    return `${randomUUID()}@example.com`
  }

  /** The token in the mail to this address, as soon as it has arrived. */
  async function tokenMailedTo(email: string): Promise<string> {
    for (;;) {
      const page = await rollcall.invites.list()
      if (page.nodes.find((invite) => invite.email === email)?.status === 'SENT') break
    }
    const folder = join(house.dataDir, 'mail')
    const name = (await readdir(folder)).find((file) => file.includes(email))
    const text = await readFile(join(folder, name ?? ''), 'utf8')
    return /token=([\w-]{40,})/.exec(text)?.[1] ?? ''
  }

  /** The token of a link to set the password anew, as soon as its mail is there. */
  async function linkMailedTo(email: string): Promise<string> {
    const folder = join(house.dataDir, 'mail')
    for (;;) {
      for (const name of (await readdir(folder)).filter((file) => file.includes(email))) {
        const [, token] = /reset-password\?token=([\w-]{40,})/.exec(await readFile(join(folder, name), 'utf8')) ?? []
        if (token) return token
      }
    }
  }

  test('the viewer is known with its rights', async () => {
    expect(await rollcall.viewer()).toMatchObject({
      kind: 'API_KEY',
      canManagePeople: true,
      organization: { name: 'Example Academy' },
      apiKey: { role: 'OWNER' },
    })
  })

  describe('a key for a partner app', () => {
    test('is made with a role and scopes, shown once, rotated and revoked', async () => {
      const { apiKey, secret } = await rollcall.apiKeys.create({ name: 'Partner', role: 'HR', scopes: ['READ'] })
      expect(secret.startsWith(apiKey.prefix)).toBe(true)
      const partner = connect(secret)
      expect((await partner.viewer()).apiKey).toMatchObject({ id: apiKey.id, role: 'HR', scopes: ['READ'] })
      await partner.users.list()
      expect(await rejection(partner.users.invite({ email: newAddress(), name: 'Ana' }))).toMatchObject({
        code: 'FORBIDDEN',
        requires: 'the scope PEOPLE',
      })
      const rotated = await rollcall.apiKeys.rotate(apiKey.id)
      await connect(rotated.secret).viewer()
      await partner.viewer()
      expect((await rollcall.apiKeys.list()).map(({ id }) => id)).toContain(apiKey.id)
      expect(JSON.stringify(await rollcall.apiKeys.list())).not.toContain(secret)
      const audited = await rollcall.auditEvents.list({ subjectId: apiKey.id }).toArray()
      expect(audited.map(({ action }) => action)).toEqual(['api_key.rotated', 'api_key.created'])
      expect(JSON.stringify(audited)).not.toContain(secret)
      await rollcall.apiKeys.revoke(apiKey.id)
      for (const old of [secret, rotated.secret]) {
        expect(await rejection(connect(old).viewer())).toBeInstanceOf(AuthenticationError)
      }
    })
  })

  describe('somebody with a password', () => {
    test('signs in, calls as themself, changes the password, signs out, and sets it anew with a link', async () => {
      const email = newAddress()
      const other = 'another horse with other staples'
      const { user } = await rollcall.users.invite({ email, name: 'Sam Signer', invite: 'NONE' })
      expect(await rollcall.users.setPassword(user.id, PASSWORD)).toMatchObject({
        status: 'CONFIRMED',
        confirmedBy: 'PASSWORD_SET',
      })
      const { session } = connect()
      expect(await rejection(session.signIn(email, other))).toMatchObject({ code: 'SIGN_IN_REFUSED' })
      const { token, mustChangePassword } = await session.signIn(email, PASSWORD)
      expect(mustChangePassword).toBe(true)
      const own = connect(token)
      expect(await rejection(own.viewer())).toMatchObject({ code: 'FORBIDDEN', requires: 'changePassword' })
      expect((await own.session.changePassword(PASSWORD, other)).email).toBe(email)
      expect(await own.viewer()).toMatchObject({ kind: 'USER', user: { email } })
      await own.session.signOut()
      expect(await rejection(own.viewer())).toBeInstanceOf(AuthenticationError)
      await session.requestPasswordReset(email)
      const link = await linkMailedTo(email)
      expect((await session.resetPassword(link, PASSWORD)).email).toBe(email)
      expect((await session.signIn(email, PASSWORD)).mustChangePassword).toBe(false)
    })
  })

  describe('a user', () => {
    test('is invited, looks at the link, accepts it once and is confirmed', async () => {
      const email = newAddress()
      const { user, invite } = await rollcall.users.invite({ email, name: 'Ana Ruíz', jobTitle: 'Nurse' })
      expect(user).toMatchObject({
        email,
        name: 'Ana Ruíz',
        jobTitle: 'Nurse',
        status: 'INVITE_PENDING',
        role: 'LEARNER',
      })
      expect(invite).toMatchObject({ status: 'QUEUED', email, user: { id: user.id } })

      const token = await tokenMailedTo(email)
      const { invites } = connect()
      expect(await invites.look(token)).toMatchObject({ email, name: 'Ana Ruíz', usable: true, reason: null })
      const weak = await rejection(invites.accept(token, 'password'))
      expect(weak).toMatchObject({ name: 'UserInputError', code: 'PASSWORD_TOO_WEAK' })
      expect(await invites.accept(token, PASSWORD)).toMatchObject({ id: user.id, status: 'CONFIRMED' })
      expect(await rejection(invites.accept(token, PASSWORD))).toMatchObject({ code: 'INVITE_NOT_USABLE' })
      expect(await invites.look(token)).toMatchObject({ usable: false, reason: 'INVITE_NOT_USABLE' })
      expect(await invites.look('no-such-token')).toBeNull()
    })

    test('is invited once by two calls with one idempotency key', async () => {
      const input = { email: newAddress(), name: 'Ben' }
      const options = { idempotencyKey: randomUUID() }
      const first = await rollcall.users.invite(input, options)
      const second = await rollcall.users.invite(input, options)
      expect(second.user.id).toBe(first.user.id)
      expect(second.invite?.id).toBe(first.invite?.id)
      const other = await rejection(rollcall.users.invite({ ...input, name: 'Bea' }, options))
      expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
    })

    test('can be added without a mail, found, and changed', async () => {
      const email = newAddress()
      const { user, invite } = await rollcall.users.invite({ email, name: 'Chi', invite: 'NONE' })
      expect(invite).toBeNull()
      expect(user.status).toBe('NOT_INVITED')
      expect(await rollcall.users.get(user.id)).toEqual(user)
      expect(await rollcall.users.getByEmail(email.toUpperCase())).toEqual(user)
      const changed = await rollcall.users.update(user.id, { jobTitle: 'Baker', language: 'de' })
      expect(changed).toMatchObject({ jobTitle: 'Baker', language: 'de', name: 'Chi' })
      expect(await rollcall.users.update(user.id, { jobTitle: null })).toMatchObject({ jobTitle: null, language: 'de' })
      expect(await rollcall.users.get('usr_nobody')).toBeNull()
      expect(await rollcall.users.getByEmail(newAddress())).toBeNull()
    })

    test('who is deactivated is named when the address is taken, and comes back', async () => {
      const email = newAddress()
      const { user } = await rollcall.users.invite({ email, name: 'Dov' })
      expect(await rollcall.users.deactivate(user.id)).toMatchObject({ status: 'DEACTIVATED' })
      const error = await rejection(rollcall.users.invite({ email, name: 'Dov' }))
      expect(error).toBeInstanceOf(UserInputError)
      const taken = (error as UserInputError).find('EMAIL_TAKEN')
      const holder = taken?.__typename === 'EmailTakenError' ? taken.user : undefined
      expect(holder).toMatchObject({ id: user.id, status: 'DEACTIVATED' })
      const back = await rollcall.users.reactivate(user.id, { sendInvite: true })
      expect(back).toMatchObject({ status: 'INVITE_PENDING', lastInvite: { status: 'QUEUED' } })
      expect(await rejection(rollcall.users.reactivate(user.id))).toMatchObject({ code: 'USER_NOT_DEACTIVATED' })
    })

    test('is listed by page, and all of them one by one', async () => {
      const team = await rollcall.teams.create({ name: `Team ${randomUUID()}` })
      const emails = [newAddress(), newAddress(), newAddress()]
      for (const email of emails) {
        await rollcall.users.invite({ email, name: 'Eva', primaryTeamId: team.id, invite: 'NONE' })
      }
      const query = { filter: { teamId: [team.id] }, orderBy: { field: 'EMAIL', direction: 'DESC' }, first: 2 } as const
      const mutable = { ...query, filter: { teamId: [team.id] } }
      const page = await rollcall.users.list(mutable)
      expect(page).toMatchObject({ totalCount: 3, hasNext: true })
      expect(page.nodes).toHaveLength(2)
      const everybody: schema.User[] = []
      for await (const user of rollcall.users.list(mutable)) everybody.push(user)
      expect(everybody.map(({ email }) => email)).toEqual([...emails].sort().reverse())
      expect(everybody[0]?.primaryTeam).toEqual({ id: team.id, name: team.name })
    })
  })

  test('many are invited in one call, with one outcome for each entry', async () => {
    const [one, other] = [newAddress(), newAddress()]
    const outcomes = await rollcall.users.inviteMany([
      { email: one, name: 'Ada' },
      { email: one, name: 'Ada again' },
      { email: other, name: 'Bo', invite: 'NONE' },
    ])
    expect(outcomes).toMatchObject([
      { ok: true, user: { email: one, status: 'INVITE_PENDING' }, invite: { status: expect.any(String) } },
      { ok: false, error: { code: 'EMAIL_TAKEN', userErrors: [{ path: ['input', 'users', '1', 'email'] }] } },
      { ok: true, user: { email: other, status: 'NOT_INVITED' }, invite: null },
    ])
    const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]))
    expect(refused[0]).toBeInstanceOf(UserInputError)
  })

  describe('an invite', () => {
    test('is sent for later, revoked, and sent again', async () => {
      const sendAt = new Date(Date.now() + 86_400_000)
      const email = newAddress()
      const { user, invite } = await rollcall.users.invite({ email, name: 'Fay', invite: 'SCHEDULED', sendAt })
      expect(user.status).toBe('INVITE_SCHEDULED')
      expect(invite).toMatchObject({ status: 'SCHEDULED', scheduledFor: sendAt.toISOString() })
      expect(await rollcall.invites.revoke(invite?.id ?? '')).toMatchObject({ status: 'REVOKED' })
      expect(await rollcall.invites.resend(user.id, { sendAt })).toMatchObject({ status: 'SCHEDULED' })
      const all = await rollcall.invites.list({ filter: { userId: user.id } }).toArray()
      expect(all.map(({ status }) => status)).toEqual(['SCHEDULED', 'REVOKED'])
    })

    test('is not sent again at once, and the error says that later it may', async () => {
      const { user } = await rollcall.users.invite({ email: newAddress(), name: 'Gil' })
      await rollcall.invites.resend(user.id)
      const error = await rejection(rollcall.invites.resend(user.id))
      expect(error).toMatchObject({ code: 'RESEND_TOO_SOON', retryable: true })
    })
  })

  describe('a team', () => {
    test('is made, changed and found', async () => {
      const name = `Team ${randomUUID()}`
      const { user } = await rollcall.users.invite({ email: newAddress(), name: 'Hal', invite: 'NONE' })
      const team = await rollcall.teams.create({ name })
      expect(team).toMatchObject({ name, manager: null })
      expect(await rollcall.teams.update(team.id, { managerId: user.id })).toMatchObject({
        name,
        manager: { id: user.id },
      })
      const [found, ...others] = await rollcall.teams.list({ search: name.slice(5, 20) }).toArray()
      expect(found).toMatchObject({ id: team.id, manager: { name: 'Hal' } })
      expect(others).toEqual([])
    })

    test('without a name is refused with the place', async () => {
      const error = await rejection(rollcall.teams.create({ name: ' ' }))
      expect(error).toMatchObject({ code: 'REQUIRED', userErrors: [{ path: ['input', 'name'] }] })
    })
  })

  describe('an error', () => {
    test('is an AuthenticationError with a wrong credential, and for a viewer without one', async () => {
      const wrong = await rejection(connect('rck_wrong').users.get('usr_1'))
      expect(wrong).toBeInstanceOf(AuthenticationError)
      expect(wrong).toMatchObject({ requestId: expect.any(String), attempts: 1 })
      expect(await rejection(connect().viewer())).toBeInstanceOf(AuthenticationError)
      expect(await rejection(connect().users.list())).toBeInstanceOf(AuthenticationError)
    })

    test('is a PermissionError that says what is required, for a role that may not', async () => {
      const learner = connect(await addApiKey(house, 'LEARNER'))
      expect(await learner.viewer()).toMatchObject({ canManagePeople: false, grantableRoles: [] })
      const calls = [() => learner.users.list(), () => learner.users.invite({ email: newAddress(), name: 'Ida' })]
      for (const call of calls) {
        const error = await rejection(call())
        expect(error).toBeInstanceOf(PermissionError)
        expect(error).toMatchObject({ requires: expect.stringContaining('PEOPLE') })
      }
    })

    test('is a RequestError for a document or a variable that does not fit the schema', async () => {
      const unknown = await rejection(rollcall.request('{ horoscope }'))
      expect(unknown).toBeInstanceOf(RequestError)
      expect(unknown).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' })
      expect(await rejection(rollcall.request('{'))).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' })
      expect(await rejection(rollcall.users.list({ first: 1_000_000 }))).toMatchObject({ code: 'BAD_USER_INPUT' })
    })
  })

  test('a document of the caller is answered with its type, and partly where parts are not allowed', async () => {
    const document = new TypedDocumentString<{ roles: { role: schema.Role }[] }, Record<string, never>>(
      '{ roles { role } }',
    )
    const { roles } = await rollcall.request(document)
    expect(roles.map(({ role }) => role)).toContain('LEARNER')
    const learner = connect(await addApiKey(house, 'LEARNER'))
    const answer = await learner.rawRequest('{ roles { role } users { totalCount } }')
    expect(answer).toMatchObject({
      data: { roles, users: null },
      errors: [{ code: 'FORBIDDEN', path: ['users'] }],
      requestId: expect.any(String),
    })
  })
})
