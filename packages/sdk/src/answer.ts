import { apiFailure, httpFailure, RateLimitError, type ApiError, type FailedCall } from './errors.ts'
import type { Outcome } from './repeat.ts'

/** A whole answer: what could be answered beside what could not. */
export interface RawAnswer<Result> {
  data: Result | null
  errors: readonly ApiError[]
  requestId: string | undefined
}

/** Something that a document uses and that will be gone: where it stands in the schema, and until when it works. */
export interface Deprecation {
  /** For example `User.nickname`. */
  path: string
  reason: string
}

// What a server that turns a call away without saying how long is taken to mean.
const DEFAULT_RETRY_AFTER_MS = 10_000

/** Reads the answer to a document out of an HTTP response. */
export function readAnswer(
  response: Response,
  text: string,
  facts: FailedCall,
): Outcome<RawAnswer<unknown>> & { deprecations?: readonly Deprecation[] | undefined } {
  const retryAfterMs = readRetryAfter(response)
  const body = parseObject(response, text)
  if (response.status === 429) return turnedAway(retryAfterMs, facts, body?.errors?.[0]?.message)
  if (!body || !('data' in body || Array.isArray(body.errors))) {
    const contentType = response.headers.get('content-type') || 'no content type'
    const message = `The server answered with status ${response.status} and ${contentType}, not with GraphQL.`
    return { error: httpFailure(response.status, message, facts, ' Is `url` the address of the API?'), retryAfterMs }
  }
  const [first, ...others] = (body.errors ?? []).map(readError)
  facts.requestId ??= body.errors?.find((error) => error.extensions?.requestId)?.extensions?.requestId
  const errors = first ? [first, ...others] : []
  const answer = { data: body.data ?? null, errors, requestId: facts.requestId }
  const deprecations = body.extensions?.deprecations
  if (!first) return { answer, deprecations }
  const limit = errors.find(({ code }) => code === 'RATE_LIMITED')
  if (!limit) return { answer, error: apiFailure([first, ...others], facts), retryAfterMs, deprecations }
  // Unless other parts of it were carried out.
  const isTurnedAway = Object.values(body.data ?? {}).every((part) => part === null)
  return { ...turnedAway(retryAfterMs, facts, limit.message), answer, isTurnedAway, deprecations }
}

/** Reads why a file was not given out or taken. */
export function readRefusal(response: Response, text: string, facts: FailedCall): Outcome<never> {
  const retryAfterMs = readRetryAfter(response)
  const message = parseObject(response, text)?.error ?? `The server answered with status ${response.status}: ${text}`
  if (response.status === 429) return turnedAway(retryAfterMs, facts, message)
  return { error: httpFailure(response.status, message, facts), retryAfterMs }
}

function turnedAway(retryAfterMs: number | undefined, facts: FailedCall, said?: string): Outcome<never> {
  const wait = retryAfterMs ?? DEFAULT_RETRY_AFTER_MS
  const error = new RateLimitError(said ?? `Too many calls; wait ${Math.ceil(wait / 1000)} s.`, wait, facts)
  return { error, retryAfterMs, isTurnedAway: true }
}

interface AnswerBody {
  data?: object | null
  errors?: WireError[]
  extensions?: { deprecations?: Deprecation[] }
  /** Of addresses beside the API. */
  error?: string
}

interface WireError {
  message?: string
  path?: (string | number)[]
  extensions?: { code?: string; requires?: string; requestId?: string }
}

function parseObject(response: Response, text: string): AnswerBody | undefined {
  if (!/json/i.test(response.headers.get('content-type') ?? '')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function readError({ message, path, extensions }: WireError): ApiError {
  return {
    message: message ?? 'The server gave no reason.',
    code: extensions?.code ?? 'INTERNAL_SERVER_ERROR',
    path: path ?? [],
    requires: extensions?.requires,
  }
}

function readRetryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
