import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import type { Refusal } from '../base/errors.ts'
import type { CsvTextOptions } from './csv-text.ts'
import { CsvReading, FileInspection } from './csv-thread.ts'
import type { CsvRow, CsvSummary, FileFacts } from './read-csv.ts'

interface Read {
  rows: CsvRow[]
  summary: CsvSummary
}

type Options = Partial<CsvTextOptions & { maxRows: number }>

function read(file: string | Uint8Array, options: Options = {}, pieceBytes = 1_000_000): Read {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const reading = new CsvReading({ ...NOTHING_NAMED, maxRows: 1_000, ...options })
  const batches = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    batches.push(...reading.read(bytes.subarray(from, from + pieceBytes), false).batches)
  }
  const { batches: last, summary } = reading.read(new Uint8Array(0), true)
  const rows = [...batches, ...last].flatMap((batch) => JSON.parse(batch.rows) as CsvRow[])
  return { rows, summary: summary as CsvSummary }
}

const NOTHING_NAMED: CsvTextOptions = { filename: 'people.csv', encoding: null, delimiter: null, headerRow: null }

/** What looking through a file finds, before any of its rows is read. */
function inspect(file: Uint8Array, options: Options = {}, pieceBytes = 1_000_000) {
  const inspection = new FileInspection({ ...NOTHING_NAMED, ...options })
  for (let from = 0; from < file.length; from += pieceBytes) {
    inspection.read(file.subarray(from, from + pieceBytes), false)
  }
  return inspection.read(new Uint8Array(0), true).facts as FileFacts & { format: 'CSV' }
}

function refusalOf(file: string | Uint8Array, options: Options = {}, pieceBytes?: number) {
  try {
    read(file, options, pieceBytes)
  } catch (error) {
    const { code, message, hint, facts } = (error as Refusal).mistakes[0] ?? {}
    return {
      code,
      message,
      hint,
      ...(facts as { line: number | null; columnIndex: number | null; detected: string | null }),
    }
  }
  throw new Error('The file was read.')
}

const headersOf = ({ summary }: Read): string[] => summary.columns.map(({ header }) => header)

describe('line ends', () => {
  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('%s alone ends a row', (_, end) => {
    const { rows, summary } = read(['Email,Name', 'ann@example.com,Ann', 'bo@example.com,Bo', ''].join(end))
    expect(rows).toEqual([
      [2, 'ann@example.com', 'Ann'],
      [3, 'bo@example.com', 'Bo'],
    ])
    expect(summary.warnings).toEqual([])
  })

  test('mixed line ends never put two people into one row, and are mentioned', () => {
    const file = 'Email,Name\r\nann@example.com,Ann\nbo@example.com,Bo\rcy@example.com,Cy\r\n'
    const { rows, summary } = read(file)
    expect(rows.map((row) => row[2])).toEqual(['Ann', 'Bo', 'Cy'])
    expect(summary.warnings).toEqual([
      'The file has line ends of several kinds (CR LF, LF, CR); each was read as the end of a row.',
    ])
  })

  test('line breaks inside quotes stay as they are and do not count as lines', () => {
    const { rows } = read('Email,Note\r\nann@example.com,"one\r\ntwo\nthree\rfour"\r\nbo@example.com,x\r\n')
    expect(rows).toEqual([
      [2, 'ann@example.com', 'one\r\ntwo\nthree\rfour'],
      [3, 'bo@example.com', 'x'],
    ])
  })

  test('blank lines and lines of delimiters alone are left out and counted', () => {
    const { rows, summary } = read('\nEmail,Name\n\nann@example.com,Ann\n , \n\nbo@example.com,Bo\n,\n\n\n')
    expect(rows.map(([line]) => line)).toEqual([4, 7])
    expect(summary.rowCount).toBe(2)
    expect(summary.warnings).toEqual(['4 blank rows were left out; the line numbers count them.'])
  })

  test('the last row needs no line end', () => {
    expect(read('a,b\n1,2').rows).toEqual([[2, '1', '2']])
    expect(read('a,b\n1,').rows).toEqual([[2, '1', '']])
    expect(read('a,b\n1,"2"').rows).toEqual([[2, '1', '2']])
    expect(read('a,b\n1,""').rows).toEqual([[2, '1', '']])
  })
})

