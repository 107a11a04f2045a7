import { verify, type KeyObject } from 'node:crypto'

/** A request as it arrived. */
export interface SignedRequest {
  /** Byte for byte: another spelling of the same JSON has another signature. */
  body: Buffer
  /** Header `X-Twilio-Email-Event-Webhook-Timestamp`. */
  timestamp: string | undefined
  /** Header `X-Twilio-Email-Event-Webhook-Signature`. */
  signature: string | undefined
}

/**
 * Whether SendGrid signed the request: ECDSA over the SHA-256 of timestamp and body. Its age is not looked at, since
 * a repeated request may carry its old timestamp; events that were told before change nothing.
 */
export function isSignedBySendGrid(publicKey: KeyObject, { body, timestamp, signature }: SignedRequest): boolean {
  if (!timestamp || !signature) return false
  const signed = Buffer.concat([Buffer.from(timestamp), body])
  return verify('sha256', signed, publicKey, Buffer.from(signature, 'base64'))
}
