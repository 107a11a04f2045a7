import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sheetOf, workbookOf } from '../../server/src/imports/workbook.testing.ts'
import { databases, startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import {
  AbortedError,
  AuthenticationError,
  ImportFailedError,
  Rollcall,
  TimeoutError,
  UserInputError,
  type CsvSource,
  type Import,
  type schema,
} from './index.ts'
import { rejection } from './testing.ts'

const TEXT = [
  'Email,Full name,Dept.,Notes',
  'ana@example.com,Ana Ruíz,marketing,"first, last"',
  'li@example.com,李雷,Sales,',
  'not an address,Nobody,Sales,',
  '',
].join('\r\n')
const BYTES = new TextEncoder().encode(TEXT)
const COLUMNS = { 'Dept.': { field: 'primaryTeam', values: { marketing: 'Marketing' } }, Notes: null } as const
const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true } as const

describe.each(databases)('a file through the SDK, on %s', (database) => {
  let house: ServedHouse
  let folder: string
  let rollcall: Rollcall

  beforeAll(async () => {
    house = await startTestServer(database)
    rollcall = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
    folder = await mkdtemp(join(tmpdir(), 'rollcall-sdk-'))
    await writeFile(join(folder, 'people.csv'), TEXT)
  })
  afterAll(async () => {
    await house.close()
    await rm(folder, { recursive: true })
  })

  async function* inPieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < BYTES.length; at += 5) yield await Promise.resolve(BYTES.slice(at, at + 5))
  }

  const sources: [kind: string, source: () => CsvSource][] = [
    ['a path', () => ({ path: join(folder, 'people.csv') })],
    ['a text', () => ({ text: TEXT, filename: 'people.csv' })],
    ['a File', () => new File([BYTES], 'people.csv')],
    ['a stream of the web', () => ({ stream: new Blob([BYTES]).stream(), filename: 'people.csv' })],
    ['a stream of Node', () => ({ stream: createReadStream(join(folder, 'people.csv')), filename: 'people.csv' })],
    ['a generator', () => ({ stream: inPieces(), filename: 'people.csv' })],
  ]

  test.each(sources)('is read alike from %s', async (_kind, source) => {
    const imp = await rollcall.imports.start(source())
    expect(imp.state).toBe('UPLOADED')
    expect(imp.data.file).toMatchObject({ name: 'people.csv', bytes: BYTES.length, rowCount: 3, delimiter: ',' })
    expect(imp.data.columns.map(({ header }) => header)).toEqual(['Email', 'Full name', 'Dept.', 'Notes'])
    expect(imp.data.columns[1]).toMatchObject({
      samples: ['Ana Ruíz', '李雷', 'Nobody'],
      suggestion: { field: { key: 'name' } },
    })
    await imp.cancel()
  })

  test.each([
    ['bytes', () => BYTES],
    ['an ArrayBuffer', () => BYTES.slice().buffer],
    ['a Blob', () => new Blob([BYTES])],
  ])('is read from %s, under the name given', async (_kind, source) => {
    const imp = await rollcall.imports.start(source(), { filename: 'Köln "neu".csv' })
    expect(imp.data.file).toMatchObject({ name: 'Köln "neu".csv', rowCount: 3 })
    await imp.cancel()
  })

  test('goes step by step, each step giving the next snapshot', async () => {
    const uploaded = await rollcall.imports.start({ path: join(folder, 'people.csv') })
    expect(uploaded.can('MAP_COLUMNS')).toBe(true)
    expect(uploaded.can('COMMIT')).toBe(false)
    expect(await rejection(uploaded.preview())).toMatchObject({ code: 'IMPORT_STATE' })
    const mapped = await uploaded.mapColumns(COLUMNS)
    expect(mapped.state).toBe('MAPPED')
    expect(mapped.data.columns[2]).toMatchObject({
      field: { key: 'primaryTeam' },
      valueMappings: [{ from: 'marketing', to: 'Marketing' }],
    })
    expect(mapped.data.columns[3]?.ignored).toBe(true)
    expect(uploaded.state).toBe('UPLOADED')

    const imp = await mapped.configure({ ...SETTINGS, mode: 'ADD_ONLY' })
    expect(imp.state).toBe('CONFIGURED')
    const preview = await imp.preview()
    expect(preview).toMatchObject({ toCreate: 2, invalid: 1, newTeams: ['Marketing', 'Sales'], blockers: [] })
    expect(await imp.preview({ ...SETTINGS, mode: 'UPDATE_ONLY' })).toMatchObject({ toCreate: 0, skipped: 2 })
    const warned = await imp.rows({ filter: { minSeverity: 'WARNING' } }).toArray()
    expect(warned).toMatchObject([{ line: 4, action: 'INVALID', issues: [{ code: 'EMAIL_INVALID' }] }])
    const [leftOut] = await imp.updateRows([{ line: 4, skip: true }])
    expect(leftOut).toMatchObject({ action: 'SKIP', issues: [], cells: [{ edited: null }, {}, {}, {}] })
    expect(await imp.updateRows([{ line: 4, skip: false }])).toMatchObject([{ action: 'INVALID' }])

    expect((await imp.preview()).fingerprint).toBe(preview.fingerprint)
    const seen: schema.ImportProgress[] = []
    const result = await imp.commit({
      expectedFingerprint: preview.fingerprint,
      onProgress: (progress) => seen.push(progress),
    })
    expect(result).toMatchObject({
      committed: true,
      import: { state: 'COMMITTED' },
      preview: { fingerprint: preview.fingerprint, toCreate: 2 },
      report: { created: 2, failed: 1, invitesQueued: 0 },
    })
    expect(seen.at(-1)).toMatchObject({ phase: 'DONE', percent: 100, state: 'COMMITTED' })
    expect(await result.failedRows().toArray()).toMatchObject([{ line: 4 }])
    const csv = await result.failedRowsCsv()
    expect(csv?.split('\r\n')).toEqual([
      '\uFEFFEmail,Full name,Dept.,Notes,error_field,error',
      expect.stringMatching(/^not an address,Nobody,Sales,,Email,"?Line 4: /),
      '',
    ])
    expect(await rollcall.users.getByEmail('ana@example.com')).toMatchObject({
      name: 'Ana Ruíz',
      primaryTeam: { name: 'Marketing' },
      source: 'IMPORT',
      status: 'NOT_INVITED',
    })

    const again = await (await rollcall.imports.get(imp.id)).commit()
    expect(again).toMatchObject({ committed: true, report: { created: 2, failed: 1 } })
    expect(await rejection(imp.mapColumns())).toMatchObject({
      code: 'IMPORT_STATE',
      userErrors: [{ __typename: 'ImportStateError', currentState: 'COMMITTED' }],
    })
    const [newest] = await rollcall.imports.list({ filter: { state: ['COMMITTED'] } }).toArray({ limit: 1 })
    expect(newest).toMatchObject({ id: imp.id, state: 'COMMITTED' })
    expect((await imp.refresh()).data.report).toEqual(result.report)
    const repeated = await rollcall.imports.start({ text: TEXT })
    expect(repeated.data.file.previousImport).toMatchObject({ id: imp.id, state: 'COMMITTED' })
    await repeated.cancel()
  })

  test('is mapped by position where headers do not tell columns apart', async () => {
    const imp = await rollcall.imports.start({ text: 'email,x,x\nmo@example.com,Mo,Baker\n' })
    const error = await rejection(imp.mapColumns({ email: 'email', x: 'name' }))
    expect(error).toMatchObject({ code: 'HEADER_DUPLICATE', userErrors: [{ __typename: 'MappingError', column: 'x' }] })
    const mapped = await imp.mapColumns([
      { index: 0, field: 'email' },
      { index: 1, field: 'name' },
      { index: 2, field: 'jobTitle' },
    ])
    expect(mapped.data.columns.map(({ field }) => field?.key)).toEqual(['email', 'name', 'jobTitle'])
    await mapped.cancel()
  })

  test('is read again in another way without another upload', async () => {
    const bytes = Uint8Array.from(Buffer.from('Report;;\nE-Mail;Name\nzoe@example.com;Zo\u00eb\n', 'latin1'))
    const imp = await rollcall.imports.start(bytes, { filename: 'people.csv' })
    expect(imp.data.file).toMatchObject({ encoding: 'windows-1252', delimiter: ';', headerRow: 2, format: 'CSV' })
    expect(imp.data.file.warnings.join()).toContain('it looks like windows-1252')
    const again = await imp.readAgain({ encoding: 'macintosh', headerRow: 1 })
    expect(again.id).not.toBe(imp.id)
    expect(again.data.file).toMatchObject({ name: 'people.csv', encoding: 'macintosh', headerRow: 1, rowCount: 2 })
    expect((await imp.refresh()).state).toBe('CANCELLED')
    expect(await rejection(imp.readAgain())).toMatchObject({ code: 'IMPORT_STATE' })
    await again.cancel()
  })

  test('may be an Excel workbook', async () => {
    const people = [
      ['Email', 'Name'],
      ['cleo@example.com', 'Cleo Diaz'],
    ]
    const sheets = { Cover: '', Staff: sheetOf(people), Former: sheetOf(people) }
    const workbook = Uint8Array.from(workbookOf({ sheets }))
    const imp = await rollcall.imports.start(workbook, { filename: 'people.xlsx' })
    expect(imp.data.file).toMatchObject({ format: 'XLSX', sheet: 'Staff', sheets: Object.keys(sheets), delimiter: '' })
    expect((await imp.mapColumns()).state).toBe('MAPPED')
    const former = await imp.readAgain({ sheet: 'Former' })
    expect(former.data.file.sheet).toBe('Former')
    const result = await former.commit({ settings: { mode: 'ADD_ONLY', invites: 'NONE' } })
    expect(result.report).toMatchObject({ created: 1 })
    expect(await rollcall.users.getByEmail('cleo@example.com')).toMatchObject({ name: 'Cleo Diaz' })
  })

  test('is left to the server once it is being applied, and its refused rows are given out later', async () => {
    const text = 'Email,Name\ndora@example.com,Dora\nno address,Eli\n'
    const imp = await (await rollcall.imports.start({ text })).mapColumns()
    const started = await imp.startCommit({ settings: { mode: 'ADD_ONLY', invites: 'NONE' } })
    expect(['COMMITTING', 'COMMITTED']).toContain(started.state)
    const { data } = await rollcall.imports.wait(imp.id)
    expect(data.report).toMatchObject({ created: 1, failed: 1 })
    expect(await rollcall.imports.failedRowsCsv(imp.id)).toContain('\r\nno address,Eli,Email,')
  })

  test('that is no CSV is refused with what it is', async () => {
    const error = await rejection(rollcall.imports.start({ text: '%PDF-1.7', filename: 'people.pdf' }))
    expect(error).toBeInstanceOf(UserInputError)
    expect(error).toMatchObject({ userErrors: [{ __typename: 'FileError', code: 'FILE_NOT_CSV', detected: 'pdf' }] })
  })

  test.each([
    ['in one piece', () => new Uint8Array(8_000_000)],
    [
      'as a stream',
      () => ({ stream: new Blob([new Uint8Array(8_000_000)]).stream(), filename: 'large.csv' }) satisfies CsvSource,
    ],
  ])('that is large is refused %s when the credential is wrong', async (_kind, source) => {
    const stranger = new Rollcall({ url: `${house.url}/graphql`, auth: 'rck_wrong', maxRetries: 0 })
    expect(await rejection(stranger.imports.start(source()))).toBeInstanceOf(AuthenticationError)
  })

  test('has a template and a list of fields before it exists', async () => {
    const template = await rollcall.imports.template({ requiredOnly: true })
    expect(template.csv).toContain('Email')
    expect(template.filename).toMatch(/\.csv$/)
    const fields = await rollcall.imports.fields()
    expect(fields[0]).toMatchObject({ key: 'email', required: true })
  })

  test('that is unknown is NOT_FOUND at each way in', async () => {
    for (const call of [
      () => rollcall.imports.get('imp_nobody'),
      () => rollcall.imports.wait('imp_nobody'),
      () => rollcall.imports.watch('imp_nobody')[Symbol.asyncIterator]().next(),
    ]) {
      expect(await rejection(call())).toMatchObject({ name: 'UserInputError', code: 'NOT_FOUND' })
    }
  })

  describe('waiting', () => {
    let imp: Import
    beforeAll(async () => {
      imp = await rollcall.imports.start({ text: 'email,name\nno@example.com,No\n' })
    })

    test('is told by the server itself, and asks where that does not get through', async () => {
      const asked: string[] = []
      const watchOnce = async (through: (url: string) => boolean) => {
        asked.length = 0
        const client = new Rollcall({
          url: `${house.url}/graphql`,
          auth: house.apiKey,
          async fetch(url, init) {
            asked.push(new URL(url as string).pathname)
            return through(url as string) ? fetch(url, init) : Response.json({}, { status: 502 })
          },
        })
        for await (const progress of client.imports.watch(imp.id)) return progress
        return undefined
      }
      const progress = { importId: imp.id, state: 'UPLOADED', phase: 'WAITING', processed: 0, total: 1 }
      expect(await watchOnce(() => true)).toMatchObject(progress)
      expect(asked).toEqual(['/graphql/stream'])
      expect(await watchOnce((url) => !url.endsWith('/stream'))).toMatchObject(progress)
      expect(asked).toEqual(['/graphql/stream', '/graphql'])
    })

    test('ends with the time that was allowed', async () => {
      const error = await rejection(rollcall.imports.wait(imp.id, { deadlineMs: 150 }))
      expect(error).toBeInstanceOf(TimeoutError)
      expect(error).toMatchObject({ timeoutMs: 150 })
    })

    test('ends with the signal of the caller', async () => {
      const controller = new AbortController()
      const wait = rollcall.imports.wait(imp.id, { signal: controller.signal, onProgress: () => controller.abort() })
      expect(await rejection(wait)).toBeInstanceOf(AbortedError)
    })

    test('ends with an error that holds the import when it was cancelled', async () => {
      const seen: string[] = []
      for await (const { state } of imp.watch()) {
        seen.push(state)
        if (state === 'UPLOADED') await imp.cancel()
      }
      expect(seen).toEqual(['UPLOADED', 'CANCELLED'])
      const error = await rejection(rollcall.imports.wait(imp.id))
      expect(error).toBeInstanceOf(ImportFailedError)
      expect(error).toMatchObject({
        code: 'IMPORT_FAILED',
        retryable: false,
        import: { id: imp.id, state: 'CANCELLED' },
      })
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ import: { id: imp.id, state: 'CANCELLED' } })
    })
  })
})