describe('delimiters', () => {
  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
  ] as const)('%s is found out', (_, delimiter) => {
    const lines = [
      ['Email', 'First name', 'Secondary teams'],
      ['ann@example.com', 'Ann', '"Launch, Web; Print | Radio"'],
      ['bo@example.com', 'Bo', ''],
    ]
    const { rows, summary } = read(lines.map((cells) => cells.join(delimiter)).join('\r\n'))
    expect(summary.delimiter).toBe(delimiter)
    expect(rows[0]).toEqual([2, 'ann@example.com', 'Ann', 'Launch, Web; Print | Radio'])
  })

  test('a known header decides where two delimiters divide every row', () => {
    const file = 'Last, First;Email\nDoe, Jane;jane@example.com\nRoe, Richard;richard@example.com\n'
    expect(headersOf(read(file))).toEqual(['Last, First', 'Email'])
  })

  test('lists inside cells do not win over the cells', () => {
    const file = 'Email,Groups\nann@example.com,a;b;c\nbo@example.com,d;e;f\ncy@example.com,g;h;i\n'
    expect(headersOf(read(file))).toEqual(['Email', 'Groups'])
  })

  test('a file of one column needs none', () => {
    const { rows, summary } = read('Email\nann@example.com\nbo@example.com\n')
    expect(summary.columns).toHaveLength(1)
    expect(rows).toEqual([
      [2, 'ann@example.com'],
      [3, 'bo@example.com'],
    ])
  })

  test.each(['sep=;\r\n', '"sep=;"\n', 'SEP=;\r', '\uFEFFsep=;;;\n'])('the line %j names it and is no row', (line) => {
    const { rows, summary } = read(`${line}Email;Name\nann@example.com;Ann, Bo\n`)
    expect(rows).toEqual([[2, 'ann@example.com', 'Ann, Bo']])
    expect(summary.delimiter).toBe(';')
    expect(summary.warnings).toContain('The line "sep=;" at the beginning was left out.')
  })

  test('the one that the caller names is taken', () => {
    const { rows } = read('a,b|c\n1,2|3\n', { delimiter: '|' })
    expect(rows).toEqual([[2, '1,2', '3']])
  })
})

