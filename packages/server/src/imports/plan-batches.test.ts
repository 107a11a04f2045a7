import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { addUser, databases, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

describe.each(databases)('the manager of a user (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    const ana = await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    const bo = await addUser(house, { email: 'bo@example.com', name: 'Bo' })
    const cy = await addUser(house, { email: 'cy@example.com', name: 'Cy' })
    const [sales, web, kitchen] = ['Sales', 'Web', 'Kitchen'].map((name) => ({
      id: newId(),
      name,
      createdAt: house.now(),
    }))
    await house.run(async (work) => {
      await work.rows(Team).insertMany([
        { ...sales!, managerId: ana.id },
        { ...web!, managerId: bo.id },
        { ...kitchen!, managerId: ana.id },
      ])
      for (const id of [bo.id, cy.id]) await work.rows(User).update({ id }, { primaryTeamId: sales!.id })
    })
  })
  afterAll(() => house.close())

  async function changesTo(email: string, team: string): Promise<object[]> {
    const { importSession } = await steps.start(
      `Email,Name,Team\n${email},${email === 'cy@example.com' ? 'Cy' : 'Bo'},${team}`,
    )
    await steps.map(importSession.id)
    await steps.configure(importSession.id, { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true })
    const { nodes } = await steps.rows(importSession.id)
    await steps.cancel(importSession.id)
    return nodes[0].changes.map(({ field, before, after }: Record<string, { key: string }>) => [
      field?.key,
      before,
      after,
    ])
  }

  it('changes with the primary team, and the preview shows both', async () => {
    expect(await changesTo('cy@example.com', 'Web')).toEqual([
      ['primaryTeam', 'Sales', 'Web'],
      ['manager', 'Ana', 'Bo'],
    ])
  })

  it('goes with a team that has none yet', async () => {
    expect(await changesTo('cy@example.com', 'Garden')).toEqual([
      ['primaryTeam', 'Sales', 'Garden'],
      ['manager', 'Ana', null],
    ])
  })

  it('is nobody where the team is their own', async () => {
    expect(await changesTo('bo@example.com', 'Web')).toEqual([
      ['primaryTeam', 'Sales', 'Web'],
      ['manager', 'Ana', null],
    ])
  })

  it('stays where both teams have the same, and where the team stays', async () => {
    expect(await changesTo('cy@example.com', 'Kitchen')).toEqual([['primaryTeam', 'Sales', 'Kitchen']])
    expect(await changesTo('cy@example.com', 'Sales')).toEqual([])
  })
})
