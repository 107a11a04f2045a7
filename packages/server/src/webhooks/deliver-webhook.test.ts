import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Job } from '../jobs/job.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { databases, openTestServer, refusalOf, type TestServer } from '../testing.ts'
import { announce } from './announce.ts'
import { createWebhook } from './create-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { forgetDeliveries } from './forget-deliveries.ts'
import { MADE_UP_DATA } from './made-up-data.ts'
import { openReceiver, type Receiver } from './receiver.testing.ts'
import { replayWebhookDelivery } from './replay-webhook-delivery.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { signWebhook } from './sign-webhook.ts'
import { updateWebhook } from './update-webhook.ts'
import { WebhookDelivery } from './webhook-delivery.ts'
import { Webhook, type WebhookEvent } from './webhook.ts'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

describe.each(databases)('what happens is told to webhooks (%s)', (on) => {
  let server: TestServer
  let receiver: Receiver
  beforeAll(async () => {
    server = await openTestServer(on, { WEBHOOK_TARGETS: 'any' })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    receiver = await openReceiver()
  })
  afterEach(async () => {
    for (const { id } of await webhooks()) await server.run((work) => deleteWebhook(work, { webhookId: id }))
    await server.run((work) => work.rows(Job).delete({}))
    await receiver.close()
  })

  const webhooks = () => server.run((work) => work.rows(Webhook).find({}))
  const deliveries = () => server.run((work) => work.rows(WebhookDelivery).find({}, { order: { id: 'ASC' } }))
  const only = async () => (await webhooks())[0] as Webhook
  const make = (events: WebhookEvent[] = ['USER_CREATED'], url = receiver.url) =>
    server.run((work) => createWebhook(work, { url, events }))
  const happen = (times = 1) =>
    server.run((work) => announce(work, 'USER_CREATED', () => Array(times).fill(MADE_UP_DATA.USER_CREATED)))
  const deliver = () => runDueJobs(server, [deliverWebhook])

  it('with the headers of Standard Webhooks over the very bytes that arrive', async () => {
    const { secret } = await make()
    await happen()
    await deliver()
    const [request] = receiver.received
    const [delivery] = await deliveries()
    expect(request?.message).toEqual({
      id: `whd_${delivery?.id}`,
      event: 'USER_CREATED',
      at: delivery?.createdAt.toISOString(),
      data: MADE_UP_DATA.USER_CREATED,
    })
    const at = new Date(Number(request?.headers['webhook-timestamp']) * SECOND)
    expect(Math.abs(at.getTime() - server.now().getTime())).toBeLessThan(60 * SECOND)
    expect(request?.headers).toMatchObject(
      signWebhook({ id: `whd_${delivery?.id}`, at, body: request?.body ?? '' }, [secret]),
    )
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Rollcall-Webhooks' })
    expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: 1, httpStatus: 200, lastError: null })
    expect((await only()).lastSuccessAt).not.toBeNull()
  })

  it('only where the event is listened to', async () => {
    await make(['IMPORT_COMMITTED'])
    await happen()
    await deliver()
    expect(await deliveries()).toEqual([])
    expect(receiver.received).toEqual([])
  })

  it('at the price of one look where nobody listens, and without asking what there is to tell', async () => {
    server.statements.reset()
    await server.run((work) =>
      announce(work, 'USER_CREATED', () => {
        throw new Error('Nobody was to ask')
      }),
    )
    expect(server.statements.seen.filter((sql) => !/TRANSACTION|COMMIT|ISOLATION/i.test(sql))).toHaveLength(1)
  })

  it('by few statements for a thousand happenings, and each once', async () => {
    await make()
    server.statements.reset()
    await happen(1_000)
    const inserts = server.statements.seen.filter((sql) => /INSERT INTO .webhook_deliveries/.test(sql))
    if (on === 'MariaDB') expect(inserts.length).toBeLessThan(5)
    await deliver()
    expect(receiver.received).toHaveLength(1_000)
    expect(new Set(receiver.received.map(({ message }) => message.id)).size).toBe(1_000)
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(20)
  })

  it('not at all when the transaction that would have told it is rolled back', async () => {
    await make()
    const failing = server.run(async (work) => {
      await announce(work, 'USER_CREATED', () => [MADE_UP_DATA.USER_CREATED])
      throw new Error('as intended')
    })
    await expect(failing).rejects.toThrow('as intended')
    await deliver()
    expect(receiver.received).toEqual([])
  })

  it('again after a failure, later and later, under the same id, with the time of the attempt', async () => {
    await make()
    receiver.reactions.splice(0, 1, 500, 503, 200)
    await happen()
    await deliver()
    expect(await deliveries()).toMatchObject([{ status: 'PENDING', attempts: 1, httpStatus: 500 }])
    expect(await only()).toMatchObject({ consecutiveFailures: 1, enabled: true })
    server.wait(4 * SECOND)
    await deliver()
    expect(receiver.received).toHaveLength(1)
    server.wait(2 * SECOND)
    await deliver()
    expect(receiver.received).toHaveLength(2)
    server.wait(330 * SECOND)
    await deliver()
    const [first, , third] = receiver.received
    expect(third?.body).toBe(first?.body)
    expect(Number(third?.headers['webhook-timestamp'])).toBeGreaterThan(Number(first?.headers['webhook-timestamp']))
    expect(await deliveries()).toMatchObject([{ status: 'DELIVERED', attempts: 3, httpStatus: 200, lastError: null }])
    expect(await only()).toMatchObject({ consecutiveFailures: 0, failingSince: null, pausedUntil: null })
  })

  it('to a receiver that asks for time not before that time', async () => {
    await make()
    receiver.reactions.splice(0, 1, { status: 429, headers: { 'retry-after': '120' } }, 200)
    await happen()
    await deliver()
    server.wait(100 * SECOND)
    await happen()
    await deliver()
    expect(receiver.received).toHaveLength(1)
    server.wait(30 * SECOND)
    await deliver()
    expect(receiver.received).toHaveLength(3)
  })

  it('one by one while the receiver fails, and all at once when it is back', async () => {
    await make()
    receiver.reactions[0] = 500
    await happen()
    await deliver()
    await happen(50)
    server.wait(6 * SECOND)
    await deliver()
    expect(receiver.received).toHaveLength(2)
    receiver.reactions[0] = 200
    server.wait(HOUR)
    await deliver()
    expect(await deliveries()).toHaveLength(51)
    expect((await deliveries()).every(({ status }) => status === 'DELIVERED')).toBe(true)
  })

  it('for three days, then the webhook is switched off and what waits is given up', async () => {
    await make()
    receiver.reactions[0] = 500
    await happen()
    for (let hours = 0; hours < 90; hours++) {
      await deliver()
      server.wait(HOUR)
    }
    const tries = receiver.received.length
    expect(tries).toBeGreaterThanOrEqual(9)
    expect(await only()).toMatchObject({ enabled: false, consecutiveFailures: tries })
    expect(await deliveries()).toMatchObject([{ status: 'FAILED' }])
    const audited = await server.run((work) => work.rows(AuditEvent).find({ action: 'webhook.disabled' }))
    expect(audited).toMatchObject([{ actorKind: 'SYSTEM', subjectId: (await only()).id }])
    await happen()
    expect(await deliveries()).toHaveLength(1)
  })

  it('no more to a receiver that says it is gone', async () => {
    await make()
    receiver.reactions[0] = 410
    await happen()
    await deliver()
    expect(await only()).toMatchObject({ enabled: false })
  })

  it('and a redirect, a cut connection or a body without end are what they are', async () => {
    await make()
    receiver.reactions.splice(
      0,
      1,
      { status: 302, headers: { location: `${receiver.url}/elsewhere` } },
      'cut',
      'endless',
    )
    await happen()
    await deliver()
    expect(await deliveries()).toMatchObject([
      { status: 'PENDING', httpStatus: 302, lastError: expect.stringContaining('redirect') },
    ])
    server.wait(HOUR)
    await deliver()
    expect(await deliveries()).toMatchObject([{ httpStatus: null, lastError: 'The connection was cut.' }])
    server.wait(HOUR)
    await deliver()
    expect(await deliveries()).toMatchObject([{ status: 'DELIVERED', httpStatus: 200 }])
    expect(receiver.received.map(({ path }) => path)).toEqual(['/events', '/events', '/events'])
  })

  it('never to our own network, wherever a name leads', async () => {
    const strict = { ...server, config: { ...server.config, webhookTargets: 'public' as const } }
    const { port } = new URL(receiver.url)
    for (const url of [receiver.url, `https://127.0.0.1:${port}/`, `https://localhost:${port}/`]) {
      const { webhook } = await make(['USER_CREATED'], url)
      await happen()
      await runDueJobs(strict, [deliverWebhook])
      const [delivery] = await deliveries()
      expect(delivery).toMatchObject({ status: 'PENDING', httpStatus: null })
      expect(delivery?.lastError).toMatch(/public internet|https only/)
      await server.run((work) => deleteWebhook(work, { webhookId: webhook.id }))
    }
    expect(receiver.received).toEqual([])
  })

  it('signed with both secrets for a day after a new one was made', async () => {
    const { webhook, secret } = await make()
    const { secret: fresh } = await server.run((work) => rotateWebhookSecret(work, { webhookId: webhook.id }))
    expect(fresh).not.toBe(secret)
    const signatures = async () => {
      await happen()
      await deliver()
      const { headers, body, message } = receiver.received.at(-1) ?? {}
      const at = new Date(Number(headers?.['webhook-timestamp']) * SECOND)
      const by = (...secrets: string[]) =>
        signWebhook({ id: message?.id ?? '', at, body: body ?? '' }, secrets)['webhook-signature']
      return { got: headers?.['webhook-signature'], both: by(fresh, secret), one: by(fresh) }
    }
    const soon = await signatures()
    expect(soon.got).toBe(soon.both)
    server.wait(25 * HOUR)
    const later = await signatures()
    expect(later.got).toBe(later.one)
  })

  it('once more when somebody asks, under the same id', async () => {
    await make()
    await happen()
    await deliver()
    const [delivery] = await deliveries()
    await server.run((work) => replayWebhookDelivery(work, { webhookDeliveryId: delivery?.id ?? '' }))
    await deliver()
    const [first, second] = receiver.received
    expect(second?.body).toBe(first?.body)
    expect(await deliveries()).toMatchObject([{ status: 'DELIVERED', attempts: 1 }])
  })

  it('not to a webhook that is switched off, and from the beginning when it is switched on again', async () => {
    const { webhook } = await make()
    await happen()
    await server.run((work) => updateWebhook(work, { webhookId: webhook.id, enabled: false }))
    await deliver()
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ status: 'FAILED', lastError: 'The webhook was switched off.' })
    const refusal = await refusalOf(
      server.run((work) => replayWebhookDelivery(work, { webhookDeliveryId: delivery?.id ?? '' })),
    )
    expect(refusal.code).toBe('INVALID')
    await server.run((work) => updateWebhook(work, { webhookId: webhook.id, enabled: true }))
    await happen()
    await deliver()
    expect(receiver.received).toHaveLength(1)
  })

  it('and can be looked at for 90 days', async () => {
    await make()
    await happen()
    await deliver()
    server.wait(89 * 24 * HOUR)
    await runDueJobs(server, [forgetDeliveries])
    expect(await deliveries()).toHaveLength(1)
    server.wait(2 * 24 * HOUR)
    await runDueJobs(server, [forgetDeliveries])
    expect(await deliveries()).toEqual([])
  })
})
