import {
  apiFailure,
  httpFailure,
  RateLimitError,
  type ApiError,
  type FailedCall,
  type RollcallError,
} from './errors.ts'

/** A whole answer: what could be answered beside what could not. */
export interface RawAnswer<Result> {
  data: Result | null
  errors: readonly ApiError[]
  requestId: string | undefined
}

/** What came of one attempt: an answer, an error, or an answer that holds errors. */
export interface Outcome {
  facts: FailedCall
  answer?: RawAnswer<unknown>
  error?: RollcallError
  retryAfterMs?: number | undefined
}

// What a server that turns a call away without saying how long is taken to mean.
const DEFAULT_RETRY_AFTER_MS = 10_000

/** Reads the answer to a document out of an HTTP response. */
export function readAnswer(response: Response, text: string, facts: FailedCall): Outcome {
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'))
  const contentType = response.headers.get('content-type') ?? ''
  const body = /json/i.test(contentType) ? parseObject(text) : undefined
  const turnedAway = (said?: string) => {
    const wait = retryAfterMs ?? DEFAULT_RETRY_AFTER_MS
    const message = said ?? `Too many calls; wait ${Math.ceil(wait / 1000)} s.`
    return new RateLimitError(message, wait, facts)
  }
  if (response.status === 429) return { facts, error: turnedAway(body?.errors?.[0]?.message), retryAfterMs }
  if (!body || !('data' in body || Array.isArray(body.errors))) {
    return { facts, error: httpFailure(response.status, contentType, facts), retryAfterMs }
  }
  const [first, ...others] = (body.errors ?? []).map(readError)
  facts.requestId ??= body.errors?.find((error) => error.extensions?.requestId)?.extensions?.requestId
  const errors = first ? [first, ...others] : []
  const answer = { data: body.data ?? null, errors, requestId: facts.requestId }
  if (!first) return { facts, answer }
  const limit = errors.find(({ code }) => code === 'RATE_LIMITED')
  const error = limit ? turnedAway(limit.message) : apiFailure([first, ...others], facts)
  return { facts, answer, error, retryAfterMs }
}

interface AnswerBody {
  data?: unknown
  errors?: WireError[]
}

interface WireError {
  message?: string
  path?: (string | number)[]
  extensions?: { code?: string; requires?: string; requestId?: string }
}

function parseObject(text: string): AnswerBody | undefined {
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

function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
