import { Refusal } from '../base/errors.ts'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'
import { numberFormat, type NumberFormat } from './workbook-cell.ts'
import { WorkbookTexts } from './workbook-texts.ts'
import { readXml } from './workbook-xml.ts'
import type { WorkbookZip } from './workbook-zip.ts'

export interface Sheet {
  name: string
  /** Name of the part that holds its rows. */
  part: string
  isHidden: boolean
}

/** What the cells of every sheet go by. */
export interface Workbook {
  sheets: Sheet[]
  texts: WorkbookTexts
  /** By the number of the style. */
  formats: (NumberFormat | null)[]
  isFrom1904: boolean
}

/** Reads all of a workbook but its rows, or refuses an archive that is none. */
export async function openWorkbook(zip: WorkbookZip): Promise<Workbook> {
  const { names } = zip
  const main = names.find((name) => /^xl\/workbook\d*\.xml$/i.test(name))
  if (!main) throw otherArchive(names)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const targets = await readTargets(zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder)
  const { sheets, isFrom1904 } = await readSheets(zip, main, targets)
  const texts = new WorkbookTexts()
  await readXml(await zip.part(partOf(targets, 'sharedStrings') ?? `${folder}sharedStrings.xml`), texts)
  return {
    sheets,
    texts,
    formats: await readFormats(zip, partOf(targets, 'styles') ?? `${folder}styles.xml`),
    isFrom1904,
  }
}

interface Target {
  id: string
  kind: string
  part: string
}

async function readTargets(zip: WorkbookZip, part: string, folder: string): Promise<Target[]> {
  const targets: Target[] = []
  await readXml(await zip.part(part), {
    open(name, { Id: id = '', Type: type = '', Target: target = '' }) {
      if (name !== 'Relationship') return
      const kind = type.slice(type.lastIndexOf('/') + 1)
      targets.push({ id, kind, part: target.startsWith('/') ? target.slice(1) : folder + target })
    },
  })
  return targets
}

function partOf(targets: readonly Target[], kind: string): string | undefined {
  return targets.find((target) => target.kind === kind)?.part
}

async function readSheets(
  zip: WorkbookZip,
  main: string,
  targets: readonly Target[],
): Promise<Pick<Workbook, 'sheets' | 'isFrom1904'>> {
  const sheets: Sheet[] = []
  let isFrom1904 = false
  await readXml(await zip.part(main), {
    open(tag, attributes) {
      // Extensions have a tag of the same name.
      if (tag === 'workbookPr') isFrom1904 ||= isTrue(attributes['date1904'])
      if (tag !== 'sheet') return
      const [, id] = Object.entries(attributes).find(([name]) => name.endsWith(':id')) ?? []
      const target = targets.find((other) => other.id === id)
      // Sheets of charts and macros have no rows.
      if (target?.kind !== 'worksheet') return
      const { name = '', state } = attributes
      sheets.push({ name, part: target.part, isHidden: state === 'hidden' || state === 'veryHidden' })
    },
  })
  return { sheets, isFrom1904 }
}

async function readFormats(zip: WorkbookZip, part: string): Promise<Workbook['formats']> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let isInCells = false
  await readXml(await zip.part(part), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isInCells = true
      else if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '')
      else if (name === 'xf' && isInCells) ids.push(Number(numFmtId))
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return ids.map((id) => numberFormat(id, codes))
}

function isTrue(word: string | undefined): boolean {
  return word === '1' || word === 'true' || word === 'on'
}

/** The sheets to look for rows in: the one that is named, by its name or its number from 1, else all, hidden ones last. */
export function sheetsNamed(sheets: readonly Sheet[], wanted: string | null): Sheet[] {
  if (wanted === null) return sheets.toSorted((one, other) => Number(one.isHidden) - Number(other.isHidden))
  const plain = (name: string): string => name.trim().toLowerCase()
  const found =
    sheets.find(({ name }) => name === wanted) ??
    sheets.find(({ name }) => plain(name) === plain(wanted)) ??
    (/^\d+$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined)
  if (found) return [found]
  throw new Refusal({
    code: 'INVALID',
    message: `There is no sheet ${JSON.stringify(wanted)} in the workbook.`,
    path: ['input', 'sheet'],
    hint: `Its sheets are: ${sheets.map(({ name }) => name).join(', ')}. Name one of them, or its number from 1.`,
  })
}

const OTHER_ARCHIVES: readonly [sign: RegExp, detected: string, what: string][] = [
  [/^xl\/workbook\.bin$/i, 'xlsb', 'an Excel workbook in the binary format'],
  [/^Index\/.*\.iwa$|^Index\.zip$/i, 'numbers', 'a Numbers or other iWork document'],
  [/^word\//i, 'docx', 'a Word document'],
  [/^ppt\//i, 'pptx', 'a PowerPoint presentation'],
  [/^META-INF\/manifest\.xml$/i, 'ods', 'an OpenDocument file'],
]

function otherArchive(names: readonly string[]): Refusal {
  const [, detected, what] = OTHER_ARCHIVES.find(([sign]) => names.some((name) => sign.test(name))) ?? [
    null,
    'zip',
    'a zip archive',
  ]
  const inside = detected === 'zip' ? 'If the file is in it, unpack it first. ' : ''
  return fileRefusal('FILE_NOT_CSV', {
    message: `The file is ${what}, neither a CSV file nor an Excel workbook (.xlsx).`,
    hint: `${inside}Save it as CSV UTF-8. ${detected === 'numbers' ? SAVE_NUMBERS_AS_CSV : SAVE_AS_CSV}`,
    detected,
  })
}

const SAVE_NUMBERS_AS_CSV =
  'In Numbers choose File > Export To > CSV, and under Advanced Options the text encoding Unicode (UTF-8).'
