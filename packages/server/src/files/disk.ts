import { join } from 'node:path'
import type { Config } from '../base/config.ts'

/** Which file: whose it is, and the id of what it belongs to. */
export interface FileKey {
  organizationId: string
  id: string
}

/** Where the files of an organization lie. */
export function fileFolder({ dataDir }: Pick<Config, 'dataDir'>, { organizationId }: FileKey): string {
  return join(dataDir, 'files', organizationId)
}

/** Where a file lies, whether it is there or not. */
export function filePath(config: Pick<Config, 'dataDir'>, key: FileKey): string {
  return join(fileFolder(config, key), key.id)
}
