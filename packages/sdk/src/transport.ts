import { readAnswer, type Outcome, type RawAnswer } from './answer.ts'
import { pause, startDeadline, type Deadline } from './deadline.ts'
import {
  AbortedError,
  AuthenticationError,
  NetworkError,
  RateLimitError,
  RollcallError,
  ServerError,
  TimeoutError,
  UserInputError,
  type AnyUserError,
  type FailedCall,
} from './errors.ts'
import { readEvents } from './read-events.ts'
import { TypedDocumentString } from './typed-document-string.ts'
import {
  encodeRequest,
  randomKey,
  StreamedFile,
  takeFiles,
  toHex,
  type UploadFile,
  type UploadProgress,
} from './upload.ts'

/** Where the server is and how to talk to it. */
export interface RollcallOptions {
  /** Endpoint. Default: env ROLLCALL_URL, else http://localhost:4000/graphql. */
  url?: string | undefined
  /** API key, session token, or a function asked before every attempt (so that a token can be refreshed). Default: env ROLLCALL_API_KEY. */
  auth?: string | (() => string | Promise<string>) | undefined
  /** Milliseconds for one attempt. Default 30 000; uploads and steps that read a whole file 300 000. */
  timeoutMs?: number | undefined
  /** Attempts after the first. Default 2. Mutations are only repeated when that is safe. */
  maxRetries?: number | undefined
  /** Sent with every request. */
  headers?: Record<string, string> | undefined
  /** Language of error messages, sent as Accept-Language. */
  language?: string | undefined
  /** Default: globalThis.fetch. */
  fetch?: typeof fetch | undefined
  /** Called once per attempt; for logs and traces. Never sees the credential or file contents. */
  onAttempt?: ((event: AttemptEvent) => void) | undefined
}

/** What became of one attempt. */
export interface AttemptEvent {
  /** The GraphQL operation, for example `InviteUser`. */
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

/** Last argument of every method. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  timeoutMs?: number | undefined
  maxRetries?: number | undefined
  headers?: Record<string, string> | undefined
  /**
   * For the mutations that take one (invite, resend, start, commit): repeating a call with the same key within 24 hours
   * gives the first result again. Default: a fresh key per call, kept over its retries.
   */
  idempotencyKey?: string | undefined
}

/**
 * How a mutation may be sent again when nobody knows whether it arrived: with its idempotency key, because repeating it
 * changes nothing more, or not at all.
 */
export type Repetition = 'keyed' | 'harmless' | 'never'

/** What a mutation did: without `userErrors` each part of its payload is there. */
export type Payload<Result> = {
  [Part in keyof NonNullable<Result[keyof Result]>]: NonNullable<NonNullable<Result[keyof Result]>[Part]>
}

/** What a resource adds to the options of its caller. */
export interface SendOptions extends CallOptions {
  /** The server reads a whole file before it answers, so that more time is allowed. */
  readsFile?: boolean
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined
}

interface Call {
  text: string
  /** Whether it is an operation of this package, which servers may know by its hash. */
  isOwn: boolean
  operation: string
  variables: object
  mayRepeat: boolean
  options: SendOptions
}

interface Request {
  variables: unknown
  files: ReadonlyMap<string, UploadFile>
  timeoutMs: number
}

const DEFAULT_URL = 'http://localhost:4000/graphql'
const DEFAULT_RETRIES = 2
const TIMEOUT_MS = 30_000
const FILE_TIMEOUT_MS = 300_000
const FIRST_WAIT_MS = 300
const LONGEST_WAIT_MS = 10_000
// A server that asks for more than this is left to the caller.
const LONGEST_RETRY_AFTER_MS = 60_000
// The server sends something every 15 s at least.
const SILENT_FOR_MS = 45_000

/** Sends documents and gives back what they answer; knows HTTP and nothing of users. */
export class Transport {
  readonly #url: string
  readonly #options: RollcallOptions
  /** The server said that it knows operations by their hash. */
  #mayHash = false
  /** Of documents by their text; none for those that it did not know after all. */
  readonly #hashes = new Map<string, string | undefined>()

