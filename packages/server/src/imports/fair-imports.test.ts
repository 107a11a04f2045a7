import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setTimeout as wait } from 'node:timers/promises'
import { Role } from '../base/viewer.ts'
import { readingWork } from '../base/work.ts'
import { startWorker, type Worker } from '../jobs/run-jobs.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { applyImport } from './apply-import.ts'
import { ImportSession } from './import-session.ts'
import { importSteps } from './import-steps.testing.ts'

const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const TURN_MS = 5_000

describe.each(databases)('imports of several organizations (%s)', (on) => {
  let house: TestHouse
  let worker: Worker | null = null
  beforeEach(async () => {
    house = await openHouse(on)
  })
  afterEach(async () => {
    await worker?.stop()
    worker = null
    await house.close()
  })

  async function organization(name: string) {
    const viewer = testViewer(await addOrganization(house, name), Role.OWNER)
    const steps = importSteps(house, viewer)
    const committed = async (rows: number): Promise<string> => {
      const people = Array.from({ length: rows }, (_, index) => `p${index}@example.com,Person ${index}`)
      const { importSession } = await steps.start(['Email,Name', ...people].join('\n'))
      await steps.map(importSession.id)
      expect((await steps.commit(importSession.id, ADD)).userErrors).toEqual([])
      return importSession.id
    }
    const stored = async () =>
      (await readingWork(house, viewer)
        .rows(ImportSession)
        .find({}, { order: { id: 'ASC' } })) as ImportSession[]
    return { steps, committed, stored }
  }

  it('are applied beside each other: a small one does not wait for a large one', async () => {
    const [large, small] = [await organization('Large'), await organization('Small')]
    const [largeId, smallId] = [await large.committed(15_000), await small.committed(3)]
    worker = startWorker(house, [applyImport])
    while ((await small.steps.show(smallId)).state === 'COMMITTING') await wait(20)
    expect((await small.steps.show(smallId)).report).toMatchObject({ created: 3 })
    while ((await large.steps.show(largeId)).state === 'COMMITTING') await wait(20)
    const [[one], [other]] = [await small.stored(), await large.stored()]
    expect(Number(one?.finishedAt)).toBeLessThan(Number(other?.finishedAt))
    expect(other?.createdCount).toBe(15_000)
  }, 120_000)

  it('take turns where there is one worker for all', async () => {
    const [large, small] = [await organization('Large'), await organization('Small')]
    await large.committed(15_000)
    await small.committed(3)
    const running = house.runJobs()
    while ((await large.stored())[0]?.fence === 0) await wait(1)
    // The first turn is over before the rows are.
    house.wait(TURN_MS)
    await running
    const [[one], [other]] = [await small.stored(), await large.stored()]
    expect([one?.state, other?.state]).toEqual(['COMMITTED', 'COMMITTED'])
    expect(Number(one?.finishedAt)).toBeLessThan(Number(other?.finishedAt))
    expect([one?.createdCount, other?.createdCount]).toEqual([3, 15_000])
  }, 120_000)
})
