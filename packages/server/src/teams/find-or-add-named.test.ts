import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { addOrganization, databases, openTestServer, testViewer, type TestServer } from '../testing.ts'
import { findOrAddLocations } from './find-or-add-location.ts'
import { findOrAddTeams } from './find-or-add-team.ts'
import { Team } from './team.ts'

describe.each(databases)('teams and locations that a file names, on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  test('are added once, and found again by their exact names', async () => {
    const names = ['Marketing', 'marketing', 'Märketing', '市場部', 'Marketing', 'Sales']
    const ids = await server.run((work) => findOrAddTeams(work, names))
    expect([...ids.keys()].sort()).toEqual([...new Set(names)].sort())
    expect(new Set(ids.values()).size).toBe(5)
    expect(await server.run((work) => findOrAddTeams(work, names.toReversed()))).toEqual(ids)
    const teams = await server.run((work) => work.rows(Team).find())
    expect(teams.map(({ name }) => name).sort()).toEqual([...new Set(names)].sort())
  })

  test('are looked up without a write when all are there', async () => {
    await server.run((work) => findOrAddLocations(work, ['London', 'Tokyo']))
    server.statements.reset()
    await server.run((work) => findOrAddLocations(work, ['Tokyo', 'London']))
    expect(server.statements.seen.filter((sql) => /INSERT/.test(sql))).toEqual([])
    expect(await server.run((work) => findOrAddLocations(work, []))).toEqual(new Map())
  })

  test('belong to one organization', async () => {
    const other = testViewer(await addOrganization(server, 'Other Academy'), Role.OWNER)
    const mine = await server.run((work) => findOrAddLocations(work, ['Lisbon']))
    const theirs = await server.run((work) => findOrAddLocations(work, ['Lisbon']), other)
    expect(theirs.get('Lisbon')).not.toBe(mine.get('Lisbon'))
  })

  test('are each there once after twenty imports that name them at the same moment in any order', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `Team ${index}`)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        server.run((work) => findOrAddTeams(work, [...names.slice(turn), ...names.slice(0, turn)])),
      ),
    )
    const [first, ...others] = answers.map((ids) => names.map((name) => ids.get(name)))
    for (const ids of others) expect(ids).toEqual(first)
    const teams = await server.run((work) => work.rows(Team).find())
    expect(teams.filter(({ name }) => name.startsWith('Team '))).toHaveLength(40)
  })

  test('are many at once', async () => {
    const names = Array.from({ length: 2_500 }, (_, index) => `Site ${index}`)
    const ids = await server.run((work) => findOrAddLocations(work, names))
    expect(ids.size).toBe(2_500)
    expect(await server.run((work) => findOrAddLocations(work, names))).toEqual(ids)
  })
})
