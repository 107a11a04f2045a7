import { writeFile } from 'node:fs/promises'
import { note } from './print.ts'

/** Writes rows of an import to a file, if one was asked for and there are any; answers whether it was written. */
export async function writeRows(
  path: string | undefined,
  words: { some: string; none: string },
  fetchCsv: () => Promise<string | undefined>,
): Promise<boolean> {
  if (!path) return false
  const csv = await fetchCsv()
  if (csv === undefined) {
    note(`${words.none}, so ${path} was not written.`)
    return false
  }
  await writeFile(path, csv)
  note(`${words.some} are in ${path}.`)
  return true
}

/** How to speak of the rows that were left out. */
export const REFUSED = { some: 'The refused rows', none: 'No row was refused' }

/** How to speak of the rows behind the point where applying stopped. */
export const NOT_REACHED = { some: 'The rows that were not reached', none: 'Every row was reached' }
