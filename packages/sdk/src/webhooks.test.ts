import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import { Rollcall } from './index.ts'
import { rejection } from './testing.ts'
import { signWebhook, verifyWebhook, WebhookVerificationError, type WebhookMessage } from './verify-webhook.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const BODY = JSON.stringify({
  id: 'whd_1',
  event: 'USER_CREATED',
  at: '2026-01-31T09:00:00.000Z',
  data: { name: 'Ñandú' },
})

describe('a request to a webhook', () => {
  test('is taken with the headers of Fetch, of Node, and as bytes', async () => {
    const headers = await signWebhook(BODY, SECRET)
    const message = JSON.parse(BODY) as WebhookMessage
    expect(await verifyWebhook(BODY, new Headers(headers), SECRET)).toEqual(message)
    expect(await verifyWebhook(new TextEncoder().encode(BODY), headers, SECRET)).toEqual(message)
    const inCapitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]))
    expect(await verifyWebhook(BODY, inCapitals, SECRET)).toEqual(message)
  })

  test('is taken with the signature that Standard Webhooks publishes for its example, whatever its age', async () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    }
    const body = '{"test": 2432232314}'
    expect(await signWebhook(body, SECRET, { id: headers['webhook-id'], at: new Date(1_614_265_330_000) })).toEqual(
      headers,
    )
    // Signed as it should be, and yet no message of ours.
    expect(await faultOf(verifyWebhook(body, headers, SECRET, { toleranceSeconds: Number.POSITIVE_INFINITY }))).toBe(
      'malformed',
    )
  })

  test('is taken with either of two secrets while one is being changed', async () => {
    const other = `whsec_${btoa('another secret of 32 letters....')}`
    const headers = await signWebhook(BODY, other)
    const both = { ...headers, 'webhook-signature': `v1,AAAA v2,x ${headers['webhook-signature']}` }
    expect(await verifyWebhook(BODY, both, [SECRET, other])).toMatchObject({ id: 'whd_1' })
    expect(await faultOf(verifyWebhook(BODY, both, SECRET))).toBe('bad-signature')
  })

  test('is not taken when anything of it is another', async () => {
    const headers = await signWebhook(BODY, SECRET)
    const verify = (body: string, changes: Record<string, string | undefined> = {}) =>
      faultOf(verifyWebhook(body, { ...headers, ...changes }, SECRET))
    expect(await verify(`${BODY} `)).toBe('bad-signature')
    expect(await verify(BODY, { 'webhook-id': 'whd_2' })).toBe('bad-signature')
    expect(await verify(BODY, { 'webhook-signature': 'v1,not base64!' })).toBe('bad-signature')
    expect(await verify(BODY, { 'webhook-signature': undefined })).toBe('missing-header')
    expect(await verify(BODY, { 'webhook-timestamp': 'yesterday' })).toBe('malformed')
    const old = await signWebhook(BODY, SECRET, { at: new Date(Date.now() - 301_000) })
    expect(await verify(BODY, old)).toBe('too-old')
    const early = await signWebhook(BODY, SECRET, { at: new Date(Date.now() + 302_000) })
    expect(await verify(BODY, early)).toBe('too-old')
  })

  test('is not even looked at with a secret that is none', async () => {
    const headers = await signWebhook(BODY, SECRET)
    expect(await rejection(verifyWebhook(BODY, headers, 'secret'))).toBeInstanceOf(TypeError)
  })
})

async function faultOf(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise)
  if (error instanceof WebhookVerificationError) return error.reason
  throw error
}

describe('a webhook of a partner', () => {
  let house: ServedHouse
  let rollcall: Rollcall
  let partner: Server
  let url: string
  let secret = ''
  const messages: WebhookMessage<{ user?: { id: string } }>[] = []
  const faults: unknown[] = []
  const arrived = async (count: number) => {
    while (messages.length < count) await once(partner, 'taken')
  }

  beforeAll(async () => {
    house = await startTestServer('SQLite', { WEBHOOK_TARGETS: 'any' })
    rollcall = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
    partner = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        verifyWebhook<{ user?: { id: string } }>(Buffer.concat(chunks), request.headers, secret)
          .then((message) => messages.push(message))
          .catch((fault: unknown) => faults.push(fault))
          .finally(() => {
            response.writeHead(faults.length > 0 ? 400 : 200).end()
            partner.emit('taken')
          })
      })
    })
    await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/`
  })
  afterAll(async () => {
    await house.close()
    partner.closeAllConnections()
    await new Promise((resolve) => partner.close(resolve))
  })

  test('is told of a user who is invited, and can be told again', async () => {
    const made = await rollcall.webhooks.create({ url, events: ['USER_CREATED', 'INVITE_SENT'] })
    secret = made.secret
    expect(await rollcall.webhooks.list()).toEqual([made.webhook])
    expect(await rollcall.webhooks.test(made.webhook.id, 'USER_CREATED')).toEqual({
      httpStatus: 200,
      durationMs: expect.any(Number),
      error: null,
    })
    const { user } = await rollcall.users.invite({ email: 'ana@example.com', name: 'Ana Ruiz' })
    await arrived(3)
    expect(faults).toEqual([])
    expect(messages.map(({ event }) => event).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'INVITE_SENT',
      'USER_CREATED',
      'USER_CREATED',
    ])
    const created = messages.find(({ data }) => data.user?.id === user.id)
    const replayed = await rollcall.webhooks.replay(created?.id ?? '')
    expect(replayed).toMatchObject({ id: created?.id, event: 'USER_CREATED', status: 'PENDING' })
    await arrived(4)
    expect(messages[3]).toEqual(created)
    const all = await rollcall.webhooks.deliveries(made.webhook.id, { first: 2 }).toArray()
    expect(all.map(({ event }) => event)).toEqual(['INVITE_SENT', 'USER_CREATED', 'USER_CREATED'])
  })

  test('goes on being told while its secret is changed, and nothing when it is switched off or removed', async () => {
    const [webhook] = await rollcall.webhooks.list()
    const id = webhook?.id ?? ''
    const fresh = await rollcall.webhooks.rotateSecret(id)
    expect(fresh).not.toBe(secret)
    messages.length = 0
    await rollcall.webhooks.test(id, 'USER_CREATED')
    secret = fresh
    await rollcall.webhooks.test(id, 'USER_CREATED')
    expect([messages.length, faults]).toEqual([2, []])
    expect(await rollcall.webhooks.update(id, { enabled: false })).toMatchObject({ id, enabled: false })
    await rollcall.webhooks.delete(id)
    expect(await rollcall.webhooks.list()).toEqual([])
  })
})
