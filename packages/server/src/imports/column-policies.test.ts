import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true, createMissingLocations: true }
const FULL = [
  'Email,First name,Last name,Job title,Location,Secondary teams,Employee ID',
  'ana@example.com,Ana,Lee,Cook,London,"Web, Sales",E1',
]
const HEADER = FULL[0] as string

describe.each(databases)('what a column does to values that are there (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
  })
  beforeEach(async () => {
    steps = importSteps(house, testViewer(await addOrganization(house, 'Example Academy'), Role.OWNER))
    await steps.run(FULL.join('\n'), SETTINGS)
  })
  afterAll(() => house.close())

  /** What a file changes for Ana: each field with the value before and after. */
  async function changes(line: string, mappings: object[], settings: object = {}): Promise<object> {
    const { importSession } = await steps.start(`${HEADER}\n${line}`)
    expect((await steps.map(importSession.id, mappings)).userErrors).toEqual([])
    await steps.commit(importSession.id, { ...SETTINGS, ...settings })
    await house.runJobs()
    const { nodes } = await steps.rows(importSession.id)
    expect(nodes[0].issues).toEqual([])
    return Object.fromEntries(
      nodes[0].changes.map(({ field, before, after }: { field: { key: string }; before: string; after: string }) => [
        field.key,
        [before, after],
      ]),
    )
  }

  it('is decided for its empty cells alone, whatever holds for the others', async () => {
    const empty = 'ana@example.com,Ana,Lee,,,,'
    expect(await changes(empty, [{ column: 'Location', field: 'location', emptyCells: 'CLEAR' }])).toEqual({
      location: ['London', null],
    })
    const kept = { column: 'Job title', field: 'jobTitle', emptyCells: 'KEEP' }
    expect(await changes(empty, [kept], { emptyCells: 'CLEAR' })).toEqual({ secondaryTeams: ['Sales', null] })
  })

  it('is to take them away where a cell says [clear]', async () => {
    expect(await changes('ana@example.com,Ana,Lee,[clear],[CLEAR],[clear],[clear]', [])).toEqual({
      jobTitle: ['Cook', null],
      location: ['London', null],
      secondaryTeams: ['Sales', null],
      externalId: ['E1', null],
    })
  })

  it('is taken back with the import', async () => {
    const { id } = await steps.run(`${HEADER}\nana@example.com,Ana,Lee,[clear],,[clear],[clear]`, SETTINGS)
    await steps.undo(id)
    await house.runJobs()
    expect(await changes(FULL[1] as string, [])).toEqual({})
  })

  it('is nothing where it only fills in what is missing', async () => {
    const fill = ['firstName', 'lastName', 'jobTitle', 'location', 'secondaryTeams', 'externalId'].map(
      (field, index) => ({ index: index + 1, field, existingValues: 'KEEP' }),
    )
    expect(await changes('ana@example.com,Anna,Li,Baker,Tokyo,Garden,E2', fill)).toEqual({})
    // Whoever writes so means it.
    expect(await changes('ana@example.com,Anna,Li,[clear],[clear],,', fill)).toEqual({
      jobTitle: ['Cook', null],
      location: ['London', null],
    })
    expect(await changes('ana@example.com,Anna,Li,Baker,Tokyo,Garden,E2', fill)).toEqual({
      jobTitle: [null, 'Baker'],
      location: [null, 'Tokyo'],
    })
  })

  it('is shown with the column, and stays decided for the next file of that kind', async () => {
    const { importSession } = await steps.start(FULL.join('\n'))
    const mappings = [
      { column: 'Job title', field: 'jobTitle', existingValues: 'KEEP' },
      { column: 'Location', field: 'location', emptyCells: 'CLEAR' },
    ]
    const mapped = await steps.map(importSession.id, mappings)
    const decided = { field: { key: 'jobTitle' }, existingValues: 'KEEP' }
    expect(mapped.importSession.columns[3]).toMatchObject(decided)
    expect(mapped.importSession.columns[4]).toMatchObject({ emptyCellPolicy: 'CLEAR', existingValues: 'OVERWRITE' })
    const corrected = await steps.start(FULL.join('\n'), { replaces: importSession.id })
    expect(corrected.importSession.columns[3]).toMatchObject(decided)
    await steps.commit(corrected.importSession.id, SETTINGS)
    await house.runJobs()
    const next = await steps.start(FULL.join('\n'))
    expect(next.importSession.columns[3]).toMatchObject(decided)
  })

  it('cannot be decided for columns that it has no meaning for', async () => {
    const { importSession } = await steps.start(`${HEADER},Leaver\n${FULL[1]},no`)
    const { userErrors } = await steps.map(importSession.id, [
      { column: 'Email', field: 'email', emptyCells: 'CLEAR' },
      { column: 'Location', field: 'location', emptyCells: 'CLEAR', existingValues: 'KEEP' },
      { column: 'Leaver', field: 'deactivate', existingValues: 'KEEP' },
    ])
    expect(userErrors).toMatchObject([
      { code: 'INVALID', path: ['input', 'mappings', '0', 'emptyCells'], column: 'Email' },
      { code: 'INVALID', path: ['input', 'mappings', '1', 'emptyCells'], column: 'Location' },
      { code: 'INVALID', path: ['input', 'mappings', '2', 'existingValues'], column: 'Leaver' },
    ])
  })
})
