import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 32 random bytes as text, stored with the invite. */
export function newTokenSeed(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * The token of an activation link. It is derived from the stored seed with the server's secret key, so the database
 * alone gives no link away, and a mail that is sent again after a crash carries the same link.
 */
export function inviteToken(secretKey: Buffer, tokenSeed: string): string {
  return createHmac('sha256', secretKey).update(`invite:${tokenSeed}`).digest('base64url')
}

/** What is stored of a token. */
export function inviteTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
