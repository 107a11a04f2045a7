import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role, type Viewer } from '../base/viewer.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { User } from './user.ts'
import { viewerOfUser } from './viewer-of.ts'

const UPDATE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) {
  user {
    id name firstName lastName email role permissions jobTitle language timeZone hireDate externalId status updatedAt
    primaryTeam { name } secondaryTeams { name } location { name } manager { name } hasOwnManager
  }
  userErrors {
    code message path hint
    ... on NotFoundError { id }
    ... on EmailTakenError { user { id name } }
    ... on RoleNotAllowedError { role allowedRoles }
  }
} }`

describe.each(databases)('changing a user on %s', (on) => {
  let house: TestHouse
  let teams: ReadonlyMap<string, string>
  let locations: ReadonlyMap<string, string>
  let serial = 0
  beforeAll(async () => {
    house = await openHouse(on)
    teams = await house.run((work) => findOrAddTeams(work, ['One', 'Two', 'Three', 'Four', 'Five']))
    locations = await house.run((work) => findOrAddLocations(work, ['London', 'Tokyo']))
    await addUser(house, { name: 'First Owner', email: 'owner@example.com', role: 'OWNER' })
  })
  afterAll(() => house.close())

  const someone = (input: object = {}, marks: object = {}) =>
    addUser(house, { name: 'Some One', email: `someone${serial++}@example.com`, ...input }, marks)
  const team = (name: string) => `team_${teams.get(name)}`
  const update = async (user: User | string, input: object, viewer?: Viewer) => {
    const userId = `usr_${typeof user === 'string' ? user : user.id}`
    const { data, faults } = await house.ask(UPDATE, { input: { userId, ...input } }, viewer)
    return { ...data.updateUser, faults }
  }
  const stored = (user: User) => house.run((work) => work.rows(User).findOne({ id: user.id })) as Promise<User>
  const events = (user: User) => house.run((work) => work.rows(AuditEvent).find({ subjectId: user.id }))

  test('every detail can be given, and names come back exactly', async () => {
    const user = await someone()
    const answer = await update(user, {
      name: 'Zoë Łukasiewicz-山田 O’Neil',
      firstName: 'Zoë',
      lastName: 'Łukasiewicz-山田 O’Neil',
      email: 'Zoe.New@Example.com',
      role: 'HR',
      permissions: ['PEOPLE'],
      jobTitle: 'Head of R&D <研究>',
      primaryTeamId: team('One'),
      secondaryTeamIds: [team('Three'), team('Two'), team('Three')],
      locationId: `loc_${locations.get('Tokyo')}`,
      language: 'Deutsch',
      timeZone: 'w. europe standard time',
      hireDate: '2026-11-22',
      externalId: '00042',
    })
    expect(answer.userErrors).toEqual([])
    expect(answer.user).toMatchObject({
      name: 'Zoë Łukasiewicz-山田 O’Neil',
      firstName: 'Zoë',
      lastName: 'Łukasiewicz-山田 O’Neil',
      email: 'zoe.new@example.com',
      role: 'HR',
      permissions: ['PEOPLE'],
      jobTitle: 'Head of R&D <研究>',
      primaryTeam: { name: 'One' },
      secondaryTeams: [{ name: 'Three' }, { name: 'Two' }],
      location: { name: 'Tokyo' },
      language: 'de',
      timeZone: 'Europe/Berlin',
      hireDate: '2026-11-22',
      externalId: '00042',
    })
    expect((await stored(user)).email).toBe('Zoe.New@Example.com')
    expect(
      (await update(user, { name: '𠮷'.repeat(200), email: 'ｚｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ' })).user,
    ).toMatchObject({
      name: '𠮷'.repeat(200),
      email: 'zoe@example.com',
    })
  })

  test('what is left out stays, and null or blank takes a value away', async () => {
    const user = await someone({ jobTitle: 'Boss', language: 'fr', externalId: 'E1', primaryTeamId: teams.get('One') })
    expect((await update(user, { jobTitle: null, language: '  ' })).user).toMatchObject({
      jobTitle: null,
      language: null,
      externalId: 'E1',
      primaryTeam: { name: 'One' },
    })
    expect(
      (await update(user, { externalId: null, primaryTeamId: null, locationId: null, hireDate: null })).user,
    ).toMatchObject({
      externalId: null,
      primaryTeam: null,
    })
  })

  test('nothing is written when nothing differs', async () => {
    const user = await someone({ jobTitle: 'Boss', secondaryTeamIds: [teams.get('One'), teams.get('Two')] })
    const before = await stored(user)
    house.wait(60_000)
    const same = {
      name: ' Some One ',
      email: user.email,
      jobTitle: 'Boss',
      role: 'LEARNER',
      permissions: [],
      secondaryTeamIds: [team('Two')],
    }
    expect((await update(user, same)).userErrors).toEqual([])
    expect(await stored(user)).toEqual(before)
    expect(await events(user)).toEqual([])
  })

  test('one audit event says what was before and after', async () => {
    const user = await someone({ jobTitle: 'Boss' })
    house.wait(1_000)
    await update(user, { jobTitle: 'Head', language: 'en' })
    expect(await events(user)).toMatchObject([
      {
        action: 'user.updated',
        actorKind: 'API_KEY',
        details: { before: { jobTitle: 'Boss', language: null }, after: { jobTitle: 'Head', language: 'en' } },
      },
    ])
    expect((await stored(user)).updatedAt.getTime()).toBeGreaterThan(user.updatedAt.getTime())
  })

  test('every mistake is named at once, with its place', async () => {
    const user = await someone()
    const { user: changed, userErrors } = await update(user, {
      name: null,
      email: 'nobody@',
      firstName: 'Win at evil.com',
      jobTitle: 'two\nlines',
      externalId: 'x'.repeat(201),
      language: 'Klingonish',
      timeZone: 'Mars/Olympus',
      hireDate: '2026-02-30',
    })
    expect(changed).toBeNull()
    const found = userErrors.map(({ code, path }: { code: string; path: string[] }) => [path.join('.'), code])
    expect(new Map(found)).toEqual(
      new Map([
        ['input.name', 'REQUIRED'],
        ['input.email', 'EMAIL_INVALID'],
        ['input.firstName', 'NAME_NOT_ALLOWED'],
        ['input.jobTitle', 'INVALID'],
        ['input.externalId', 'TOO_LONG'],
        ['input.language', 'INVALID'],
        ['input.timeZone', 'INVALID'],
        ['input.hireDate', 'INVALID'],
      ]),
    )
    for (const { message } of userErrors) expect(message).toMatch(/[.?]$/)
    expect(await stored(user)).toMatchObject({ name: 'Some One', language: null })
  })

  test('null and blank are refused where a user must have something', async () => {
    const user = await someone()
    for (const input of [{ email: null }, { email: ' ' }, { name: '' }, { role: null }]) {
      expect((await update(user, input)).userErrors).toMatchObject([
        { code: 'REQUIRED', path: ['input', Object.keys(input)[0]] },
      ])
    }
  })

  test('a full name that is made of its parts follows them, and one that is not stays', async () => {
    const made = await someone({ name: 'Ada Byron', firstName: 'Ada', lastName: 'Byron' })
    expect((await update(made, { lastName: 'Lovelace' })).user).toMatchObject({
      name: 'Ada Lovelace',
      lastName: 'Lovelace',
    })
    const own = await someone({ name: 'Countess Ada', firstName: 'Ada', lastName: 'Byron' })
    expect((await update(own, { lastName: 'Lovelace' })).user).toMatchObject({
      name: 'Countess Ada',
      lastName: 'Lovelace',
    })
  })

  describe('teams', () => {
    test('a secondary team without a primary one becomes the primary', async () => {
      const user = await someone()
      expect((await update(user, { secondaryTeamIds: [team('Two'), team('Three')] })).user).toMatchObject({
        primaryTeam: { name: 'Two' },
        secondaryTeams: [{ name: 'Three' }],
      })
    })

    test('no team is both primary and secondary', async () => {
      const user = await someone({
        primaryTeamId: teams.get('One'),
        secondaryTeamIds: [teams.get('Two'), teams.get('Three')],
      })
      expect((await update(user, { primaryTeamId: team('Three') })).user).toMatchObject({
        primaryTeam: { name: 'Three' },
        secondaryTeams: [{ name: 'Two' }],
      })
      expect((await update(user, { secondaryTeamIds: [team('Three'), team('One')] })).user.secondaryTeams).toEqual([
        { name: 'One' },
      ])
      expect((await update(user, { secondaryTeamIds: null })).user).toMatchObject({
        primaryTeam: { name: 'Three' },
        secondaryTeams: [],
      })
    })

    test('the manager is the one of the primary team, and nobody is their own', async () => {
      const boss = await someone({ name: 'The Boss', primaryTeamId: teams.get('Four') })
      await house.ask('mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { userErrors { code } } }', {
        input: { teamId: team('Four'), managerId: `usr_${boss.id}` },
      })
      const user = await someone({ secondaryTeamIds: [teams.get('One'), teams.get('Four')] })
      expect((await update(user, { jobTitle: 'x' })).user.manager).toBeNull()
      expect((await update(user, { primaryTeamId: team('Four') })).user.manager).toEqual({ name: 'The Boss' })
      expect((await update(boss, { jobTitle: 'x' })).user.manager).toBeNull()
    })

    test('a manager given for one user alone goes before the one of the team, until null takes them away', async () => {
      const boss = await someone({ name: 'The Boss' })
      const mentor = await someone({ name: 'Mentor' })
      await house.ask('mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { userErrors { code } } }', {
        input: { teamId: team('Five'), managerId: `usr_${boss.id}` },
      })
      const user = await someone({ primaryTeamId: teams.get('Five') })
      const colleague = await someone({ primaryTeamId: teams.get('Five') })
      const managerOf = async (one: User, input: object) => {
        const { manager, hasOwnManager } = (await update(one, input)).user
        return [manager?.name ?? null, hasOwnManager]
      }
      expect(await managerOf(user, { managerId: `usr_${mentor.id}` })).toEqual(['Mentor', true])
      expect(await managerOf(colleague, { jobTitle: 'x' })).toEqual(['The Boss', false])
      expect(await managerOf(user, { primaryTeamId: null })).toEqual(['Mentor', true])
      expect(await managerOf(user, { primaryTeamId: team('Five'), managerId: null })).toEqual(['The Boss', false])
    })

    test('a manager who is deactivated goes on as the one they are, and cannot become one', async () => {
      const mentor = await someone({ name: 'Leaving Mentor' })
      const [user, other] = [await someone(), await someone()]
      await update(user, { managerId: `usr_${mentor.id}` })
      await house.ask('mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { code } } }', {
        id: `usr_${mentor.id}`,
      })
      expect((await update(user, { jobTitle: 'y', managerId: `usr_${mentor.id}` })).user).toMatchObject({
        manager: { name: 'Leaving Mentor' },
        hasOwnManager: true,
      })
      expect((await update(other, { managerId: `usr_${mentor.id}` })).userErrors).toMatchObject([
        { code: 'USER_DEACTIVATED', path: ['input', 'managerId'] },
      ])
    })

    test('nobody is their own manager, and no line of managers leads back to its beginning', async () => {
      const [ann, ben, cem] = [await someone({ name: 'Ann' }), await someone({ name: 'Ben' }), await someone()]
      const path = ['input', 'managerId']
      expect((await update(ann, { managerId: `usr_${ann.id}` })).userErrors).toMatchObject([
        { code: 'INVALID', path, message: 'Ann cannot be their own manager.' },
      ])
      await update(ben, { managerId: `usr_${ann.id}` })
      expect((await update(cem, { managerId: `usr_${ben.id}` })).userErrors).toEqual([])
      expect((await update(ann, { managerId: `usr_${ben.id}` })).userErrors).toMatchObject([
        { code: 'INVALID', path, message: 'Their managers would form a circle: Ann → Ben → Ann.' },
      ])
      expect((await update(ann, { managerId: `usr_${cem.id}` })).userErrors).toMatchObject([{ code: 'INVALID', path }])
    })

    test('a manager who does not exist, is of another organization or no user at all is not found', async () => {
      const user = await someone()
      for (const managerId of ['usr_00000000-0000-7000-8000-000000000000', team('One'), '']) {
        expect((await update(user, { managerId })).userErrors).toMatchObject([
          { code: 'NOT_FOUND', path: ['input', 'managerId'] },
        ])
      }
    })

    test('at most fifty secondary teams', async () => {
      const user = await someone()
      const ids = await house.run((work) =>
        findOrAddTeams(
          work,
          Array.from({ length: 51 }, (_, index) => `Many ${index}`),
        ),
      )
      const secondaryTeamIds = [...ids.values()].map((id) => `team_${id}`)
      expect((await update(user, { primaryTeamId: team('One'), secondaryTeamIds })).userErrors).toMatchObject([
        { code: 'TOO_LONG', path: ['input', 'secondaryTeamIds'] },
      ])
      const fifty = await update(user, { primaryTeamId: team('One'), secondaryTeamIds: secondaryTeamIds.slice(1) })
      expect(fifty.user.secondaryTeams).toHaveLength(50)
    })
  })

  test('ids of another organization are answered like ids that nobody has', async () => {
    const other = testViewer(await addOrganization(house, 'Other Academy'), Role.OWNER)
    const theirs = await addUser(house, { name: 'Theirs', email: 'theirs@example.com' }, {}, other)
    const theirTeam = (await house.run((work) => findOrAddTeams(work, ['One']), other)).get('One')
    const theirLocation = (await house.run((work) => findOrAddLocations(work, ['London']), other)).get('London')
    const unknown = '00000000-0000-7000-8000-000000000000'
    const user = await someone()
    const refused = async (who: User | string, input: object) => {
      const { userErrors } = await update(who, input)
      expect(userErrors).toHaveLength(1)
      return userErrors[0]
    }
    for (const id of [theirs.id, unknown]) {
      expect(await refused(id, { name: 'Stolen' })).toEqual({
        code: 'NOT_FOUND',
        message: 'There is no user with this id.',
        path: ['input', 'userId'],
        hint: null,
        id: `usr_${id}`,
      })
    }
    for (const id of [theirTeam, unknown]) {
      const found = { code: 'NOT_FOUND', message: 'There is no team with this id.', id: `team_${id}` }
      expect(await refused(user, { primaryTeamId: `team_${id}` })).toMatchObject({
        ...found,
        path: ['input', 'primaryTeamId'],
      })
      expect(await refused(user, { secondaryTeamIds: [team('One'), `team_${id}`] })).toMatchObject({
        ...found,
        path: ['input', 'secondaryTeamIds', '1'],
      })
    }
    for (const id of [theirLocation, unknown]) {
      expect(await refused(user, { locationId: `loc_${id}` })).toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is no location with this id.',
        path: ['input', 'locationId'],
        id: `loc_${id}`,
      })
    }
  })

  describe('the address', () => {
    test.each([
      ['NOT_INVITED', /added without an invite; send one with resendInvite/],
      ['INVITE_SCHEDULED', /scheduled; send it now or move it with resendInvite/],
      ['INVITE_PENDING', /not accepted yet; send a new link with resendInvite/],
      ['CONFIRMED', /can sign in/],
      ['DEACTIVATED', /reactivateUser, or use another address/],
    ] as const)(
      'of somebody who is %s is taken, in whatever case, and the next step is named',
      async (status, nextStep) => {
        const holder = await someone({ name: `Holder ${status}` }, { status })
        const user = await someone()
        const { userErrors } = await update(user, { email: `  ${holder.email.toUpperCase()}` })
        expect(userErrors).toEqual([
          {
            code: 'EMAIL_TAKEN',
            message: `Holder ${status} has this address already (${status}).`,
            path: ['input', 'email'],
            hint: expect.stringMatching(nextStep),
            user: { id: `usr_${holder.id}`, name: `Holder ${status}` },
          },
        ])
      },
    )

    test('of a pending user is corrected, and the link that was sent is dead', async () => {
      const user = await someone({}, { status: 'INVITE_PENDING', inviteGeneration: 3 })
      await update(user, { email: user.email.toUpperCase() })
      expect(await stored(user)).toMatchObject({ inviteGeneration: 3, status: 'INVITE_PENDING' })
      await update(user, { email: 'corrected@example.com' })
      expect(await stored(user)).toMatchObject({
        inviteGeneration: 4,
        status: 'INVITE_PENDING',
        email: 'corrected@example.com',
        emailKey: 'corrected@example.com',
      })
    })

    test('of a scheduled user is corrected, and the invite stays', async () => {
      const user = await someone({}, { status: 'INVITE_SCHEDULED' })
      await update(user, { email: 'scheduled.new@example.com' })
      expect(await stored(user)).toMatchObject({ inviteGeneration: 0, status: 'INVITE_SCHEDULED' })
    })

    test('that looks mistyped is refused with what was probably meant', async () => {
      const { userErrors } = await update(await someone(), { email: 'ada lovelace@gmial.com' })
      expect(userErrors).toMatchObject([{ code: 'EMAIL_INVALID' }])
    })

    test('that somebody takes at the same moment is refused to one of the two', async () => {
      const users = await Promise.all([someone(), someone(), someone()])
      const answers = await Promise.all(users.map((user) => update(user, { email: 'wanted@example.com' })))
      const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))
      expect(codes).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN'])
    })
  })

  test('an external id that somebody else has is refused', async () => {
    const holder = await someone({ externalId: 'P-1' })
    const user = await someone()
    expect((await update(user, { externalId: 'P-1' })).userErrors).toMatchObject([
      {
        code: 'IDENTIFIER_TAKEN',
        path: ['input', 'externalId'],
        message: expect.stringContaining(holder.name),
        user: { id: `usr_${holder.id}` },
      },
    ])
    expect((await update(user, { externalId: 'p-1' })).userErrors).toEqual([])
  })

  describe('roles', () => {
    const ALL = Object.values(Role)
    const GRANTS: Record<string, readonly Role[]> = {
      OWNER: ALL,
      ADMIN: ALL.slice(1),
      HR: ALL.slice(2),
      'CURATOR with PEOPLE': ['LEARNER'],
    }
    const callers = Object.entries(GRANTS).flatMap(([caller, grants]) =>
      ALL.map((role) => ({ caller, role, may: grants.includes(role) })),
    )
    const viewerOf = (caller: string): Viewer =>
      caller.endsWith('PEOPLE') ? { ...house.as(Role.CURATOR), permissions: ['PEOPLE'] } : house.as(caller as Role)

    test.each(callers)('$caller may give and touch $role: $may', async ({ caller, role, may }) => {
      const viewer = viewerOf(caller)
      const learner = await someone()
      const given = await update(learner, { role }, viewer)
      const touched = await update(await someone({ role }), { jobTitle: 'touched' }, viewer)
      if (may) {
        expect([given.userErrors, touched.userErrors]).toEqual([[], []])
        expect(given.user.role).toBe(role)
      } else {
        const error = { code: 'ROLE_NOT_ALLOWED', role, allowedRoles: GRANTS[caller] }
        expect(given.userErrors).toMatchObject([{ ...error, path: ['input', 'role'] }])
        expect(touched.userErrors).toMatchObject([{ ...error, path: ['input', 'userId'] }])
        expect(await stored(learner)).toMatchObject({ role: 'LEARNER' })
      }
    })

    test('HR and curators neither give nor take the People permission; owners and admins do', async () => {
      const curator = await someone({ role: 'CURATOR', permissions: ['PEOPLE'] })
      const asHr = house.as(Role.HR)
      expect((await update(curator, { permissions: [] }, asHr)).userErrors).toMatchObject([
        { code: 'ROLE_NOT_ALLOWED', path: ['input', 'permissions'] },
      ])
      expect((await update(curator, { permissions: ['PEOPLE'], jobTitle: 'New' }, asHr)).userErrors).toEqual([])
      const learner = await someone()
      expect(
        (await update(learner, { permissions: ['PEOPLE'] }, viewerOf('CURATOR with PEOPLE'))).userErrors,
      ).toMatchObject([{ code: 'ROLE_NOT_ALLOWED', path: ['input', 'permissions'] }])
      expect((await update(curator, { permissions: [] }, house.as(Role.ADMIN))).user.permissions).toEqual([])
      expect((await update(curator, { permissions: ['PEOPLE'] })).user.permissions).toEqual(['PEOPLE'])
    })

    test('nobody takes their own role away', async () => {
      const admin = await someone({ role: 'ADMIN' })
      const viewer = viewerOfUser(admin)
      expect((await update(admin, { role: 'LEARNER' }, viewer)).userErrors).toMatchObject([
        { code: 'SELF_NOT_ALLOWED', path: ['input', 'role'] },
      ])
      expect((await update(admin, { role: 'ADMIN', jobTitle: 'Boss' }, viewer)).userErrors).toEqual([])
    })
  })

  test('a name with a web address is refused, whatever is around it', async () => {
    const user = await someone()
    for (const name of ['<a href="//evil">x</a>', 'Win at evil.com', 'ada@example.com', 'Ada\r\nBcc: a@b']) {
      expect((await update(user, { name })).userErrors).toMatchObject([
        { code: 'NAME_NOT_ALLOWED', path: ['input', 'name'] },
      ])
    }
    expect((await update(user, { name: '{{handlebars}} <b>' })).user.name).toBe('{{handlebars}} <b>')
  })
})
