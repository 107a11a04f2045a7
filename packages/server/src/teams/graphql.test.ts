import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role, type Viewer } from '../base/viewer.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { findOrAddLocations } from './find-or-add-location.ts'
import { Team } from './team.ts'

const CREATE = `mutation ($input: CreateTeamInput!) { createTeam(input: $input) {
  team { id name manager { name } } userErrors { code message path hint ... on NotFoundError { id } }
} }`
const UPDATE = `mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) {
  team { id name manager { name } } userErrors { code message path hint ... on NotFoundError { id } }
} }`

describe.each(databases)('teams on %s', (on) => {
  let house: TestHouse
  let stranger: Viewer
  beforeAll(async () => {
    house = await openHouse(on)
    stranger = testViewer(await addOrganization(house, 'Other Academy'), Role.OWNER)
  })
  afterAll(() => house.close())

  const create = async (input: object, viewer?: Viewer) => (await house.ask(CREATE, { input }, viewer)).data.createTeam
  const update = async (input: object, viewer?: Viewer) => (await house.ask(UPDATE, { input }, viewer)).data.updateTeam

  test('a team is made with a name and a manager, and the name comes back exactly', async () => {
    const manager = await addUser(house, { name: 'Mia Manager', email: 'mia@example.com' })
    const { team, userErrors } = await create({
      name: '  Forschung & Entwicklung 研究 ',
      managerId: `usr_${manager.id}`,
    })
    expect(userErrors).toEqual([])
    expect(team).toEqual({
      id: expect.stringMatching(/^team_/),
      name: 'Forschung & Entwicklung 研究',
      manager: { name: 'Mia Manager' },
    })
    const events = await house.run((work) => work.rows(AuditEvent).find({ subjectId: team.id.slice(5) }))
    expect(events.map(({ action }) => action)).toEqual(['team.created'])
  })

  test('a name that another team has is refused and names that team, in the exact case alone', async () => {
    await create({ name: 'Marketing' })
    const { team, userErrors } = await create({ name: ' Marketing' })
    expect(team).toBeNull()
    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        message: 'There is a team named Marketing already.',
        path: ['input', 'name'],
        hint: 'Use the team Marketing, or choose another name.',
      },
    ])
    expect((await create({ name: 'marketing' })).userErrors).toEqual([])
    const other = (await create({ name: 'Sales' })).team
    expect((await update({ teamId: other.id, name: 'Marketing' })).userErrors[0].code).toBe('INVALID')
    expect((await create({ name: 'Marketing' }, stranger)).userErrors).toEqual([])
  })

  test.each([
    ['', 'REQUIRED'],
    ['   ', 'REQUIRED'],
    ['x'.repeat(201), 'TOO_LONG'],
    ['two\nlines', 'INVALID'],
  ])('the name %j is refused', async (name, code) => {
    expect((await create({ name })).userErrors).toMatchObject([{ code, path: ['input', 'name'] }])
  })

  test('a name of 200 characters is fine', async () => {
    expect((await create({ name: '𠮷'.repeat(200) })).userErrors).toEqual([])
  })

  test('what is left out stays, and null takes the manager away', async () => {
    const manager = await addUser(house, { name: 'Max Manager', email: 'max@example.com' })
    const { team } = await create({ name: 'Support', managerId: `usr_${manager.id}` })
    expect((await update({ teamId: team.id, name: 'Help desk' })).team).toEqual({
      id: team.id,
      name: 'Help desk',
      manager: { name: 'Max Manager' },
    })
    expect((await update({ teamId: team.id, managerId: null })).team).toMatchObject({
      name: 'Help desk',
      manager: null,
    })
    expect((await update({ teamId: team.id, name: null })).userErrors).toMatchObject([{ code: 'REQUIRED' }])
    const count = () => house.run((work) => work.rows(AuditEvent).count({ subjectId: team.id.slice(5) }))
    const before = await count()
    expect((await update({ teamId: team.id, name: 'Help desk', managerId: null })).userErrors).toEqual([])
    expect(await count()).toBe(before)
  })

  test('a manager who does not exist, is somebody else’s or is deactivated is refused, and so is such a team', async () => {
    const theirs = await addUser(house, { name: 'Their User', email: 'their@example.com' }, {}, stranger)
    const gone = await addUser(house, { name: 'Gone', email: 'gone@example.com' }, { status: 'DEACTIVATED' })
    const { team } = await create({ name: 'Managed' })
    for (const managerId of [`usr_${theirs.id}`, 'usr_00000000-0000-7000-8000-000000000000', team.id, '']) {
      const error = {
        code: 'NOT_FOUND',
        message: 'There is no user with this id.',
        path: ['input', 'managerId'],
        id: managerId,
      }
      expect((await create({ name: 'Never made', managerId })).userErrors).toMatchObject([error])
      expect((await update({ teamId: team.id, managerId })).userErrors).toMatchObject([error])
    }
    expect((await update({ teamId: team.id, managerId: `usr_${gone.id}` })).userErrors).toMatchObject([
      { code: 'USER_DEACTIVATED', path: ['input', 'managerId'] },
    ])
    expect((await update({ teamId: team.id, name: 'Stolen' }, stranger)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'teamId'], id: team.id },
    ])
    expect(await house.run((work) => work.rows(Team).count({ name: 'Never made' }))).toBe(0)
  })

  test('of two who take one name at the same moment one is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'Wanted' })))
    expect(answers.filter(({ team }) => team)).toHaveLength(1)
    expect(answers.flatMap(({ userErrors }) => userErrors)).toHaveLength(4)
  })

  test('teams are listed by name, forwards and backwards, and found by a part of it', async () => {
    const viewer = testViewer(await addOrganization(house, 'Listed Academy'), Role.HR)
    for (const name of ['delta', 'Alpha 100%', 'echo', 'Bravo_1', 'charlie', 'École', 'Bravo 1'])
      await create({ name }, viewer)
    const TEAMS = `query ($first: Int, $after: String, $last: Int, $before: String, $search: String) {
      teams(first: $first, after: $after, last: $last, before: $before, search: $search) {
        nodes { name } edges { cursor node { name } } totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`
    const list = async (variables: object) => (await house.ask(TEAMS, { ...variables }, viewer)).data.teams
    const names = (page: { nodes: { name: string }[] }) => page.nodes.map(({ name }) => name)
    const sorted = ['Alpha 100%', 'Bravo 1', 'Bravo_1', 'charlie', 'delta', 'echo', 'École']

    const first = await list({ first: 3 })
    expect(names(first)).toEqual(sorted.slice(0, 3))
    expect(first).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
    const second = await list({ first: 3, after: first.pageInfo.endCursor })
    expect(names(second)).toEqual(sorted.slice(3, 6))
    const third = await list({ first: 3, after: second.pageInfo.endCursor })
    expect(names(third)).toEqual(sorted.slice(6))
    expect(third.pageInfo.hasNextPage).toBe(false)
    const back = await list({ last: 2, before: third.pageInfo.startCursor })
    expect(names(back)).toEqual(sorted.slice(4, 6))
    expect(names(await list({ last: 2 }))).toEqual(sorted.slice(5))

    expect(names(await list({ search: 'BRAVO' }))).toEqual(['Bravo 1', 'Bravo_1'])
    expect(names(await list({ search: 'o_1' }))).toEqual(['Bravo_1'])
    expect(names(await list({ search: '0%' }))).toEqual(['Alpha 100%'])
    expect(names(await list({ search: 'école' }))).toEqual(['École'])
    expect(names(await list({ search: ' ' }))).toEqual(sorted)
    expect((await house.ask(TEAMS, { first: 201 }, viewer)).faults).toEqual(['BAD_USER_INPUT'])
    expect((await house.ask(TEAMS, { first: 1, after: 'nonsense' }, viewer)).faults).toEqual(['BAD_USER_INPUT'])
  })

  test('locations are listed by name, and both are nodes for those who may list them', async () => {
    const viewer = testViewer(await addOrganization(house, 'Placed Academy'), Role.HR)
    const ids = await house.run((work) => findOrAddLocations(work, ['Tokyo', 'London']), viewer)
    expect((await house.ask('{ locations { name } }', {}, viewer)).data.locations).toEqual([
      { name: 'London' },
      { name: 'Tokyo' },
    ])
    const { team } = await create({ name: 'Placed' }, viewer)
    const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Team { name } ... on Location { name } } }'
    const both = [team.id, `loc_${ids.get('Tokyo')}`]
    expect((await house.ask(NODES, { ids: both }, viewer)).data.nodes).toEqual([
      { id: both[0], name: 'Placed' },
      { id: both[1], name: 'Tokyo' },
    ])
    expect((await house.ask(NODES, { ids: both }, stranger)).data.nodes).toEqual([null, null])
    const learner = testViewer(viewer.organizationId, Role.LEARNER)
    expect((await house.ask(NODES, { ids: both }, learner)).data.nodes).toEqual([null, null])
  })
})
