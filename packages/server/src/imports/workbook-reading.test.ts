import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { Refusal } from '../base/errors.ts'
import type { CsvRow, CsvSummary } from './read-csv.ts'
import { WorkbookReading, type WorkbookOptions } from './workbook-reading.ts'
import { sheetOf, workbookOf, zipOf, type WorkbookContent } from './workbook.testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-workbooks-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function readBytes(bytes: Buffer, options: Partial<WorkbookOptions> = {}) {
  const path = join(folder, 'workbook.xlsx')
  writeFileSync(path, bytes)
  const reading = new WorkbookReading({ path, sheet: null, headerRow: null, maxRows: 100_000, ...options })
  try {
    const rows: CsvRow[] = []
    for (;;) {
      const { batches, summary } = await reading.read()
      rows.push(...batches.flatMap((batch) => JSON.parse(batch.rows) as CsvRow[]))
      if (summary) return { rows, summary, headers: headersOf(summary) }
    }
  } finally {
    reading.close()
  }
}

const read = (content: WorkbookContent, options: Partial<WorkbookOptions> = {}) =>
  readBytes(workbookOf(content), options)

async function refusalOf(bytes: Buffer, options: Partial<WorkbookOptions> = {}) {
  try {
    await readBytes(bytes, options)
  } catch (error) {
    if (error instanceof Refusal) return error.mistakes[0]
    throw error
  }
  throw new Error('The workbook was read.')
}

function headersOf({ columns }: CsvSummary): string[] {
  return columns.map(({ header }) => header)
}

const PEOPLE = [
  ['Email', 'Name'],
  ['ann@example.com', 'Ann'],
  ['bo@example.com', 'Bo'],
]

/** The text of one cell under the header. */
async function cell(xml: string, content: Partial<WorkbookContent> = {}): Promise<string | undefined> {
  const header =
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Value</t></is></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
  const row = `<row r="2">${xml}<c r="B2"><v>1</v></c></row>`
  return (await read({ sheets: { People: header + row }, ...content })).rows[0]?.[1]
}

const numberCell = (value: string, format: number | string, date1904 = false) =>
  cell(`<c r="A2" s="1"><v>${value}</v></c>`, { formats: [format], date1904 })

test('a sheet is read like a CSV file', async () => {
  const { rows, summary, headers } = await read({ sheets: { People: sheetOf(PEOPLE) } })
  expect(headers).toEqual(['Email', 'Name'])
  expect(rows).toEqual([
    [2, 'ann@example.com', 'Ann'],
    [3, 'bo@example.com', 'Bo'],
  ])
  expect(summary).toMatchObject({
    format: 'XLSX',
    delimiter: null,
    headerRow: 1,
    sheet: 'People',
    sheets: ['People'],
    rowCount: 2,
    warnings: [],
  })
})

