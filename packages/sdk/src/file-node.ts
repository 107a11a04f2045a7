import { openAsBlob } from 'node:fs'

/** Whether `fetch` can send a body while it is still being read. */
export const canStreamRequests = true

/** The file, read while it is sent, so that its size does not matter. */
export function openPath(path: string): Promise<Blob> {
  return openAsBlob(path)
}
