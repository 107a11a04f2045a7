import { randomUUID } from 'node:crypto'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import {
  GraphQLError,
  isIntrospectionType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import graphqlUploadExpress from 'graphql-upload/graphqlUploadExpress.mjs'
import { takeOrWait } from './access/rate-limit.ts'
import { hideSecrets } from './audit/mask-secrets.ts'
import { recordRefusal, type RefusedRight } from './audit/record-refusal.ts'
import { isConnectionLost, unavailable } from './base/database.ts'
import { Fault } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import { limitRules, MAX_TOKENS, requireAffordable } from './base/graphql/operation-limits.ts'
import { tellDeprecations } from './base/graphql/tell-deprecations.ts'
import { ViewerKind, type Viewer } from './base/viewer.ts'
import { serving, type Server } from './base/work.ts'
import { allowOrigins, browserHeaders } from './browser-guard.ts'
import { docsRouter } from './docs.ts'
import { graphqlStreams, type GraphqlStreams } from './graphql-stream.ts'
import { rosterRoutes } from './hr-sync/routes-roster.ts'
import { hrRoutes } from './hr-sync/routes.ts'
import { importRoutes } from './imports/routes.ts'
import type { Queue } from './jobs/queue.ts'
import { readManifests, resolveOperation, type KnownOperations } from './known-operations.ts'
import { mailRoutes } from './mail/routes.ts'
import { playgroundRouter } from './playground.ts'
import { makeSchema, schemaHash, schemaText } from './schema.ts'
import { loadViewer } from './sign-in/load-viewer.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { ssoRoutes } from './sign-in/routes-sso.ts'
import { connectionLimits, cutOffIdle, cutOffSlowBodies, PATIENCE } from './slow-clients.ts'
import { emailKinds } from './worker.ts'

const LARGEST_JSON_BYTES = 4_000_000
/** Of callers without a credential, who have no more to send than a password. */
const LARGEST_JSON_OF_STRANGERS = 100_000
/** What a multipart request holds beside the bytes of its file. */
const MULTIPART_OVERHEAD_BYTES = 1_000_000
const MOST_VALIDATION_ERRORS = 5
/** Looking at what an import of a million rows would do takes part of a minute. */
const QUERY_SECONDS = 120
const MOST_CONNECTIONS = 2_000

/** A running HTTP server. */
export interface Http {
  /** Without a trailing slash. */
  url: string
  close(): Promise<void>
}

// Whoever holds a connection open must not take up the whole time that there is for stopping.
const DRAIN_MS = 4_000

/** Serves the API, the playground and the pages. */
export async function serveHttp(server: Server, queue: Queue): Promise<Http> {
  const app = express()
  const http = createServer(connectionLimits(PATIENCE), app)
  cutOffIdle(http, PATIENCE)
  http.maxConnections = MOST_CONNECTIONS
  const schema = makeSchema()
  const known = readManifests(server.config.operationManifests)
  const apollo = new ApolloServer<Context>({
    schema,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    introspection: true,
    // It would stop on its own at the same signal as the whole server, which would then wait for it for ever: a second
    // stop() waits for the first, and the first tells it only when it fails.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [...limitRules],
    validationOptions: { maxErrors: MOST_VALIDATION_ERRORS },
    maxRecursiveSelections: true,
    formatError,
    plugins: [
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: DRAIN_MS }),
      // It watches every field of every answer, to say that nothing may be kept.
      ApolloServerPluginCacheControlDisabled(),
      // It would load scripts from another host; the playground is ours.
      ApolloServerPluginLandingPageDisabled(),
      withRequestId,
      logUnexpected,
      recordRefusals,
      guardIntrospection(schema, server.config.introspection),
      sendSubscriptionsElsewhere,
      limitWork(schema),
      tellDeprecations(schema),
    ],
    nodeEnv: 'production',
    logger: { debug() {}, info() {}, warn: (text) => server.log.warn(text), error: (text) => server.log.error(text) },
  })
  await apollo.start()
  const streams = graphqlStreams(schema, (error, context) => {
    logIfUnexpected(context, error)
    return formatError(error.toJSON(), error)
  })
  addRoutes(app, { server, queue, apollo, schema, streams, known })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(server.config.port, server.config.host, resolve)
  })
  const { port } = http.address() as AddressInfo
  return {
    url: `http://${server.config.host.includes(':') ? `[${server.config.host}]` : server.config.host}:${port}`,
    async close() {
      streams.close()
      await apollo.stop()
      await closed(http)
    },
  }
}

interface Served {
  known: KnownOperations
  server: Server
  queue: Queue
  apollo: ApolloServer<Context>
  schema: GraphQLSchema
  streams: GraphqlStreams
}

