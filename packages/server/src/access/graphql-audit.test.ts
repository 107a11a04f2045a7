import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { globalId } from '../base/graphql/ids.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'

const EVENTS = `query (
  $first: Int, $after: String, $subjectId: ID, $actorId: ID, $actions: [String!], $since: DateTime, $until: DateTime
) {
  auditEvents(
    first: $first, after: $after, subjectId: $subjectId, actorId: $actorId, actions: $actions, since: $since, until: $until
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id at action actor actorKind actorId subjectId subject { id } summary requestId ipAddress
      changes { field before after }
    }
  }
}`

interface Told {
  id: string
  action: string
  subjectId: string | null
}

describe.each(databases)('the audit (%s)', (on) => {
  let house: TestHouse
  let userId: string

  beforeAll(async () => {
    house = await openHouse(on)
    userId = globalId('User', (await addUser(house, { email: 'ana@audit.example', name: 'Ana Ruiz' })).id)
    const { data } = await house.ask(`mutation { createTeam(input: { name: "Sales" }) { team { id } } }`)
    const teamId = data.createTeam.team.id as string
    await house.ask(
      `mutation ($id: ID!, $teamId: ID) {
        updateUser(input: { userId: $id, jobTitle: "Engineer", primaryTeamId: $teamId }) { userErrors { message } } }`,
      { id: userId, teamId },
    )
    house.wait(60_000)
    await house.ask(`mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { message } } }`, {
      id: userId,
    })
  })
  afterAll(() => house.close())

  const actionsOf = async (variables: object): Promise<string[]> => {
    const { data } = await house.ask(EVENTS, { ...variables })
    return data.auditEvents.nodes.map(({ action }: Told) => action)
  }

  it('says who did what to whom, when, and what was before and after', async () => {
    const { data } = await house.ask(EVENTS, { actions: ['user.updated'] })
    expect(data.auditEvents).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          id: expect.stringMatching(/^aud_/),
          actor: 'API key Key of a test, OWNER',
          actorKind: 'API_KEY',
          actorId: globalId('ApiKey', String(house.as('OWNER').id)),
          subjectId: userId,
          subject: { id: userId },
          summary: 'API key Key of a test, OWNER changed a user.',
          changes: [
            { field: 'jobTitle', before: null, after: 'Engineer' },
            { field: 'primaryTeamId', before: null, after: expect.stringMatching(/^team_/) },
          ],
        },
      ],
    })
  })

  it('is told newest first, page by page', async () => {
    const all = await house.ask(EVENTS)
    expect(all.data.auditEvents.nodes.map(({ action }: Told) => action)).toEqual([
      'user.deactivated',
      'user.updated',
      'team.created',
    ])
    const first = await house.ask(EVENTS, { first: 2 })
    expect(first.data.auditEvents).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
    const rest = await house.ask(EVENTS, { first: 2, after: first.data.auditEvents.pageInfo.endCursor })
    expect([...first.data.auditEvents.nodes, ...rest.data.auditEvents.nodes]).toEqual(all.data.auditEvents.nodes)
  })

  it('can be asked for by object, by whoever did it, by action and by time', async () => {
    const past = new Date(house.now().getTime() - 30_000).toISOString()
    expect(await actionsOf({ subjectId: userId })).toEqual(['user.deactivated', 'user.updated'])
    expect(await actionsOf({ actorId: globalId('ApiKey', String(house.as('OWNER').id)) })).toHaveLength(3)
    expect(await actionsOf({ actorId: userId })).toEqual([])
    expect(await actionsOf({ actions: ['team.created'] })).toEqual(['team.created'])
    expect(await actionsOf({ since: past })).toEqual(['user.deactivated'])
    expect(await actionsOf({ until: past })).toEqual(['user.updated', 'team.created'])
  })

  it('says of an import what was chosen anew, and not what stayed', async () => {
    const steps = importSteps(house)
    const { importSession } = await steps.start('Email,Name,Xyz\nbo@audit.example,Bo Li,Engineer\n')
    await steps.map(importSession.id, [{ column: 'Xyz', field: 'jobTitle' }])
    for (const invites of ['NONE', 'IMMEDIATE']) {
      await steps.configure(importSession.id, { mode: 'ADD_ONLY', invites })
    }
    const { data } = await house.ask(EVENTS, { subjectId: importSession.id })
    const [again, first, mapped] = data.auditEvents.nodes
    expect(again.changes).toEqual([{ field: 'invites', before: 'NONE', after: 'IMMEDIATE' }])
    expect(first.changes).toContainEqual({ field: 'mode', before: null, after: 'ADD_ONLY' })
    expect(mapped.changes).toContainEqual({ field: '3. Xyz', before: null, after: 'jobTitle' })
  })

  it('is shown to Owner and Admin alone, and to nobody of another organization', async () => {
    const id = (await house.ask(EVENTS)).data.auditEvents.nodes[0].id as string
    const node = `query ($id: ID!) { node(id: $id) { id } }`
    for (const role of ['OWNER', 'ADMIN'] as const) {
      expect(await house.ask(node, { id }, house.as(role))).toMatchObject({ data: { node: { id } }, faults: [] })
    }
    for (const role of ['HR', 'CURATOR', 'LEARNING_DESIGNER', 'REPORTER', 'LEARNER'] as const) {
      expect(await house.ask(EVENTS, {}, house.as(role))).toMatchObject({ faults: ['FORBIDDEN'] })
      expect(await house.ask(node, { id }, house.as(role))).toMatchObject({ data: { node: null }, faults: [] })
    }
    const elsewhere = testViewer(await addOrganization(house, 'Elsewhere'), 'OWNER')
    expect(await house.ask(node, { id }, elsewhere)).toMatchObject({ data: { node: null }, faults: [] })
    expect((await house.ask(EVENTS, { subjectId: userId }, elsewhere)).data.auditEvents.nodes).toEqual([])
  })
})
