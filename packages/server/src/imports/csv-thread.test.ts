import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import type { Refusal } from '../base/errors.ts'
import { CsvReading } from './csv-thread.ts'
import type { CsvRow, CsvSummary, ReadingOptions } from './read-csv.ts'

interface Read {
  rows: CsvRow[]
  summary: CsvSummary
}

function read(file: string | Uint8Array, options: Partial<ReadingOptions> = {}, pieceBytes = 1_000_000): Read {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const reading = new CsvReading({
    filename: 'people.csv',
    encoding: null,
    delimiter: null,
    maxRows: 1_000,
    ...options,
  })
  const batches = []
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    batches.push(...reading.read(bytes.subarray(from, from + pieceBytes), false).batches)
  }
  const { batches: last, summary } = reading.read(new Uint8Array(0), true)
  const rows = [...batches, ...last].flatMap((batch) => JSON.parse(batch.rows) as CsvRow[])
  return { rows, summary: summary as CsvSummary }
}

function refusalOf(file: string | Uint8Array, options: Partial<ReadingOptions> = {}, pieceBytes?: number) {
  try {
    read(file, options, pieceBytes)
  } catch (error) {
    const { code, message, hint, facts } = (error as Refusal).mistakes[0] ?? {}
    return { code, message, hint, ...(facts as { line: number | null; detected: string | null }) }
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

  test.each(['utf-16le', 'utf-16be'] as const)('%s is refused with its name, and read when it is named', (encoding) => {
    for (const mark of ['\uFEFF', '']) {
      const bytes = iconv.encode(mark + people, encoding, { addBOM: false })
      const refusal = refusalOf(bytes)
      expect(refusal).toMatchObject({ code: 'FILE_ENCODING', detected: encoding })
      expect(refusal.hint).toMatch(/CSV UTF-8.*encoding: utf-16/)
      for (const pieceBytes of [1, 3, 1_000]) {
        const named = read(bytes, { encoding }, pieceBytes)
        expect(named.rows).toEqual(read(people).rows)
        expect(named.summary.encoding).toBe(encoding)
      }
    }
  })

  test('the byte order mark is right about the order, whatever is named', () => {
    const bytes = iconv.encode(people, 'utf-16be', { addBOM: true })
    expect(read(bytes, { encoding: 'utf-16le' }).summary.encoding).toBe('utf-16be')
  })

  test.each([
    ['windows-1252', 'Renée,Groß\nFrançois,Muñoz\nJürgen,D’Été\n'],
    ['macintosh', 'Renée,Groß\nFrançois,Muñoz\nJürgen,Åse\n'],
  ] as const)('%s is refused with its name and line, and read when it is named', (encoding, text) => {
    const file = `First name,Last name\nAnn,Plain\n${text}`
    const bytes = iconv.encode(file, encoding)
    const refusal = refusalOf(bytes)
    expect(refusal).toMatchObject({ code: 'FILE_ENCODING', detected: encoding, line: 3 })
    expect(refusal.hint).toContain(`Or name its encoding: ${encoding}.`)
    expect(read(bytes, { encoding }).rows).toEqual(read(file).rows)
  })

  test.each([
    ['Cyrillic', 'windows-1251', 'Пётр,Иванов\n'],
    ['Japanese', 'shift_jis', '山田,太郎\n'],
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
  const zip = (inside: string) => `PK\u0003\u0004\u0014\u0000${inside}`
  test.each([
    ['xlsx', zip('[Content_Types].xml xl/workbook.xml')],
    ['ods', zip('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')],
    ['docx', zip('[Content_Types].xml word/document.xml')],
    ['zip', zip('people.csv')],
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
      message: 'In line 3 there is text behind the closing quote of column 2.',
    })
  })

  test('one that is never closed is refused with its line', () => {
    for (const pieceBytes of [1, 5, 1_000_000]) {
      expect(refusalOf('a,b\n1,2\n3,"4\n5,6\n', {}, pieceBytes)).toMatchObject({ code: 'FILE_MALFORMED', line: 3 })
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
    const refusal = refusalOf(`a,b\n1,${longest}x\n`)
    expect(refusal).toMatchObject({ code: 'FILE_MALFORMED', line: 2 })
    expect(refusal.message).toContain('column 2')
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

  test('a NUL is refused with its line', () => {
    expect(refusalOf('a,b,c\n\u0000,2,3\n')).toMatchObject({ code: 'FILE_MALFORMED', line: 2 })
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

test('size and SHA-256 are those of the bytes', () => {
  const bytes = Buffer.from('\uFEFFa,b\r\n1,2\r\n')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(read(bytes, {}, 3).summary).toMatchObject({ bytes: bytes.length, sha256 })
})

test('rows are handed over by the five hundred, and long ones by the million letters', () => {
  const batchesOf = (file: string) => {
    const reading = new CsvReading({ filename: 'x', encoding: null, delimiter: null, maxRows: 10_000 })
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
