import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'
import { ImportBatch } from './import-row.ts'

const DAY_MS = 24 * 3_600_000
const FILE = 'Email,Name\nann@example.com,Ann\nbo@example,Bo\n'
const SETTINGS = { mode: 'ADD_ONLY', invites: 'NONE' }

describe.each(databases)('what becomes of imports with time on %s', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>

  beforeEach(async () => {
    house = await openHouse(on, { IMPORT_IDLE_DAYS: '7', IMPORT_RETENTION_DAYS: '30' })
    steps = importSteps(house)
  })
  afterEach(() => house.close())

  const daysLater = async (days: number) => {
    house.wait(days * DAY_MS)
    await house.runJobs()
  }
  const keptFiles = () => readdirSync(join(house.dataDir, 'files', house.organizationId))
  const keptBatches = () => house.run((work) => work.rows(ImportBatch).count({}))
  const expiryOf = async (id: string) => {
    const { data } = await house.ask('query ($id: ID!) { importSession(id: $id) { expiresAt updatedAt } }', { id })
    const { expiresAt, updatedAt } = data.importSession
    return expiresAt && (Date.parse(expiresAt) - Date.parse(updatedAt)) / DAY_MS
  }

  test('one that nobody commits expires seven days after the last step, with its rows and its file', async () => {
    const { id } = (await steps.start(FILE)).importSession
    await daysLater(6)
    await steps.map(id)
    expect(await expiryOf(id)).toBe(7)
    await daysLater(6)
    expect((await steps.show(id)).state).toBe('MAPPED')
    await daysLater(1.1)
    const expired = await steps.show(id)
    expect(expired).toMatchObject({ state: 'EXPIRED', allowedActions: [], progress: { phase: 'DONE' }, report: null })
    expect(await expiryOf(id)).toBeNull()
    expect((await steps.rows(id)).totalCount).toBe(0)
    expect([keptFiles(), await keptBatches()]).toEqual([[], 0])
    expect((await steps.commit(id, SETTINGS)).userErrors).toMatchObject([
      { code: 'IMPORT_STATE', currentState: 'EXPIRED', hint: expect.stringContaining('startImport') },
    ])
  })

  test('of one that was committed only the counts stay once its rows are kept no longer', async () => {
    const { id, report } = await steps.run(FILE, SETTINGS)
    await daysLater(29)
    expect([keptFiles().length, await keptBatches()]).toEqual([1, 1])
    await daysLater(1.1)
    expect([keptFiles(), await keptBatches()]).toEqual([[], 0])
    const forgotten = await steps.show(id)
    expect(forgotten).toMatchObject({ state: 'COMMITTED', report, file: { name: 'inline.csv', rowCount: 2 } })
    expect(
      forgotten.columns.map(({ header, samples }: { header: string; samples: string[] }) => [header, samples]),
    ).toEqual([
      ['Email', []],
      ['Name', []],
    ])
    expect(await steps.rows(id)).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test('later imports are looked after as well', async () => {
    const first = (await steps.start(FILE)).importSession
    await daysLater(7.1)
    await daysLater(31)
    const second = (await steps.start(FILE)).importSession
    await daysLater(7.1)
    expect([(await steps.show(first.id)).state, (await steps.show(second.id)).state]).toEqual(['EXPIRED', 'EXPIRED'])
    expect([keptFiles(), await keptBatches()]).toEqual([[], 0])
  })
})