function addRoutes(app: Express, { server, queue, apollo, schema, streams, known }: Served): void {
  const hash = schemaHash(schema)
  const text = schemaText(schema)
  // Partners write operations of their own, under the limits that hold for all.
  const resolve = resolveOperation(known, (response) => viewerOf(response)?.kind === ViewerKind.API_KEY)
  const contextOf = (request: Request, response: Response): Context => ({
    server: serving(server, { id: requestIdOf(response), caller: request.ip ?? null }),
    viewer: viewerOf(response),
    caller: request.ip,
    requestId: requestIdOf(response),
    schemaHash: hash,
    loaders: new Map(),
  })
  app.set('trust proxy', server.config.trustedProxies)
  // Answers differ from caller to caller, and nobody keeps them.
  app.set('etag', false)
  app.use(requestId, browserHeaders(), cutOffSlowBodies(PATIENCE))
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', (_request, response) => answerReadiness(server, queue, response))
  app.use(['/graphql', '/schema.graphql', '/uploads'], allowOrigins(server.config.corsOrigins))
  app.use(['/graphql', '/schema.graphql'], identify(server))
  app.get('/schema.graphql', (_request, response) => {
    const isAllowed = server.config.introspection === 'on' || viewerOf(response)
    if (isAllowed) response.type('text').send(text)
    else sendFault(response, new Fault('UNAUTHENTICATED', 'The schema is shown to callers with a credential.'))
  })
  // A page of another site can send no JSON without asking first, so there is nothing more to guard against.
  app.post('/graphql/stream', readJson, resolve, (request, response) =>
    streams.open((request.body ?? {}) as object, contextOf(request, response), response),
  )
  app.use(
    '/graphql',
    checkUpload(server),
    readJson,
    graphqlUploadExpress({
      maxFileSize: server.config.maxFileBytes + MULTIPART_OVERHEAD_BYTES,
      maxFiles: 1,
      maxFieldSize: LARGEST_JSON_BYTES,
    }),
    resolve,
    expressMiddleware(apollo, { context: async ({ req, res }) => contextOf(req, res) }),
  )
  // Behind the API, so that its requests do not ask each of these first.
  app.use('/playground', playgroundRouter())
  app.use('/docs', docsRouter())
  app.use(signInRoutes(server))
  app.use(ssoRoutes(server))
  app.use(importRoutes(server))
  app.use(hrRoutes(server))
  app.use(rosterRoutes(server))
  app.use(mailRoutes(server, emailKinds))
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing at this address. The API is at /graphql.' })
  })
  app.use(answerError(server))
}

const requestId: RequestHandler = (_request, response, next) => {
  response.locals['requestId'] = randomUUID()
  response.setHeader('x-request-id', requestIdOf(response))
  next()
}

function requestIdOf(response: Response): string {
  return response.locals['requestId'] as string
}

function viewerOf(response: Response): Viewer | null {
  return (response.locals['viewer'] as Viewer | undefined) ?? null
}

/** Finds out who is calling. A credential that is wrong is told at once; without one the viewer is null. */
function identify(server: Server): RequestHandler {
  const requests = { name: 'requests', most: server.config.requestsPerMinute, seconds: 60 }
  return async (request, response, next) => {
    const header = request.headers.authorization
    if (!header) return next()
    const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? []
    const viewer = token ? await loadViewer(server, token) : null
    if (!viewer) {
      return sendFault(response, new Fault('UNAUTHENTICATED', 'This credential is not valid, or no longer.'))
    }
    await takeOrWait(server, requests, {
      key: `${viewer.organizationId} ${viewer.kind} ${viewer.id}`,
      what: 'Requests with one credential',
    })
    response.locals['viewer'] = viewer
    next()
  }
}

const readAnyJson = express.json({ limit: LARGEST_JSON_BYTES })
const readShortJson = express.json({ limit: LARGEST_JSON_OF_STRANGERS })
const readJson: RequestHandler = (request, response, next) =>
  (viewerOf(response) ? readAnyJson : readShortJson)(request, response, next)

/** Refuses an upload that will be refused anyway before a byte of its file is read. */
function checkUpload({ config }: Server): RequestHandler {
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) return next()
    if (!viewerOf(response)) {
      return sendFault(
        response,
        new Fault('UNAUTHENTICATED', 'Uploads need a credential: "Authorization: Bearer rck_…".'),
      )
    }
    if (!request.headers['apollo-require-preflight']) {
      return sendFault(
        response,
        new Fault('BAD_USER_INPUT', 'Uploads need the header "Apollo-Require-Preflight: true".'),
      )
    }
    const bytes = Number(request.headers['content-length'] ?? 0)
    if (bytes > config.maxFileBytes + MULTIPART_OVERHEAD_BYTES) {
      const message = `A file may have at most ${config.maxFileBytes} bytes; this request has ${bytes}.`
      return sendFault(response, new Fault('PAYLOAD_TOO_LARGE', message, { maximum: config.maxFileBytes }))
    }
    next()
  }
}

async function answerReadiness(server: Server, queue: Queue, response: Response): Promise<void> {
  const isDatabaseUp = await server.database.reader.query('SELECT 1').then(
    () => true,
    () => false,
  )
  response.status(isDatabaseUp ? 200 : 503).json({
    database: isDatabaseUp ? 'up' : 'down',
    // Without the queue jobs are found by looking for them, so the server is able to serve.
    queue: queue.isReady() ? 'up' : 'down',
  })
}

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

