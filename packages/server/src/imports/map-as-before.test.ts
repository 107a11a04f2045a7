import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'

const HEADER = 'Kontakt,Wer,Bereich,Notiz'
const MAPPINGS = [
  { column: 'Kontakt', field: 'email' },
  { column: 'Wer', field: 'name' },
  { column: 'Bereich', field: 'jobTitle', values: [{ from: 'Koch', to: 'Chef' }] },
  { column: 'Notiz' },
]
const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }

describe.each(databases)('a mapping is remembered (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    const started = await steps.start(`${HEADER}\nana@example.com,Ana,Koch,x`, { filename: 'March.csv' })
    const { id } = started.importSession
    await steps.map(id, MAPPINGS)
    await steps.commit(id, SETTINGS)
    await house.runJobs()
  })
  afterAll(() => house.close())

  it('and offered for the next file with the same headers, with what was left out and what was replaced', async () => {
    const { importSession } = await steps.start(`${HEADER}\nbo@example.com,Bo,Koch,y`)
    expect(importSession.state).toBe('UPLOADED')
    expect(importSession.unmatchedColumns).toEqual([])
    expect(importSession.columns).toMatchObject([
      {
        field: { key: 'email' },
        suggestion: {
          field: { key: 'email' },
          confidence: 1,
          reason: expect.stringMatching(/^mapped so in the import of March\.csv on \d{4}-\d\d-\d\d$/),
        },
      },
      { field: { key: 'name' } },
      { field: { key: 'jobTitle' } },
      { field: null, ignored: true, suggestion: null },
    ])
    expect((await steps.map(importSession.id)).userErrors).toEqual([])
    await steps.commit(importSession.id, SETTINGS)
    await house.runJobs()
    const { data } = await house.ask('{ users(filter: { search: "bo@example.com" }) { nodes { name jobTitle } } }')
    expect(data.users.nodes).toEqual([{ name: 'Bo', jobTitle: 'Chef' }])
  })

  it('but for no other headers, and not of an import that was given up', async () => {
    const other = await steps.start('Kontakt,Wer,Notiz,Bereich\nbo@example.com,Bo,y,Koch')
    expect(other.importSession.columns[3]).toMatchObject({ field: null, ignored: false })
    await steps.map(other.importSession.id, [
      { column: 'Kontakt', field: 'email' },
      { column: 'Wer', field: 'name' },
      { column: 'Notiz', field: 'location' },
    ])
    await steps.cancel(other.importSession.id)
    const again = await steps.start('Kontakt,Wer,Notiz,Bereich\nbo@example.com,Bo,y,Koch')
    expect(again.importSession.columns[2]).toMatchObject({ field: null, ignored: false })
  })

  it('and stays within its organization', async () => {
    const elsewhere = importSteps(house, testViewer(await addOrganization(house, 'Other'), Role.OWNER))
    const { importSession } = await elsewhere.start(`${HEADER}\nbo@example.com,Bo,Koch,y`)
    expect(importSession.columns[1]).toMatchObject({ field: null, ignored: false })
  })

  it('and can be changed', async () => {
    const { importSession } = await steps.start(`${HEADER}\ncy@example.com,Cy,Bar,y`)
    const mapped = await steps.map(importSession.id, [{ column: 'Bereich', field: 'location' }])
    expect(mapped.importSession.columns[2]).toMatchObject({ field: { key: 'location' } })
  })
})
