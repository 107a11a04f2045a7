import { rm } from 'node:fs/promises'
import type { Config } from '../base/config.ts'
import { filePath, type FileKey } from './disk.ts'

/** Deletes a file for good; one that is not there is deleted already. */
export async function removeFile(config: Pick<Config, 'dataDir'>, key: FileKey): Promise<void> {
  await rm(filePath(config, key), { force: true })
}