describe('cells', () => {
  test('that point to a text have it, however it is written there', async () => {
    const texts = [
      '<t>Plain</t>',
      '<r><t>Bo</t></r><r><rPr/><t xml:space="preserve">ld </t></r>',
      '<t>山田</t><rPh sb="0" eb="2"><t>やまだ</t></rPh>',
      '<t>a &amp; b_x000A_c</t>',
    ]
    const shared = (index: number) => cell(`<c r="A2" t="s"><v>${index}</v></c>`, { texts })
    expect([await shared(0), await shared(1), await shared(2), await shared(3)]).toEqual([
      'Plain',
      'Bold ',
      '山田',
      'a & b\nc',
    ])
  })

  test('with numbers have the digits that were typed', async () => {
    for (const [stored, typed] of [
      ['123456789012345678', '123456789012345678'],
      ['1.2345678901234568E+19', '12345678901234567000'],
      ['1E+21', '1000000000000000000000'],
      ['9.8000000000000007', '9.8'],
      ['-5', '-5'],
      ['0.5', '0.5'],
    ] as const) {
      expect(await numberCell(stored, 0)).toBe(typed)
    }
    expect(await numberCell('123', '00000')).toBe('00123')
  })

  test.each([
    ['46348', 14, '2026-11-22'],
    ['46348', 'dd/mm/yyyy', '2026-11-22'],
    ['46348', '[$-407]d. mmmm yyyy;@', '2026-11-22'],
    ['46348', 'mmm\\-yy', '2026-11-22'],
    ['46348.395833333336', 'yyyy-mm-dd hh:mm', '2026-11-22T09:30'],
    ['46348.395833333336', 22, '2026-11-22T09:30'],
    ['46348.395833333336', 14, '2026-11-22'],
    ['46348', 22, '2026-11-22'],
    ['1', 14, '1900-01-01'],
    ['59', 14, '1900-02-28'],
    ['61', 14, '1900-03-01'],
    ['0.395833333333333', 20, '09:30'],
    ['-1', 14, '-1'],
    ['46348', 'General', '46348'],
    ['46348', '0.00', '46348'],
    ['46348', '#,##0 "days"', '46348'],
    ['46348', '[Red]0', '46348'],
  ])('%s in the format %s is %s', async (stored, format, typed) => {
    expect(await numberCell(stored, format)).toBe(typed)
  })

  test('with dates of a workbook that counts from 1904 have the same day', async () => {
    expect(await numberCell('44886', 14, true)).toBe('2026-11-22')
  })

  test('with yes and no have the word, whichever program wrote them', async () => {
    expect(await cell('<c r="A2" t="b"><v>1</v></c>')).toBe('TRUE')
    expect(await cell('<c r="A2" t="b"><v>0</v></c>')).toBe('FALSE')
    expect(await numberCell('1', '"TRUE";"TRUE";"FALSE"')).toBe('TRUE')
    expect(await numberCell('0', '"TRUE";"TRUE";"FALSE"')).toBe('FALSE')
  })

  test('with a formula have its result, and those without one are mentioned', async () => {
    expect(await cell('<c r="A2" t="str"><f>A1&amp;"x"</f><v>ann@example.com</v></c>')).toBe('ann@example.com')
    expect(await cell('<c r="A2" t="d"><v>2026-11-22T00:00:00</v></c>')).toBe('2026-11-22')
    const rows = `${sheetOf(PEOPLE)}<row r="4"><c r="A4"><f>X1</f></c><c r="B4" t="e"><v>#N/A</v></c></row>`
    const { summary } = await read({ sheets: { People: rows } })
    expect(summary.warnings).toEqual([
      expect.stringContaining('formula that has no result are read as empty: 1, the first in line 4'),
      expect.stringContaining('#N/A: 1, the first in line 4'),
    ])
  })

  test('may be missing anywhere, and rows too', async () => {
    const rows = `<row r="3"><c r="B3" t="inlineStr"><is><t>Email</t></is></c><c r="D3" t="inlineStr"><is><t>Name</t></is></c></row>
      <row r="7" spans="1:4"><c r="A7" s="0"/><c r="D7" t="inlineStr"><is><t>Ann</t></is></c></row>
      <row><c t="inlineStr"><is><t>x</t></is></c></row>`
    const { rows: read_, headers, summary } = await read({ sheets: { People: rows } })
    expect(headers).toEqual(['', 'Email', '', 'Name'])
    expect(read_).toEqual([
      [7, '', '', '', 'Ann'],
      [8, 'x', '', '', ''],
    ])
    expect(summary.headerRow).toBe(3)
  })

  test('beyond the header make columns without a name', async () => {
    const { headers, rows } = await read({ sheets: { People: sheetOf([['Email'], ['ann@example.com', 'Ann', 'x']]) } })
    expect(headers).toEqual(['Email', '', ''])
    expect(rows[0]).toEqual([2, 'ann@example.com', 'Ann', 'x'])
  })
})

