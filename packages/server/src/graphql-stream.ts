import type { ServerResponse } from 'node:http'
import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import { Fault } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import { limitRules, MAX_TOKENS, requireAffordable } from './base/graphql/operation-limits.ts'

/** Proxies end connections on which nothing is sent. */
const HEARTBEAT_MS = 15_000
/** More than this waiting to be sent: whoever is at the other end reads no more. */
const MOST_UNREAD_BYTES = 100_000

/** A subscription as it is asked for. */
interface StreamRequest {
  query?: unknown
  operationName?: unknown
  variables?: unknown
}

export interface GraphqlStreams {
  /**
   * Answers a subscription with Server-Sent Events, as the protocol "GraphQL over SSE" has it in its distinct connections
   * mode: an event `next` for each result, then one `complete`. What is wrong with the request is thrown as a fault.
   */
  open(request: StreamRequest, context: Context, response: ServerResponse): Promise<void>
  /** Ends all streams that are open. */
  close(): void
}

/** Serves the subscriptions of a schema. */
export function graphqlStreams(
  schema: GraphQLSchema,
  format: (error: GraphQLError, context: Context) => GraphQLFormattedError,
): GraphqlStreams {
  const open = new Set<ServerResponse>()
  return {
    async open(request, context, response) {
      const results = await subscribe({ schema, contextValue: context, ...readRequest(schema, request) })
      if (!isStream(results)) throw failureOf(results)
      open.add(response)
      try {
        await send(results, response, (error) => withRequestId(format(error, context), context.requestId))
      } finally {
        open.delete(response)
      }
    },
    close() {
      for (const response of open) response.end()
    },
  }
}

function isStream(
  results: ExecutionResult | AsyncIterable<ExecutionResult>,
): results is AsyncIterableIterator<ExecutionResult> {
  return Symbol.asyncIterator in results
}

function readRequest(schema: GraphQLSchema, { query, operationName, variables }: StreamRequest) {
  if (typeof query !== 'string') throw new Fault('BAD_USER_INPUT', 'Send {"query": "subscription …"} as JSON.')
  const name = typeof operationName === 'string' ? operationName : null
  const document = parsed(query)
  const [mistake] = validate(schema, document, [...specifiedRules, ...limitRules], { maxErrors: 1 })
  if (mistake) throw mistake.originalError ?? new Fault('GRAPHQL_VALIDATION_FAILED', withoutNames(mistake.message))
  if (getOperationAST(document, name)?.operation !== 'subscription') {
    throw new Fault('BAD_USER_INPUT', 'Here subscriptions are served; queries and mutations go to /graphql.')
  }
  const variableValues = typeof variables === 'object' && variables !== null ? { ...variables } : {}
  requireAffordable(schema, { document, operationName: name, variables: variableValues })
  return { document, operationName: name, variableValues }
}

// What it offers instead are names of the schema, which is not shown to everybody.
function withoutNames(message: string): string {
  return message.replace(/ Did you mean .*$/s, '')
}

function parsed(query: string): ReturnType<typeof parse> {
  try {
    return parse(query, { maxTokens: MAX_TOKENS })
  } catch (error) {
    throw new Fault('GRAPHQL_PARSE_FAILED', error instanceof Error ? error.message : String(error))
  }
}

// What stops a subscription before its first result: variables that do not fit, or no right to it.
function failureOf({ errors = [] }: ExecutionResult): unknown {
  const [first] = errors
  if (first?.originalError) return first.originalError
  return new Fault('BAD_USER_INPUT', first?.message ?? 'This subscription cannot be served.')
}

async function send(
  results: AsyncIterableIterator<ExecutionResult>,
  response: ServerResponse,
  format: (error: GraphQLError) => GraphQLFormattedError,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Asks proxies to pass each event on as it comes.
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS)
  // Whoever hangs up ends the subscription; one that waits notices when it would go on.
  response.once('close', () => void results.return?.())
  try {
    for await (const { data, errors } of results) {
      if (response.writableEnded || response.destroyed) return
      const result = errors ? { data, errors: errors.map(format) } : { data }
      response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`)
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
    }
  } catch (error) {
    const failure = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })
    response.write(`event: next\ndata: ${JSON.stringify({ errors: [format(failure)] })}\n\n`)
  } finally {
    clearInterval(heartbeat)
    if (!response.writableEnded) response.end('event: complete\ndata:\n\n')
  }
}

function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } }
}