describe('the header', () => {
  const people = [
    ['Email', 'First name', 'Last name'],
    ['ann@example.com', 'Ann', 'Lee'],
    ['bo@example.com', 'Bo', 'Ng'],
  ]
  const written = (rows: string[][], delimiter = ',') => rows.map((cells) => cells.join(delimiter)).join('\r\n')

  test.each([
    ['a title', [['Employee export']], 2],
    ['a version', [['#version 1.0']], 2],
    ['a title and a date, with a blank row', [['Employee export'], ['Created', '2026-11-22'], ['']], 4],
    ['a title that fills every column', [['Report', 'of', 'Monday']], 2],
    ['groups of columns', [['', 'Person', '']], 2],
  ])('is found under %s, in every kind of file', (_, above, line) => {
    for (const delimiter of [',', ';', '\t', '|'] as const) {
      const found = read(written([...above, ...people], delimiter))
      expect(headersOf(found)).toEqual(people[0])
      expect(found.rows.map((row) => row[0])).toEqual([line + 1, line + 2])
      expect(found.summary).toMatchObject({ delimiter, headerRow: line })
      expect(found.summary.warnings.join()).toMatch(`Line ${line} was taken for the header`)
    }
  })

  test('is found by its width where none of its names is known', () => {
    const found = read('Liste\n\nФамилия;Почта;Отдел\nИванов;i@example.com;Склад\nПетров;p@example.com;Цех\n')
    expect(headersOf(found)).toEqual(['Фамилия', 'Почта', 'Отдел'])
    expect(found.rows).toHaveLength(2)
  })

  test('is the first row where nothing speaks against it', () => {
    for (const file of ['a,b\n1,2\n', 'x\ny\n', 'Name\nLee, Ann\nNg, Bo\n', 'a,b,c,d\n1,2\n3,4\n']) {
      expect(read(file).summary.headerRow).toBe(1)
      expect(read(file).summary.warnings).toEqual([])
    }
  })

  test('is never a person whose cells are called like columns', () => {
    const file = 'Prénoms,Branche,Grade\nAnn,Office,Manager\nBo,Team,Role\nCy,Site,Title\n'
    expect(read(file).summary.headerRow).toBe(1)
  })

  test('that is missing costs nobody their row', () => {
    const found = read('ann@example.com,Ann,Lee\nbo@example.com,Bo,Ng\n')
    expect(headersOf(found)).toEqual(['Column A', 'Column B', 'Column C'])
    expect(found.rows).toEqual([
      [1, 'ann@example.com', 'Ann', 'Lee'],
      [2, 'bo@example.com', 'Bo', 'Ng'],
    ])
    expect(found.summary.headerRow).toBe(0)
    expect(found.summary.warnings[0]).toContain('No line names the columns')
  })

  test('is where the caller says, or nowhere', () => {
    const file = 'Email,Name\nE-Mail,Vorname\n\nann@example.com,Ann\n'
    expect(headersOf(read(file, { headerRow: 2 }))).toEqual(['E-Mail', 'Vorname'])
    expect(read(file, { headerRow: 2 }).rows).toEqual([[4, 'ann@example.com', 'Ann']])
    expect(read(file, { headerRow: 0 }).rows[0]).toEqual([1, 'Email', 'Name'])
    expect(refusalOf(file, { headerRow: 3 })).toMatchObject({ code: 'FILE_MALFORMED', line: 3 })
    expect(refusalOf(file, { headerRow: 9 })).toMatchObject({ code: 'FILE_EMPTY' })
    expect(refusalOf(file, { headerRow: 4 })).toMatchObject({ code: 'FILE_EMPTY', line: 4 })
  })

  test('of a file without one is called by letters, as a spreadsheet does', () => {
    const headers = headersOf(read(`${'x,'.repeat(27)}x\n`, { headerRow: 0 }))
    expect([headers[0], headers[25], headers[26], headers[27]]).toEqual([
      'Column A',
      'Column Z',
      'Column AA',
      'Column AB',
    ])
  })
})

