import { Refusal, type UserErrorCode } from '../base/errors.ts'

/** How to get from a spreadsheet to a file that can be read. */
export const SAVE_AS_CSV =
  'In Excel choose File > Save As and the file type "CSV UTF-8 (Comma delimited) (*.csv)"; in Google Sheets choose File > Download > Comma Separated Values.'

/** Where the file stands in the arguments, unless the caller knows better. */
export const FILE_PATH = ['input', 'file']

export type FileErrorCode = Extract<UserErrorCode, `FILE_${string}` | 'TOO_MANY_COLUMNS'>

export interface FileFault {
  message: string
  hint: string
  /** Counted from 1 as a spreadsheet does. */
  line?: number
  /** What the file was taken for. */
  detected?: string | undefined
}

/** A no to a whole file. */
export function fileRefusal(code: FileErrorCode, { message, hint, line, detected }: FileFault): Refusal {
  return new Refusal({
    code,
    message,
    path: FILE_PATH,
    hint,
    facts: { type: 'FileError', line: line ?? null, detected: detected ?? null },
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
