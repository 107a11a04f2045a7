import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiKey } from '../access/api-key.ts'
import { addApiKey, databases, openTestServer, type TestServer } from '../testing.ts'
import { loadViewer } from './load-viewer.ts'

describe.each(databases)('the viewer behind a bearer token on %s', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  const keyOf = async (id: string | null | undefined) =>
    (await server.run((work) => work.rows(ApiKey).findOne({ id: id as string }))) as ApiKey
  /** The use is noted beside the request, so it is waited for. */
  const used = async (id: string | null | undefined, after: Date | null = null): Promise<Date> => {
    for (;;) {
      const { lastUsedAt } = await keyOf(id)
      if (lastUsedAt && (!after || lastUsedAt > after)) return lastUsedAt
    }
  }

  it('has the organization and role of the key, and no permission beside', async () => {
    const viewer = await loadViewer(server, await addApiKey(server, 'CURATOR'))
    expect(viewer).toMatchObject({
      kind: 'API_KEY',
      organizationId: server.organizationId,
      role: 'CURATOR',
      permissions: [],
    })
    expect((await keyOf(viewer?.id)).id).toBe(viewer?.id)
    await used(viewer?.id)
  })

  it('is nobody for a secret that no key has', async () => {
    const secret = await addApiKey(server, 'OWNER')
    for (const wrong of ['', 'rck_', `${secret}x`, secret.slice(0, -1), secret.toUpperCase()]) {
      expect(await loadViewer(server, wrong)).toBeNull()
    }
  })

  it('is nobody from the moment the key expires', async () => {
    const secret = await addApiKey(server, 'HR')
    const viewer = await loadViewer(server, secret)
    await used(viewer?.id)
    const expiresAt = new Date(server.now().getTime() + 60_000)
    await server.run((work) => work.rows(ApiKey).update({ id: viewer?.id as string }, { expiresAt }))
    expect(await loadViewer(server, secret)).not.toBeNull()
    server.wait(60_000)
    expect(await loadViewer(server, secret)).toBeNull()
  })

  it('is written down to the minute: many calls are one write', async () => {
    const secret = await addApiKey(server, 'ADMIN')
    const viewer = await loadViewer(server, secret)
    const first = await used(viewer?.id)
    server.wait(30_000)
    await Promise.all(Array.from({ length: 20 }, () => loadViewer(server, secret)))
    expect((await keyOf(viewer?.id)).lastUsedAt).toEqual(first)
    server.wait(31_000)
    await Promise.all(Array.from({ length: 20 }, () => loadViewer(server, secret)))
    const second = await used(viewer?.id, first)
    expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime() + 61_000)
  })
})
