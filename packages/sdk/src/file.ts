// Asked for at run time, so that a bundle for a browser holds nothing of Node, and the CommonJS twin needs no other file.
const { process } = globalThis as { process?: { getBuiltinModule?: (id: 'node:fs') => Partial<FileSystem> } }
const fileSystem = process?.getBuiltinModule?.('node:fs')

interface FileSystem {
  openAsBlob(path: string): Promise<Blob>
}

/** Whether `fetch` can send a body while it is still being read: browsers cannot over HTTP/1. */
export const canStreamRequests: boolean = fileSystem !== undefined

/** The file, read while it is sent, so that its size does not matter. */
export async function openPath(path: string): Promise<Blob> {
  if (!fileSystem?.openAsBlob)
    throw new Error('A path can be opened in Node, Bun and Deno only; pass a File or a Blob.')
  return fileSystem.openAsBlob(path)
}