describe('encodings', () => {
  const people = 'Email,Name\nann@example.com,Zoë Müller 王 𠮷 👩‍👩‍👧\n'

  test('a byte order mark is no part of the first header', () => {
    const marked = read(`\uFEFF${people}`)
    expect(headersOf(marked)).toEqual(['Email', 'Name'])
    expect(marked.rows).toEqual(read(people).rows)
    expect(marked.summary.warnings).toEqual(['The byte order mark at the beginning was left out.'])
    expect(marked.summary.encoding).toBe('utf-8')
  })

  test.each([1, 2, 3, 7, 1_001])('letters of 2, 3 and 4 bytes are whole in pieces of %i bytes', (pieceBytes) => {
    const name = 'é王𠮷'
    const file = `\uFEFFEmail;Name\r\n${`x@example.com;"${name}\r\n${name}"\r\n`.repeat(300)}`
    const pieces = read(file, {}, pieceBytes)
    expect(pieces).toEqual(read(file))
    expect(JSON.stringify(pieces)).not.toContain('\uFFFD')
    expect(pieces.rows).toHaveLength(300)
  })

  test.each(['utf-16le', 'utf-16be'] as const)('%s is recognized with and without its mark', (encoding) => {
    for (const mark of ['\uFEFF', '']) {
      const bytes = iconv.encode(mark + people, encoding, { addBOM: false })
      for (const pieceBytes of [1, 3, 1_000]) {
        const found = read(bytes, {}, pieceBytes)
        expect(found.rows).toEqual(read(people).rows)
        expect(found.summary.encoding).toBe(encoding)
        const { warnings } = inspect(bytes, {}, pieceBytes)
        expect(warnings).toHaveLength(1)
        expect(warnings[0]).toContain(mark ? `in ${encoding}, as the mark` : `looks like ${encoding}, and was read so`)
      }
      const named = read(bytes, { encoding })
      expect(named.rows).toEqual(read(people).rows)
      expect(inspect(bytes, { encoding }).warnings).toEqual([])
    }
  })

  test('the byte order mark is right about the order, whatever is named', () => {
    const bytes = iconv.encode(people, 'utf-16be', { addBOM: true })
    expect(read(bytes, { encoding: 'utf-16le' }).summary.encoding).toBe('utf-16be')
  })

  test.each([
    ['windows-1252', 'Renée,Groß\nFrançois,Muñoz\nJürgen,D’Été\n'],
    ['macintosh', 'Renée,Groß\nFrançois,Muñoz\nJürgen,Åse\n'],
  ] as const)('%s is recognized, read, and shown with the way to another reading', (encoding, text) => {
    const file = `First name,Last name\nAnn,Plain\n${text}`
    const bytes = iconv.encode(file, encoding)
    for (const pieceBytes of [1, 1_000]) {
      const { rows, summary } = read(bytes, {}, pieceBytes)
      expect(rows).toEqual(read(file).rows)
      expect(summary.encoding).toBe(encoding)
      const [warning] = inspect(bytes, {}, pieceBytes).warnings
      expect(warning).toContain(`it looks like ${encoding}, and was read so`)
      expect(warning).toContain(encoding === 'macintosh' ? 'windows-1252' : 'macintosh')
    }
    expect(read(bytes, { encoding }).rows).toEqual(read(file).rows)
    expect(inspect(bytes, { encoding })).toMatchObject({ encoding, warnings: [] })
  })

  test('the first letter that is not ASCII may come late, and at any place of a block', () => {
    for (const offset of [-2, -1, 0, 1, 2]) {
      const plain = 'x'.repeat(9_000)
      const filler = `${plain},a\n`.repeat(7)
      const start = `Email,Name\n${filler}`
      const file = `${start}${'y'.repeat(65_536 - start.length - 4 + offset)},Zoë\nz,Müller\n`
      const bytes = iconv.encode(file, 'windows-1252')
      expect(read(bytes).rows).toEqual(read(file).rows)
      expect(inspect(bytes).encoding).toBe('windows-1252')
    }
  })

  test('everything seen decides, not what was seen first', () => {
    // Alone it reads like the letter that Windows has there.
    const first = Buffer.concat([Buffer.from('Email,Name\nx,'), Buffer.of(0xd0), Buffer.from('ora\n')])
    const filler = Buffer.from('x@example.com,Ann\n'.repeat(4_000))
    const rest = iconv.encode('z,Renée\nz,François\nz,Muñoz\nz,Müller\n', 'macintosh')
    expect(inspect(Buffer.concat([first, filler])).encoding).toBe('windows-1252')
    expect(inspect(Buffer.concat([first, filler, rest])).encoding).toBe('macintosh')
  })

  test('a symbol that is the same in both is no reason to refuse', () => {
    expect(inspect(iconv.encode('a,b\n4,©\n', 'latin1')).encoding).toBe('windows-1252')
  })

  test.each([
    ['windows-1250', 'Michał,Błażej\n'],
    ['windows-1251', 'Пётр,Иванов\n'],
    ['iso-8859-2', 'Ľuboš,Čech\n'],
    ['iso-8859-15', 'Žofie,Šimková €\n'],
    ['windows-1253', 'Γιώργος,Αθήνα\n'],
    ['windows-1254', 'Şule,Yıldız\n'],
    ['windows-1257', 'Ģirts,Ozoliņš\n'],
  ] as const)('%s is read when it is named', (encoding, text) => {
    const file = `First name,Last name\n${text}`
    expect(read(iconv.encode(file, encoding), { encoding }).rows).toEqual(read(file).rows)
  })

  test.each([
    ['Cyrillic', 'windows-1251', 'Пётр,Иванов\n'],
    ['Japanese', 'shift_jis', '山田,太郎\n'],
    ['Polish', 'windows-1250', 'Michał,Błażej\n'],
  ])('%s of another encoding is refused without a wrong guess', (_, encoding, text) => {
    const refusal = refusalOf(iconv.encode(`First name,Last name\n${text.repeat(5)}`, encoding))
    expect(refusal).toMatchObject({ code: 'FILE_ENCODING', detected: null, line: 2 })
  })

  test('one wrong byte is found at its line, far into the file and in whatever pieces', () => {
    const start = Buffer.from(`Email,Name\n${'x@example.com,é王𠮷\n'.repeat(9_000)}`)
    const bytes = Buffer.concat([start, Buffer.from('y@example.com,Zo'), Buffer.of(0xeb), Buffer.from('\n')])
    for (const pieceBytes of [1, 7, 4_096, 1_000_000]) {
      const refusal = refusalOf(bytes, { maxRows: 10_000 }, pieceBytes)
      expect(refusal).toMatchObject({ code: 'FILE_ENCODING', detected: 'windows-1252', line: 9_002 })
    }
  })

  test('a file that ends in the middle of a letter is refused', () => {
    expect(refusalOf(Buffer.from('a,b\n1,é').subarray(0, -1))).toMatchObject({ code: 'FILE_ENCODING', line: 2 })
  })

  test.each([
    ['utf-8 under the name of another', Buffer.from(`\uFEFF${people}`), 'windows-1252', 'utf-8'],
    ['utf-8 under the name of utf-16', Buffer.from(people), 'utf-16le', null],
    ['utf-16 under the name of another', iconv.encode(people, 'utf-16le', { addBOM: true }), 'macintosh', 'utf-16le'],
    ['utf-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), null, 'utf-32'],
  ] as const)('%s is refused', (_, bytes, encoding, detected) => {
    expect(refusalOf(bytes, { encoding })).toMatchObject({ code: 'FILE_ENCODING', detected })
  })

  test('a byte without a letter in the encoding named is refused', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,'), Buffer.of(0x81)])
    expect(refusalOf(bytes, { encoding: 'windows-1252' })).toMatchObject({ code: 'FILE_ENCODING', line: 2 })
  })

  test('curly quotes and the euro of Windows are read as they are', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,'), Buffer.of(0x93, 0x80, 0x94)])
    expect(read(bytes, { encoding: 'windows-1252' }).rows).toEqual([[2, '1', '“€”']])
  })
})

