import type { Server, ServerOptions } from 'node:http'
import type { RequestHandler } from 'express'

/** For how long a client is waited for, in milliseconds. */
export interface Patience {
  /** From connecting to the end of the headers. */
  headers: number
  /** From the headers to the end of a body that is no upload. */
  body: number
  /** In each such span an upload has to go on by so many bytes. */
  upload: { every: number; leastBytes: number }
  /** For a whole upload, however well it goes on. */
  request: number
  /** For the next request on a connection. */
  keepAlive: number
  /** For anything at all to move on a connection, such as a download that nobody takes. */
  idle: number
}

export const PATIENCE: Patience = {
  headers: 10_000,
  body: 60_000,
  upload: { every: 20_000, leastBytes: 20_000 },
  request: 30 * 60_000,
  keepAlive: 5_000,
  // An import of a million rows is looked through in silence, which takes minutes on a slow machine.
  idle: 10 * 60_000,
}

/** What Node's own server has to be told. */
export function connectionLimits(patience: Patience): ServerOptions {
  return {
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.keepAlive,
    // Left at its 30 s, connections would be held for that much longer.
    connectionsCheckingInterval: patience.headers / 5,
  }
}

/** Ends connections on which nothing moves. */
export function cutOffIdle(http: Server, patience: Patience): void {
  http.setTimeout(patience.idle, (socket) => socket.destroy())
}

/** Ends requests whose body trickles in, so that nobody holds connections open with a few bytes a minute. */
export function cutOffSlowBodies(patience: Patience): RequestHandler {
  return (request, response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0
    if (!hasBody) return next()
    const { socket } = request
    const isUpload = Boolean(request.is('multipart/form-data')) || request.path.startsWith('/uploads/')
    let seen = socket.bytesRead
    const watch = setInterval(
      () => {
        const arrived = socket.bytesRead - seen
        seen = socket.bytesRead
        if (isUpload && arrived >= patience.upload.leastBytes) return
        clearInterval(watch)
        if (response.headersSent) return void socket.destroy()
        response.once('finish', () => socket.destroy())
        response.set('connection', 'close').status(408)
        response.json({ errors: [{ message: TOO_SLOW, extensions: { code: 'BAD_USER_INPUT' } }] })
      },
      isUpload ? patience.upload.every : patience.body,
    ).unref()
    request.once('end', () => clearInterval(watch))
    request.once('close', () => clearInterval(watch))
    next()
  }
}

const TOO_SLOW = 'The request arrived too slowly and was given up. Send it again over a better connection.'
