import type { ErrorRequestHandler, Request, Response } from 'express'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { recordRefusal, type RefusedRight } from './audit/record-refusal.ts'
import { isConnectionLost, unavailable } from './base/database.ts'
import { Fault } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import type { Viewer } from './base/viewer.ts'
import type { Server } from './base/work.ts'
import { requestIdOf, servingRequest, viewerOf } from './identify-caller.ts'

const STATUS: Partial<Record<Fault['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  QUERY_TOO_COMPLEX: 400,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

const APOLLO_CODES: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
}

/** What express itself refuses (broken JSON, a body too large), and what nobody expected. */
export function answerError(server: Server): ErrorRequestHandler {
  return async (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) return next(error)
    const { status, message } = error as { status?: number; message?: string }
    if (isForbidden(error)) {
      const called = servingRequest(server, request, response)
      await noteRefusals(called, viewerOf(response), [{ field: request.path, fault: error }])
    }
    if (error instanceof Fault) return sendFault(response, error)
    if (isConnectionLost(error)) return sendFault(response, unavailable(error))
    if (status === 413) {
      return sendFault(
        response,
        new Fault('PAYLOAD_TOO_LARGE', 'The request body is too large. Upload a file instead.'),
      )
    }
    if (status !== undefined && status < 500) {
      const code = request.is('json') ? 'GRAPHQL_PARSE_FAILED' : 'BAD_USER_INPUT'
      const reason = request.is('json') ? 'The request body is not JSON.' : String(message)
      response.status(status)
      return void response.json({
        errors: [{ message: reason, extensions: { code, requestId: requestIdOf(response) } }],
      })
    }
    server.log.error({ err: error, requestId: requestIdOf(response) }, 'A request failed')
    sendFault(response, internal())
  }
}

function sendFault(response: Response, fault: Fault): void {
  const error = {
    message: fault.message,
    extensions: { code: fault.code, ...fault.facts, requestId: requestIdOf(response) },
  }
  if (typeof fault.facts['retryAfter'] === 'number') response.setHeader('retry-after', fault.facts['retryAfter'])
  response.status(STATUS[fault.code] ?? 500).json({ errors: [error] })
}

/** A fault keeps its words; what the caller sent wrongly keeps Apollo's; everything else is masked. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
  const code = codeOfMistake(error, formatted.extensions?.['code'])
  if (code) return { message, ...place, extensions: { code } }
  const fault = faultOf(error) ?? internal()
  return { message: fault.message, ...place, extensions: { code: fault.code, ...fault.facts } }
}

/** The error of an operation that is not carried out. */
export function refused(originalError: Fault): GraphQLError {
  const http = { status: STATUS[originalError.code] ?? 400 }
  return new GraphQLError(originalError.message, { originalError, extensions: { http } })
}

/** Writes down what a caller is told nothing of, under the id that they are told. */
export function logIfUnexpected({ server, requestId }: Context, error: GraphQLError): void {
  if (faultOf(error) || codeOfMistake(error, error.extensions['code'])) return
  server.log.error({ err: causeOf(error), path: error.path?.join('.'), requestId }, 'A resolver failed')
}

// The answer is no in any case, whether or not that can be written down.
export async function noteRefusals(
  server: Server,
  viewer: Viewer | null,
  refused: readonly RefusedRight[],
): Promise<void> {
  if (!viewer || refused.length === 0) return
  await recordRefusal(server, viewer, refused).catch((error: unknown) =>
    server.log.error({ err: error }, 'A refused right was not written down'),
  )
}

export function isForbidden(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'FORBIDDEN'
}

/** Of callers who may not see the schema. */
export function schemaIsHidden(): Fault {
  return new Fault('UNAUTHENTICATED', 'The schema is shown to callers with a credential.')
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error
}

function faultOf(error: unknown): Fault | null {
  const cause = causeOf(error)
  if (cause instanceof Fault) return cause
  return isConnectionLost(cause) ? unavailable(cause) : null
}

/** Of what the caller sent wrongly, as Apollo found it. */
function codeOfMistake(error: unknown, apolloCode: unknown): string | null {
  const cause = causeOf(error)
  if (cause instanceof Error && !(cause instanceof GraphQLError)) return null
  return APOLLO_CODES[String(apolloCode)] ?? null
}

function internal(): Fault {
  return new Fault('INTERNAL_SERVER_ERROR', 'Something went wrong on our side. The request id finds it in the log.')
}