describe('other kinds of file', () => {
  test.each([
    ['xls', '\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1'],
    ['pdf', '%PDF-1.7\n'],
    ['png', '\u0089PNG\r\n'],
    ['jpeg', '\u00FF\u00D8\u00FF\u00E0'],
    ['gif', 'GIF89a'],
    ['gzip', '\u001F\u008B\u0008'],
    ['html', '\n <!DOCTYPE html><html></html>'],
    ['html', '<html><table><tr><td>Email</td></tr></table></html>'],
    ['xml', '<?xml version="1.0"?><Workbook/>'],
    ['json', '[{"email": "ann@example.com"}]'],
    ['json', '{ "users": [] }'],
    ['rtf', '{\\rtf1\\ansi'],
  ])('%s is refused by name, with the way to CSV', (detected, beginning) => {
    const refusal = refusalOf(Buffer.from(beginning, 'latin1'))
    expect(refusal).toMatchObject({ code: 'FILE_NOT_CSV', detected })
    expect(refusal.hint).toContain('CSV UTF-8')
  })

  test.each([
    'BMW number,Email\n1,ann@example.com\n',
    'PK,Email\n1,ann@example.com\n',
    '[id],Email\n1,ann@example.com\n',
  ])('a header that begins like one is read: %j', (file) => {
    expect(read(file).rows).toHaveLength(1)
  })
})

