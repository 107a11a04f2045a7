import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { NotPublic, publicLookup, requirePublic } from './public-network.ts'
import type { WebhookTargets } from './webhook-address.ts'

/** For one attempt, from looking the name up to the last byte. */
const LONGEST_CALL_MS = 10_000
/** What an answer says is not kept; so much is read to use the connection again. */
const MOST_BYTES_READ = 65_536
/** A receiver that asks for more time than this is tried again all the same. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000

/** What came back of one attempt. */
export interface WebhookAnswer {
  /** Null when nothing came back. */
  status: number | null
  durationMs: number
  /** Why it does not count; null when it was taken. */
  error: string | null
  /** Milliseconds that the receiver asked to be left alone. */
  retryAfterMs: number | null
}

/** A signed message on its way out. */
interface WebhookRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** Connections to receivers; one for each turn of sending. */
export interface WebhookCaller {
  /** Never throws: what goes wrong is the receiver's, and is in the answer. */
  post(request: WebhookRequest): Promise<WebhookAnswer>
  close(): void
}

/** Opens a way out for webhooks; connections are used again until it is closed. */
export function openWebhookCaller(targets: WebhookTargets): WebhookCaller {
  const options = { keepAlive: true, maxSockets: 20 }
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  return {
    async post(request) {
      const started = performance.now()
      const answer = await send(request, targets, agents).catch((error: unknown) => ({ error: reasonOf(error) }))
      return { status: null, retryAfterMs: null, ...answer, durationMs: Math.round(performance.now() - started) }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

type Agents = { 'http:': http.Agent; 'https:': https.Agent }

async function send(
  { url: address, headers, body }: WebhookRequest,
  targets: WebhookTargets,
  agents: Agents,
): Promise<Pick<WebhookAnswer, 'status' | 'error' | 'retryAfterMs'>> {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  if (targets === 'public') requirePublic(url)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (isSecure ? https : http).request(url, {
      method: 'POST',
      agent: isSecure ? agents['https:'] : agents['http:'],
      headers: { 'content-type': 'application/json', 'user-agent': 'Rollcall-Webhooks', ...headers },
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
      ...(targets === 'public' ? { lookup: publicLookup } : {}),
    })
    request.once('response', resolve)
    request.once('error', reject)
    request.end(body)
  })
  const status = response.statusCode ?? 0
  await readAway(response)
  return { status, error: complaint(status), retryAfterMs: retryAfter(response.headers['retry-after']) }
}

// The status has been heard: a body that is too long or breaks off changes nothing.
async function readAway(response: IncomingMessage): Promise<void> {
  let bytes = 0
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length
      if (bytes > MOST_BYTES_READ) break
    }
  } catch {
    response.destroy()
  }
}

function complaint(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) {
    return `It answered with status ${status}, a redirect, which is not followed: give the address it leads to.`
  }
  return `It answered with status ${status}.`
}

function retryAfter(value: string | undefined): number | null {
  if (value === undefined) return null
  const wait = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return wait > 0 ? Math.min(wait, LONGEST_RETRY_AFTER_MS) : null
}

const REASONS: Record<string, string> = {
  ABORT_ERR: `It did not answer within ${LONGEST_CALL_MS / 1_000} s.`,
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was cut.',
  ENOTFOUND: 'The name of the host is not known.',
  EAI_AGAIN: 'The name of the host could not be looked up.',
}

// Of an error of the network only what names its kind, so that the answer tells nothing of our own network.
function reasonOf(error: unknown): string {
  if (error instanceof NotPublic) return error.message
  const { code, message } = error as { code?: unknown; message?: string }
  if (typeof code !== 'string') return message ?? 'It could not be called.'
  return REASONS[code] ?? `It could not be called (${code}).`
}
