import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { ApiKeyScope, Role, systemViewer, type Viewer } from '../base/viewer.ts'
import { newId } from '../base/work.ts'
import { loadViewer } from '../sign-in/load-viewer.ts'
import { addOrganization, addUser, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { viewerOf, viewerOfUser } from '../users/viewer-of.ts'
import { ApiKey } from './api-key.ts'
import { scopeOf } from './scopes.ts'

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  apiKey { id name prefix role scopes expiresAt lastUsedAt previousExpiresAt } secret userErrors { code path message } } }`
const ROTATE = `mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
  apiKey { id prefix previousExpiresAt } secret userErrors { code path } } }`
const REVOKE = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { deletedId userErrors { code path } } }`
const HOUR_MS = 3_600_000

describe.each(databases)('an API key on %s', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  const create = async (input: object, viewer?: Viewer) => {
    const { data, faults } = await house.ask(CREATE, { input: { name: 'Partner', role: 'HR', ...input } }, viewer)
    expect(faults).toEqual([])
    return data.createApiKey
  }
  const rotate = async (apiKeyId: string, viewer?: Viewer) =>
    (await house.ask(ROTATE, { input: { apiKeyId } }, viewer)).data.rotateApiKey
  const revoke = async (apiKeyId: string, viewer?: Viewer) =>
    (await house.ask(REVOKE, { input: { apiKeyId } }, viewer)).data.revokeApiKey
  const eventsOf = (id: string) =>
    house.run((work) => work.rows(AuditEvent).find({ subjectId: id.slice('key_'.length) }, { order: { id: 'ASC' } }))

  it('calls with its role, is shown once, and is stored as a hash', async () => {
    const { apiKey, secret } = await create({ name: ' Partner app ' })
    expect(secret).toMatch(/^rck_[\w-]{43}$/)
    expect(apiKey).toEqual({
      id: expect.stringMatching(/^key_/),
      name: 'Partner app',
      prefix: secret.slice(0, 8),
      role: 'HR',
      scopes: null,
      expiresAt: null,
      lastUsedAt: null,
      previousExpiresAt: null,
    })
    expect(await loadViewer(house, secret)).toMatchObject({ kind: 'API_KEY', role: 'HR' })
    const stored = await house.run(async (work) => [await work.rows(ApiKey).find(), await work.rows(AuditEvent).find()])
    expect(JSON.stringify(stored)).not.toContain(secret.slice(8))
    expect((await eventsOf(apiKey.id)).map(({ action }) => action)).toEqual(['api_key.created'])
  })

  it('stops at its expiry, which lies ahead', async () => {
    const expiresAt = new Date(house.now().getTime() + HOUR_MS)
    const { secret } = await create({ expiresAt })
    expect(await loadViewer(house, secret)).not.toBeNull()
    house.wait(HOUR_MS)
    expect(await loadViewer(house, secret)).toBeNull()
    expect((await create({ expiresAt })).userErrors).toMatchObject([
      { code: 'TIME_INVALID', path: ['input', 'expiresAt'] },
    ])
  })

  it('has two secrets for a day when it is rotated, and then the new one alone', async () => {
    const { apiKey, secret } = await create({})
    const rotated = await rotate(apiKey.id)
    expect(rotated).toMatchObject({ apiKey: { id: apiKey.id, prefix: rotated.secret.slice(0, 8) }, userErrors: [] })
    expect(new Date(rotated.apiKey.previousExpiresAt).getTime()).toBeCloseTo(house.now().getTime() + 24 * HOUR_MS, -4)
    for (const valid of [secret, rotated.secret]) {
      expect((await loadViewer(house, valid))?.id).toBe(apiKey.id.slice('key_'.length))
    }
    house.wait(24 * HOUR_MS + 1_000)
    expect(await loadViewer(house, secret)).toBeNull()
    expect(await loadViewer(house, rotated.secret)).not.toBeNull()
    expect((await eventsOf(apiKey.id)).map(({ action }) => action)).toEqual(['api_key.created', 'api_key.rotated'])
  })

  it('has never more than two secrets: rotating again ends the first', async () => {
    const { apiKey, secret } = await create({})
    const second = (await rotate(apiKey.id)).secret
    const third = (await rotate(apiKey.id)).secret
    expect(await loadViewer(house, secret)).toBeNull()
    expect(await loadViewer(house, second)).not.toBeNull()
    expect(await loadViewer(house, third)).not.toBeNull()
  })

  it('is over at the very next call when it is revoked, and so is what it began', async () => {
    const { apiKey, secret } = await create({})
    const next = (await rotate(apiKey.id)).secret
    const viewer = (await loadViewer(house, secret)) as Viewer
    expect(await revoke(apiKey.id)).toEqual({ deletedId: apiKey.id, userErrors: [] })
    expect(await loadViewer(house, secret)).toBeNull()
    expect(await loadViewer(house, next)).toBeNull()
    expect(await house.run((work) => viewerOf(work, viewer))).toBeNull()
    expect(await revoke(apiKey.id)).toMatchObject({ deletedId: null, userErrors: [{ code: 'NOT_FOUND' }] })
    expect((await eventsOf(apiKey.id)).at(-1)).toMatchObject({
      action: 'api_key.revoked',
      details: { name: 'Partner' },
    })
  })

  it('ends when the user who made it is deactivated, and so does a key that it made', async () => {
    const admin = await addUser(
      house,
      { name: 'Ada', email: 'ada@example.com', role: 'ADMIN' },
      { status: 'CONFIRMED' },
    )
    const { secret } = await create({ role: 'ADMIN' }, viewerOfUser(admin))
    const { secret: second } = await create({}, (await loadViewer(house, secret)) as Viewer)
    const asker = (await loadViewer(house, second)) as Viewer
    await house.run((work) => deactivateUser(work, { userId: admin.id }))
    expect(await loadViewer(house, secret)).toBeNull()
    expect(await loadViewer(house, second)).toBeNull()
    expect(await house.run((work) => viewerOf(work, asker), systemViewer(house.organizationId))).toBeNull()
  })

  it('is for Owner and Admin to make, list, rotate and revoke', async () => {
    const { apiKey } = await create({})
    for (const role of Object.values(Role)) {
      const may = role === 'OWNER' || role === 'ADMIN'
      const viewer = house.as(role)
      const attempts = [
        await house.ask(CREATE, { input: { name: 'Mine', role: 'LEARNER' } }, viewer),
        await house.ask('{ apiKeys { id } }', {}, viewer),
        await house.ask(ROTATE, { input: { apiKeyId: apiKey.id } }, viewer),
        await house.ask(REVOKE, { input: { apiKeyId: `key_${newId()}` } }, viewer),
      ]
      const expected = may ? [] : ['FORBIDDEN']
      expect([role, ...attempts.map(({ faults }) => faults)]).toEqual([role, expected, expected, expected, expected])
    }
  })

  it('has no role above that of its maker, who cannot get hold of one that has', async () => {
    const owners = await create({ role: 'OWNER' })
    const admin = house.as(Role.ADMIN)
    const refused = [{ code: 'ROLE_NOT_ALLOWED' }]
    expect((await create({ role: 'OWNER' }, admin)).userErrors).toMatchObject(refused)
    expect((await rotate(owners.apiKey.id, admin)).userErrors).toMatchObject(refused)
    expect((await revoke(owners.apiKey.id, admin)).userErrors).toMatchObject(refused)
  })

  it('of another organization is like one that does not exist', async () => {
    const { apiKey } = await create({})
    const other = testViewer(await addOrganization(house, 'Other School'), Role.OWNER)
    for (const id of [apiKey.id, `key_${newId()}`]) {
      expect((await rotate(id, other)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'apiKeyId'] }])
      expect((await revoke(id, other)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'apiKeyId'] }])
      const asked = await house.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, other)
      expect(asked.data.node).toBeNull()
    }
    const { data } = await house.ask('{ apiKeys { id } }', {}, other)
    expect(data.apiKeys).not.toContainEqual({ id: apiKey.id })
  })

  it('has a name of its own, and there are fifty of an organization at most', async () => {
    for (const [name, code] of [
      [' ', 'REQUIRED'],
      ['x'.repeat(201), 'TOO_LONG'],
      ['two\nlines', 'INVALID'],
    ]) {
      expect((await create({ name })).userErrors).toMatchObject([{ code, path: ['input', 'name'] }])
    }
    const busy = testViewer(await addOrganization(house, 'Busy School'), Role.OWNER)
    const { data } = await house.ask('{ apiKeys { id } }', {}, busy)
    for (let key = data.apiKeys.length; key < 50; key++) expect((await create({}, busy)).userErrors).toEqual([])
    const [error] = (await create({}, busy)).userErrors
    expect(error).toMatchObject({ code: 'TOO_LONG', message: expect.stringContaining('50') })
  })

  it('does what its scopes allow and no more', async () => {
    const fields: Record<ApiKeyScope, string> = {
      READ: '{ users { totalCount } }',
      PEOPLE: 'mutation { createTeam(input: { name: "" }) { userErrors { code } } }',
      IMPORTS: 'mutation { cancelImport(input: { importId: "imp_x" }) { userErrors { code } } }',
      ADMINISTRATION: 'mutation { revokeApiKey(input: { apiKeyId: "key_x" }) { userErrors { code } } }',
    }
    for (const scope of Object.values(ApiKeyScope)) {
      const { secret, apiKey } = await create({ role: 'OWNER', scopes: [scope, scope] })
      expect(apiKey.scopes).toEqual([scope])
      const viewer = (await loadViewer(house, secret)) as Viewer
      for (const [needed, document] of Object.entries(fields)) {
        const { faults } = await house.ask(document, {}, viewer)
        expect([scope, needed, faults]).toEqual([scope, needed, scope === needed ? [] : ['FORBIDDEN']])
      }
      const { data } = await house.ask('{ viewer { kind } serverInfo { version } }', {}, viewer)
      expect(data.viewer.kind).toBe('API_KEY')
    }
  })

  it('is never given a scope that its maker lacks, nor one without any', async () => {
    const made = await create({ role: 'OWNER', scopes: ['ADMINISTRATION', 'READ'] })
    const viewer = (await loadViewer(house, made.secret)) as Viewer
    const all = await create({})
    const refused = [{ code: 'ROLE_NOT_ALLOWED', path: ['input', 'scopes'] }]
    expect((await create({ scopes: ['PEOPLE'] }, viewer)).userErrors).toMatchObject(refused)
    expect((await create({}, viewer)).userErrors).toMatchObject(refused)
    expect((await create({ scopes: ['READ'] }, viewer)).userErrors).toEqual([])
    expect((await rotate(all.apiKey.id, viewer)).userErrors).toMatchObject([{ code: 'ROLE_NOT_ALLOWED' }])
    expect((await rotate(made.apiKey.id, viewer)).userErrors).toEqual([])
    expect((await create({ scopes: [] })).userErrors).toMatchObject([{ code: 'REQUIRED' }])
  })

  it('needs the scope of those who may do everything for a mutation that nobody has thought of', () => {
    expect(scopeOf('launchRocket', true)).toBe('ADMINISTRATION')
    expect(scopeOf('anything', false)).toBe('READ')
    expect(scopeOf('serverInfo', false)).toBeNull()
  })
})