describe('quotes', () => {
  test('doubled ones stand for one, and one inside a plain cell is a letter', () => {
    expect(read('a,b\n"ha ""ha"" ha",5" disk\n"""x""",""\n').rows).toEqual([
      [2, 'ha "ha" ha', '5" disk'],
      [3, '"x"', ''],
    ])
  })

  test('spaces between a closing quote and the delimiter are nobody’s', () => {
    for (const pieceBytes of [1, 1_000]) {
      const { rows } = read('a,b\n"1"  ,"2" \t\r\n"3" , "4"\n', { delimiter: ',' }, pieceBytes)
      expect(rows).toEqual([
        [2, '1', '2'],
        [3, '3', ' "4"'],
      ])
    }
  })

  test('text behind a closing quote is refused with its line and column', () => {
    expect(refusalOf('a,b\n1,2\n3,"4"5\n')).toMatchObject({
      code: 'FILE_MALFORMED',
      line: 3,
      columnIndex: 1,
      message: 'In line 3 there is text behind the closing quote of column 2.',
    })
  })

  test('one that is never closed is refused with its line and column', () => {
    for (const pieceBytes of [1, 5, 1_000_000]) {
      expect(refusalOf('a,b\n1,2\n3,"4\n5,6\n', {}, pieceBytes)).toMatchObject({
        code: 'FILE_MALFORMED',
        line: 3,
        columnIndex: 1,
      })
      expect(refusalOf(`a,b\n1,"${'x'.repeat(70_000)}`, {}, pieceBytes).message).toMatch(
        'In line 2 a quote is opened in column 2 and not closed again',
      )
      expect(refusalOf(`a,b\n1,"${'x\r\n'.repeat(101)}"\n`, {}, pieceBytes)).toMatchObject({
        code: 'FILE_MALFORMED',
        line: 2,
      })
    }
    expect(read(`a,b\n1,"${'x\r\n'.repeat(100)}"\n`).rows).toHaveLength(1)
  })
})

describe('limits', () => {
  test('a row of 64 KiB is read and a longer one refused', () => {
    const cells = Array(7).fill('x'.repeat(9_000)).join(',')
    const longest = `${cells},${'y'.repeat(65_536 - cells.length - 1)}`
    for (const pieceBytes of [1_001, 1_000_000]) {
      expect(read(`a\n${longest}\n1\n`, {}, pieceBytes).rows).toHaveLength(2)
      expect(refusalOf(`a\n${longest}y\n1\n`, {}, pieceBytes)).toMatchObject({ code: 'FILE_MALFORMED', line: 2 })
    }
  })

  test('a cell of 10,000 letters is read and a longer one refused with its column', () => {
    const longest = '𠮷'.repeat(10_000)
    expect(read(`a,b\n1,${longest}\n`).rows[0]?.[2]).toBe(longest)
    expect(read(`a,b\n1,"${'""'.repeat(10_000)}"  \n`).rows[0]?.[2]).toHaveLength(10_000)
    for (const cell of [`${longest}x`, `"${longest}x"`, `"${'""'.repeat(10_001)}"`, 'x'.repeat(70_000)]) {
      for (const pieceBytes of [1_001, 1_000_000]) {
        const refusal = refusalOf(`a,b\n1,${cell},3\n`, {}, pieceBytes)
        expect(refusal).toMatchObject({ code: 'FILE_MALFORMED', line: 2, columnIndex: 1 })
        expect(refusal.message).toContain('more than 10,000 characters in column 2')
      }
    }
  })

  test('500 columns are read and 501 or 20,000 refused', () => {
    const header = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(',')
    expect(read(`${header(500)}\n1\n`).summary.columns).toHaveLength(500)
    expect(refusalOf(`${header(501)}\n1\n`)).toMatchObject({ code: 'TOO_MANY_COLUMNS', line: 1 })
    expect(refusalOf(`${header(20_000)}\n1\n`)).toMatchObject({ code: 'TOO_MANY_COLUMNS', line: 1 })
  })

  test('rows beyond the most are refused, blank ones not counted', () => {
    expect(read('a\n1\n\n2\n', { maxRows: 2 }).summary.rowCount).toBe(2)
    expect(refusalOf('a\n1\n\n2\n3\n', { maxRows: 2 })).toMatchObject({ code: 'FILE_TOO_LARGE', line: 5 })
  })

  test('a NUL is refused with its line and column', () => {
    expect(refusalOf('a,b,c\n1,\u0000,3\n')).toMatchObject({ code: 'FILE_MALFORMED', line: 2, columnIndex: 1 })
  })

  test.each(['', '\n\n', '\uFEFF', ' , \n', 'sep=;\n'])('a file without a header is empty: %j', (file) => {
    expect(refusalOf(file)).toMatchObject({ code: 'FILE_EMPTY', message: 'The file is empty.' })
  })

  test.each(['Email,Name', 'Email,Name\r\n', 'Email,Name\n\n,\n'])('so is one of a header alone: %j', (file) => {
    expect(refusalOf(file)).toMatchObject({ code: 'FILE_EMPTY', line: 1 })
  })
})

