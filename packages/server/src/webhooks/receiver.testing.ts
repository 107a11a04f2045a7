import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the receiver got it. */
interface ReceivedWebhook {
  path: string
  headers: IncomingHttpHeaders
  body: string
  message: { id: string; event: string; at: string; data: Record<string, unknown> }
}

/** What the receiver does with a request: a status, with headers where that matters, or nothing at all. */
type Reaction = number | { status: number; headers: Record<string, string> } | 'hang' | 'cut' | 'endless'

/** An HTTP server in the place of a partner's, which keeps what it got. */
export interface Receiver {
  url: string
  received: ReceivedWebhook[]
  /** What it does with the next requests; the last one goes for all that follow. */
  reactions: Reaction[]
  /** Most requests that were in hand at the same time. */
  readonly mostAtOnce: number
  close(): Promise<void>
}

/** Opens a receiver on a free port of this machine. */
export async function openReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = []
  const reactions: Reaction[] = [200]
  let inHand = 0
  let mostAtOnce = 0
  const server = createServer((request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++inHand)
    response.once('close', () => inHand--)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ path: request.url ?? '', headers: request.headers, body, message: JSON.parse(body) })
      const [reaction = 200] = reactions.length > 1 ? reactions.splice(0, 1) : reactions
      if (reaction === 'hang') return
      if (reaction === 'cut') return void request.socket.destroy()
      if (reaction === 'endless') {
        response.writeHead(200)
        const pour = () => {
          while (!response.destroyed && response.write('x'.repeat(16_384)));
          response.once('drain', pour)
        }
        return pour()
      }
      const { status, headers } = typeof reaction === 'number' ? { status: reaction, headers: {} } : reaction
      response.writeHead(status, headers).end('thank you')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received,
    reactions,
    get mostAtOnce() {
      return mostAtOnce
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
