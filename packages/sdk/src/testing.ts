import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the stand-in received it. */
interface Received {
  method: string | undefined
  url: string | undefined
  headers: IncomingHttpHeaders
  /** The document and its variables, out of JSON or out of a form. */
  query: string
  variables: Record<string, Record<string, unknown>>
  /** The parts of a form, files as their text. */
  form: Record<string, string>
  /** All of it, where it is neither. */
  body?: string
}

/** What the stand-in does with a request: an answer, no answer at all, or a broken connection. */
export type Reaction = { status?: number; headers?: Record<string, string>; body: unknown } | 'hang' | 'cut'

/** A server that does with each request what a test says, and keeps what it received. */
export interface StandIn {
  url: string
  received: Received[]
  /** What to do with the next requests; the last one goes for all that follow. */
  reactions: Reaction[]
  close(): Promise<void>
}

/** Opens a small HTTP server in the place of Rollcall's. */
export async function openStandIn(): Promise<StandIn> {
  const standIn = { received: [] as Received[], reactions: [] as Reaction[] }
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      standIn.received.push(await readRequest(request, Buffer.concat(chunks)))
      const [reaction] = standIn.reactions
      if (standIn.reactions.length > 1) standIn.reactions.shift()
      react(response, reaction ?? 'cut')
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(standIn, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

async function readRequest({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Received> {
  const line = { method, url, headers }
  const contentType = headers['content-type'] ?? ''
  if (contentType.startsWith('application/json')) return { ...line, form: {}, ...JSON.parse(body.toString()) }
  if (!contentType.startsWith('multipart/'))
    return { ...line, query: '', variables: {}, form: {}, body: body.toString() }
  const parts = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  const form: Record<string, string> = {}
  for (const [name, part] of parts) form[name] = typeof part === 'string' ? part : await part.text()
  return { ...line, form, ...JSON.parse(form['operations'] ?? '') }
}

function react(response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'hang') return
  if (reaction === 'cut') {
    response.destroy()
    return
  }
  const { status = 200, headers = {}, body } = reaction
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const contentType = typeof body === 'string' ? 'text/html' : 'application/graphql-response+json'
  response.writeHead(status, { 'content-type': contentType, 'x-request-id': 'request-1', ...headers }).end(text)
}

/** An answer with data. */
export function data(value: unknown): Reaction {
  return { body: { data: value } }
}

/** An answer with one error. */
export function failure(code: string, extensions: object = {}, status = 200): Reaction {
  return {
    status,
    body: { data: null, errors: [{ message: `Because of ${code}.`, extensions: { code, ...extensions } }] },
  }
}

/** What `promise` is rejected with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('It was not rejected.')
}