describe('columns', () => {
  test('go by their place, whatever they are called', () => {
    const headers = ['__proto__', 'constructor', 'toString', 'email', 'email', '', 'x']
    const { rows, summary } = read(`${headers.join(',')}\n1,2,3,4,5,6,7\n`)
    expect(summary.columns.map(({ header }) => header)).toEqual(headers)
    expect(summary.columns.map(({ samples }) => samples)).toEqual(
      ['1', '2', '3', '4', '5', '6', '7'].map((cell) => [cell]),
    )
    expect(rows).toEqual([[2, '1', '2', '3', '4', '5', '6', '7']])
    expect(({} as Record<string, unknown>)['email']).toBeUndefined()
  })

  test('say their first five different values and how many cells are empty', () => {
    const cells = ['b', 'a', '', 'b', ' ', 'c', 'd', 'e', 'f']
    const { summary } = read(`Team,Name\n${cells.map((cell) => `${cell},x`).join('\n')}\n`)
    expect(summary.columns[0]).toMatchObject({ samples: ['b', 'a', 'c', 'd', 'e'], emptyCells: 2 })
    expect(summary.columns[0]?.values.slice(0, 2)).toEqual([
      { text: 'b', count: 2 },
      { text: 'a', count: 1 },
    ])
    expect(summary.columns[1]).toMatchObject({ samples: ['x'], emptyCells: 0 })
  })

  test('at the end without header and without cells are left out; with a cell they stay', () => {
    const { summary } = read('Email,Name,,,\nann@example.com,Ann,,,\nbo@example.com,Bo,x,,\n')
    expect(summary.columns.map(({ header }) => header)).toEqual(['Email', 'Name', ''])
    expect(summary.warnings).toEqual(['2 columns at the end were left out: without header and without cells.'])
  })

  test('that a row has too many or too few of stay as they are', () => {
    expect(read('a,b,c\n1,2\n1,2,3,4\n').rows).toEqual([
      [2, '1', '2'],
      [3, '1', '2', '3', '4'],
    ])
  })
})

test('cells that could be formulas, and spaces around cells, are read as they were typed', () => {
  const cells = ['=1+1', '+1', '-1', '@a', '"\ttab"', '"\rreturn"', '"=SUM(A1)"', "'quoted", ' spaces ']
  const { rows } = read(`${cells.map((_, index) => `c${index}`).join(',')}\n${cells.join(',')}\n`)
  const typed = cells.map((cell) => cell.replace(/^"([^]*)"$/, '$1'))
  expect(rows).toEqual([[2, ...typed]])
})