function sendFault(response: Response, fault: Fault): void {
  const error = {
    message: fault.message,
    extensions: { code: fault.code, ...fault.facts, requestId: requestIdOf(response) },
  }
  if (typeof fault.facts['retryAfter'] === 'number') response.setHeader('retry-after', fault.facts['retryAfter'])
  response.status(STATUS[fault.code] ?? 500).json({ errors: [error] })
}

/** What express itself refuses (broken JSON, a body too large), and what nobody expected. */
function answerError(server: Server): ErrorRequestHandler {
  return async (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) return next(error)
    const { status, message } = error as { status?: number; message?: string }
    if (isForbidden(error)) {
      const called = serving(server, { id: requestIdOf(response), caller: request.ip ?? null })
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

const APOLLO_CODES: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'PERSISTED_QUERY_NOT_FOUND',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
}

/** A fault keeps its words; what the caller sent wrongly keeps Apollo's; everything else is masked. */
function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
  const code = codeOfMistake(error, formatted.extensions?.['code'])
  if (code) return { message, ...place, extensions: { code } }
  const fault = faultOf(error) ?? internal()
  return { message: fault.message, ...place, extensions: { code: fault.code, ...fault.facts } }
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

// Here, because whoever formats an error does not know which request it belongs to.
const logUnexpected: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) logIfUnexpected(contextValue, error)
      },
    }
  },
}

/** Writes down what a caller is told nothing of, under the id that they are told. */
function logIfUnexpected({ server, requestId }: Context, error: GraphQLError): void {
  if (faultOf(error) || codeOfMistake(error, error.extensions['code'])) return
  server.log.error({ err: causeOf(error), path: error.path?.join('.'), requestId }, 'A resolver failed')
}

const withRequestId: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, contextValue }) {
        if (response.body.kind !== 'single') return
        const { errors } = response.body.singleResult
        if (!errors) return
        const waits = errors.flatMap(({ extensions }) => (extensions?.['retryAfter'] as number | undefined) ?? [])
        if (waits.length > 0) response.http.headers.set('retry-after', String(Math.max(...waits)))
        response.body.singleResult.errors = errors.map((error) => ({
          ...error,
          // What does not fit is told with its value, which may be a password.
          message: hideSecrets(error.message, request.variables),
          extensions: { ...error.extensions, requestId: contextValue.requestId },
        }))
      },
    }
  },
}

/** A list of users can refuse the same field fifty times; which one it was is enough. */
const MOST_REFUSALS_OF_A_REQUEST = 10

const recordRefusals: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue: { server, viewer } }) {
        const refused = new Map<string, RefusedRight>()
        for (const { originalError, nodes } of errors) {
          const [node] = nodes ?? []
          const field = node?.kind === Kind.FIELD ? node.name.value : ''
          if (isForbidden(originalError)) refused.set(field, { field, fault: originalError })
        }
        await noteRefusals(server, viewer, [...refused.values()].slice(0, MOST_REFUSALS_OF_A_REQUEST))
      },
    }
  },
}

function isForbidden(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'FORBIDDEN'
}

// The answer is no in any case, whether or not that can be written down.
async function noteRefusals(server: Server, viewer: Viewer | null, refused: readonly RefusedRight[]): Promise<void> {
  if (!viewer || refused.length === 0) return
  await recordRefusal(server, viewer, refused).catch((error: unknown) =>
    server.log.error({ err: error }, 'A refused right was not written down'),
  )
}

const sendSubscriptionsElsewhere: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return
        throw refused(new Fault('BAD_USER_INPUT', 'Subscriptions are served at /graphql/stream.'))
      },
    }
  },
}

function limitWork(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          try {
            requireAffordable(schema, { document, ...request })
          } catch (error) {
            throw error instanceof Fault ? refused(error) : error
          }
          // What changes something is carried out and answered, however long it takes.
          if (operation?.operation === 'query') contextValue.deadline = performance.now() + QUERY_SECONDS * 1_000
        },
      }
    },
  }
}

/** The error of an operation that is not carried out. */
function refused(originalError: Fault): GraphQLError {
  const http = { status: STATUS[originalError.code] ?? 400 }
  return new GraphQLError(originalError.message, { originalError, extensions: { http } })
}

function guardIntrospection(schema: GraphQLSchema, allowed: 'on' | 'authenticated'): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, contextValue }) {
          if (allowed === 'on' || contextValue.viewer || !asksForSchema(schema, document)) return
          throw refused(new Fault('UNAUTHENTICATED', 'The schema is shown to callers with a credential.'))
        },
      }
    },
  }
}

function asksForSchema(schema: GraphQLSchema, document: DocumentNode): boolean {
  let asks = false
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        if (node.name.value === '__schema' || node.name.value === '__type') asks = true
        const parent = types.getParentType()
        if (parent && isIntrospectionType(parent)) asks = true
      },
    }),
  )
  return asks
}

function closed(http: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
