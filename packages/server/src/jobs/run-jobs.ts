import { isConnectionLost } from '../base/database.ts'
import { Fault } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import type { JobDefinition } from './define-job.ts'
import { Job } from './job.ts'

// A worker that died holds its jobs no longer than this; one that lives renews them three times meanwhile.
const LEASE_MS = 6_000
const HEARTBEAT_MS = 1_800
/** Without an announcement a due job waits this long at most. */
const SWEEP_EVERY_MS = 2_000
/** Apart, so that neither imports keep mail waiting nor mail imports. */
const SHORT_JOBS_AT_ONCE = 4
const LONG_JOBS_AT_ONCE = 2
const LONGEST_PAUSE_MS = 5 * 60_000

/** A worker that runs due jobs until it is stopped. */
export interface Worker {
  /** Looks for due jobs now instead of at the next sweep. */
  wake(): void
  /** Takes no more jobs, tells those in hand to stop, and waits until they have. */
  stop(): Promise<void>
}

/** Starts a worker in this process for jobs of these definitions. */
export function startWorker(server: Server, definitions: readonly JobDefinition[]): Worker {
  const stopping = new AbortController()
  const running = new Map<Promise<void>, Job>()
  const long = definitions.filter(({ isLong }) => isLong)
  const short = definitions.filter(({ isLong }) => !isLong)
  const claimFree = async (some: readonly JobDefinition[], most: number) => {
    const busy = [...running.values()].filter((job) => some.some(({ name }) => name === job.name))
    return claimDueJobs(server, some, most - busy.length)
  }
  const claim = async () => [
    ...(await claimFree(short, SHORT_JOBS_AT_ONCE)),
    ...(await claimFree(long, LONG_JOBS_AT_ONCE)),
  ]
  let woken = () => {}

  const loop = async () => {
    while (!stopping.signal.aborted) {
      const isIdle = new Promise<void>((resolve) => (woken = resolve))
      const claimed = await claim().catch(logged(server, []))
      for (const job of claimed) {
        const run = runJob(server, definitions, job, stopping.signal)
          .catch(logged(server, undefined))
          .finally(() => {
            running.delete(run)
            woken()
          })
        running.set(run, job)
      }
      if (claimed.length === 0) {
        const sweep = setTimeout(woken, SWEEP_EVERY_MS)
        await isIdle
        clearTimeout(sweep)
      }
    }
  }
  const looping = loop()

  return {
    wake: () => woken(),
    async stop() {
      stopping.abort()
      woken()
      await looping
      await Promise.all(running.keys())
    },
  }
}

/** Runs what is due, one job after the other, until nothing is: a worker for tests and scripts. */
export async function runDueJobs(server: Server, definitions: readonly JobDefinition[]): Promise<void> {
  for (;;) {
    const [job] = await claimDueJobs(server, definitions, 1)
    if (!job) return
    await runJob(server, definitions, job, new AbortController().signal)
  }
}

/** Forgets who held jobs: for a database that only one process can open, whose former process is gone. */
export async function releaseAllJobs(server: Server): Promise<void> {
  await server.database.writer
    .createQueryBuilder()
    .update(Job)
    .set({ leaseUntil: null })
    .where('lease_until IS NOT NULL /* every organization */')
    .execute()
}

async function claimDueJobs(server: Server, definitions: readonly JobDefinition[], most: number): Promise<Job[]> {
  if (definitions.length === 0 || most <= 0) return []
  const now = server.now()
  const due = await server.database.reader.manager
    .createQueryBuilder(Job, 'job')
    .where('job.runAt <= :now /* every organization */', { now })
    .andWhere('(job.leaseUntil IS NULL OR job.leaseUntil <= :now)', { now })
    .andWhere('job.name IN (:...names)', { names: definitions.map(({ name }) => name) })
    .orderBy('job.runAt', 'ASC')
    .take(most)
    .getMany()
  const claimed: Job[] = []
  for (const job of due) {
    const claim = { fence: job.fence + 1, leaseUntil: leaseEnd(server) }
    // Of several workers that saw it, the one whose UPDATE still finds the old fence has it.
    if (await changeJob(server, job, claim)) claimed.push(Object.assign(job, claim))
  }
  return claimed
}

async function runJob(
  server: Server,
  definitions: readonly JobDefinition[],
  job: Job,
  stopping: AbortSignal,
): Promise<void> {
  const definition = definitions.find(({ name }) => name === job.name) as JobDefinition
  const lost = new AbortController()
  const heartbeat = setInterval(() => {
    void changeJob(server, job, { leaseUntil: leaseEnd(server) })
      .then((isOurs) => isOurs || lost.abort())
      .catch(() => {})
  }, HEARTBEAT_MS)
  try {
    const again = await definition.run(server, {
      organizationId: job.organizationId,
      payload: job.payload as never,
      failures: job.attempts,
      signal: AbortSignal.any([stopping, lost.signal]),
    })
    clearInterval(heartbeat)
    await finish(server, job, again)
  } catch (error) {
    clearInterval(heartbeat)
    await postpone(server, job, error)
  }
}

async function finish(server: Server, job: Job, again: Date | null): Promise<void> {
  const asAsked = { id: job.id, fence: job.fence, asked: job.asked }
  const affected = await inTransaction(server, systemViewer(job.organizationId), (work) =>
    again
      ? work.rows(Job).update(asAsked, { runAt: again, leaseUntil: null, attempts: 0, lastError: null })
      : work.rows(Job).delete(asAsked),
  )
  // Asked for again while it ran.
  if (affected === 0) await handBack(server, job)
}

async function handBack(server: Server, job: Job): Promise<void> {
  await changeJob(server, job, { runAt: server.now(), leaseUntil: null, attempts: 0, lastError: null })
}

// A job is owed until it is done: a failure of ours is tried again for ever, ever more slowly.
async function postpone(server: Server, job: Job, error: unknown): Promise<void> {
  const attempts = job.attempts + 1
  const isPassing = isConnectionLost(error) || (error instanceof Fault && error.code === 'SERVICE_UNAVAILABLE')
  const pause = isPassing ? SWEEP_EVERY_MS : Math.min(1_000 * 2 ** attempts, LONGEST_PAUSE_MS)
  server.log[isPassing ? 'warn' : 'error']({ err: error, job: job.name, attempts }, 'A job failed and will be repeated')
  await changeJob(server, job, {
    runAt: new Date(server.now().getTime() + pause * (0.75 + Math.random() / 2)),
    leaseUntil: null,
    attempts,
    lastError: String(error instanceof Error ? error.message : error).slice(0, 500),
  })
}

async function changeJob(
  server: Server,
  job: Job,
  changes: Partial<Pick<Job, 'fence' | 'runAt' | 'leaseUntil' | 'attempts' | 'lastError'>>,
): Promise<boolean> {
  const affected = await inTransaction(server, systemViewer(job.organizationId), (work) =>
    work.rows(Job).update({ id: job.id, fence: job.fence }, changes),
  )
  return affected === 1
}

function leaseEnd(server: Server): Date {
  return new Date(server.now().getTime() + LEASE_MS)
}

function logged<Value>(server: Server, value: Value): (error: unknown) => Value {
  return (error) => {
    server.log.error({ err: error }, 'The worker could not reach its jobs')
    return value
  }
}
