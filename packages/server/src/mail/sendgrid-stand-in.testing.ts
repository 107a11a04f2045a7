import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the stand-in answers a request. CUT and TAKE_AND_CUT break the connection, HANG and TAKE_AND_HANG never answer. */
export type Reply =
  | { status: number; headers?: Record<string, string>; errors?: { message: string; field: string | null }[] }
  | 'CUT'
  | 'TAKE_AND_CUT'
  | 'HANG'
  | 'TAKE_AND_HANG'

/** The body of a request, as SendGrid's API describes it. */
interface SendGridBody {
  from: { email: string; name: string }
  subject: string
  content: { type: string; value: string }[]
  personalizations: {
    to: { email: string; name: string }[]
    substitutions?: Record<string, string>
    custom_args: { email_id: string; organization_id: string }
  }[]
  tracking_settings: unknown
}

export interface SendGridRequest {
  /** By the machine's clock. */
  at: Date
  authorization: string | undefined
  body: SendGridBody
}

/** A mail that was taken, as its recipient would get it. */
interface TakenMail {
  emailId: string
  fromAddress: string
  fromName: string
  toAddress: string
  toName: string
  subject: string
  text: string
  html: string
}

/** A small SendGrid on this machine, for tests: keeps what it is sent and answers as it is told. */
export interface SendGridStandIn {
  baseUrl: string
  requests: SendGridRequest[]
  mails: TakenMail[]
  /** Says how requests are answered from now on. */
  answer(reply: (request: SendGridRequest) => Reply | Promise<Reply>): void
  close(): Promise<void>
}

/** Takes everything. */
export const taking = (): Reply => ({ status: 202 })

/** Refuses each request that holds one of these addresses, without saying which. */
export function refusing(...addresses: string[]): (request: SendGridRequest) => Reply {
  return ({ body }) =>
    body.personalizations.some(({ to }) => to.some(({ email }) => addresses.includes(email)))
      ? { status: 400, errors: [{ message: 'Does not contain a valid address.', field: null }] }
      : taking()
}

const MOST_PERSONALIZATIONS = 1_000
const LARGEST_SUBSTITUTIONS = 10_000

/** Starts a stand-in on a free port. */
export async function startSendGridStandIn(): Promise<SendGridStandIn> {
  const requests: SendGridRequest[] = []
  const mails: TakenMail[] = []
  let reply: (request: SendGridRequest) => Reply | Promise<Reply> = taking

  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await textOf(message)) as SendGridBody
    if (message.method !== 'POST' || message.url !== '/v3/mail/send') return send(response, { status: 404 })
    const request = { at: new Date(), authorization: message.headers.authorization, body }
    requests.push(request)
    const answer = faultOf(body) ?? (await reply(request))
    const isTaken =
      answer === 'TAKE_AND_CUT' || answer === 'TAKE_AND_HANG' || (typeof answer === 'object' && answer.status < 300)
    if (isTaken) mails.push(...takenMails(body))
    if (answer === 'HANG' || answer === 'TAKE_AND_HANG') return
    if (answer === 'CUT' || answer === 'TAKE_AND_CUT') return void message.socket.destroy()
    send(response, answer)
  }
  const server = createServer((message, response) => {
    handle(message, response).catch(() => message.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    mails,
    answer: (next) => {
      reply = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, { status, headers, errors }: Reply & object): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(errors ? JSON.stringify({ errors }) : '')
}

// The limits that SendGrid's documents name.
function faultOf({ personalizations }: SendGridBody): Reply | null {
  const refuse = (message: string) => ({ status: 400, errors: [{ message, field: 'personalizations' }] })
  if (personalizations.length > MOST_PERSONALIZATIONS) return refuse('Too many personalizations')
  const isTooLarge = personalizations.some(
    ({ substitutions = {} }) => Buffer.byteLength(JSON.stringify(substitutions)) > LARGEST_SUBSTITUTIONS,
  )
  return isTooLarge ? refuse('Substitutions over 10000 bytes') : null
}

// Raw text, one tag after the other, as a substitution that looked at nothing would do it.
function takenMails({ from, subject, content, personalizations }: SendGridBody): TakenMail[] {
  const part = (type: string) => content.find((one) => one.type === type)?.value ?? ''
  return personalizations.map(({ to, substitutions = {}, custom_args }) => {
    const fill = (template: string) =>
      Object.entries(substitutions).reduce((text, [tag, value]) => text.replaceAll(tag, () => value), template)
    return {
      emailId: custom_args.email_id,
      fromAddress: from.email,
      fromName: from.name,
      toAddress: to[0]?.email ?? '',
      toName: to[0]?.name ?? '',
      subject: fill(subject),
      text: fill(part('text/plain')),
      html: fill(part('text/html')),
    }
  })
}
