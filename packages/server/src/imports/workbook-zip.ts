import type { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { fileRefusal, SAVE_AS_CSV } from './file-refusal.ts'

const MOST_PARTS = 10_000
const MOST_PART_BYTES = 2_147_483_648
/** What one byte of an archive may become: text of tables makes twenty at the most, bombs a thousand. */
const MOST_GROWTH = 100
/** A small part may grow by any factor. */
const SMALL_BYTES = 10_485_760

/** The parts of a workbook, which is a zip archive. Only what is asked for is unpacked, as a stream. */
export class WorkbookZip {
  private readonly zip: ZipFile
  private readonly entries: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.zip = zip
    this.entries = entries
  }

  static async open(path: string): Promise<WorkbookZip> {
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false })
    const entries = new Map<string, Entry>()
    try {
      if (zip.entryCount > MOST_PARTS) throw new Error(`It has ${zip.entryCount} parts.`)
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry)
      return new WorkbookZip(zip, entries)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  get names(): string[] {
    return [...this.entries.keys()]
  }

  /** The bytes of a part; null when there is none. */
  async part(name: string): Promise<Readable | null> {
    const entry = this.entries.get(name)
    if (!entry) return null
    const { compressedSize, uncompressedSize } = entry
    const isBomb = uncompressedSize > SMALL_BYTES && uncompressedSize > compressedSize * MOST_GROWTH
    if (isBomb || uncompressedSize > MOST_PART_BYTES) throw tooLargeUnpacked()
    // It ends with an error where more comes out than the archive says.
    return this.zip.openReadStreamPromise(entry)
  }

  close(): void {
    this.zip.close()
  }
}

/** The refusal of a workbook that is far larger than its file. */
function tooLargeUnpacked() {
  return fileRefusal('FILE_TOO_LARGE', {
    message: 'The workbook holds far more than its file size allows for, so it is not unpacked.',
    hint: `Save the sheet as CSV UTF-8. ${SAVE_AS_CSV}`,
    detected: 'xlsx',
  })
}
