import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { NotPublic, publicLookup, requirePublic } from '../webhooks/public-network.ts'
import type { WebhookTargets } from '../webhooks/webhook-address.ts'
import { RosterProblem } from './roster-problem.ts'

/** Until the first byte; and for the whole file. */
const LONGEST_WAIT_MS = 30_000
const LONGEST_FETCH_MS = 10 * 60_000

export interface RosterRequest {
  url: string
  authorization: string | null
  /** Of the file that came last; the same one is not sent again. */
  etag: string | null
  targets: WebhookTargets
}

/** A file on its way. */
export interface FetchedRoster {
  content: Readable
  filename: string
  etag: string | null
}

/**
 * Fetches a roster; null where it is the one that came last. Only from the public internet, following no redirect, so
 * that nobody makes this server read what is around it. Whoever reads the content counts its bytes.
 */
export async function fetchRoster({
  url: address,
  authorization,
  etag,
  targets,
}: RosterRequest): Promise<FetchedRoster | null> {
  const url = new URL(address)
  const response = await ask(url, targets, {
    accept: 'text/csv, */*',
    'accept-encoding': 'identity',
    'user-agent': 'Rollcall',
    ...(authorization && { authorization }),
    ...(etag && { 'if-none-match': etag }),
  })
  const status = response.statusCode ?? 0
  if (status === 200) {
    return { content: response, filename: filenameOf(url), etag: response.headers.etag?.slice(0, 255) ?? null }
  }
  response.destroy()
  if (status === 304) return null
  throw new RosterProblem(complaint(status))
}

async function ask(url: URL, targets: WebhookTargets, headers: Record<string, string>): Promise<IncomingMessage> {
  try {
    if (targets === 'public') requirePublic(url)
    return await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        headers,
        signal: AbortSignal.timeout(LONGEST_FETCH_MS),
        timeout: LONGEST_WAIT_MS,
        ...(targets === 'public' ? { lookup: publicLookup } : {}),
      })
      request.once('timeout', () => request.destroy(new Error('It did not answer in time.')))
      request.once('response', resolve)
      request.once('error', reject)
      request.end()
    })
  } catch (error) {
    throw new RosterProblem(`The roster could not be fetched. ${reasonOf(error)}`)
  }
}

function complaint(status: number): string {
  if (status >= 300 && status < 400) {
    return `The server of the roster answered with status ${status}, a redirect, which is not followed: give the address it leads to.`
  }
  if (status === 401 || status === 403) {
    return `The server of the roster answered with status ${status}: it does not take the authorization.`
  }
  return `The server of the roster answered with status ${status}.`
}

// Of an error of the network only what names its kind, so that it tells nothing of our own network.
function reasonOf(error: unknown): string {
  if (error instanceof NotPublic) return error.message
  const { code, message } = error as { code?: unknown; message?: string }
  return typeof code === 'string' ? `(${code})` : (message ?? '')
}

function filenameOf({ pathname }: URL): string {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1)
  return /\.\w+$/.test(name) ? name : `${name || 'roster'}.csv`
}
