import { createHmac, timingSafeEqual } from 'node:crypto'

/** How long an address works that needs no credential. */
const WORKS_FOR_MS = 15 * 60_000

/** The part of an address that says what it opens, and until when. */
export interface SignedLink {
  token: string
  expiresAt: Date
}

/** Signs what an address opens, so that it needs no credential and cannot be made up. */
export function signLink(secretKey: Buffer, opens: object, now: Date): SignedLink {
  const expiresAt = new Date(now.getTime() + WORKS_FOR_MS)
  const body = Buffer.from(JSON.stringify({ opens, expiresAt: expiresAt.getTime() })).toString('base64url')
  return { token: `${body}.${signature(secretKey, body)}`, expiresAt }
}

/** What the address with this token opens, as it was signed; null when it is made up or works no longer. */
export function readLink(secretKey: Buffer, token: string, now: Date): unknown {
  const [body = '', signed = ''] = token.split('.')
  const expected = Buffer.from(signature(secretKey, body))
  const given = Buffer.from(signed)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { opens, expiresAt } = JSON.parse(Buffer.from(body, 'base64url').toString()) as {
    opens: unknown
    expiresAt: number
  }
  return expiresAt > now.getTime() ? opens : null
}

function signature(secretKey: Buffer, body: string): string {
  return createHmac('sha256', secretKey).update(`link:${body}`).digest('base64url')
}
