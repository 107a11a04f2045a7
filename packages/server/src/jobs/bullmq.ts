import { Queue as BullQueue, Worker as BullWorker } from 'bullmq'
import { Redis } from 'ioredis'
import type { Log } from '../base/log.ts'
import type { Queue } from './queue.ts'

const QUEUE = 'rollcall-jobs'
// Announcements within this time are one: a thousand invites ring once.
const QUIET_MS = 50

/** With Redis the announcement reaches one of any number of worker processes, the one that is free. */
export function bullmqQueue(redisUrl: string, log: Log): Queue {
  // A bell must not keep its callers waiting while Redis is away.
  const ringing = connect(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }, log)
  const queue = new BullQueue<null>(QUEUE, {
    connection: ringing,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  })
  queue.on('error', () => {})
  const closing: (() => Promise<unknown>)[] = [() => queue.close()]
  const connections = [ringing]
  let announced: NodeJS.Timeout | null = null

  return {
    announce() {
      announced ??= setTimeout(() => {
        announced = null
        queue.add('due', null).catch((error: unknown) => log.warn({ err: error }, 'Redis did not take an announcement'))
      }, QUIET_MS)
    },
    async listen(wake) {
      const listening = connect(redisUrl, { maxRetriesPerRequest: null }, log)
      connections.push(listening)
      const worker = new BullWorker<null>(QUEUE, async () => wake(), {
        connection: listening,
        lockDuration: 10_000,
        stalledInterval: 5_000,
      })
      worker.on('error', () => {})
      closing.unshift(() => worker.close(true))
    },
    isReady: () => ringing.status === 'ready',
    async close() {
      if (announced) clearTimeout(announced)
      await Promise.allSettled(closing.map((close) => close()))
      for (const connection of connections) connection.disconnect()
    },
  }
}

function connect(
  url: string,
  options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null },
  log: Log,
): Redis {
  const redis = new Redis(url, options)
  let isAway = false
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ err: error }, 'Redis cannot be reached; jobs are found by looking for them')
    isAway = true
  })
  redis.on('ready', () => (isAway = false))
  return redis
}
