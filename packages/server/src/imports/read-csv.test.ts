import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Refusal } from '../base/errors.ts'
import { filePath } from '../files/disk.ts'
import { putFile } from '../files/put-file.ts'
import { removeFile } from '../files/remove-file.ts'
import { inspectFile, type InspectedFile, type InspectionOptions } from './inspect-file.ts'
import { readCsv, type CsvBatch, type CsvRow, type CsvSummary } from './read-csv.ts'

const OPTIONS: InspectionOptions = { filename: 'people.csv', maxBytes: 50_000_000 }

type Options = Partial<InspectionOptions & { maxRows: number }>

const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-reading-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

let files = 0

/** Keeps and inspects a file, and has its rows read, as an import does. */
async function readBatches(
  source: Readable | Uint8Array,
  options: Options,
  onBatch: (batch: CsvBatch) => Promise<void>,
): Promise<{ file: InspectedFile; summary: CsvSummary }> {
  const key = { organizationId: 'organization', id: String(files++) }
  const stream = source instanceof Readable ? source : Readable.from([source])
  const { maxRows = 1_000_000, path, signal } = options
  const limits = { maxRows, ...(path && { path }), ...(signal && { signal }) }
  try {
    const file = await inspectFile(stream, { ...OPTIONS, ...options }, (pieces) => putFile({ dataDir }, key, pieces))
    return { file, summary: await readCsv(filePath({ dataDir }, key), file.reading, limits, onBatch) }
  } finally {
    await removeFile({ dataDir }, key)
  }
}

async function read(source: Readable | Uint8Array, options: Options = {}) {
  const rows: CsvRow[] = []
  const { file, summary } = await readBatches(source, options, async (batch) => {
    rows.push(...(JSON.parse(batch.rows) as CsvRow[]))
  })
  return { rows, file, summary }
}

async function refusalOf(source: Readable | Uint8Array, options: Options = {}) {
  try {
    await read(source, options)
  } catch (error) {
    if (error instanceof Refusal) return error.mistakes[0]
    throw error
  }
  throw new Error('The file was read.')
}

function people(count: number): Buffer {
  const lines = [
    'Email,First name,Last name,Job title,Primary team,Secondary teams,Role,Language,Location,Time zone,Employee ID',
  ]
  for (let index = 0; index < count; index++) {
    lines.push(
      `person${index}@example.com,Zoë,Müller${index},Account Manager,Team ${index % 40},Launch; Web,Learner,en-GB,London,Europe/London,${index}`,
    )
  }
  return Buffer.from(lines.join('\r\n'))
}

test('a file is read in a thread, batch by batch, in order', async () => {
  const batches: number[][] = []
  const { summary } = await readBatches(people(1_200), {}, async ({ number, rowCount: rows }) => {
    batches.push([number, rows])
  })
  const { columns, rowCount, batchCount } = summary
  expect(batches).toEqual([
    [0, 500],
    [1, 500],
    [2, 200],
  ])
  expect({ rowCount, batchCount, columns: columns.length }).toEqual({ rowCount: 1_200, batchCount: 3, columns: 11 })
})

test('what the thread refuses is refused here, at the place in the arguments that the caller names', async () => {
  expect(await refusalOf(Buffer.from('%PDF-1.7'))).toMatchObject({
    code: 'FILE_NOT_CSV',
    path: ['input', 'file'],
    facts: { type: 'FileError', detected: 'pdf', line: null },
  })
  const path = ['input', 'csv']
  expect(await refusalOf(Buffer.from('a,b\n1,"2'), { path })).toMatchObject({
    code: 'FILE_MALFORMED',
    path,
    facts: { type: 'FileError', line: 2 },
  })
})

