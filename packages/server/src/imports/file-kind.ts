import type { Refusal } from '../base/errors.ts'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'

interface FileKind {
  /** Short, for programs. */
  detected: string
  /** With its article, for people. */
  what: string
}

const OLD_OFFICE = '\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1'

/** Kinds of file by how they begin, as Latin-1 text. */
const BEGINNINGS: readonly [beginning: string, kind: FileKind][] = [
  ['PK\u0005\u0006', { detected: 'zip', what: 'an empty zip archive' }],
  ['%PDF-', { detected: 'pdf', what: 'a PDF document' }],
  ['\u0089PNG', { detected: 'png', what: 'an image' }],
  ['\u00FF\u00D8\u00FF', { detected: 'jpeg', what: 'an image' }],
  ['GIF8', { detected: 'gif', what: 'an image' }],
  ['BM', { detected: 'bmp', what: 'an image' }],
  ['II*\u0000', { detected: 'tiff', what: 'an image' }],
  ['MM\u0000*', { detected: 'tiff', what: 'an image' }],
  ['\u001F\u008B', { detected: 'gzip', what: 'a compressed file' }],
  ['7z\u00BC\u00AF', { detected: '7z', what: 'a compressed archive' }],
  ['Rar!', { detected: 'rar', what: 'a compressed archive' }],
  ['{\\rtf', { detected: 'rtf', what: 'a text document (RTF)' }],
  ['SQLite format 3', { detected: 'sqlite', what: 'a database' }],
]

/** Whether a file begins as zip archives do, workbooks among them. */
export function isZip(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1', 0, ZIP.length) === ZIP
}

const ZIP = 'PK\u0003\u0004'

/** The refusal of a file that is no CSV but something else that can be told; null for what may be CSV. */
export function otherKindOfFile(head: Uint8Array, filename: string): Refusal | null {
  const kind = kindOf(Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1'), filename)
  if (!kind) return null
  return fileRefusal('FILE_NOT_CSV', {
    message: `The file is ${kind.what}, not a CSV file.`,
    hint: `Save it as CSV UTF-8. ${SAVE_AS_CSV}`,
    detected: kind.detected,
  })
}

function kindOf(head: string, filename: string): FileKind | null {
  if (head.startsWith(OLD_OFFICE)) return oldOfficeKind(filename)
  for (const [beginning, kind] of BEGINNINGS) {
    // Two letters alone could begin a header; an image goes on with its size and zeros.
    if (head.startsWith(beginning) && (beginning !== 'BM' || head.slice(6, 10) === '\u0000\u0000\u0000\u0000'))
      return kind
  }
  return markupKind(
    head
      .replace(/^(?:\u00EF\u00BB\u00BF)?\s*/, '')
      .slice(0, 2_000)
      .toLowerCase(),
  )
}

function oldOfficeKind(filename: string): FileKind {
  if (/\.do[ct]$/i.test(filename)) return { detected: 'doc', what: 'a Word document' }
  return { detected: 'xls', what: 'an Excel workbook' }
}

function markupKind(text: string): FileKind | null {
  if (/^<(?:!doctype html|html|head|body|meta|table|script|style)\b/.test(text)) {
    return { detected: 'html', what: 'a web page' }
  }
  if (text.startsWith('<?xml') || text.startsWith('<svg')) return { detected: 'xml', what: 'an XML document' }
  if (/^(?:\{\s*"|\[\s*[[{])/.test(text)) return { detected: 'json', what: 'a JSON document' }
  return null
}
