import type { WebhookEvent } from './generated/graphql.ts'

/** What a webhook was told, once its signature was checked. */
export interface WebhookMessage<T = unknown> {
  /** The same when it is sent again: keep it to do nothing twice. */
  id: string
  /** More events may be added. */
  event: WebhookEvent | (string & {})
  /** When it happened, ISO 8601 in UTC. */
  at: string
  data: T
}

/** Why a request is not taken for one of Rollcall's. */
export type WebhookFault = 'missing-header' | 'bad-signature' | 'too-old' | 'malformed'

/** The request did not come from Rollcall as it is, or not just now: answer it with status 400. */
export class WebhookVerificationError extends Error {
  readonly reason: WebhookFault

  constructor(reason: WebhookFault, message: string) {
    super(message)
    this.name = 'WebhookVerificationError'
    this.reason = reason
  }
}

/** Headers as `fetch` and as Node give them. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>

const TOLERANCE_SECONDS = 300
const PREFIX = 'whsec_'
const HMAC = { name: 'HMAC', hash: 'SHA-256' }
const encoder = new TextEncoder()

/**
 * Checks signature and age of a request to a webhook and gives back what it says; throws `WebhookVerificationError`.
 * Pass the raw body: parsed and written again it has other bytes. While a secret is being changed, pass both.
 */
export async function verifyWebhook<T = unknown>(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: { toleranceSeconds?: number | undefined } = {},
): Promise<WebhookMessage<T>> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    requireHeader(headers, name),
  ) as [string, string, string]
  requireRecent(timestamp, options.toleranceSeconds ?? TOLERANCE_SECONDS)
  const bytes = typeof body === 'string' ? encoder.encode(body) : body
  const signed = join(encoder.encode(`${id}.${timestamp}.`), bytes)
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!(await isSigned(signed, signatures, secrets))) {
    throw new WebhookVerificationError('bad-signature', 'The signature is not one made with this secret.')
  }
  return readMessage<T>(bytes)
}

/** The headers that Rollcall would send with this body: for tests of a receiver. */
export async function signWebhook(
  body: string,
  secret: string,
  options: { id?: string | undefined; at?: Date | undefined } = {},
): Promise<Record<string, string>> {
  const id = options.id ?? `whd_${crypto.randomUUID()}`
  const timestamp = String(Math.floor((options.at ?? new Date()).getTime() / 1000))
  const signed = encoder.encode(`${id}.${timestamp}.${body}`)
  const digest = await crypto.subtle.sign('HMAC', await importSecret(secret, 'sign'), signed)
  const signature = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

function requireHeader(headers: WebhookHeaders, name: string): string {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  const text = Array.isArray(value) ? value.join(' ') : value
  if (text) return text
  throw new WebhookVerificationError('missing-header', `The request has no header ${name}.`)
}

function requireRecent(timestamp: string, toleranceSeconds: number): void {
  if (!/^\d+$/.test(timestamp)) {
    throw new WebhookVerificationError('malformed', 'The header webhook-timestamp is no number of seconds.')
  }
  const seconds = Math.abs(Date.now() / 1000 - Number(timestamp))
  if (seconds <= toleranceSeconds) return
  throw new WebhookVerificationError(
    'too-old',
    `The request is dated ${Math.round(seconds)} s from now, and ${toleranceSeconds} s are allowed. Is the clock right?`,
  )
}

async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  secrets: readonly string[],
): Promise<boolean> {
  const given = signatures.split(' ').flatMap((signature) => {
    const [version, base64 = ''] = signature.split(',')
    const bytes = version === 'v1' ? fromBase64(base64) : null
    return bytes ? [bytes] : []
  })
  for (const secret of secrets) {
    const key = await importSecret(secret, 'verify')
    for (const signature of given) {
      // Web Crypto compares in constant time.
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
    }
  }
  return false
}

function importSecret(secret: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : null
  if (!bytes?.length) throw new TypeError(`The secret of a webhook begins with ${PREFIX} and goes on in base64.`)
  return crypto.subtle.importKey('raw', bytes, HMAC, false, [usage])
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

function readMessage<T>(bytes: Uint8Array): WebhookMessage<T> {
  try {
    const message: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isMessage<T>(message)) return message
  } catch {
    // Said below.
  }
  throw new WebhookVerificationError('malformed', 'The body is not a message of Rollcall.')
}

function isMessage<T>(value: unknown): value is WebhookMessage<T> {
  if (typeof value !== 'object' || value === null) return false
  const { id, event, at } = value as Record<string, unknown>
  return typeof id === 'string' && typeof event === 'string' && typeof at === 'string' && 'data' in value
}
