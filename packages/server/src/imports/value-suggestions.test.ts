import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { Location } from '../teams/location.ts'
import { Team } from '../teams/team.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'

const FILE = `Email,Name,Team,Location,Role,Language,Time zone
a@example.com,A,Markting,London,Learner,de,Europe/Berlin
b@example.com,B,Markting,Lodnon,Learnr,Germna,Berlin
c@example.com,C,marketing,London,,Deutsch,
d@example.com,D,Shift 3,London,,Klingonish tongue,`

describe.each(databases)('values that are slips of known ones (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    const createdAt = house.now()
    await house.run(async (work) => {
      const teams = ['Marketing', 'Shift 1'].map((name) => ({ id: newId(), name, managerId: null, createdAt }))
      await work.rows(Team).insertMany(teams)
      await work.rows(Location).insertMany([{ id: newId(), name: 'London', createdAt }])
    })
  })
  afterAll(() => house.close())

  async function suggestionsOf(id: string, settings: object = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }) {
    const { data } = await house.ask(
      `query ($id: ID!, $settings: ImportSettingsInput) { importSession(id: $id) { preview(settings: $settings) {
        invalid newTeams valueSuggestions { columnIndex field { key } from to rows } } } }`,
      { id, settings },
    )
    return data.importSession.preview
  }

  it('are listed once each with what is meant, the most frequent first', async () => {
    const { importSession } = await steps.start(FILE)
    await steps.map(importSession.id)
    const { invalid, valueSuggestions } = await suggestionsOf(importSession.id)
    expect(invalid).toBe(4)
    expect(valueSuggestions).toHaveLength(6)
    expect(valueSuggestions[0]).toEqual({
      columnIndex: 2,
      field: { key: 'primaryTeam' },
      from: 'Markting',
      to: 'Marketing',
      rows: 2,
    })
  })

  it('are put right in every row by one replacement', async () => {
    const { importSession } = await steps.start(FILE)
    const { id } = importSession
    await steps.map(id)
    const columns = new Map<number, { index: number; field: string; values: object[] }>()
    const { valueSuggestions } = await suggestionsOf(id)
    for (const { columnIndex, field, from, to } of valueSuggestions) {
      const column = columns.get(columnIndex) ?? { index: columnIndex, field: field.key, values: new Array<object>() }
      column.values.push({ from, to })
      columns.set(columnIndex, column)
    }
    expect((await steps.map(id, [...columns.values()])).userErrors).toEqual([])
    expect(await suggestionsOf(id)).toMatchObject({ invalid: 1, valueSuggestions: [] })
  })

  it('make no second team in silence where missing ones are made', async () => {
    const { importSession } = await steps.start('Email,Name,Team\na@example.com,A,Markting\nb@example.com,B,Shift 3')
    await steps.map(importSession.id)
    const settings = { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true }
    const { invalid, newTeams, valueSuggestions } = await suggestionsOf(importSession.id, settings)
    expect({ invalid, newTeams }).toEqual({ invalid: 0, newTeams: ['Markting', 'Shift 3'] })
    expect(valueSuggestions).toMatchObject([{ from: 'Markting', to: 'Marketing', rows: 1 }])
    await steps.configure(importSession.id, settings)
    const { nodes } = await steps.rows(importSession.id)
    expect(nodes.map(({ issues }: { issues: object[] }) => issues)).toMatchObject([
      [
        {
          code: 'TEAM_UNKNOWN',
          severity: 'WARNING',
          message: 'Markting will be a new team beside Marketing. Correct the spelling if that one is meant.',
        },
      ],
      [],
    ])
  })
})
