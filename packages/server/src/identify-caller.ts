import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { takeOrWait } from './access/rate-limit.ts'
import { Fault } from './base/errors.ts'
import type { Viewer } from './base/viewer.ts'
import { serving, type Server } from './base/work.ts'
import { loadViewer } from './sign-in/load-viewer.ts'

/** Gives each request the id by which its answer is found in the log. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID()
  response.setHeader('x-request-id', requestIdOf(response))
  next()
}

export function requestIdOf(response: Response): string {
  return response.locals['requestId'] as string
}

/** Finds out who is calling. A credential that is wrong is told at once; without one the viewer is null. */
export function identify(server: Server): RequestHandler {
  const requests = { name: 'requests', most: server.config.requestsPerMinute, seconds: 60 }
  return async (request, response, next) => {
    const header = request.headers.authorization
    if (!header) return next()
    const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? []
    const viewer = token ? await loadViewer(server, token) : null
    if (!viewer) throw new Fault('UNAUTHENTICATED', 'This credential is not valid, or no longer.')
    await takeOrWait(server, requests, {
      key: `${viewer.organizationId} ${viewer.kind} ${viewer.id}`,
      what: 'Requests with one credential',
    })
    response.locals['viewer'] = viewer
    next()
  }
}

/** Who is calling, once `identify` has looked. */
export function viewerOf(response: Response): Viewer | null {
  return (response.locals['viewer'] as Viewer | undefined) ?? null
}

/** The server as a request works with it, whose id and address go into the audit. */
export function servingRequest(server: Server, request: Request, response: Response): Server {
  return serving(server, { id: requestIdOf(response), caller: request.ip ?? null })
}