describe('sheets', () => {
  const sheets = { Notes: '', Secret: sheetOf(PEOPLE.slice(0, 2)), People: sheetOf(PEOPLE), 2026: sheetOf(PEOPLE) }

  test('the first visible one that holds anything is read, and the others are named', async () => {
    const { summary } = await read({ sheets, hidden: ['Secret'] })
    const names = Object.keys(sheets)
    expect(summary).toMatchObject({ sheet: names[0], sheets: names })
    expect(summary.warnings[0]).toContain(`the workbook also has "Notes", "Secret", "People"`)
  })

  test('another is read by its name or its number', async () => {
    const order = Object.keys(sheets)
    for (const name of ['People', ' people ', String(order.indexOf('People') + 1)]) {
      expect((await read({ sheets }, { sheet: name })).summary.sheet).toBe('People')
    }
    expect((await read({ sheets }, { sheet: '2026' })).summary.sheet).toBe('2026')
    expect(await refusalOf(workbookOf({ sheets }), { sheet: 'Staff' })).toMatchObject({
      code: 'INVALID',
      path: ['input', 'sheet'],
      hint: expect.stringContaining('Notes, Secret, People') as unknown,
    })
  })

  test('a hidden one is read where nothing else holds rows', async () => {
    const { summary } = await read({ sheets: { Front: '', People: sheetOf(PEOPLE) }, hidden: ['People'] })
    expect(summary.sheet).toBe('People')
    expect(summary.warnings[0]).toContain('The hidden sheet "People" was read')
  })

  test('that hold nothing are refused', async () => {
    expect(await refusalOf(workbookOf({ sheets: { A: '', B: '<row r="1"><c r="A1"/></row>' } }))).toMatchObject({
      code: 'FILE_EMPTY',
    })
    expect(await refusalOf(workbookOf({ sheets: { A: sheetOf([['Email', 'Name']]) } }))).toMatchObject({
      code: 'FILE_EMPTY',
    })
  })

  test('have their header found, or taken from where the caller says', async () => {
    const rows = sheetOf([['Staff list'], ['Autumn'], ...PEOPLE])
    const { summary } = await read({ sheets: { People: rows } })
    expect(summary.headerRow).toBe(3)
    expect(summary.rowCount).toBe(2)
    expect((await read({ sheets: { People: rows } }, { headerRow: 2 })).headers[0]).toBe('Autumn')
    expect((await read({ sheets: { People: rows } }, { headerRow: 0 })).headers).toEqual(['Column A', 'Column B'])
    expect(await refusalOf(workbookOf({ sheets: { People: rows } }), { headerRow: 9 })).toMatchObject({
      code: 'FILE_EMPTY',
    })
  })
})

describe('archives that are no workbook', () => {
  test.each([
    ['xlsb', { 'xl/workbook.bin': 'x' }],
    ['ods', { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'META-INF/manifest.xml': '' }],
    ['numbers', { 'Index/Document.iwa': 'x' }],
    ['docx', { 'word/document.xml': '<x/>' }],
    ['pptx', { 'ppt/presentation.xml': '<x/>' }],
    ['zip', { 'people.csv': 'a,b' }],
  ])('%s is refused by name, with the way to CSV', async (detected, parts) => {
    const refusal = await refusalOf(zipOf(parts as unknown as Record<string, string>))
    expect(refusal).toMatchObject({ code: 'FILE_NOT_CSV', facts: { detected } })
    expect(refusal?.hint).toContain('CSV UTF-8')
  })

  test('one that is cut off is refused as damaged', async () => {
    const bytes = workbookOf({ sheets: { People: sheetOf(PEOPLE) } })
    for (const length of [4, 100, bytes.length - 30]) {
      expect(await refusalOf(bytes.subarray(0, length))).toMatchObject({ code: 'FILE_MALFORMED' })
    }
  })

  test('one whose content is damaged is refused as damaged', async () => {
    for (const rows of [
      '<row r="1"><c r="A1"></row>',
      '<row r="2"/><row r="1"/>',
      '<row r="1"><c r="B1"/><c r="A1"/></row>',
      '<row r="1048577"/>',
      '<row r="1"><c r="XFE1"/></row>',
      '<row r="1"><c r="?"/></row>',
      '<row r="1"><c r="A1"><v>&unknown;</v></c></row>',
    ]) {
      expect(await refusalOf(workbookOf({ sheets: { People: rows } }))).toMatchObject({
        code: 'FILE_MALFORMED',
        hint: expect.stringContaining('save it once more') as unknown,
      })
    }
  })
})

