import { mkdir, open, type FileHandle } from 'node:fs/promises'
import type { Config } from '../base/config.ts'
import { fileFolder, filePath, type FileKey } from './disk.ts'
import { removeFile } from './remove-file.ts'

/** Keeps a file as its pieces arrive, for nobody but this server to read. Where they break off, nothing is kept. */
export async function putFile(
  config: Pick<Config, 'dataDir'>,
  key: FileKey,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  await mkdir(fileFolder(config, key), { recursive: true, mode: 0o700 })
  const file = await open(filePath(config, key), 'wx', 0o600)
  try {
    for await (const piece of pieces) await writeWhole(file, piece)
    await file.close()
  } catch (error) {
    await file.close()
    await removeFile(config, key)
    throw error
  }
}

// A file system may take a part only.
async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.length;) from += (await file.write(piece, from)).bytesWritten
}
