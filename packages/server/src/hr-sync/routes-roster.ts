import { Readable } from 'node:stream'
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express'
import { HrProtocol, type HrIntegration } from '../access/hr-integration.ts'
import { takeOrWait } from '../access/rate-limit.ts'
import { Fault, Refusal } from '../base/errors.ts'
import { globalId } from '../base/graphql/ids.ts'
import { serving, type Server } from '../base/work.ts'
import { findHrIntegrationByToken } from './find-hr-integrations.ts'
import { importRoster } from './import-roster.ts'
import { noteFailure, noteSuccess } from './note-sync.ts'
import { sentencesOf } from './pull-roster.ts'
import { RosterProblem } from './roster-problem.ts'

/** Every one is a file that is read wholly. */
const DROPS_AN_HOUR = 30
const STATUS: Partial<Record<Fault['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

/** `PUT /roster/:organization`: the way in for HR systems that write a file and send it. */
export function rosterRoutes(server: Server): Router {
  const router = express.Router()
  router.put('/roster/:organization', drop(server))
  router.use('/roster/:organization', answerProblem(server))
  return router
}

function drop(server: Server): RequestHandler<{ organization: string }> {
  return async (request, response) => {
    const integration = await identify(server, request)
    response.locals['integration'] = integration
    const own = serving(server, { id: response.locals['requestId'] as string, caller: request.ip ?? null })
    // Whoever reads it destroys it at the end, and an answer is still to go out by the same connection.
    const content = Readable.from(request.iterator({ destroyOnReturn: false }), { objectMode: false })
    const session = await importRoster(own, integration, { content, filename: 'roster.csv', etag: null })
    await noteSuccess(server, integration)
    if (!session) response.json({ state: 'UNCHANGED', importId: null })
    else response.status(202).json({ state: session.state, importId: globalId('ImportSession', session.id) })
  }
}

async function identify(server: Server, request: Request<{ organization: string }>): Promise<HrIntegration> {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const integration = token ? await findHrIntegrationByToken(server.database.reader.manager, token, server.now()) : null
  if (!integration || integration.organizationId !== request.params.organization) {
    throw new Fault('UNAUTHENTICATED', 'Send the token of the HR integration as "Authorization: Bearer rch_…".')
  }
  const { id, name, organizationId, protocol, paused } = integration
  const limit = { name: 'roster', most: DROPS_AN_HOUR, seconds: 3_600 }
  await takeOrWait(server, limit, { key: `${organizationId} ${id}`, what: 'Rosters of one HR integration' })
  if (protocol !== HrProtocol.ROSTER) throw new Fault('FORBIDDEN', `${name} takes no roster (${protocol}).`)
  if (paused) throw new Fault('FORBIDDEN', `${name} is paused. An Owner or Admin can resume it.`)
  return integration
}

function answerProblem(server: Server): ErrorRequestHandler {
  return async (error: unknown, request: Request, response, next) => {
    if (response.headersSent) return next(error)
    // What is left of a file that was refused is read away, so that the sender hears why.
    request.resume()
    response.setHeader('connection', 'close')
    const told = toldOf(error)
    if (!told) server.log.error({ err: error, requestId: response.locals['requestId'] }, 'A roster could not be taken')
    const { status, code, message, retryAfter } = told ?? {
      status: 500,
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong on our side. The request id finds it in the log.',
    }
    const integration = response.locals['integration'] as HrIntegration | undefined
    if (integration) await noteFailure(server, integration, { externalId: null, message })
    if (retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(retryAfter)))
    response.status(status).json({ error: { code, message } })
  }
}

const BUSY_SECONDS = 60

function toldOf(
  error: unknown,
): { status: number; code: string; message: string; retryAfter?: number | undefined } | null {
  if (error instanceof RosterProblem) return { status: 422, code: 'ROSTER_REFUSED', message: error.message }
  if (error instanceof Refusal) {
    const { code } = error
    if (code === 'IMPORT_BUSY') return { status: 503, code, message: sentencesOf(error), retryAfter: BUSY_SECONDS }
    return { status: code === 'FILE_TOO_LARGE' ? 413 : 422, code, message: sentencesOf(error) }
  }
  if (!(error instanceof Fault)) return null
  const { code, message, facts } = error
  return { status: STATUS[code] ?? 500, code, message, retryAfter: facts['retryAfter'] as number | undefined }
}