describe('limits', () => {
  const long = (letters: number) =>
    workbookOf({
      sheets: {
        People: sheetOf([
          ['a', 'b'],
          ['1', 'x'.repeat(letters)],
        ]),
      },
    })

  test('a cell that is too long is refused with its line and column', async () => {
    expect((await readBytes(long(10_000))).rows[0]?.[2]).toHaveLength(10_000)
    for (const letters of [10_001, 500_000]) {
      expect(await refusalOf(long(letters))).toMatchObject({
        code: 'FILE_MALFORMED',
        facts: { line: 2, columnIndex: 1 },
      })
    }
    const shared = workbookOf({
      sheets: { People: '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' },
      texts: [`<t>${'x'.repeat(30_000)}</t>`],
    })
    expect(await refusalOf(shared)).toMatchObject({ code: 'FILE_MALFORMED', facts: { line: 1, columnIndex: 0 } })
  })

  test('a NUL is refused with its line and column', async () => {
    const rows = '<row r="1"><c r="C1" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>'
    expect(await refusalOf(workbookOf({ sheets: { People: rows } }))).toMatchObject({
      code: 'FILE_MALFORMED',
      facts: { line: 1, columnIndex: 2 },
    })
  })

  test('more rows or columns than an import may have are refused', async () => {
    const many = workbookOf({ sheets: { People: sheetOf(PEOPLE) } })
    expect(await refusalOf(many, { maxRows: 1 })).toMatchObject({ code: 'FILE_TOO_LARGE', facts: { line: 3 } })
    const wide = Array.from({ length: 501 }, (_, index) => `c${index}`)
    expect(await refusalOf(workbookOf({ sheets: { People: sheetOf([wide, wide]) } }))).toMatchObject({
      code: 'TOO_MANY_COLUMNS',
    })
  })

  test('what unpacks to a thousand times its size is refused before it is unpacked', async () => {
    const bomb = workbookOf({ sheets: { People: `<row r="1"><c r="A1"><v>${'0'.repeat(20_000_000)}</v></c></row>` } })
    expect(bomb.length).toBeLessThan(50_000)
    expect(await refusalOf(bomb)).toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  test('neither endless texts nor endless nesting nor entities use up memory', async () => {
    const before = process.memoryUsage().rss
    for (const rows of [
      `<row r="1"><c r="A1"><v>${'0'.repeat(9_000_000)}</v></c></row>`,
      '<a>'.repeat(2_000_000),
      `<row r="1"><c r="A1" t="inlineStr"><is>${'<t>xxxxxxxxxx</t>'.repeat(300_000)}</is></c></row>`,
    ]) {
      expect(await refusalOf(workbookOf({ sheets: { People: rows } }))).toMatchObject({ code: 'FILE_MALFORMED' })
    }
    const doctype = zipOf({ 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>' })
    expect(await refusalOf(doctype)).toMatchObject({ code: 'FILE_MALFORMED' })
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })
})

test('ten thousand rows come in batches, with little memory', async () => {
  const rows = Array.from({ length: 10_001 }, (_, index) => [`p${index}@example.com`, 'Zoë', `E${index}`])
  const path = join(folder, 'large.xlsx')
  writeFileSync(path, workbookOf({ sheets: { People: sheetOf([['Email', 'Name', 'ID'], ...rows]) } }))
  const reading = new WorkbookReading({ path, sheet: null, headerRow: null, maxRows: 100_000 })
  const sizes: number[] = []
  for (;;) {
    const { batches, summary } = await reading.read()
    sizes.push(...batches.map(({ rowCount }) => rowCount))
    if (summary) break
  }
  reading.close()
  expect(sizes).toEqual([...Array<number>(20).fill(500), 1])
})
