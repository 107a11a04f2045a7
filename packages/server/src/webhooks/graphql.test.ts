import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { MADE_UP_DATA } from './made-up-data.ts'
import { openReceiver, type Receiver } from './receiver.testing.ts'
import { WebhookEvent } from './webhook.ts'

const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) {
  webhook { id url events enabled lastSuccessAt consecutiveFailures } secret userErrors { code message path }
} }`

describe.each(databases)('webhooks (%s)', (on) => {
  let house: TestHouse
  let receiver: Receiver
  beforeAll(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    receiver = await openReceiver()
  })
  afterAll(async () => {
    await house.close()
    await receiver.close()
  })

  const create = async (events: string[]) => {
    const { data } = await house.ask(CREATE, { input: { url: receiver.url, events } })
    return data.createWebhook as { webhook: { id: string }; secret: string }
  }
  const remove = (webhookId: string) =>
    house.ask('mutation ($input: DeleteWebhookInput!) { deleteWebhook(input: $input) { deletedId } }', {
      input: { webhookId },
    })
  const events = () => receiver.received.splice(0).map(({ message }) => message)

  it('are made with a secret that is shown once, and are listed without it', async () => {
    const { data } = await house.ask(CREATE, {
      input: { url: receiver.url, events: ['IMPORT_FAILED', 'USER_CREATED', 'USER_CREATED'] },
    })
    const { webhook, secret, userErrors } = data.createWebhook
    expect(userErrors).toEqual([])
    expect(secret).toMatch(/^whsec_/)
    expect(webhook).toEqual({
      id: expect.stringMatching(/^whk_/),
      url: receiver.url,
      events: ['USER_CREATED', 'IMPORT_FAILED'],
      enabled: true,
      lastSuccessAt: null,
      consecutiveFailures: 0,
    })
    const listed = await house.ask('{ webhooks { id url } }')
    expect(listed.data.webhooks).toEqual([{ id: webhook.id, url: receiver.url }])
    expect((await remove(webhook.id)).data.deleteWebhook).toEqual({ deletedId: webhook.id })
    expect((await house.ask('{ webhooks { id } }')).data.webhooks).toEqual([])
  })

  it('need an address and an event', async () => {
    const problems = async (input: object) => {
      const { data } = await house.ask(CREATE, { input })
      return data.createWebhook.userErrors.map(({ code, path }: { code: string; path: string[] }) => [
        code,
        path.at(-1),
      ])
    }
    expect(await problems({ url: 'no address', events: ['USER_CREATED'] })).toEqual([['INVALID', 'url']])
    expect(await problems({ url: receiver.url, events: [] })).toEqual([['REQUIRED', 'events']])
  })

  it('are twenty at most', async () => {
    const made: string[] = []
    for (let count = 0; count < 20; count++) made.push((await create(['USER_CREATED'])).webhook.id)
    const { data } = await house.ask(CREATE, { input: { url: receiver.url, events: ['USER_CREATED'] } })
    expect(data.createWebhook.userErrors).toMatchObject([{ code: 'TOO_LONG' }])
    for (const id of made) await remove(id)
  })

  it('are for Owner and Admin alone, and nobody of another organization finds them', async () => {
    const { webhook } = await create(['USER_CREATED'])
    for (const role of Object.values(Role)) {
      const { faults } = await house.ask('{ webhooks { id } }', {}, house.as(role))
      expect([role, faults]).toEqual([role, role === 'OWNER' || role === 'ADMIN' ? [] : ['FORBIDDEN']])
      const seen = await house.ask('query ($id: ID!) { node(id: $id) { id } }', { id: webhook.id }, house.as(role))
      expect([role, seen.data.node]).toEqual([role, faults.length > 0 ? null : { id: webhook.id }])
    }
    const stranger = testViewer(await addOrganization(house, 'Elsewhere'), Role.OWNER)
    for (const [mutation, input] of [
      ['updateWebhook', { webhookId: webhook.id, enabled: false }],
      ['rotateWebhookSecret', { webhookId: webhook.id }],
      ['testWebhook', { webhookId: webhook.id, event: 'USER_CREATED' }],
      ['deleteWebhook', { webhookId: webhook.id }],
    ] as const) {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code path } } }`
      expect((await house.ask(document, { input }, stranger)).data[mutation].userErrors).toEqual([
        { code: 'NOT_FOUND', path: ['input', 'webhookId'] },
      ])
      expect((await house.ask(document, { input }, house.as(Role.HR))).faults).toEqual(['FORBIDDEN'])
    }
    expect(receiver.received).toEqual([])
    await remove(webhook.id)
  })

  it.each(Object.values(WebhookEvent))('can be tried with a made-up %s', async (event) => {
    const { webhook } = await create(['USER_CREATED'])
    const { data } = await house.ask(
      `mutation ($input: TestWebhookInput!) { testWebhook(input: $input) {
        httpStatus durationMs error userErrors { code }
      } }`,
      { input: { webhookId: webhook.id, event } },
    )
    expect(data.testWebhook).toEqual({ httpStatus: 200, durationMs: expect.any(Number), error: null, userErrors: [] })
    expect(events()).toMatchObject([{ event, data: { ...MADE_UP_DATA[event], isTest: true } }])
    const { data: seen } = await house.ask('{ webhooks { deliveries { totalCount nodes { status event } } } }')
    expect(seen.webhooks).toEqual([{ deliveries: { totalCount: 1, nodes: [{ status: 'DELIVERED', event }] } }])
    await remove(webhook.id)
  })

  it('say why a test did not arrive', async () => {
    const { webhook } = await create(['USER_CREATED'])
    const closed = await openReceiver()
    await closed.close()
    const test = async () =>
      (
        await house.ask('mutation ($input: TestWebhookInput!) { testWebhook(input: $input) { httpStatus error } }', {
          input: { webhookId: webhook.id, event: 'USER_CREATED' },
        })
      ).data.testWebhook
    await house.ask('mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }', {
      input: { webhookId: webhook.id, url: closed.url },
    })
    expect(await test()).toEqual({ httpStatus: null, error: 'The connection was refused.' })
    await remove(webhook.id)
  })

  it('tell of a user from beginning to end, with the ids of the API', async () => {
    const { webhook } = await create(Object.values(WebhookEvent))
    const invited = await house.ask(
      `mutation { inviteUser(input: { email: "ana@example.com", name: "Ana Ruiz" }) {
        user { id } invite { id } userErrors { message }
      } }`,
    )
    const { user, invite } = invited.data.inviteUser
    await house.runJobs()
    await house.ask(
      `mutation ($id: ID!) { updateUser(input: { userId: $id, jobTitle: "Engineer" }) { userErrors { message } } }`,
      { id: user.id },
    )
    await house.ask(`mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { message } } }`, {
      id: user.id,
    })
    await house.ask(`mutation ($id: ID!) { reactivateUser(input: { userId: $id }) { userErrors { message } } }`, {
      id: user.id,
    })
    await house.runJobs()
    const told = events().toSorted((one, other) => (one.id < other.id ? -1 : 1))
    expect(told.map(({ event, data }) => [event, data['changed'] ?? null])).toEqual([
      ['USER_CREATED', null],
      ['USER_UPDATED', ['status']],
      ['INVITE_SENT', null],
      ['USER_UPDATED', ['jobTitle']],
      ['USER_DEACTIVATED', ['status']],
      ['USER_REACTIVATED', ['status']],
    ])
    const keys = (value: object) => Object.keys(value).toSorted()
    for (const { event, data } of told) {
      const made = MADE_UP_DATA[event as keyof typeof MADE_UP_DATA]
      expect([event, keys(data)]).toEqual([event, keys(made)])
      if ('user' in data) expect(keys(data['user'] as object)).toEqual(keys(MADE_UP_DATA.USER_CREATED.user))
    }
    expect(told[3]?.data).toMatchObject({ user: { id: user.id, email: 'ana@example.com', jobTitle: 'Engineer' } })
    expect(told[2]?.data['invite']).toEqual({
      id: invite.id,
      userId: user.id,
      email: 'ana@example.com',
      importId: null,
      sentAt: expect.stringMatching(/Z$/),
      expiresAt: expect.stringMatching(/Z$/),
    })
    await remove(webhook.id)
  })
})
