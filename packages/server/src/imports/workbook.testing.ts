import { crc32, deflateRawSync } from 'node:zlib'

/** A zip archive of these parts, as a spreadsheet program would write it. */
export function zipOf(parts: Record<string, string | Buffer>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content as string)
    const packed = deflateRawSync(bytes)
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, title, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, rest, title)
    offset += 30 + title.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(parts).length, 4)
  end.writeUInt16LE(Object.keys(parts).length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

/** A sheet by the XML of its rows; or several, by name. */
export interface WorkbookContent {
  sheets: Record<string, string>
  /** Names of those that are hidden. */
  hidden?: string[]
  /** Shared texts, as the XML inside of each. */
  texts?: string[]
  /** Number formats of styles 1, 2, …: the number of a built-in one, or a code. */
  formats?: (number | string)[]
  date1904?: boolean
}

/** A small workbook. */
export function workbookOf({ sheets, hidden = [], texts = [], formats = [], date1904 }: WorkbookContent): Buffer {
  const names = Object.keys(sheets)
  const own = formats.map((format, index) => (typeof format === 'string' ? [200 + index, format] : [format, null]))
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="r">
      <workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names
        .map((name, index) => {
          const state = hidden.includes(name) ? ' state="hidden"' : ''
          return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`
        })
        .join('')}</sheets><ext><x14:workbookPr xmlns:x14="x"/></ext></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map((_, index) => relationship(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
      .join(
        '',
      )}${relationship('t', 'sharedStrings', 'sharedStrings.xml')}${relationship('s', 'styles', '/xl/styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${own
      .filter(([, code]) => code !== null)
      .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${escaped(String(code))}"/>`)
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${own
      .map(([id]) => `<xf numFmtId="${id}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet><cols><col min="1"/></cols><sheetData>${sheets[name]}</sheetData><mergeCells/></worksheet>`,
      ]),
    ),
  })
}

/** Rows of texts as the XML of a sheet, from its first line on. */
export function sheetOf(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells, index) => {
      const written = cells.map((cell) => `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`)
      return `<row r="${index + 1}">${written.join('')}</row>`
    })
    .join('')
}

function relationship(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="http://example.com/relationships/${kind}" Target="${target}"/>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
