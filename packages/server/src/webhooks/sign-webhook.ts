import { createHmac } from 'node:crypto'
import { signingKey } from './webhook-secret.ts'

/** What is signed: the id of the message, when it is sent, and the bytes of its body. */
export interface SignedMessage {
  id: string
  at: Date
  body: string
}

/** The headers of Standard Webhooks; while two secrets are valid, a signature with each. */
export function signWebhook({ id, at, body }: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signatures = secrets.map((secret) => {
    const digest = createHmac('sha256', signingKey(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
    return `v1,${digest}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
