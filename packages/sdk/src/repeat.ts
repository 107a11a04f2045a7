import { pause, startDeadline } from './deadline.ts'
import { AbortedError, NetworkError, RollcallError, TimeoutError, type FailedCall } from './errors.ts'

/** What became of one attempt. */
export interface AttemptEvent {
  /** The GraphQL operation, for example `InviteUser`; `upload` and `download` for bytes beside the API. */
  operation: string
  /** 1 for the first. */
  attempt: number
  durationMs: number
  status?: number | undefined
  requestId?: string | undefined
  error?: RollcallError | undefined
  /** Set when the call will be sent again. */
  willRetryInMs?: number | undefined
}

/** One attempt under way. */
export interface Attempt {
  /** Filled in as they become known. */
  facts: FailedCall
  /** Fires when the time is over or the caller gives up. */
  signal: AbortSignal
}

/** What came of one attempt: an answer, an error, or an answer that holds errors. */
export interface Outcome<Answer> {
  answer?: Answer
  error?: RollcallError
  /** How long the server asks to wait. */
  retryAfterMs?: number | undefined
  /** Nothing of it was carried out, so that it may be sent again whatever it is. */
  isTurnedAway?: boolean
}

/** Something to send until it is answered. */
export interface Errand<Answer> {
  operation: string
  /** Whether it may be sent again when nobody knows whether it arrived. */
  mayRepeat: boolean
  /** Attempts after the first. */
  maxRetries: number
  /** Milliseconds for one attempt. */
  timeoutMs: number
  signal: AbortSignal | undefined
  onAttempt: ((event: AttemptEvent) => void) | undefined
  /** Where it goes, to tell when it was not reached. */
  url: string
  send(attempt: Attempt): Promise<Outcome<Answer>>
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
// A server that asks for more than this is left to the caller.
const LONGEST_RETRY_AFTER_MS = 60_000

/** Sends until there is an answer, or an error that sending again does not help or is not safe. */
export async function repeat<Answer>(errand: Errand<Answer>): Promise<Outcome<Answer> & { facts: FailedCall }> {
  const { operation, maxRetries, signal, onAttempt } = errand
  for (let attempt = 1; ; attempt += 1) {
    const started = performance.now()
    const facts: FailedCall = { operation, attempts: attempt }
    const outcome = await sendOnce(errand, facts)
    const wait = attempt <= maxRetries ? waitBeforeNext(errand, outcome, attempt) : undefined
    onAttempt?.({
      operation,
      attempt,
      durationMs: performance.now() - started,
      status: facts.status,
      requestId: facts.requestId,
      error: outcome.error,
      willRetryInMs: wait,
    })
    if (wait === undefined) return { ...outcome, facts }
    await pause(wait, signal, facts)
  }
}

async function sendOnce<Answer>(errand: Errand<Answer>, facts: FailedCall): Promise<Outcome<Answer>> {
  const deadline = startDeadline(errand.timeoutMs, errand.signal)
  try {
    return await deadline.race(() => errand.send({ facts, signal: deadline.signal }))
  } catch (cause) {
    if (deadline.isOver()) return { error: new TimeoutError(errand.timeoutMs, facts) }
    return { error: failureOf(cause, errand, facts) }
  } finally {
    deadline.clear()
  }
}

/** What is told of an attempt that ended without an answer. */
export function failureOf(
  cause: unknown,
  { url, signal }: { url: string; signal: AbortSignal | undefined },
  facts: FailedCall,
): RollcallError {
  if (cause instanceof RollcallError) return cause
  if (signal?.aborted) return new AbortedError({ ...facts, cause: signal.reason })
  // What fetch throws says no more than that it failed.
  const { message, cause: inner } = cause as Error & { cause?: { message?: string } }
  return new NetworkError(`${url} was not reached: ${inner?.message || message}`, { ...facts, cause })
}

function waitBeforeNext(
  { mayRepeat }: { mayRepeat: boolean },
  { error, retryAfterMs, isTurnedAway }: Outcome<unknown>,
  attempt: number,
): number | undefined {
  if (!error?.retryable || !(mayRepeat || isTurnedAway)) return undefined
  if (retryAfterMs !== undefined) return retryAfterMs <= LONGEST_RETRY_AFTER_MS ? retryAfterMs : undefined
  // Anywhere up to the longest, so that clients that failed together do not come back together.
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)) * Math.random()
}
