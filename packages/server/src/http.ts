import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { GraphQLSchema } from 'graphql'
import graphqlUploadExpress from 'graphql-upload/graphqlUploadExpress.mjs'
import { Fault } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import { limitRules, MAX_TOKENS } from './base/graphql/operation-limits.ts'
import { ViewerKind } from './base/viewer.ts'
import type { Server } from './base/work.ts'
import { allowOrigins, browserHeaders } from './browser-guard.ts'
import { docsRouter } from './docs.ts'
import { graphqlStreams, type GraphqlStreams } from './graphql-stream.ts'
import { rosterRoutes } from './hr-sync/routes-roster.ts'
import { hrRoutes } from './hr-sync/routes.ts'
import { answerError, formatError, logIfUnexpected, schemaIsHidden } from './http-errors.ts'
import { identify, requestId, requestIdOf, servingRequest, viewerOf } from './identify-caller.ts'
import { importRoutes } from './imports/routes.ts'
import type { Queue } from './jobs/queue.ts'
import { readManifests, resolveOperation, type KnownOperations } from './known-operations.ts'
import { mailRoutes } from './mail/routes.ts'
import { operationPlugins } from './operation-plugins.ts'
import { playgroundRouter } from './playground.ts'
import { makeSchema, schemaHash, schemaText } from './schema.ts'
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
      ...operationPlugins(schema, server.config.introspection),
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
    server: servingRequest(server, request, response),
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
    if (server.config.introspection !== 'on' && !viewerOf(response)) throw schemaIsHidden()
    response.type('text').send(text)
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

const readAnyJson = express.json({ limit: LARGEST_JSON_BYTES })
const readShortJson = express.json({ limit: LARGEST_JSON_OF_STRANGERS })
const readJson: RequestHandler = (request, response, next) =>
  (viewerOf(response) ? readAnyJson : readShortJson)(request, response, next)

/** Refuses an upload that will be refused anyway before a byte of its file is read. */
function checkUpload({ config }: Server): RequestHandler {
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) return next()
    if (!viewerOf(response)) {
      throw new Fault('UNAUTHENTICATED', 'Uploads need a credential: "Authorization: Bearer rck_…".')
    }
    if (!request.headers['apollo-require-preflight']) {
      throw new Fault('BAD_USER_INPUT', 'Uploads need the header "Apollo-Require-Preflight: true".')
    }
    const bytes = Number(request.headers['content-length'] ?? 0)
    if (bytes > config.maxFileBytes + MULTIPART_OVERHEAD_BYTES) {
      const message = `A file may have at most ${config.maxFileBytes} bytes; this request has ${bytes}.`
      throw new Fault('PAYLOAD_TOO_LARGE', message, { maximum: config.maxFileBytes })
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

function closed(http: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
