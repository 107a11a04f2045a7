/** Whether `fetch` can send a body while it is still being read: browsers cannot over HTTP/1. */
export const canStreamRequests: boolean = false

/** Files have no path in a browser. */
export function openPath(_path: string): Promise<Blob> {
  return Promise.reject(new Error('A path can be opened in Node, Bun and Deno only; pass a File or a Blob.'))
}
