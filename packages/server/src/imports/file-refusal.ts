import { Refusal, type UserErrorCode } from '../base/errors.ts'

/** How to get from a spreadsheet to a file that can be read. */
export const SAVE_AS_CSV =
  'In Excel choose File > Save As and the file type "CSV UTF-8 (Comma delimited) (*.csv)"; in Google Sheets choose File > Download > Comma Separated Values.'

/** Where the file stands in the arguments, unless the caller knows better. */
export const FILE_PATH = ['input', 'file']

/** The same error, a refusal of the file at the place in the arguments where the caller knows it to stand. */
export function atPath(error: unknown, path: readonly string[] | undefined): unknown {
  if (!path || !(error instanceof Refusal)) return error
  const [mistake] = error.mistakes
  return mistake?.path === FILE_PATH ? new Refusal({ ...mistake, path }) : error
}

export type FileErrorCode = Extract<UserErrorCode, `FILE_${string}` | 'TOO_MANY_COLUMNS'>

export interface FileFault {
  message: string
  hint: string
  /** Counted from 1 as a spreadsheet does. */
  line?: number
  /** Counted from 1, where one cell is to blame. */
  column?: number
  /** What the file was taken for. */
  detected?: string | undefined
}

/** A no to a whole file. */
export function fileRefusal(code: FileErrorCode, { message, hint, line, column, detected }: FileFault): Refusal {
  return new Refusal({
    code,
    message,
    path: FILE_PATH,
    hint,
    facts: {
      type: 'FileError',
      line: line ?? null,
      columnIndex: column === undefined ? null : column - 1,
      detected: detected ?? null,
    },
  })
}

/** Columns of a file, at most. */
export const MOST_COLUMNS = 500

/** The refusal of a file with more columns than an import may have. */
export function tooManyColumns(found: string, line: number): Refusal {
  return fileRefusal('TOO_MANY_COLUMNS', {
    message: `The file has ${found} columns; ${MOST_COLUMNS} is the most there can be.`,
    hint: 'Leave out columns that are not needed.',
    line,
  })
}

/** Text of one cell, at most. */
export const MOST_CELL_LETTERS = 10_000

/** The refusal of a file with a cell that is longer than cells may be. */
export function cellTooLong(column: number, line: number): Refusal {
  return fileRefusal('FILE_MALFORMED', {
    message: `Line ${line} has more than ${MOST_CELL_LETTERS.toLocaleString('en')} characters in column ${column}.`,
    hint: 'Shorten the cell. If it holds what should be several cells, a quote before them is not closed.',
    line,
    column,
  })
}

/** Of one row, at most. */
export const MOST_ROW_BYTES = 65_536

/** The refusal of a file with a row that is longer than rows may be. */
export function rowTooLong(line: number, column?: number): Refusal {
  return fileRefusal('FILE_MALFORMED', {
    message: `Line ${line} is longer than 64 KiB.`,
    hint: 'Most often a quote was opened in it and never closed.',
    line,
    ...(column && { column }),
  })
}
