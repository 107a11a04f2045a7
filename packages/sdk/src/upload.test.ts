import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NetworkError, Rollcall, type CsvSource, type UploadProgress } from './index.ts'
import { data, openStandIn, rejection, type Reaction, type StandIn } from './testing.ts'

const TEXT = 'email,name\nana@example.com,Ana Ruíz\nli@example.com,李雷\n'
const BYTES = new TextEncoder().encode(TEXT)
const started = data({ startImport: { importSession: { id: 'imp_1', state: 'UPLOADED' }, userErrors: [] } })

let standIn: StandIn
let folder: string
let rollcall: Rollcall

beforeEach(async () => {
  standIn = await openStandIn()
  standIn.reactions = [started]
  folder = await mkdtemp(join(tmpdir(), 'rollcall-sdk-'))
  await writeFile(join(folder, 'people "new".csv'), TEXT)
  rollcall = new Rollcall({ url: standIn.url, auth: 'rck_test' })
})
afterEach(async () => {
  await standIn.close()
  await rm(folder, { recursive: true })
})

async function* inPieces(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < BYTES.length; at += 7) yield await Promise.resolve(BYTES.slice(at, at + 7))
}

function webStream(): ReadableStream<Uint8Array> {
  return new Blob([BYTES]).stream()
}

const sources: [kind: string, source: () => CsvSource, name: string][] = [
  ['a path', () => ({ path: join(folder, 'people "new".csv') }), 'people "new".csv'],
  ['a text', () => ({ text: TEXT }), 'import.csv'],
  ['a text with a name', () => ({ text: TEXT, filename: 'people.csv' }), 'people.csv'],
  ['bytes', () => BYTES, 'import.csv'],
  ['a part of a larger buffer', () => Buffer.from(`xx${TEXT}`).subarray(2), 'import.csv'],
  ['an ArrayBuffer', () => BYTES.slice().buffer, 'import.csv'],
  ['a Blob', () => new Blob([BYTES]), 'import.csv'],
  ['a File', () => new File([BYTES], 'Kollegen.csv'), 'Kollegen.csv'],
  ['a stream of the web', () => ({ stream: webStream(), filename: 'a "b".csv' }), 'a "b".csv'],
  [
    'a stream of Node',
    () => ({ stream: createReadStream(join(folder, 'people "new".csv')), filename: 'p.csv' }),
    'p.csv',
  ],
  ['a generator', () => ({ stream: inPieces(), filename: 'people.csv' }), 'people.csv'],
]

