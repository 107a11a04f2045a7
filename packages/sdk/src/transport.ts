import { readAnswer, readRefusal, type Deprecation, type RawAnswer } from './answer.ts'
import { startDeadline } from './deadline.ts'
import {
  AuthenticationError,
  NetworkError,
  ServerError,
  UserInputError,
  type AnyUserError,
  type FailedCall,
  type RollcallError,
} from './errors.ts'
import { readEvents } from './read-events.ts'
import { failureOf, repeat, type Attempt, type AttemptEvent, type Errand, type Outcome } from './repeat.ts'
import { TypedDocumentString } from './typed-document-string.ts'
import {
  encodeFile,
  encodeRequest,
  randomKey,
  StreamedFile,
  takeFiles,
  toHex,
  type OnProgress,
  type UploadFile,
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
  /**
   * Called once for each deprecated field, argument or value that a document uses. Default: console.warn, but not in
   * production and not in browsers.
   */
  onDeprecation?: ((notice: Deprecation) => void) | undefined
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

/** Takes what is for the call out of what is for the server. */
export function splitOptions<Given extends SendOptions>(
  given: Given,
): { options: SendOptions; values: Omit<Given, keyof SendOptions> } {
  const { signal, timeoutMs, maxRetries, headers, idempotencyKey, readsFile, onUploadProgress, ...values } = given
  return { options: { signal, timeoutMs, maxRetries, headers, idempotencyKey, readsFile, onUploadProgress }, values }
}

/**
 * How a mutation may be sent again when nobody knows whether it arrived: with its idempotency key, because repeating it
 * changes nothing more, or not at all.
 */
export type Repetition = 'keyed' | 'harmless' | 'never'

/** What a mutation did: without `userErrors` each part of its payload is there. */
export type Payload<Result> = {
  [Part in Exclude<keyof NonNullable<Result[keyof Result]>, 'userErrors'>]: NonNullable<
    NonNullable<Result[keyof Result]>[Part]
  >
}

/** What a resource adds to the options of its caller. */
export interface SendOptions extends CallOptions {
  /** The server reads a whole file before it answers, so that more time is allowed. */
  readsFile?: boolean | undefined
  onUploadProgress?: OnProgress | undefined
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
}

const DEFAULT_URL = 'http://localhost:4000/graphql'
const DEFAULT_RETRIES = 2
const TIMEOUT_MS = 30_000
const FILE_TIMEOUT_MS = 300_000
/** Says that a file lies at an address already. */
const HAS_ARRIVED = 409
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
  readonly #deprecated = new Set<string>()

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
    const [answered] = Object.values(data as Record<string, { userErrors: AnyUserError[] } | null>)
    if (!answered) throw new ServerError('BAD_RESPONSE', 'The server answered a mutation with nothing.', facts)
    const {
      userErrors: [first, ...others],
      ...payload
    } = answered
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
    const { signal } = options
    const url = streamAddress(this.#url)
    const silence = startDeadline(undefined, signal)
    try {
      const body = JSON.stringify({ query: call.text, variables })
      const response = await silence.race(async () => {
        const headers = await this.#headers(call.options, facts)
        headers.set('accept', 'text/event-stream')
        headers.set('content-type', 'application/json')
        return this.#fetch(url, { method: 'POST', headers, body }, { facts, signal: silence.signal })
      })
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
      throw failureOf(cause, { url, signal }, facts)
    } finally {
      silence.clear()
    }
  }

  /** A file at an address that the server gave out; it needs no credential. */
  async download(url: string, options: CallOptions = {}): Promise<string> {
    const { answer, error } = await repeat<string>({
      ...this.#limits(options, FILE_TIMEOUT_MS),
      operation: 'download',
      url,
      mayRepeat: true,
      send: async (attempt) => {
        const response = await this.#fetch(url, { redirect: 'follow' }, attempt)
        // Spreadsheets need the byte order mark, which `text` would take off.
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
        return response.ok ? { answer: text } : readRefusal(response, text, attempt.facts)
      },
    })
    if (error) throw error
    return answer as string
  }

  /** Puts a file at an address that the server gave out; it needs no credential. */
  async upload(
    { url, headers }: { url: string; headers: readonly { name: string; value: string }[] },
    file: Blob,
    options: SendOptions = {},
  ): Promise<void> {
    const { error } = await repeat<true>({
      ...this.#limits(options, FILE_TIMEOUT_MS),
      operation: 'upload',
      url,
      mayRepeat: true,
      send: async (attempt) => {
        const { onSent, ...body } = encodeFile(file, attempt.signal, options.onUploadProgress)
        const sent = new Headers(body.headers)
        for (const { name, value } of headers) sent.set(name, value)
        const response = await this.#fetch(url, { method: 'PUT', ...body, headers: sent }, attempt)
        const text = await response.text()
        // An attempt before this one arrived, though its answer did not.
        if (!response.ok && response.status !== HAS_ARRIVED) return readRefusal(response, text, attempt.facts)
        onSent?.()
        return { answer: true }
      },
    })
    if (error) throw error
  }

  /** What was asked for, whole: an error anywhere in the answer is thrown. */
  async #ask(call: Call): Promise<{ data: object; facts: FailedCall }> {
    const { answer, error, facts } = await this.#send(call)
    if (error) throw error
    if (!answer?.data)
      throw new ServerError('BAD_RESPONSE', 'The server answered with nothing and gave no reason.', facts)
    return { data: answer.data, facts }
  }

  async #send(call: Call): Promise<Outcome<RawAnswer<unknown>> & { facts: FailedCall }> {
    const files = new Map<string, UploadFile>()
    const request: Request = { variables: takeFiles(call.variables, files), files }
    const isSlow = files.size > 0 || call.options.readsFile
    const limits = this.#limits(call.options, isSlow ? FILE_TIMEOUT_MS : TIMEOUT_MS)
    const isReadOnce = [...files.values()].some((file) => file instanceof StreamedFile)
    return repeat({
      ...limits,
      ...(isReadOnce && { maxRetries: 0 }),
      operation: call.operation,
      url: this.#url,
      mayRepeat: call.mayRepeat,
      send: (attempt) => this.#attempt(call, request, attempt),
    })
  }

  #limits(
    { signal, timeoutMs, maxRetries }: CallOptions,
    usualTimeoutMs: number,
  ): Pick<Errand<unknown>, 'signal' | 'timeoutMs' | 'maxRetries' | 'onAttempt'> {
    const usual = this.#options
    return {
      signal,
      timeoutMs: timeoutMs ?? usual.timeoutMs ?? usualTimeoutMs,
      maxRetries: maxRetries ?? usual.maxRetries ?? DEFAULT_RETRIES,
      onAttempt: usual.onAttempt,
    }
  }

  async #attempt(call: Call, request: Request, attempt: Attempt): Promise<Outcome<RawAnswer<unknown>>> {
    const { facts, signal } = attempt
    const headers = await this.#headers(call.options, facts)
    const hash = await this.#hashFor(call, request)
    const asked = hash ? { extensions: persisted(hash) } : { query: call.text }
    const operations = JSON.stringify({ ...asked, variables: request.variables })
    const encoded = encodeRequest(operations, request.files, signal, call.options.onUploadProgress)
    const { headers: bodyHeaders, onSent, ...sending } = encoded
    for (const [name, value] of Object.entries(bodyHeaders)) headers.set(name, value)
    const response = await this.#fetch(this.#url, { ...sending, method: 'POST', headers }, attempt)
    onSent?.()
    this.#mayHash = response.headers.get('x-known-operations') === 'sha256'
    const { deprecations, ...outcome } = readAnswer(response, await response.text(), facts)
    for (const notice of deprecations ?? []) this.#tell(notice)
    if (!hash || outcome.error?.code !== 'PERSISTED_QUERY_NOT_FOUND') return outcome
    // Nothing was carried out, so the same attempt goes on with the whole document.
    this.#hashes.set(call.text, undefined)
    return this.#attempt(call, request, attempt)
  }

  async #fetch(url: string, init: RequestInit, { facts, signal }: Attempt): Promise<Response> {
    const response = await (this.#options.fetch ?? fetch)(url, { redirect: 'manual', ...init, signal })
    facts.status = response.status
    facts.requestId = response.headers.get('x-request-id') ?? undefined
    return response
  }

  #tell(notice: Deprecation): void {
    if (this.#deprecated.has(notice.path)) return
    this.#deprecated.add(notice.path)
    if (this.#options.onDeprecation) this.#options.onDeprecation(notice)
    // oxlint-disable-next-line no-console -- whoever is developing looks there, and nowhere else
    else if (isDeveloping()) console.warn(`Rollcall: ${notice.path} is deprecated. ${notice.reason}`)
  }

  // A document weighs nothing beside a file, and a file that is streamed cannot be sent again.
  async #hashFor({ isOwn, text }: Call, { files }: Request): Promise<string | undefined> {
    if (!isOwn || !this.#mayHash || files.size > 0) return undefined
    if (!this.#hashes.has(text)) this.#hashes.set(text, await sha256(text))
    return this.#hashes.get(text)
  }

  async #headers(options: CallOptions, facts: FailedCall): Promise<Headers> {
    const headers = new Headers({
      accept: 'application/graphql-response+json, application/json;q=0.9',
      // Browsers ask for permission before they send a header of this kind to another site.
      'apollo-require-preflight': 'true',
    })
    if (this.#options.language) headers.set('accept-language', this.#options.language)
    for (const [name, value] of Object.entries({ ...this.#options.headers, ...options.headers })) {
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

const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }

function environment(name: string): string | undefined {
  return process?.env?.[name] || undefined
}

function isDeveloping(): boolean {
  return process?.env !== undefined && environment('NODE_ENV') !== 'production'
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
