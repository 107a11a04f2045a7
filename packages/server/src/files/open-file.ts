import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Config } from '../base/config.ts'
import { filePath, type FileKey } from './disk.ts'

/** The bytes of a file that was kept; null where it is there no more. */
export async function openFile(config: Pick<Config, 'dataDir'>, key: FileKey): Promise<Readable | null> {
  try {
    return (await open(filePath(config, key))).createReadStream()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