describe.each(sources)('an upload from %s', (_kind, source, name) => {
  test('arrives as it is, by the multipart request specification', async () => {
    const imp = await rollcall.imports.start(source(), { delimiter: ',' })
    expect(imp).toMatchObject({ id: 'imp_1', state: 'UPLOADED' })
    const [{ form, variables, headers }] = standIn.received as [(typeof standIn.received)[0]]
    expect(form['0']).toBe(TEXT)
    expect(JSON.parse(form['map'] ?? '')).toEqual({ 0: ['variables.input.file'] })
    expect(Object.keys(form).sort()).toEqual(['0', 'map', 'operations'])
    expect(variables['input']).toEqual({
      file: null,
      filename: name,
      delimiter: ',',
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(headers['apollo-require-preflight']).toBe('true')
  })

  test('may be given another name', async () => {
    await rollcall.imports.start(source(), { filename: 'other.csv' })
    expect(standIn.received[0]?.variables['input']?.['filename']).toBe('other.csv')
  })
})

describe('an upload', () => {
  test('of something that can be read again is repeated', async () => {
    standIn.reactions = ['cut', started]
    await rollcall.imports.start({ path: join(folder, 'people "new".csv') })
    expect(standIn.received).toHaveLength(2)
    expect(standIn.received[1]?.form['0']).toBe(TEXT)
  })

  test('of a stream is not repeated', async () => {
    standIn.reactions = ['cut', started]
    const error = await rejection(rollcall.imports.start({ stream: inPieces(), filename: 'people.csv' }))
    expect(error).toBeInstanceOf(NetworkError)
    expect(standIn.received).toHaveLength(1)
  })

  test.each([
    ['a path', () => ({ path: join(folder, 'people "new".csv') }), BYTES.length],
    ['bytes', () => BYTES, BYTES.length],
    ['a generator', () => ({ stream: inPieces(), filename: 'p.csv' }), undefined],
  ])('from %s tells how much was sent', async (_kind, source, total) => {
    const seen: UploadProgress[] = []
    await rollcall.imports.start(source(), { onUploadProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toEqual({ sent: BYTES.length, total })
    expect(standIn.received[0]?.form['0']).toBe(TEXT)
  })

  test('ends its source when it is aborted', async () => {
    const controller = new AbortController()
    let end = (): void => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield BYTES
          controller.abort()
          await new Promise((resolve) => setImmediate(resolve))
        }
      } finally {
        end()
      }
    }
    const source = { stream: endless(), filename: 'endless.csv' }
    const error = await rejection(rollcall.imports.start(source, { signal: controller.signal }))
    expect(error).toMatchObject({ code: 'ABORTED' })
    await ended
  })

  test('of a file that is not there says which', async () => {
    const path = join(folder, 'nobody.csv')
    const error = await rejection(rollcall.imports.start({ path }))
    expect(error).toMatchObject({ name: 'RollcallError', code: 'FILE_UNREADABLE', cause: expect.anything() })
    expect((error as Error).message).toContain(path)
    expect(standIn.received).toEqual([])
  })

  test('can be part of a document of the caller', async () => {
    standIn.reactions = [data({ startImport: { importSession: { id: 'imp_2' } } })]
    await rollcall.request('mutation($in: StartImportInput!) { startImport(input: $in) { importSession { id } } }', {
      in: { file: new Blob([TEXT]), at: new Date(0) },
      list: [{ file: new Blob(['x']) }],
    })
    const [{ form, variables }] = standIn.received as [(typeof standIn.received)[0]]
    expect(JSON.parse(form['map'] ?? '')).toEqual({ 0: ['variables.in.file'], 1: ['variables.list.0.file'] })
    expect(variables).toEqual({ in: { file: null, at: '1970-01-01T00:00:00.000Z' }, list: [{ file: null }] })
    expect(form['1']).toBe('x')
  })
})

describe('a large upload', () => {
  const target = {
    id: 'upl_1',
    headers: [{ name: 'Content-Type', value: 'application/octet-stream' }],
  }
  const large = 'email\n'.padEnd(9 * 1024 * 1024, 'x')
  // The address is that of the stand-in, which knows it only now.
  const announced = (): Reaction =>
    data({ createUpload: { target: { ...target, url: `${standIn.url}/put` }, userErrors: [] } })
  const taken: Reaction = { status: 204, body: '' }
  const paths = (): unknown[] => standIn.received.map(({ method, url }) => `${method} ${url}`)

  test('goes to an address of its own, and the import starts from there', async () => {
    standIn.reactions = [announced(), taken, started]
    const seen: UploadProgress[] = []
    await rollcall.imports.start({ text: large }, { onUploadProgress: (event) => seen.push(event), delimiter: ',' })
    expect(paths()).toEqual(['POST /graphql', 'PUT /graphql/put', 'POST /graphql'])
    const [announcement, put, start] = standIn.received
    expect(announcement?.variables['input']).toEqual({ filename: 'import.csv', bytes: large.length })
    expect(put).toMatchObject({ body: large, headers: { 'content-type': 'application/octet-stream' } })
    expect(put?.headers.authorization).toBeUndefined()
    expect(start?.variables['input']).toEqual({
      uploadId: 'upl_1',
      filename: 'import.csv',
      delimiter: ',',
      idempotencyKey: expect.any(String),
    })
    expect(seen.at(-1)).toEqual({ sent: large.length, total: large.length })
  })

  test.each([
    ['broke off', ['cut', taken]],
    [
      'arrived without an answer',
      ['cut', { status: 409, headers: { 'content-type': 'application/json' }, body: '{}' }],
    ],
  ] as [string, Reaction[]][])('is sent again when it %s', async (_kind, reactions) => {
    standIn.reactions = [announced(), ...reactions, started]
    expect(await rollcall.imports.start({ text: large })).toMatchObject({ id: 'imp_1' })
    expect(paths()).toEqual(['POST /graphql', 'PUT /graphql/put', 'PUT /graphql/put', 'POST /graphql'])
  })

  test('says why its address does not take it', async () => {
    const gone = { status: 404, body: { error: 'This address is not valid, or no longer.' } }
    standIn.reactions = [announced(), gone]
    const error = await rejection(rollcall.imports.start({ text: large }))
    expect(error).toMatchObject({
      operation: 'upload',
      status: 404,
      message: 'This address is not valid, or no longer.',
    })
  })

  test('goes by multipart where that is asked for, and a small one by PUT', async () => {
    await rollcall.imports.start({ text: large }, { transport: 'multipart' })
    expect(standIn.received[0]?.form['0']).toBe(large)
    standIn.reactions = [announced(), taken, started]
    await rollcall.imports.start({ text: TEXT }, { transport: 'put' })
    expect(standIn.received[2]?.body).toBe(TEXT)
  })

  test('of a stream cannot be put', async () => {
    const stream = { stream: inPieces(), filename: 'p.csv' }
    const error = await rejection(rollcall.imports.start(stream, { transport: 'put' }))
    expect(error).toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(standIn.received).toEqual([])
  })
})
