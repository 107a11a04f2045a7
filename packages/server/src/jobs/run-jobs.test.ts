import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { databases, openTestServer, type TestServer } from '../testing.ts'
import { defineJob, jobName } from './define-job.ts'
import { enqueue } from './enqueue.ts'
import { Job } from './job.ts'
import { runDueJobs, startWorker } from './run-jobs.ts'

const GREET = jobName<{ name: string }>('greet')

describe.each(databases)('jobs (%s)', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const ask = (name: string, runAt?: Date) =>
    server.run((work) => enqueue(work, GREET, { name }, { uniqueKey: `greet ${name}`, ...(runAt ? { runAt } : {}) }))
  const jobs = () => server.run((work) => work.rows(Job).find())

  it('are run once and then gone', async () => {
    const greeted: string[] = []
    const greet = defineJob(GREET, async (_server, { payload }) => {
      greeted.push(payload.name)
      return null
    })
    await ask('Ana')
    await ask('Ana')
    await runDueJobs(server, [greet])
    expect(greeted).toEqual(['Ana'])
    expect(await jobs()).toEqual([])
  })

  it('are not there when the transaction that asked for them was rolled back', async () => {
    const failing = server.run(async (work) => {
      await enqueue(work, GREET, { name: 'Bo' }, { uniqueKey: 'greet Bo' })
      throw new Error('as intended')
    })
    await expect(failing).rejects.toThrow('as intended')
    expect(await jobs()).toEqual([])
  })

  it('wait for their time, and the earlier of two times counts', async () => {
    let runs = 0
    const greet = defineJob(GREET, async () => {
      runs++
      return null
    })
    const later = new Date(server.now().getTime() + 3_600_000)
    await ask('Cy', later)
    await ask('Cy', new Date(later.getTime() - 1_800_000))
    await runDueJobs(server, [greet])
    expect(runs).toBe(0)
    server.wait(1_801_000)
    await runDueJobs(server, [greet])
    expect(runs).toBe(1)
  })

  it('run once more when they are asked for while they run', async () => {
    let runs = 0
    const greet = defineJob(GREET, async () => {
      if (runs++ === 0) await ask('Di')
      return null
    })
    await ask('Di')
    await runDueJobs(server, [greet])
    expect(runs).toBe(2)
    expect(await jobs()).toEqual([])
  })

  it('are kept and repeated later when they fail', async () => {
    let runs = 0
    const greet = defineJob(GREET, async () => {
      if (runs++ === 0) throw new Error('no luck')
      return null
    })
    await ask('Ed')
    await runDueJobs(server, [greet])
    expect(await jobs()).toMatchObject([{ attempts: 1, lastError: 'no luck', leaseUntil: null }])
    server.wait(10_000)
    await runDueJobs(server, [greet])
    expect(runs).toBe(2)
    expect(await jobs()).toEqual([])
  })

  it('are taken over when the worker that had them is gone', async () => {
    await ask('Flo')
    const [job] = await jobs()
    const dead = { leaseUntil: new Date(server.now().getTime() + 6_000), fence: 1 }
    await server.run((work) => work.rows(Job).update({ id: job?.id as string }, dead))
    let runs = 0
    const greet = defineJob(GREET, async () => {
      runs++
      return null
    })
    await runDueJobs(server, [greet])
    expect(runs).toBe(0)
    server.wait(6_001)
    await runDueJobs(server, [greet])
    expect(runs).toBe(1)
  })

  it('are run by one worker each, however many look for them', async () => {
    const runs = new Map<string, number>()
    let done = () => {}
    const allDone = new Promise<void>((resolve) => (done = resolve))
    const greet = defineJob(GREET, async (_server, { payload }) => {
      runs.set(payload.name, (runs.get(payload.name) ?? 0) + 1)
      if (runs.size === 40) done()
      return null
    })
    for (let index = 0; index < 40; index++) await ask(`many ${index}`)
    const workers = Array.from({ length: 4 }, () => startWorker(server, [greet]))
    await allDone
    await Promise.all(workers.map((worker) => worker.stop()))
    expect([...runs.values()]).toEqual(Array(40).fill(1))
    expect(await jobs()).toEqual([])
  })

  it('are not kept waiting by long ones, however many of these there are', async () => {
    const [IMPORT, SEND] = [jobName<Record<string, never>>('import'), jobName<Record<string, never>>('send')]
    let end = () => {}
    const isEnded = new Promise<null>((resolve) => (end = () => resolve(null)))
    let imports = 0
    let sent = () => {}
    const isSent = new Promise<void>((resolve) => (sent = resolve))
    const long = defineJob(
      IMPORT,
      () => {
        imports++
        return isEnded
      },
      { isLong: true },
    )
    const short = defineJob(SEND, async () => {
      sent()
      return null
    })
    await server.run(async (work) => {
      for (let index = 0; index < 20; index++) await enqueue(work, IMPORT, {}, { uniqueKey: `import ${index}` })
      await enqueue(work, SEND, {}, { uniqueKey: 'send' })
    })
    const worker = startWorker(server, [long, short])
    await isSent
    expect(imports).toBeLessThan(20)
    end()
    await worker.stop()
  })
})
