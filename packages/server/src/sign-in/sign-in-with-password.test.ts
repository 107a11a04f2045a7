import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { hashPassword } from '../users/password.ts'
import { updateUser } from '../users/update-user.ts'
import type { User } from '../users/user.ts'
import { changePassword } from './change-password.ts'
import { loadViewer } from './load-viewer.ts'
import { Session } from './session.ts'
import { signInWithPassword } from './sign-in-with-password.ts'

const PASSWORD = 'four words beside a river'
const OTHER = 'five words behind a mountain'
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  token expiresAt mustChangePassword user { email role } userErrors { code message path hint } } }`

describe.each(databases)('signing in on %s', (on) => {
  let house: TestHouse
  let passwordHash: string
  beforeAll(async () => {
    house = await openHouse(on)
    passwordHash = await hashPassword(PASSWORD)
  })
  afterAll(() => house.close())

  const confirmed = (email: string, marks = {}, viewer?: Viewer): Promise<User> =>
    addUser(house, { name: 'Ana Ruiz', email }, { status: 'CONFIRMED', passwordHash, ...marks }, viewer)
  const ask = async (email: string, password: string) =>
    (await house.ask(SIGN_IN, { input: { email, password } }, null)).data.signIn
  const tokenOf = async (email: string): Promise<string> => {
    const { token } = await ask(email, PASSWORD)
    return token as string
  }
  const viewerOf = (token: string) => loadViewer(house, token)

  it('needs the address, in whatever case, and the password as it was typed', async () => {
    await confirmed('Ana@Example.com')
    const answer = await ask(' aNA@example.COM', PASSWORD)
    expect(answer).toMatchObject({
      token: expect.stringMatching(/^rcs_[\w-]{43}$/),
      mustChangePassword: false,
      user: { email: 'ana@example.com', role: 'LEARNER' },
      userErrors: [],
    })
    expect(new Date(answer.expiresAt).getTime() - house.now().getTime()).toBeCloseTo(12 * 3_600_000, -5)
    for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, ` ${PASSWORD}`, '']) {
      expect((await ask('ana@example.com', wrong)).userErrors).toMatchObject([{ code: 'SIGN_IN_REFUSED' }])
    }
  })

  it('gives a token that calls as the user, of which only the hash is stored', async () => {
    const user = await confirmed('token@example.com', { role: 'CURATOR', hasPeoplePermission: true })
    const token = await tokenOf('token@example.com')
    expect(await viewerOf(token)).toMatchObject({
      kind: ViewerKind.USER,
      id: user.id,
      organizationId: house.organizationId,
      role: 'CURATOR',
      permissions: ['PEOPLE'],
    })
    expect(await viewerOf(`${token}x`)).toBeNull()
    const sessions = await house.run((work) => work.rows(Session).find({ userId: user.id }))
    expect(sessions).toHaveLength(1)
    expect(JSON.stringify(sessions)).not.toContain(token.slice(4))
    const [event] = await house.run((work) =>
      work.rows(AuditEvent).find({ action: 'session.started', subjectId: user.id }),
    )
    expect(event).toMatchObject({ actorId: user.id, details: { by: 'PASSWORD' } })
  })

  it('answers alike for an unknown address, a wrong password, a deactivated user and one who never confirmed', async () => {
    await confirmed('known@example.com')
    await confirmed('gone@example.com', { status: 'DEACTIVATED' })
    await addUser(house, { name: 'Ben', email: 'invited@example.com' }, { status: 'INVITE_PENDING' })
    await addUser(house, { name: 'Sol', email: 'sso@example.com' }, { status: 'CONFIRMED' })
    const answers = [
      await ask('nobody@example.com', PASSWORD),
      await ask('known@example.com', OTHER),
      await ask('gone@example.com', PASSWORD),
      await ask('invited@example.com', PASSWORD),
      await ask('sso@example.com', PASSWORD),
      await ask('not an address', PASSWORD),
    ]
    expect(answers[0]).toEqual({
      token: null,
      expiresAt: null,
      mustChangePassword: false,
      user: null,
      userErrors: [
        {
          code: 'SIGN_IN_REFUSED',
          message: 'The address and password do not match a user who may sign in.',
          path: [],
          hint: expect.any(String),
        },
      ],
    })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('takes as long for an unknown address as for a wrong password', async () => {
    await confirmed('slow@example.com')
    // Fewer than ten each, after which a caller waits.
    const [unknown, wrong]: [number[], number[]] = [[], []]
    for (let round = 0; round < 8; round++) {
      unknown.push(await timeOf(() => ask('unknown@example.com', OTHER)))
      wrong.push(await timeOf(() => ask('slow@example.com', OTHER)))
    }
    // The shortest of each, because a busy machine makes single calls longer. Checking a password is most of it.
    const [shorter, longer] = [Math.min(...unknown), Math.min(...wrong)].sort((one, other) => one - other)
    expect((longer as number) / (shorter as number)).toBeLessThan(2)
  })

  it('waits after ten wrong passwords for an address, whether or not anybody has it, even if the next is right', async () => {
    await confirmed('guessed@example.com')
    const user = await confirmed('owner-of-limit@example.com')
    for (const email of ['guessed@example.com', 'nobody-at-all@example.com']) {
      // Beside the limit of a minute, which counts from wherever a call comes.
      for (let guess = 0; guess < 10; guess++) {
        await expect(signInWithPassword(house, { email, password: OTHER }, null)).rejects.toMatchObject({
          code: 'SIGN_IN_REFUSED',
        })
      }
      await expect(signInWithPassword(house, { email, password: PASSWORD }, null)).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        facts: { retryAfter: expect.any(Number) },
      })
    }
    // The same count guards the present password.
    const viewer = { ...testViewer(house.organizationId, Role.LEARNER), kind: ViewerKind.USER, id: user.id }
    const values = { currentPassword: OTHER, newPassword: PASSWORD }
    for (let guess = 0; guess < 10; guess++) {
      await expect(changePassword(house, viewer, values)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    }
    await expect(changePassword(house, viewer, values)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  it('counts guesses made at the same moment', async () => {
    await confirmed('hammered@example.com')
    const guesses = Array.from({ length: 20 }, () =>
      signInWithPassword(house, { email: 'hammered@example.com', password: OTHER }, null).catch(
        (error: { code: string }) => error.code,
      ),
    )
    const codes = await Promise.all(guesses)
    expect(codes.filter((code) => code === 'SIGN_IN_REFUSED')).toHaveLength(10)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(10)
  })

  it('lets one machine try ten addresses a minute, and does not count whoever gets in', async () => {
    await confirmed('office@example.com')
    const from = (email: string, caller: string) => signInWithPassword(house, { email, password: PASSWORD }, caller)
    for (let visit = 0; visit < 9; visit++) await from('office@example.com', '192.0.2.7')
    for (let guess = 0; guess < 10; guess++) {
      await expect(from(`guess${guess}@example.com`, '192.0.2.7')).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    }
    await expect(from('office@example.com', '192.0.2.7')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await from('office@example.com', '192.0.2.8')
  })

  it('takes a whole network of IPv6 addresses for one machine', async () => {
    const from = (caller: string, guess: number) =>
      signInWithPassword(house, { email: `six${guess}@example.com`, password: PASSWORD }, caller)
    for (let guess = 0; guess < 10; guess++) {
      await expect(from(`2001:db8::${guess}:1`, guess)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    }
    await expect(from('2001:db8:0:0:9:8:7:6', 10)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await expect(from('2001:db8:0:1::1', 11)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    await expect(from('::ffff:192.0.2.99', 12)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  it('finds the organization by the password, where an address is in several', async () => {
    const other = testViewer(await addOrganization(house, 'Other School'), Role.OWNER)
    await confirmed('both@example.com')
    const theirs = await confirmed('both@example.com', { passwordHash: await hashPassword(OTHER) }, other)
    const { token } = await ask('both@example.com', OTHER)
    expect(await viewerOf(token)).toMatchObject({ id: theirs.id, organizationId: other.organizationId })
    expect(await viewerOf(await tokenOf('both@example.com'))).toMatchObject({ organizationId: house.organizationId })
  })

  it('ends with the session: after twelve hours, and after two without a call', async () => {
    await confirmed('long@example.com')
    await confirmed('idle@example.com')
    const [long, idle] = [await tokenOf('long@example.com'), await tokenOf('idle@example.com')]
    for (let hour = 0; hour < 11; hour++) {
      house.wait(3_600_000)
      await untilUsed(long)
    }
    expect(await viewerOf(idle)).toBeNull()
    house.wait(3_600_000)
    expect(await viewerOf(long)).toBeNull()
  })

  it('is over at the very next call when the user is deactivated, and does not come back with them', async () => {
    const user = await confirmed('leaver@example.com')
    const token = await tokenOf('leaver@example.com')
    await house.run((work) => deactivateUser(work, { userId: user.id }))
    expect(await viewerOf(token)).toBeNull()
    await house.run(async (work) => {
      const { reactivateUser } = await import('../users/reactivate-user.ts')
      await reactivateUser(work, { userId: user.id })
    })
    expect(await viewerOf(token)).toBeNull()
    expect(await viewerOf(await tokenOf('leaver@example.com'))).not.toBeNull()
  })

  it('shows another role at the very next call', async () => {
    const user = await confirmed('promoted@example.com')
    const token = await tokenOf('promoted@example.com')
    await house.run((work) => updateUser(work, { userId: user.id, role: 'ADMIN' }))
    expect(await viewerOf(token)).toMatchObject({ role: 'ADMIN' })
    await house.run((work) => updateUser(work, { userId: user.id, role: 'REPORTER' }))
    expect(await viewerOf(token)).toMatchObject({ role: 'REPORTER' })
  })

  it('is over when the user signs out, and leaves their other sessions alone', async () => {
    await confirmed('out@example.com')
    const [one, other] = [await tokenOf('out@example.com'), await tokenOf('out@example.com')]
    const { data, faults } = await house.ask('mutation { signOut { userErrors { code } } }', {}, await viewerOf(one))
    expect([data, faults]).toEqual([{ signOut: { userErrors: [] } }, []])
    expect(await viewerOf(one)).toBeNull()
    expect(await viewerOf(other)).not.toBeNull()
    expect((await house.ask('mutation { signOut { userErrors { code } } }')).faults).toEqual(['FORBIDDEN'])
    expect((await house.ask('mutation { signOut { userErrors { code } } }', {}, null)).faults).toEqual([
      'UNAUTHENTICATED',
    ])
  })

  /** The use is noted beside the request, so it is waited for. */
  async function untilUsed(token: string): Promise<void> {
    const viewer = await viewerOf(token)
    const id = viewer?.session?.id
    if (!id) throw new Error('The session is over')
    const since = house.now().getTime() - 60_000
    for (;;) {
      const session = await house.run((work) => work.rows(Session).findOne({ id }))
      if (session && session.lastUsedAt.getTime() > since) return
    }
  }
})

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}
