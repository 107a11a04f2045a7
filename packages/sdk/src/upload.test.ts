import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NetworkError, Rollcall, type CsvSource, type UploadProgress } from './index.ts'
import { data, openStandIn, rejection, type StandIn } from './testing.ts'

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