describe.each(databases)('importCsv, on %s', (database) => {
  let house: ServedHouse
  let rollcall: Rollcall

  beforeAll(async () => {
    house = await startTestServer(database)
    rollcall = new Rollcall({ url: `${house.url}/graphql`, auth: house.apiKey })
    // So many that a few may be deactivated.
    const people = Array.from({ length: 12 }, (_, at) => `p${at}@example.com,Person ${String.fromCharCode(65 + at)}`)
    await rollcall.importCsv({ text: ['email,name', ...people].join('\n') }, { settings: SETTINGS })
  })
  afterAll(() => house.close())

  const withoutTwo = [
    'email,name',
    ...Array.from({ length: 10 }, (_, at) => `p${at}@example.com,Person ${String.fromCharCode(65 + at)}`),
  ].join('\n')
  const MISSING = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' } as const

  async function newest(): Promise<Import | undefined> {
    return (await rollcall.imports.list({ first: 1 })).nodes[0]
  }

  test('adds and invites everybody in one call, and lists the rows that failed', async () => {
    const result = await rollcall.importCsv(
      { text: TEXT },
      { columns: COLUMNS, settings: { ...SETTINGS, invites: 'IMMEDIATE' } },
    )
    expect(result).toMatchObject({
      committed: true,
      import: { state: 'COMMITTED' },
      preview: { toCreate: 2, invites: 2 },
      report: { created: 2, failed: 1, invitesQueued: 2 },
    })
    expect(await result.failedRows().toArray()).toMatchObject([{ line: 4, issues: [{ code: 'EMAIL_INVALID' }] }])
    const users = await rollcall.users.list({ filter: { importId: result.import.id } })
    expect(users.nodes.map(({ email }) => email).sort()).toEqual(['ana@example.com', 'li@example.com'])
  })

  test('with dryRun shows what would happen and which rows would fail, and changes nothing', async () => {
    const text = 'email,name\nnew@example.com,New\nbroken,Broken\n'
    let asked = false
    const result = await rollcall.importCsv(
      { text },
      { settings: SETTINGS, dryRun: true, confirm: () => (asked = true) },
    )
    expect(result).toMatchObject({
      committed: false,
      import: { state: 'CANCELLED' },
      preview: { toCreate: 1, invalid: 1 },
      report: undefined,
    })
    expect(asked).toBe(false)
    const failed = await result.failedRows()
    expect(failed).toMatchObject({ totalCount: 1, nodes: [{ line: 3, issues: [{ code: 'EMAIL_INVALID' }] }] })
    expect(await rollcall.users.getByEmail('new@example.com')).toBeNull()
  })

  test('shows the preview to confirm, and changes nothing when it says no', async () => {
    const seen: [schema.ImportPreview, Import][] = []
    const result = await rollcall.importCsv(
      { text: withoutTwo },
      {
        settings: MISSING,
        confirm(preview, imp) {
          seen.push([preview, imp])
          return false
        },
      },
    )
    const [[preview, imp]] = seen as [[schema.ImportPreview, Import]]
    expect(preview.toDeactivate).toBe(4)
    expect(preview.deactivations.nodes.map(({ email }) => email)).toContain('p11@example.com')
    expect(imp.state).toBe('CONFIGURED')
    expect(result).toMatchObject({ committed: false, import: { state: 'CANCELLED' }, preview: { toDeactivate: 4 } })
    expect(await rollcall.users.getByEmail('p11@example.com')).toMatchObject({ status: 'NOT_INVITED' })
  })

  test('deactivates nobody without confirm, and leaves no open import behind', async () => {
    const error = await rejection(rollcall.importCsv({ text: withoutTwo }, { settings: MISSING }))
    expect(error).toBeInstanceOf(UserInputError)
    expect(error).toMatchObject({ code: 'DEACTIVATION_UNCONFIRMED', userErrors: [{ wouldDeactivate: 4 }] })
    expect((error as Error).message).toContain('`confirm`')
    expect(await newest()).toMatchObject({ state: 'CANCELLED' })
  })

  test('deactivates those who are missing when confirm says yes', async () => {
    const result = await rollcall.importCsv(
      { text: withoutTwo },
      { settings: MISSING, confirm: (preview) => Promise.resolve(preview.toDeactivate === 4) },
    )
    expect(result).toMatchObject({ committed: true, report: { deactivated: 4, unchanged: 10 } })
    expect(await rollcall.users.getByEmail('p11@example.com')).toMatchObject({ status: 'DEACTIVATED' })
  })

  test('cancels the import when the columns do not do, and says why', async () => {
    const error = await rejection(rollcall.importCsv({ text: 'colour,size\nred,2\n' }, { settings: SETTINGS }))
    expect(error).toMatchObject({
      code: 'FIELD_UNMAPPED',
      userErrors: [{ __typename: 'MappingError' }, expect.anything()],
    })
    expect(await newest()).toMatchObject({ state: 'CANCELLED' })
  })

  test('cancels the import when it is aborted before the commit', async () => {
    const controller = new AbortController()
    const confirm = (): boolean => {
      controller.abort()
      return true
    }
    const call = rollcall.importCsv({ text: withoutTwo }, { settings: SETTINGS, confirm, signal: controller.signal })
    expect(await rejection(call)).toBeInstanceOf(AbortedError)
    expect(await newest()).toMatchObject({ state: 'CANCELLED' })
  })
})
