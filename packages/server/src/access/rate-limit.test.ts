import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Fault } from '../base/errors.ts'
import { openLog } from '../base/log.ts'
import { openRateLimiter, takeOrWait } from './rate-limit.ts'

const log = openLog('silent')
const redisUrl = process.env['TEST_REDIS_URL'] ?? null
const stores: [string, string | null][] = [
  ['this process', null],
  ...(redisUrl ? [['Redis', redisUrl] as [string, string]] : []),
]

describe.each(stores)('counting in %s', (_, url) => {
  let rates: ReturnType<typeof openRateLimiter>
  const limit = { name: 'test', most: 3, seconds: 3_600 }
  beforeAll(() => {
    rates = openRateLimiter(url, log)
  })
  afterAll(() => rates.close())

  it('lets as many through as are allowed, and says how long the next has to wait', async () => {
    const key = randomUUID()
    for (let call = 0; call < 3; call++) {
      expect(await rates.look(limit, key)).toBe(0)
      expect(await rates.take(limit, key)).toBe(0)
    }
    const wait = await rates.take(limit, key)
    expect(wait).toBeGreaterThan(3_590_000)
    expect(wait).toBeLessThanOrEqual(3_600_000)
    expect(await rates.look(limit, key)).toBeGreaterThan(3_590_000)
  })

  it('does not count what it refused', async () => {
    const key = randomUUID()
    expect(await rates.take(limit, key, 2)).toBe(0)
    expect(await rates.take(limit, key, 2)).toBeGreaterThan(0)
    expect(await rates.take(limit, key, 1)).toBe(0)
  })

  it('counts each key and each limit by itself, and begins anew when it is told to forget', async () => {
    const key = randomUUID()
    expect(await rates.take(limit, key, 3)).toBe(0)
    expect(await rates.take(limit, randomUUID())).toBe(0)
    expect(await rates.take({ ...limit, name: 'other' }, key)).toBe(0)
    await rates.forget(limit, key)
    expect(await rates.take(limit, key)).toBe(0)
  })

  it('counts no more what is given back', async () => {
    const key = randomUUID()
    expect(await rates.take(limit, key, 3)).toBe(0)
    await rates.giveBack(limit, key)
    expect(await rates.take(limit, key)).toBe(0)
    expect(await rates.take(limit, key)).toBeGreaterThan(0)
  })

  it('tells a caller what is limited and when to come back', async () => {
    const key = randomUUID()
    await takeOrWait({ rates }, limit, { key, what: 'Invites', times: 3 })
    const error = await takeOrWait({ rates }, limit, { key, what: 'Invites' }).catch((fault: unknown) => fault)
    expect(error).toBeInstanceOf(Fault)
    expect(error).toMatchObject({ code: 'RATE_LIMITED', facts: { retryAfter: 3_600, limit: 3 } })
    expect((error as Fault).message).toBe('Invites: at most 3 within an hour. Try again in 3600 s.')
  })
})

it('goes on counting by itself while Redis cannot be reached', async () => {
  const rates = openRateLimiter('redis://127.0.0.1:1', log)
  const limit = { name: 'test', most: 1, seconds: 60 }
  const key = randomUUID()
  expect(await rates.take(limit, key)).toBe(0)
  expect(await rates.take(limit, key)).toBeGreaterThan(0)
  rates.close()
})
