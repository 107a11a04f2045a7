import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Organization } from '../access/organization.ts'
import { Role } from '../base/viewer.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import {
  addOrganization,
  addUser,
  databases,
  openTestServer,
  refusalOf,
  testViewer,
  type TestServer,
} from '../testing.ts'
import type { UserInput } from './check-user-input.ts'
import { User, UserTeam } from './user.ts'

describe.each(databases)('adding a user on %s', (on) => {
  let server: TestServer
  let teams: ReadonlyMap<string, string>
  beforeAll(async () => {
    server = await openTestServer(on)
    teams = await server.run((work) => findOrAddTeams(work, ['One', 'Two', 'Three']))
  })
  afterAll(() => server.close())

  const add = (input: UserInput, role: Role = Role.OWNER) => addUser(server, input, {}, server.as(role))
  const team = (name: string) => teams.get(name) as string
  const mistakes = async (input: UserInput, role?: Role) =>
    (await refusalOf(add(input, role))).mistakes.map(({ code, path }) => [path.join('.'), code])

  test('needs a name and an address alone', async () => {
    const user = await add({ name: 'Ada Lovelace', email: ' Ada@Example.com ' })
    expect(await server.run((work) => work.rows(User).findOne({ id: user.id }))).toMatchObject({
      name: 'Ada Lovelace',
      email: 'Ada@Example.com',
      emailKey: 'ada@example.com',
      status: 'NOT_INVITED',
      role: 'LEARNER',
      hasPeoplePermission: false,
      source: 'MANUAL',
      jobTitle: null,
      primaryTeamId: null,
      locationId: null,
    })
  })

  test('makes the full name of the parts where it is not given', async () => {
    expect(await add({ firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.com' })).toMatchObject({
      name: 'Grace Hopper',
      firstName: 'Grace',
      lastName: 'Hopper',
    })
    expect(
      await add({ name: 'Amazing Grace', firstName: 'Grace', lastName: 'H', email: 'g2@example.com' }),
    ).toMatchObject({
      name: 'Amazing Grace',
    })
  })

  test('names everything that is missing or wrong', async () => {
    expect(await mistakes({})).toEqual([
      ['input.email', 'REQUIRED'],
      ['input.name', 'REQUIRED'],
    ])
    expect(await mistakes({ firstName: 'Ada', email: 'x@example.com' })).toEqual([['input.name', 'REQUIRED']])
    expect(await mistakes({ name: 'evil.com', email: 'x@' })).toEqual([
      ['input.email', 'EMAIL_INVALID'],
      ['input.name', 'NAME_NOT_ALLOWED'],
    ])
    expect(await mistakes({ name: 'X', email: `${'x'.repeat(250)}@example.com` })).toEqual([
      ['input.email', 'TOO_LONG'],
    ])
    const refusal = await refusalOf(add({ name: 'X', email: 'ada@x@gmial.com' }))
    expect(refusal.mistakes[0]?.hint).toBe('An address looks like ada@example.com.')
  })

  test('takes the first secondary team as the primary one where none is given, and each team once', async () => {
    const user = await add({
      name: 'T',
      email: 't@example.com',
      secondaryTeamIds: [team('Two'), team('One'), team('Two'), team('Three')],
    })
    expect(user.primaryTeamId).toBe(team('Two'))
    const rows = await server.run((work) =>
      work.rows(UserTeam).find({ userId: user.id }, { order: { position: 'ASC' } }),
    )
    expect(rows.map(({ teamId }) => teamId)).toEqual([team('One'), team('Three')])
    const other = await add({
      name: 'T',
      email: 't2@example.com',
      primaryTeamId: team('One'),
      secondaryTeamIds: [team('One')],
    })
    expect(await server.run((work) => work.rows(UserTeam).count({ userId: other.id }))).toBe(0)
  })

  test('gives no role or permission above the caller’s own', async () => {
    expect(await mistakes({ name: 'X', email: 'x@example.com', role: 'OWNER' }, Role.ADMIN)).toEqual([
      ['input.role', 'ROLE_NOT_ALLOWED'],
    ])
    expect(
      await mistakes({ name: 'X', email: 'x@example.com', role: 'CURATOR', permissions: ['PEOPLE'] }, Role.HR),
    ).toEqual([['input.permissions', 'ROLE_NOT_ALLOWED']])
    const curator = await add(
      { name: 'C', email: 'c@example.com', role: 'CURATOR', permissions: ['PEOPLE'] },
      Role.ADMIN,
    )
    expect(curator).toMatchObject({ role: 'CURATOR', hasPeoplePermission: true })
  })

  test('of one address asked for twenty times at once adds one', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        add({ name: `N ${index}`, email: index % 2 ? 'Same@Example.com' : 'same@example.com' }),
      ),
    )
    const codes = attempts.map((attempt) =>
      attempt.status === 'fulfilled' ? 'added' : (attempt.reason as { code: string }).code,
    )
    expect(codes.filter((code) => code === 'added')).toHaveLength(1)
    expect(codes.filter((code) => code === 'EMAIL_TAKEN')).toHaveLength(19)
    expect(await server.run((work) => work.rows(User).count({ emailKey: 'same@example.com' }))).toBe(1)
  })

  test('lets two organizations have users of one address', async () => {
    const other = testViewer(await addOrganization(server, 'Other Academy'), Role.OWNER)
    await add({ name: 'Here', email: 'both@example.com', externalId: 'P-7' })
    await addUser(server, { name: 'There', email: 'both@example.com', externalId: 'P-7' }, {}, other)
  })

  test('holds to the domains that the organization allows', async () => {
    const viewer = testViewer(await addOrganization(server, 'Closed Academy'), Role.OWNER)
    await server.database.writer.manager.update(
      Organization,
      { id: viewer.organizationId },
      { allowedEmailDomains: ['example.com', 'xn--mnchen-3ya.example'] },
    )
    const here = (email: string) => addUser(server, { name: 'X', email }, {}, viewer)
    await here('ada@EXAMPLE.com')
    await here('ada@München.example')
    for (const email of ['ada@example.org', 'ada@sub.example.com', 'ada@notexample.com']) {
      expect(await refusalOf(here(email))).toMatchObject({
        code: 'EMAIL_DOMAIN_NOT_ALLOWED',
        message: expect.stringContaining('example.com'),
      })
    }
  })
})