test('a file of exactly the limit is read, and one byte more refused, its stream destroyed', async () => {
  const bytes = Buffer.from('a,b\n1,2\n')
  expect((await read(bytes, { maxBytes: 8 })).rows).toEqual([[2, '1', '2']])
  expect((await read(Readable.from([bytes]), { maxBytes: 8 })).file.bytes).toBe(8)
  const longer = Readable.from([bytes, Buffer.from('x')])
  expect(await refusalOf(longer, { maxBytes: 8 })).toMatchObject({ code: 'FILE_TOO_LARGE', path: ['input', 'file'] })
  expect(longer.destroyed).toBe(true)
})

test('an encoding or a delimiter that is not known is refused before anything is read', async () => {
  const file = Buffer.from('a,b\n1,2\n')
  for (const encoding of ['ebcdic', 'constructor', '']) {
    const refusal = await refusalOf(file, { encoding })
    expect(refusal).toMatchObject({ code: 'INVALID', path: ['input', 'encoding'] })
    expect(refusal?.hint).toContain('utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, macintosh, ')
  }
  const source = Readable.from([file])
  expect(await refusalOf(source, { delimiter: ':' })).toMatchObject({ code: 'INVALID', path: ['input', 'delimiter'] })
  expect(source.destroyed).toBe(true)
  const { summary } = await read(file, { encoding: 'UTF8', delimiter: ',' })
  expect(summary.encoding).toBe('utf-8')
})

test('a quote that is never closed is refused at once, with the event loop free and memory kept', async () => {
  const piece = Buffer.alloc(65_536, 'some words, ')
  let sent = 0
  const source = Readable.from(
    (function* () {
      yield Buffer.from('Email,Name\nann@example.com,"')
      for (; sent < 640; sent++) yield piece
    })(),
  )
  const before = process.memoryUsage().rss
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const start = performance.now()
  const refusal = await refusalOf(source)
  delay.disable()
  expect(refusal).toMatchObject({ code: 'FILE_MALFORMED', facts: { line: 2 } })
  expect(performance.now() - start).toBeLessThan(2_000)
  expect(delay.max / 1e6).toBeLessThan(200)
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  // Nobody reads the rest.
  expect(sent).toBeLessThan(20)
  expect(source.destroyed).toBe(true)
})

test('a hundred thousand rows are read without being held', async () => {
  const file = people(100_000)
  const before = process.memoryUsage().rss
  let most = 0
  let rows = 0
  const start = performance.now()
  await readBatches(file, {}, async (batch) => {
    rows += batch.rowCount
    most = Math.max(most, process.memoryUsage().rss)
  })
  expect(rows).toBe(100_000)
  // Half a second on two idle cores; here other suites run beside it.
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(most - before).toBeLessThan(100_000_000)
})

test('a fault in the last line of a large file is found before any row is stored', async () => {
  const large = Buffer.concat([people(40_000), FAULT])
  let stored = 0
  const attempt = readBatches(large, {}, async () => void stored++)
  await expect(attempt).rejects.toMatchObject({ mistakes: [{ facts: { line: 40_002, columnIndex: 2 } }] })
  expect(stored).toBe(0)
})

test('a fault in the last line of a large file is found within two seconds', () => {
  const [file, script] = [join(dataDir, 'large.csv'), join(dataDir, 'inspection.mjs')]
  writeFileSync(file, Buffer.concat([people(400_000), FAULT]))
  writeFileSync(script, INSPECTION)
  // In a process of its own, whose garbage is not that of all tests before.
  const reading = execFileSync(process.execPath, [script, INSPECT_FILE, file])
  const { facts, cpuMs, longestDelayMs } = JSON.parse(reading.toString())
  expect(facts).toMatchObject({ line: 400_002, columnIndex: 2 })
  // What both threads took together: what else the machine does meanwhile is not counted.
  expect(cpuMs).toBeLessThan(2_000)
  expect(longestDelayMs).toBeLessThan(200)
})

const FAULT = Buffer.from('\r\n1,2,"3')

const INSPECT_FILE = new URL('../../dist/imports/inspect-file.js', import.meta.url).href

