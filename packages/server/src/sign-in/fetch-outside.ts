import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { publicLookup, requirePublic } from '../webhooks/public-network.ts'
import type { WebhookTargets } from '../webhooks/webhook-address.ts'

/** From looking the name up to the last byte. */
const LONGEST_CALL_MS = 5_000
const MOST_BYTES = 1_000_000

/** How long and how large an answer may be. */
interface OutsideLimits {
  longestCallMs?: number
  mostBytes?: number
}

interface OutsideRequest {
  method?: string
  headers?: ConstructorParameters<typeof Headers>[0]
  body?: unknown
  signal?: AbortSignal | null | undefined
}

/** A `fetch` for addresses that somebody else chose. */
export type FetchOutside = (url: string, request?: OutsideRequest) => Promise<Response>

/**
 * Opens a `fetch` that leads to the public internet alone, follows no redirect, and gives up on what is slow or long.
 * By hand, because the built-in one does not let us look at the addresses that it connects to.
 */
export function openFetchOutside(
  targets: WebhookTargets,
  { longestCallMs = LONGEST_CALL_MS, mostBytes = MOST_BYTES }: OutsideLimits = {},
): FetchOutside {
  return async (address, { method = 'GET', headers, body, signal } = {}) => {
    const url = new URL(address)
    if (targets === 'public') requirePublic(url)
    const limit = AbortSignal.timeout(longestCallMs)
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method,
        headers: { ...Object.fromEntries(new Headers(headers)), 'user-agent': 'Rollcall' },
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        ...(targets === 'public' ? { lookup: publicLookup } : {}),
      })
      request.once('response', resolve)
      request.once('error', reject)
      request.end(textOf(body))
    })
    const bytes = await readBytes(response, mostBytes)
    const status = response.statusCode ?? 500
    const isEmpty = status === 204 || status === 304
    return new Response(isEmpty ? null : bytes, { status, headers: answeredHeaders(response) })
  }
}

function textOf(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body)
  throw new Error('Only texts and forms are sent')
}

async function readBytes(response: IncomingMessage, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length > mostBytes) throw new Error(`The answer is longer than ${mostBytes} bytes.`)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function answeredHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return headers
}
