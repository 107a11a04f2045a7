import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { ApiKey } from '../access/api-key.ts'
import { Job } from '../jobs/job.ts'
import { databases, startTestServer, type ServedHouse } from '../testing.ts'
import { Upload } from './upload.ts'

const CSV = 'Email,Name\nana@example.com,Ana Ruiz\n'
const HOUR = 3_600_000

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
type Shown = any

describe.each(databases)('an upload without multipart (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on, { MAX_FILE_BYTES: '100000', CORS_ORIGINS: 'https://app.example.com' })
  })
  afterAll(() => house.close())
  beforeEach(() => house.run((work) => work.rows(Upload).delete({})))

  async function call(field: string, type: string, input: object, key: string | null = house.apiKey): Promise<Shown> {
    const shown =
      field === 'createUpload'
        ? 'target { id url headers { name value } expiresAt }'
        : 'importSession { id file { name bytes } }'
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${shown} userErrors { code message path } } }`
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query, variables: { input } }),
    })
    const { data, errors } = (await response.json()) as Shown
    return data?.[field] ?? { fault: errors[0].extensions.code }
  }
  const create = async (bytes = CSV.length, filename = 'people.csv') =>
    (await call('createUpload', 'CreateUploadInput', { filename, bytes })).target
  const start = (input: object) => call('startImport', 'StartImportInput', input)
  const put = (url: string, body: string | ReadableStream, headers = {}) =>
    fetch(url, { method: 'PUT', body, headers, duplex: 'half' } as RequestInit)
  const files = () => {
    const folder = join(house.dataDir, 'files', house.organizationId)
    return existsSync(folder) ? readdirSync(folder) : []
  }

  it('arrives at the address it was given, and becomes an import', async () => {
    const { id, url, headers, expiresAt } = await create()
    expect(url.startsWith(`${house.url}/uploads/`)).toBe(true)
    expect(headers).toEqual([{ name: 'Content-Type', value: 'application/octet-stream' }])
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(HOUR * 0.9)
    expect((await put(url, CSV)).status).toBe(204)
    const { importSession, userErrors } = await start({ uploadId: id })
    expect(userErrors).toEqual([])
    expect(importSession.file).toEqual({ name: 'people.csv', bytes: CSV.length })
  })

  it('is known by the hash of its token alone', async () => {
    const { url } = await create()
    const token = url.split('/').at(-1)
    const [row] = await house.run((work) => work.rows(Upload).find())
    expect(JSON.stringify(row)).not.toContain(token)
    expect(row?.tokenHash).toBe(createHash('sha256').update(token).digest('hex'))
  })

  it('is taken once, and becomes one import', async () => {
    const { id, url } = await create()
    await put(url, CSV)
    const again = await put(url, CSV.replace('Ana', 'Eva'))
    expect(again.status).toBe(409)
    expect(((await again.json()) as Shown).error).toContain('has arrived already')
    const first = await start({ uploadId: id, idempotencyKey: 'one' })
    expect((await start({ uploadId: id, idempotencyKey: 'one' })).importSession.id).toBe(first.importSession.id)
    const other = await start({ uploadId: id, idempotencyKey: 'two' })
    expect(other.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'uploadId'] }])
  })

  it('keeps one file of two that arrive at the same moment', async () => {
    const { url } = await create()
    const before = files().length
    const statuses = await Promise.all([put(url, CSV), put(url, CSV)])
    expect(statuses.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 409])
    expect(files()).toHaveLength(before + 1)
  })

  it.each([
    ['more', 413, `${CSV}x`],
    ['fewer', 400, CSV.slice(1)],
  ])(
    'is refused with %s bytes than were announced, whether or not that is said beforehand',
    async (_kind, status, body) => {
      const { url } = await create()
      const before = files()
      expect((await put(url, body)).status).toBe(status)
      expect((await put(url, new Blob([body]).stream())).status).toBe(status)
      expect(files()).toEqual(before)
      expect((await put(url, CSV)).status).toBe(204)
    },
  )

  it('that breaks off leaves nothing behind, and can be sent again', async () => {
    const { url } = await create()
    const before = files()
    await new Promise<void>((resolve) => {
      const broken = request(url, { method: 'PUT', headers: { 'content-length': CSV.length } })
      broken.on('error', () => resolve())
      broken.write(CSV.slice(0, 10), () => setImmediate(() => broken.destroy(new Error('cut'))))
    })
    while (files().length > before.length) await new Promise((resolve) => setImmediate(resolve))
    expect((await put(url, CSV)).status).toBe(204)
  })

  it('is taken for an hour, from whoever may still import', async () => {
    const late = await create()
    const other = await create()
    house.wait(HOUR)
    expect((await put(late.url, CSV)).status).toBe(404)
    expect((await put(`${house.url}/uploads/made-up`, CSV)).status).toBe(404)
    house.wait(-HOUR)
    const keys = await house.run((work) => work.rows(ApiKey).find())
    await house.run(async (work) => {
      for (const { id } of keys) await work.rows(ApiKey).update({ id }, { role: 'LEARNER' })
    })
    expect((await put(other.url, CSV)).status).toBe(403)
    await house.run(async (work) => {
      for (const { id } of keys) await work.rows(ApiKey).update({ id }, { role: 'OWNER' })
    })
    expect((await put(other.url, CSV)).status).toBe(204)
  })

  it('can be sent by the pages that may call the API', async () => {
    const { url } = await create()
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'PUT' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
  })

  it('is announced with a size that a file may have', async () => {
    const refused = async (bytes: number) =>
      (await call('createUpload', 'CreateUploadInput', { filename: 'p.csv', bytes })).userErrors
    expect(await refused(100_001)).toMatchObject([{ code: 'FILE_TOO_LARGE', path: ['input', 'bytes'] }])
    expect(await refused(0)).toMatchObject([{ code: 'FILE_EMPTY', path: ['input', 'bytes'] }])
  })

  it('is given an address only while there are not too many that nothing was made of', async () => {
    for (let made = 0; made < 20; made += 1) await create()
    expect(await call('createUpload', 'CreateUploadInput', { filename: 'p.csv', bytes: 1 })).toMatchObject({
      target: null,
      userErrors: [{ code: 'INVALID', message: expect.stringContaining('20 uploads') }],
    })
    house.wait(26 * HOUR)
    expect(await create()).not.toBeNull()
    house.wait(-26 * HOUR)
  })

  it('starts no import before it has arrived, beside another source, or under an id of somebody else', async () => {
    const { id } = await create()
    const refused = async (input: object) => (await start(input)).userErrors[0]
    expect(await refused({ uploadId: id })).toMatchObject({ code: 'INVALID', path: ['input', 'uploadId'] })
    expect(await refused({ uploadId: id, csv: CSV })).toMatchObject({ message: 'Both csv and uploadId were given.' })
    expect(await refused({ uploadId: 'upl_unknown' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refused({})).toMatchObject({ message: 'None of file, csv and uploadId was given.' })
    expect(await call('createUpload', 'CreateUploadInput', { filename: 'p.csv', bytes: 1 }, null)).toEqual({
      fault: 'UNAUTHENTICATED',
    })
  })

  it('of which nothing is made is deleted after a day', async () => {
    const { url } = await create()
    await put(url, CSV)
    const [row] = await house.run((work) => work.rows(Upload).find())
    expect(files()).toContain(row?.fileId)
    const jobs = await house.run((work) => work.rows(Job).find({ uniqueKey: `discard-staged ${row?.fileId}` }))
    expect(jobs.map(({ runAt }) => Math.round((runAt.getTime() - Date.now()) / HOUR))).toEqual([24])
  })
})