const INSPECTION = `
  import { createReadStream } from 'node:fs'
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  const [inspectFilePath, path] = process.argv.slice(2)
  const { inspectFile } = await import(inspectFilePath)
  const keep = async (pieces) => { for await (const piece of pieces); }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const before = process.cpuUsage()
  const options = { filename: 'people.csv', maxBytes: 50_000_000 }
  const [{ facts }] = await inspectFile(createReadStream(path), options, keep).catch(({ mistakes }) => mistakes)
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ facts, cpuMs: (user + system) / 1_000, longestDelayMs: delay.max / 1e6 }))
  process.exit()
`

test('reading waits while a batch is stored', async () => {
  let isStoring = false
  await readBatches(people(20_000), {}, async () => {
    expect(isStoring).toBe(false)
    isStoring = true
    await new Promise(setImmediate)
    isStoring = false
  })
  expect(isStoring).toBe(false)
})

test('an upload that is kept slowly is taken slowly', async () => {
  const file = people(20_000)
  let taken = 0
  let kept = 0
  const source = Readable.from(
    (function* () {
      for (let from = 0; from < file.length; from += 65_536) {
        taken++
        yield file.subarray(from, from + 65_536)
      }
    })(),
    { highWaterMark: 1 },
  )
  await inspectFile(source, OPTIONS, async (pieces) => {
    for await (const piece of pieces) {
      kept += piece.length
      await new Promise(setImmediate)
      expect(taken * 65_536 - kept).toBeLessThan(6 * 65_536)
    }
  })
  expect(kept).toBe(file.length)
})

test('many files are read at once by two threads', async () => {
  let started = 0
  process.on('worker', () => started++)
  const files = Array.from(
    { length: 40 },
    (_, index) => `Email,Name\n${`p${index}@example.com,Ann\n`.repeat(index + 1)}`,
  )
  const results = await Promise.allSettled(
    files.map((file, index) => read(index % 4 === 3 ? Buffer.from('a,"b') : Buffer.from(file))),
  )
  results.forEach((result, index) => {
    if (index % 4 === 3) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'FILE_MALFORMED' } })
    else expect(result).toMatchObject({ status: 'fulfilled', value: { summary: { rowCount: index + 1 } } })
  })
  expect(started).toBeLessThanOrEqual(2)
})

test('a slow upload keeps no other file waiting', async () => {
  const slow = [1, 2, 3].map(() => new Readable({ read() {} }))
  const waiting = slow.map((source) => read(source))
  for (const source of slow) source.push(Buffer.from('a,b\n1,2\n'))
  expect((await read(Buffer.from('a,b\n3,4\n'))).rows).toEqual([[2, '3', '4']])
  for (const source of slow) source.push(null)
  for (const { rows } of await Promise.all(waiting)) expect(rows).toEqual([[2, '1', '2']])
})

test('a source that fails, a batch that cannot be stored and a signal end the reading', async () => {
  const failing = Readable.from(
    (function* () {
      yield Buffer.from('a,b\n1,2\n')
      throw new Error('The connection was cut.')
    })(),
  )
  await expect(read(failing)).rejects.toThrow('The connection was cut.')

  const source = Readable.from([people(1_000)])
  const storing = readBatches(source, {}, async () => {
    throw new Error('The disk is full.')
  })
  await expect(storing).rejects.toThrow('The disk is full.')
  expect(source.destroyed).toBe(true)

  const stalled = new Readable({ read() {} })
  const ending = new AbortController()
  const reading = read(stalled, { signal: ending.signal })
  ending.abort()
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(stalled.destroyed).toBe(true)
  expect(readdirSync(join(dataDir, 'files', 'organization'))).toEqual([])
})

const fixtures = new URL('../../../../../shared/fixtures/csv/', import.meta.url)
const describeFixtures = existsSync(fixtures) ? describe : describe.skip