test('the SHA-256 is that of the bytes', () => {
  const bytes = Buffer.from('\uFEFFa,b\r\n1,2\r\n')
  expect(inspect(bytes, {}, 3).sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('rows are handed over by the five hundred, and long ones by the million letters', () => {
  const batchesOf = (file: string) => {
    const reading = new CsvReading({ ...NOTHING_NAMED, maxRows: 10_000 })
    return [reading.read(Buffer.from(file), false), reading.read(new Uint8Array(0), true)].flatMap(
      ({ batches }) => batches,
    )
  }
  const short = batchesOf(`a,b\n${'1,2\n'.repeat(1_200)}`)
  expect(short.map(({ number, rowCount }) => [number, rowCount])).toEqual([
    [0, 500],
    [1, 500],
    [2, 200],
  ])
  const long = batchesOf(`a,b\n${`${'x'.repeat(9_999)},${'y'.repeat(9_999)}\n`.repeat(200)}`)
  expect(Math.max(...long.map(({ rows }) => rows.length))).toBeLessThan(1_100_000)
  expect(long.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(200)
})

describe('any table, written in any way', () => {
  // Seeded, so that a failure comes again.
  const random = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  test('comes back as it was', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const next = random(seed)
      const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
      const delimiter = pick([',', ';', '\t', '|'] as const)
      const encoding = pick(['utf-8', 'utf-8', 'utf-8', 'utf-16le', 'utf-16be'] as const)
      const letters = [
        'a',
        'B',
        ' ',
        '"',
        '""',
        ',',
        ';',
        '\t',
        '|',
        '\n',
        '\r\n',
        '\r',
        'é',
        '王',
        '𠮷',
        '👩‍👧',
        '=',
        "'",
        '\u2028',
      ]
      const text = (): string => Array.from({ length: Math.floor(next() ** 3 * 12) }, () => pick(letters)).join('')
      const lineEnd = pick([() => '\n', () => '\r\n', () => '\r', () => pick(['\n', '\r\n', '\r'])])
      const quotesAll = next() < 0.2
      const written = (cell: string): string => {
        const needsQuotes = /^"|[\r\n]/.test(cell) || cell.includes(delimiter)
        if (!needsQuotes && !quotesAll && next() < 0.8) return cell
        return `"${cell.replaceAll('"', '""')}"${next() < 0.1 ? ' ' : ''}`
      }
      const width = 1 + Math.floor(next() * 6)
      const headers = Array.from({ length: width }, (_, index) => `h${index}${text()}`)
      const expected: CsvRow[] = []
      let file = next() < 0.3 ? '\uFEFF' : ''
      if (next() < 0.2) file += `sep=${delimiter}${lineEnd()}`
      file += headers.map(written).join(delimiter) + lineEnd()
      let line = 1
      for (let count = 1 + Math.floor(next() * 30); count > 0; count--) {
        line++
        if (next() < 0.1) {
          // After CR alone an empty line that ends with LF would make one CR LF of the two.
          file += pick([file.endsWith('\r') ? ' ' : '', ' ', delimiter.repeat(width), '""']) + lineEnd()
          continue
        }
        const cells = Array.from({ length: width }, text)
        if (cells.every((cell) => cell.trim() === '')) cells[0] = 'x'
        expected.push([line, ...cells])
        file += cells.map(written).join(delimiter) + lineEnd()
      }
      if (expected.length === 0) continue
      if (next() < 0.3) file = file.replace(/(?:\r\n|\r|\n)$/, '')
      const bytes = encoding === 'utf-8' ? Buffer.from(file) : iconv.encode(file, encoding, { addBOM: false })
      const options = { delimiter, encoding: encoding === 'utf-8' ? null : encoding }
      const { rows, summary } = read(bytes, options, pick([1, 2, 3, 7, 64, 1_001, 1_000_000]))
      expect({ seed, rows }).toEqual({ seed, rows: expected })
      expect({ seed, headers: summary.columns.map(({ header }) => header) }).toEqual({ seed, headers })
    }
  })
})
