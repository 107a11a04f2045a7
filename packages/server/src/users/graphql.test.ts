import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role, type Viewer } from '../base/viewer.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { Team } from '../teams/team.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import type { User } from './user.ts'
import { viewerOfUser } from './viewer-of.ts'

describe.each(databases)('the users’ door on %s', (on) => {
  let house: TestHouse
  let ada: User
  let stranger: Viewer
  beforeAll(async () => {
    house = await openHouse(on)
    ada = await addUser(house, { name: 'Ada', email: 'Ada@Example.com' })
    stranger = testViewer(await addOrganization(house, 'Other Academy'), Role.OWNER)
  })
  afterAll(() => house.close())

  const callers = (): [string, Viewer, boolean][] => [
    ['OWNER', house.as(Role.OWNER), true],
    ['ADMIN', house.as(Role.ADMIN), true],
    ['HR', house.as(Role.HR), true],
    ['CURATOR', house.as(Role.CURATOR), false],
    ['CURATOR with PEOPLE', { ...house.as(Role.CURATOR), permissions: ['PEOPLE'] }, true],
    ['LEARNING_DESIGNER', house.as(Role.LEARNING_DESIGNER), false],
    ['REPORTER', house.as(Role.REPORTER), false],
    ['LEARNER', house.as(Role.LEARNER), false],
    ['LEARNER with PEOPLE', { ...house.as(Role.LEARNER), permissions: ['PEOPLE'] }, false],
  ]

  const OPERATIONS: Record<string, string> = {
    updateUser: 'mutation ($id: ID!) { updateUser(input: { userId: $id }) { userErrors { code } } }',
    deactivateUser: 'mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { code } } }',
    createTeam: 'mutation ($id: ID!) { createTeam(input: { name: "", managerId: $id }) { userErrors { code } } }',
    updateTeam: 'mutation ($id: ID!) { updateTeam(input: { teamId: $id }) { userErrors { code } } }',
    user: 'query ($id: ID!) { user(id: $id) { id } }',
    userByEmail: 'query ($id: String = "ada@example.com") { userByEmail(email: $id) { id } }',
    teams: '{ teams { nodes { id } } }',
    locations: '{ locations { id } }',
  }

  test.each(Object.keys(OPERATIONS))('%s is for those who manage people, and for nobody else', async (name) => {
    const learner = await addUser(house, { name: 'Learner', email: `${name}@example.com` })
    const variables =
      name === 'teams' || name === 'locations' || name === 'userByEmail' ? {} : { id: `usr_${learner.id}` }
    for (const [caller, viewer, may] of callers()) {
      const { faults } = await house.ask(OPERATIONS[name] as string, variables, viewer)
      expect([caller, faults]).toEqual([caller, may ? [] : ['FORBIDDEN']])
    }
    expect((await house.ask(OPERATIONS[name] as string, variables, null)).faults).toEqual(['UNAUTHENTICATED'])
  })

  test('a refusal for lack of rights says who can help', async () => {
    const asked = house.run(
      async (work) => (await import('./deactivate-user.ts')).deactivateUser(work, { userId: ada.id }),
      house.as(Role.CURATOR),
    )
    await expect(asked).rejects.toThrow(
      /Curator may not manage people without the People permission\. An Owner or Admin/,
    )
  })

  test('a user is found by address, however it is typed', async () => {
    const find = async (email: string, viewer?: Viewer) =>
      (await house.ask('query ($email: String!) { userByEmail(email: $email) { id email } }', { email }, viewer)).data
        .userByEmail
    for (const email of ['ada@example.com', ' ADA@EXAMPLE.COM ', 'Ada@Example.com']) {
      expect(await find(email)).toEqual({ id: `usr_${ada.id}`, email: 'ada@example.com' })
    }
    expect(await find('nobody@example.com')).toBeNull()
    expect(await find('not an address')).toBeNull()
    expect(await find('ada@example.com', stranger)).toBeNull()
  })

  test('a user is found by id in their own organization alone', async () => {
    const USER = 'query ($id: ID!) { user(id: $id) { name } node(id: $id) { id ... on User { name } } }'
    const find = async (id: string, viewer?: Viewer) => (await house.ask(USER, { id }, viewer)).data
    const id = `usr_${ada.id}`
    expect(await find(id)).toEqual({ user: { name: 'Ada' }, node: { id, name: 'Ada' } })
    expect(await find(id, stranger)).toEqual({ user: null, node: null })
    expect(await find('usr_00000000-0000-7000-8000-000000000000')).toEqual({ user: null, node: null })
    expect(await find(`team_${ada.id}`)).toEqual({ user: null, node: null })
    expect(await find(ada.id)).toEqual({ user: null, node: null })
  })

  test('a learner sees themself and nobody else', async () => {
    const viewer = viewerOfUser(ada)
    const other = await addUser(house, { name: 'Other', email: 'other@example.com' })
    const USER = 'query ($id: ID!) { user(id: $id) { name } }'
    const NODE = 'query ($id: ID!) { node(id: $id) { id } }'
    expect((await house.ask(USER, { id: `usr_${ada.id}` }, viewer)).data.user).toEqual({ name: 'Ada' })
    expect((await house.ask(NODE, { id: `usr_${ada.id}` }, viewer)).data.node).toEqual({ id: `usr_${ada.id}` })
    expect((await house.ask(USER, { id: `usr_${other.id}` }, viewer)).faults).toEqual(['FORBIDDEN'])
    expect((await house.ask(NODE, { id: `usr_${other.id}` }, viewer)).data.node).toBeNull()
    const MEMBERS = 'query ($id: ID!) { user(id: $id) { primaryTeam { members { nodes { name } } } } }'
    const [team] = [...(await house.run((work) => findOrAddTeams(work, ['Closed']))).values()]
    const member = await addUser(house, { name: 'Member', email: 'member@example.com', primaryTeamId: team ?? null })
    expect((await house.ask(MEMBERS, { id: `usr_${member.id}` }, viewerOfUser(member))).faults).toEqual(['FORBIDDEN'])
  })

  test('a deactivated user is answered, and one audit event is left', async () => {
    const user = await addUser(house, { name: 'Gone', email: 'gone@example.com' })
    const DEACTIVATE = `mutation ($id: ID!) { deactivateUser(input: { userId: $id }) {
      user { id name email status deactivatedAt } userErrors { code message path hint }
    } }`
    for (let time = 1; time <= 2; time++) {
      const { data } = await house.ask(DEACTIVATE, { id: `usr_${user.id}` })
      expect(data.deactivateUser).toEqual({
        user: {
          id: `usr_${user.id}`,
          name: 'Gone',
          email: 'gone@example.com',
          status: 'DEACTIVATED',
          deactivatedAt: expect.any(Date),
        },
        userErrors: [],
      })
    }
    expect(await house.run((work) => work.rows(AuditEvent).count({ subjectId: user.id }))).toBe(1)
    const { data } = await house.ask(DEACTIVATE, { id: `usr_${user.id}` }, stranger)
    expect(data.deactivateUser).toMatchObject({
      user: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'userId'] }],
    })
  })

  test('the members of a team are paged by name', async () => {
    const teams = await house.run((work) => findOrAddTeams(work, ['Big', 'Small']))
    const [big, small] = [teams.get('Big') as string, teams.get('Small') as string]
    for (let index = 0; index < 5; index++) {
      await addUser(house, {
        name: `Member ${index}`,
        email: `member${index}@example.com`,
        ...(index % 2 ? { primaryTeamId: big } : { primaryTeamId: small, secondaryTeamIds: [big] }),
      })
    }
    const MEMBERS = `query ($id: ID!, $after: String) { node(id: $id) { ... on Team {
      members(first: 3, after: $after) { totalCount nodes { name } pageInfo { hasNextPage endCursor } }
    } } }`
    const first = (await house.ask(MEMBERS, { id: `team_${big}` })).data.node.members
    expect(first).toMatchObject({
      totalCount: 5,
      nodes: [{ name: 'Member 0' }, { name: 'Member 1' }, { name: 'Member 2' }],
    })
    const rest = (await house.ask(MEMBERS, { id: `team_${big}`, after: first.pageInfo.endCursor })).data.node.members
    expect(rest).toMatchObject({
      nodes: [{ name: 'Member 3' }, { name: 'Member 4' }],
      pageInfo: { hasNextPage: false },
    })
    expect((await house.ask(MEMBERS, { id: `team_${small}` })).data.node.members.totalCount).toBe(3)
  })

  test('two hundred users with team, manager, location and secondary teams take one statement for each', async () => {
    const viewer = testViewer(await addOrganization(house, 'Large Academy'), Role.OWNER)
    const names = Array.from({ length: 20 }, (_, index) => `Team ${index}`)
    const ids = await house.run((work) => findOrAddTeams(work, names), viewer)
    const teams = names.map((name) => ids.get(name))
    const sites = [...(await house.run((work) => findOrAddLocations(work, ['A', 'B', 'C']), viewer)).values()]
    let first: string | null = null
    for (let index = 0; index < 200; index++) {
      const user: User = await addUser(
        house,
        {
          name: `User ${index}`,
          email: `user${index}@example.com`,
          primaryTeamId: teams[index % 20] as string,
          secondaryTeamIds: [teams[(index + 1) % 20] as string, teams[(index + 2) % 20] as string],
          managerId: index >= 100 ? first : null,
          locationId: sites[index % 3] as string,
        },
        {},
        viewer,
      )
      first ??= user.id
      if (index < 20) {
        await house.run(
          (work) => work.rows(Team).update({ id: teams[index] as string }, { managerId: user.id }),
          viewer,
        )
      }
    }
    house.statements.reset()
    const { data } = await house.ask(
      `{ users(first: 200) { nodes {
        id name primaryTeam { name manager { name } } manager { name } location { name } secondaryTeams { name }
      } } }`,
      {},
      viewer,
    )
    expect(data.users.nodes).toHaveLength(200)
    expect(data.users.nodes.find(({ name }: { name: string }) => name === 'User 21')).toMatchObject({
      primaryTeam: { name: 'Team 1', manager: { name: 'User 1' } },
      manager: { name: 'User 1' },
      location: { name: 'A' },
      secondaryTeams: [{ name: 'Team 2' }, { name: 'Team 3' }],
    })
    expect(data.users.nodes.find(({ name }: { name: string }) => name === 'User 1').manager).toBeNull()
    expect(data.users.nodes.find(({ name }: { name: string }) => name === 'User 101').manager).toEqual({
      name: 'User 0',
    })
    const tables = house.statements.seen.map((sql) => /FROM [`"](\w+)/.exec(sql)?.[1] ?? sql).sort()
    // The managers of users are one, those of teams one more.
    expect(tables).toEqual(['locations', 'teams', 'user_teams', 'users', 'users', 'users'])
  })

  test('each mutation of one request sees what the one before it did', async () => {
    const [team] = [...(await house.run((work) => findOrAddTeams(work, ['Renamed']))).values()]
    const user = await addUser(house, { name: 'Reader', email: 'reader@example.com', primaryTeamId: team as string })
    const { data } = await house.ask(
      `mutation ($user: ID!, $team: ID!) {
        a: updateUser(input: { userId: $user, jobTitle: "a" }) { user { primaryTeam { name } manager { name } } }
        b: updateTeam(input: { teamId: $team, name: "New name", managerId: $manager }) { team { name } }
        c: updateUser(input: { userId: $user, jobTitle: "c" }) { user { primaryTeam { name } manager { name } } }
      }`.replace('$manager', JSON.stringify(`usr_${ada.id}`)),
      { user: `usr_${user.id}`, team: `team_${team}` },
    )
    expect(data).toEqual({
      a: { user: { primaryTeam: { name: 'Renamed' }, manager: null } },
      b: { team: { name: 'New name' } },
      c: { user: { primaryTeam: { name: 'New name' }, manager: { name: 'Ada' } } },
    })
  })
})