describeFixtures('real files of other systems', () => {
  type Expected =
    | {
        rows: number
        columns: number
        cells?: readonly [row: number, cells: readonly string[]]
        summary?: Partial<CsvSummary>
      }
    | { code: string; detected?: string | null; line?: number | null; columnIndex?: number | null }
  const accented = { rows: 5, columns: 4, cells: [0, ['Réunion', 'ECS', '1989', '838462813']] } as const
  const expected: Record<string, Expected> = {
    'csv-spectrum/comma_in_quotes.csv': {
      rows: 1,
      columns: 5,
      cells: [0, ['John', 'Doe', '120 any st.', 'Anytown, WW', '08123']],
    },
    'csv-spectrum/empty.csv': { rows: 2, columns: 3, cells: [0, ['1', '', '']] },
    'csv-spectrum/empty_crlf.csv': { rows: 2, columns: 3, cells: [1, ['2', '3', '4']] },
    'csv-spectrum/escaped_quotes.csv': { rows: 2, columns: 2, cells: [0, ['1', 'ha "ha" ha']] },
    'csv-spectrum/json.csv': {
      rows: 1,
      columns: 2,
      cells: [0, ['1', '{"type": "Point", "coordinates": [102.0, 0.5]}']],
    },
    'csv-spectrum/newlines.csv': { rows: 3, columns: 3, cells: [1, ['Once upon \na time', '5', '6']] },
    'csv-spectrum/newlines_crlf.csv': { rows: 3, columns: 3, cells: [2, ['7', '8', '9']] },
    'csv-spectrum/quotes_and_newlines.csv': { rows: 2, columns: 2, cells: [0, ['1', 'ha \n"ha" \nha']] },
    'csv-spectrum/simple.csv': { rows: 1, columns: 3 },
    'csv-spectrum/simple_crlf.csv': { rows: 1, columns: 3 },
    'csv-spectrum/utf8.csv': { rows: 2, columns: 3, cells: [1, ['4', '5', 'ʤ']] },
    'csvkit/dummy_col_shuffled_ragged.csv': { rows: 1, columns: 4, cells: [0, ['2', '3', '1', '4']] },
    'csvkit/no_header_row.csv': { code: 'FILE_EMPTY', line: 1 },
    'csvkit/null_byte.csv': { code: 'FILE_MALFORMED', line: 2, columnIndex: 0 },
    'csvkit/sheets.xlsx': {
      rows: 5,
      columns: 8,
      cells: [0, ['Chicago Reader', '1971-01-01', '40', 'TRUE', '1', '1971-01-01T04:14', '', '']],
      summary: { format: 'XLSX', sheet: 'data', sheets: ['not this one', 'data', 'ʤ'] },
    },
    'csvkit/test.xlsx': {
      rows: 5,
      columns: 8,
      cells: [2, ['Chicago Tribune', '1920-01-01', '164', 'FALSE', '41800000.01', '1920-01-01', '', '']],
      summary: { sheet: 'Sheet1' },
    },
    'csvkit/test_latin1.csv': {
      rows: 2,
      columns: 3,
      cells: [1, ['4', '5', '©']],
      summary: { encoding: 'windows-1252' },
    },
    'csvkit/test_locale.csv': { rows: 1, columns: 3, cells: [0, ['1,7', '200.000.000', '']] },
    'csvkit/test_utf16_big.csv': {
      rows: 2,
      columns: 3,
      cells: [1, ['4', '5', 'ʤ']],
      summary: { encoding: 'utf-16be' },
    },
    'csvkit/test_utf16_little.csv': {
      rows: 2,
      columns: 3,
      cells: [1, ['4', '5', 'ʤ']],
      summary: { encoding: 'utf-16le' },
    },
    'csvkit/test_utf8.csv': { rows: 2, columns: 3, cells: [1, ['4', '5', 'ʤ']] },
    'csvkit/test_utf8_bom.csv': { rows: 2, columns: 3, cells: [1, ['4', '5', 'ʤ']] },
    'frictionless/1030_columns.csv': { code: 'TOO_MANY_COLUMNS', line: 1 },
    'frictionless/inconsistent-column-number.csv': { rows: 2, columns: 3, cells: [1, ['2', 'two']] },
    'frictionless/iso8859.csv': { ...accented, summary: { encoding: 'windows-1252' } },
    'frictionless/missing-values.csv': { rows: 2, columns: 3, cells: [1, ['2', '', 'false']] },
    'frictionless/pipes.csv': { rows: 2, columns: 3, cells: [1, ['2', 'two', 'false']] },
    'frictionless/semicolon.csv': { rows: 2, columns: 3, cells: [1, ['2', 'two', 'false']] },
    'frictionless/tab.csv': { rows: 2, columns: 3, cells: [1, ['2', 'two', 'false']] },
    'frictionless/utf8.csv': { rows: 5, columns: 4, cells: [0, ['Réunion', 'ECS', '1989', '838462813']] },
    'frictionless/western-macos-roman.csv': { ...accented, summary: { encoding: 'macintosh' } },
    'kolibri/user_data.csv': { rows: 500, columns: 5, cells: [1, ['Lanh', 'Đ', 'Tạ', 'Resat1987', '29']] },
    'node-csv/365-utf16le-bom-windows.csv': {
      rows: 1,
      columns: 3,
      cells: [0, ['1', '2', '3']],
      summary: { encoding: 'utf-16le' },
    },
    'node-csv/365-utf8-bom-windows.csv': { rows: 1, columns: 3, cells: [0, ['1', '2', '3']] },
    'react-spreadsheet-import/TrailingCellsWorkbook.xlsx': {
      rows: 3,
      columns: 7,
      cells: [0, ['1', '22', '33', '44', '', '', '']],
    },
    'react-spreadsheet-import/Workbook1.xlsx': {
      rows: 3,
      columns: 2,
      cells: [2, ['Lena', '50']],
      summary: { sheet: 'Sheet1' },
    },
    'react-spreadsheet-import/Workbook2.xlsx': { rows: 3, columns: 3, cells: [0, ['Josh', '2', '2020-03-03']] },
    'react-spreadsheet-import/exampleFile.csv': { rows: 1_000, columns: 6 },
  }

  test('each is read rightly or refused by name', async () => {
    const names = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(csv|xlsx)$/.test(name),
    )
    expect(names.sort()).toEqual(Object.keys(expected).sort())
    for (const [name, wanted] of Object.entries(expected)) {
      const bytes = readFileSync(new URL(name, fixtures))
      if ('code' in wanted) {
        const { code, ...facts } = wanted
        expect({ name, ...(await refusalOf(bytes, { filename: name })) }).toMatchObject({ name, code, facts })
        continue
      }
      const { rows, summary } = await read(bytes, { filename: name })
      expect({ name, summary }).toMatchObject({ name, summary: wanted.summary ?? {} })
      expect({ name, rows: rows.length, columns: summary.columns.length }).toEqual({
        name,
        rows: wanted.rows,
        columns: wanted.columns,
      })
      if (wanted.cells)
        expect({ name, cells: rows[wanted.cells[0]]?.slice(1) }).toEqual({ name, cells: wanted.cells[1] })
    }
  })

  test.each([
    ['csvkit/test_latin1.csv', 'iso-8859-1', ['4', '5', '©']],
    ['frictionless/iso8859.csv', 'windows-1252', ['Réunion', 'ECS', '1993', '852762014']],
    ['frictionless/western-macos-roman.csv', 'macintosh', ['Réunion', 'ECS', '1993', '852762014']],
    ['csvkit/test_utf16_big.csv', 'utf-16be', ['4', '5', 'ʤ']],
    ['csvkit/test_utf16_little.csv', 'utf-16le', ['4', '5', 'ʤ']],
    ['node-csv/365-utf16le-bom-windows.csv', 'utf-16le', ['1', '2', '3']],
  ])('%s is read when %s is named', async (name, encoding, last) => {
    const { rows, summary } = await read(readFileSync(new URL(name, fixtures)), { encoding })
    expect(rows.at(-1)?.slice(1)).toEqual(last)
    expect(summary.encoding).toBe(encoding)
  })
})
