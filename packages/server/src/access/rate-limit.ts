import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { Fault } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { RateLimiter, Server } from '../base/work.ts'

/** How often something may happen within a time that begins with the first. */
export interface RateLimit {
  /** Tells the counts of one limit from those of another. */
  name: string
  most: number
  seconds: number
}

/** Calls are not kept waiting for a Redis that hangs; until it is back each process counts for itself. */
const REDIS_WITHIN_MS = 500

/** Counts in Redis, so that all processes count together, or in this process where there is none. */
export function openRateLimiter(redisUrl: string | null, log: Log): RateLimiter & { close(): void } {
  const redis = redisUrl === null ? null : connect(redisUrl, log)
  const counters = new Map<string, RateLimiterAbstract>()
  const counterOf = ({ name, most, seconds }: RateLimit) => {
    const id = `${name}:${most}:${seconds}`
    const counter = counters.get(id) ?? makeCounter(redis, { keyPrefix: name, points: most, duration: seconds })
    counters.set(id, counter)
    return counter
  }
  return {
    async take(limit, key, times = 1) {
      const counter = counterOf(limit)
      try {
        await counter.consume(key, times)
        return 0
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        // What is refused was not done and does not count.
        await counter.reward(key, times)
        return Math.max(1, refused.msBeforeNext)
      }
    },
    async giveBack(limit, key) {
      await counterOf(limit).reward(key, 1)
    },
    async look(limit, key) {
      const found = await counterOf(limit).get(key)
      return found && found.consumedPoints >= limit.most ? Math.max(1, found.msBeforeNext) : 0
    },
    async forget(limit, key) {
      await counterOf(limit).delete(key)
    },
    close: () => redis?.disconnect(),
  }
}

/**
 * Counts what is about to be done, or says by the fault RATE_LIMITED how long to wait. The key begins with the
 * organization or names somebody unknown; `what` is the subject of the sentence: "Invites".
 */
export async function takeOrWait(
  { rates }: Pick<Server, 'rates'>,
  limit: RateLimit,
  { key, what, times = 1 }: { key: string; what: string; times?: number },
): Promise<void> {
  const wait = await rates.take(limit, key, times)
  if (wait > 0) throw rateLimited(limit, what, wait)
}

/** The fault of somebody who has to wait so many milliseconds. */
function rateLimited({ most, seconds }: RateLimit, what: string, waitMs: number): Fault {
  const retryAfter = Math.ceil(waitMs / 1_000)
  const span = SPANS[seconds] ?? `${seconds} seconds`
  return new Fault('RATE_LIMITED', `${what}: at most ${most} within ${span}. Try again in ${retryAfter} s.`, {
    retryAfter,
    limit: most,
  })
}

const SPANS: Record<number, string> = { 60: 'a minute', 900: '15 minutes', 3_600: 'an hour', 86_400: 'a day' }

function makeCounter(
  redis: Redis | null,
  options: { keyPrefix: string; points: number; duration: number },
): RateLimiterAbstract {
  const memory = new RateLimiterMemory(options)
  if (!redis) return memory
  const keyPrefix = `rollcall:rate:${options.keyPrefix}`
  return new RateLimiterRedis({ ...options, keyPrefix, storeClient: redis, insuranceLimiter: memory })
}

function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: REDIS_WITHIN_MS,
  })
  let isAway = false
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ err: error }, 'Redis cannot be reached; each process counts its calls for itself')
    isAway = true
  })
  redis.on('ready', () => (isAway = false))
  return redis
}