  constructor(options: RollcallOptions) {
    const base = (globalThis as { location?: { href?: string } }).location?.href
    this.#url = new URL(options.url ?? environment('ROLLCALL_URL') ?? DEFAULT_URL, base).href
    this.#options = { ...options, auth: options.auth ?? environment('ROLLCALL_API_KEY') }
  }

  /** Asks a query, or any document when it is not known what it does. */
  async query<Result, Variables extends object>(
    document: TypedDocumentString<Result, Variables> | string,
    variables: Variables,
    options: SendOptions = {},
  ): Promise<Result> {
    return (await this.#ask(readCall(document, variables, options))).data as Result
  }

  /** Calls a mutation and gives back its payload; its `userErrors` are thrown. */
  async mutate<Result, Variables extends { input: object }>(
    document: TypedDocumentString<Result, Variables>,
    input: Variables['input'],
    repetition: Repetition,
    options: SendOptions = {},
  ): Promise<Payload<Result>> {
    const keyed = repetition === 'keyed' ? { ...input, idempotencyKey: options.idempotencyKey ?? randomKey() } : input
    const { data, facts } = await this.#ask({
      ...readCall(document, { input: keyed }, options),
      mayRepeat: repetition !== 'never',
    })
    const [payload] = Object.values(data as Record<string, { userErrors: AnyUserError[] } | null>)
    if (!payload) throw new ServerError('BAD_RESPONSE', 'The server answered a mutation with nothing.', facts)
    const [first, ...others] = payload.userErrors
    if (first) throw new UserInputError([first, ...others], facts)
    return payload as Payload<Result>
  }

  /** Asks anything; errors of single fields come back beside the rest. */
  async raw<Result, Variables extends object>(
    document: TypedDocumentString<Result, Variables> | string,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<RawAnswer<Result>> {
    const { answer, error } = await this.#send(readCall(document, variables, options))
    if (answer) return answer as RawAnswer<Result>
    throw error as RollcallError
  }

  /**
   * The results of a subscription as they come, by Server-Sent Events. Ends when the server ends it; NetworkError when
   * the connection breaks, is silent for too long, or is none of that kind.
   */
  async *subscribe<Result, Variables extends object>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    options: CallOptions = {},
  ): AsyncGenerator<Result, void> {
    const call = readCall(document, variables, options)
    const facts: FailedCall = { operation: call.operation, attempts: 1 }
    const silence = startDeadline(undefined, options.signal)
    try {
      const headers = await this.#headers(call, facts)
      headers.set('accept', 'text/event-stream')
      headers.set('content-type', 'application/json')
      const body = JSON.stringify({ query: call.text, variables })
      const init = { method: 'POST', headers, body, signal: silence.signal, redirect: 'manual' } as const
      const response = await (this.#options.fetch ?? fetch)(streamAddress(this.#url), init)
      facts.status = response.status
      facts.requestId = response.headers.get('x-request-id') ?? undefined
      if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        throw new NetworkError('The server does not stream.', facts)
      }
      for await (const { event, data } of readEvents(response.body, SILENT_FOR_MS)) {
        if (event === 'complete') return
        if (event !== 'next') continue
        const { data: result, errors } = JSON.parse(data) as { data?: Result; errors?: { message: string }[] }
        if (!result || errors) throw new NetworkError(`The stream failed: ${errors?.[0]?.message}`, facts)
        yield result
      }
      throw new NetworkError('The connection ended before the stream did.', facts)
    } catch (cause) {
      throw failureOf(cause, { url: this.#url, facts, deadline: silence, timeoutMs: 0, signal: options.signal })
    } finally {
      silence.clear()
    }
  }

  /** A file at an address that the server gave out; it needs no credential. */
  async download(url: string, options: CallOptions = {}): Promise<string> {
    const facts: FailedCall = { operation: 'download', attempts: 1 }
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs ?? FILE_TIMEOUT_MS
    const deadline = startDeadline(timeoutMs, options.signal)
    try {
      const response = await (this.#options.fetch ?? fetch)(url, { signal: deadline.signal })
      facts.status = response.status
      facts.requestId = response.headers.get('x-request-id') ?? undefined
      // Spreadsheets need the byte order mark, which `text` would take off.
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
      if (response.ok) return text
      throw new ServerError('BAD_RESPONSE', `The server did not give out the file: ${text}`, facts)
    } catch (cause) {
      throw failureOf(cause, { url, facts, deadline, timeoutMs, signal: options.signal })
    } finally {
      deadline.clear()
    }
  }

  /** What was asked for, whole: an error anywhere in the answer is thrown. */
  async #ask(call: Call): Promise<{ data: object; facts: FailedCall }> {
    const { answer, error, facts } = await this.#send(call)
    if (error) throw error
    if (!answer?.data)
      throw new ServerError('BAD_RESPONSE', 'The server answered with nothing and gave no reason.', facts)
    return { data: answer.data, facts }
  }

  async #send(call: Call): Promise<Outcome> {
    const files = new Map<string, UploadFile>()
    const variables = takeFiles(call.variables, files)
    const isSlow = files.size > 0 || call.options.readsFile
    const request: Request = {
      variables,
      files,
      timeoutMs: call.options.timeoutMs ?? this.#options.timeoutMs ?? (isSlow ? FILE_TIMEOUT_MS : TIMEOUT_MS),
    }
    const canRepeat = ![...files.values()].some((file) => file instanceof StreamedFile)
    const maxRetries = canRepeat ? (call.options.maxRetries ?? this.#options.maxRetries ?? DEFAULT_RETRIES) : 0
    for (let attempt = 1; ; attempt += 1) {
      const started = performance.now()
      const outcome = await this.#attempt(call, request, attempt)
      const wait = attempt <= maxRetries ? waitBeforeNext(call, outcome, attempt) : undefined
      this.#options.onAttempt?.({
        operation: call.operation,
        attempt,
        durationMs: performance.now() - started,
        status: outcome.facts.status,
        requestId: outcome.facts.requestId,
        error: outcome.error,
        willRetryInMs: wait,
      })
      if (wait === undefined) return outcome
      await pause(wait, call.options.signal)
    }
  }

  async #attempt(call: Call, request: Request, attempt: number): Promise<Outcome> {
    const { signal } = call.options
    const facts: FailedCall = { operation: call.operation, attempts: attempt }
    const deadline = startDeadline(request.timeoutMs, signal)
    try {
      if (signal?.aborted) return { facts, error: new AbortedError({ ...facts, cause: signal.reason }) }
      const headers = await this.#headers(call, facts)
      const hash = await this.#hashFor(call, request)
      const asked = hash ? { extensions: persisted(hash) } : { query: call.text }
      const operations = JSON.stringify({ ...asked, variables: request.variables })
      const encoded = encodeRequest(operations, request.files, deadline.signal, call.options.onUploadProgress)
      const { headers: bodyHeaders, onSent, ...sending } = encoded
      for (const [name, value] of Object.entries(bodyHeaders)) headers.set(name, value)
      const init = { ...sending, method: 'POST', headers, signal: deadline.signal, redirect: 'manual' } as const
      const response = await (this.#options.fetch ?? fetch)(this.#url, init)
      onSent?.()
      facts.status = response.status
      facts.requestId = response.headers.get('x-request-id') ?? undefined
      this.#mayHash = response.headers.get('x-known-operations') === 'sha256'
      const outcome = readAnswer(response, await response.text(), facts)
      if (!hash || outcome.error?.code !== 'PERSISTED_QUERY_NOT_FOUND') return outcome
      // Nothing was carried out, so the same attempt goes on with the whole document.
      this.#hashes.set(call.text, undefined)
      return await this.#attempt(call, request, attempt)
    } catch (cause) {
      return {
        facts,
        error: failureOf(cause, { url: this.#url, facts, deadline, timeoutMs: request.timeoutMs, signal }),
      }
    } finally {
      deadline.clear()
    }
  }

  // A document weighs nothing beside a file, and a file that is streamed cannot be sent again.
  async #hashFor({ isOwn, text }: Call, { files }: Request): Promise<string | undefined> {
    if (!isOwn || !this.#mayHash || files.size > 0) return undefined
    if (!this.#hashes.has(text)) this.#hashes.set(text, await sha256(text))
    return this.#hashes.get(text)
  }

  async #headers(call: Call, facts: FailedCall): Promise<Headers> {
    const headers = new Headers({
      accept: 'application/graphql-response+json, application/json;q=0.9',
      // Browsers ask for permission before they send a header of this kind to another site.
      'apollo-require-preflight': 'true',
    })
    if (this.#options.language) headers.set('accept-language', this.#options.language)
    for (const [name, value] of Object.entries({ ...this.#options.headers, ...call.options.headers })) {
      headers.set(name, value)
    }
    const credential = await this.#credential(facts)
    if (credential) setCredential(headers, credential, facts)
    return headers
  }

  async #credential(facts: FailedCall): Promise<string | undefined> {
    const { auth } = this.#options
    if (typeof auth !== 'function') return auth
    try {
      return await auth()
    } catch (cause) {
      throw new AuthenticationError('The function given as `auth` failed.', { ...facts, cause })
    }
  }
}

// Pages served without TLS have no digests: they send whole documents.
async function sha256(text: string): Promise<string | undefined> {
  const digest = await (crypto.subtle as SubtleCrypto | undefined)?.digest('SHA-256', new TextEncoder().encode(text))
  return digest && toHex(new Uint8Array(digest))
}

function persisted(sha256Hash: string): object {
  return { persistedQuery: { version: 1, sha256Hash } }
}

function streamAddress(url: string): string {
  const address = new URL(url)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/stream`
  return address.href
}

interface FailedAttempt {
  url: string
  facts: FailedCall
  deadline: Deadline
  timeoutMs: number
  signal: AbortSignal | undefined
}

/** What is told of an attempt that ended without an answer. */
function failureOf(cause: unknown, { url, facts, deadline, timeoutMs, signal }: FailedAttempt): RollcallError {
  if (cause instanceof RollcallError) return cause
  if (deadline.isOver()) return new TimeoutError(timeoutMs, facts)
  if (signal?.aborted) return new AbortedError({ ...facts, cause: signal.reason })
  return new NetworkError(`${url} was not reached: ${reasonOf(cause)}`, { ...facts, cause })
}

function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  return process?.env?.[name] || undefined
}

// What fetch itself says about a header it refuses would repeat the credential.
function setCredential(headers: Headers, credential: string, facts: FailedCall): void {
  try {
    headers.set('authorization', `Bearer ${credential}`)
  } catch {
    throw new AuthenticationError('The credential holds characters that no header may hold.', facts)
  }
}

function readCall(
  document: TypedDocumentString<unknown, never> | string,
  variables: object,
  options: SendOptions,
): Call {
  const text = document.toString()
  const definitions = text.replaceAll(/#.*$/gm, '').trim()
  const isMutation = /(?:^|\})\s*mutation\b/.test(definitions)
  const operation = /(?:^|\})\s*(?:query|mutation|subscription)\s+(\w+)/.exec(definitions)?.[1] ?? 'anonymous'
  const { input } = variables as { input?: { idempotencyKey?: unknown } }
  return {
    text,
    isOwn: document instanceof TypedDocumentString,
    operation,
    variables,
    options,
    mayRepeat: !isMutation || typeof input?.idempotencyKey === 'string',
  }
}

function waitBeforeNext(call: Call, outcome: Outcome, attempt: number): number | undefined {
  const { error, retryAfterMs } = outcome
  if (!error?.retryable || !(call.mayRepeat || isTurnedAway(outcome))) return undefined
  if (retryAfterMs !== undefined) return retryAfterMs <= LONGEST_RETRY_AFTER_MS ? retryAfterMs : undefined
  // Not all clients at the same moment.
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
}

// A call that was turned away for its number was not carried out, whatever it is, unless other parts of it were.
function isTurnedAway({ error, answer }: Outcome): boolean {
  return error instanceof RateLimitError && Object.values(answer?.data ?? {}).every((part) => part === null)
}

function reasonOf(cause: unknown): string {
  // What fetch throws says no more than that it failed.
  const { message, cause: inner } = cause as Error & { cause?: { message?: string } }
  return inner?.message || message
}
