import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Email } from './email.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** The value of SENDGRID_WEBHOOK_PUBLIC_KEY under which `signedEvents` are SendGrid's. */
export const WEBHOOK_PUBLIC_KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')

type Raw = Record<string, unknown>

/** An event about an email, as SendGrid posts it. */
export function eventAbout(
  email: Pick<Email, 'id' | 'organizationId' | 'toAddress'>,
  event: string,
  more: Raw = {},
): Raw {
  return {
    email: email.toAddress,
    event,
    timestamp: Math.floor(Date.now() / 1_000),
    sg_event_id: randomBytes(24).toString('base64url'),
    sg_message_id: 'message.recvd-1',
    email_id: email.id,
    organization_id: email.organizationId,
    ...more,
  }
}

/** A request of SendGrid with these events, signed. */
export function signedEvents(events: readonly Raw[]): { body: string; headers: Record<string, string> } {
  const body = `${JSON.stringify(events)}\r\n`
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = sign('sha256', Buffer.from(timestamp + body), privateKey).toString('base64')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': signature,
    },
  }
}
