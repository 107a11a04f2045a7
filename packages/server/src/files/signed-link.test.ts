import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { readLink, signLink } from './signed-link.ts'

const key = randomBytes(32)
const now = new Date('2026-11-22T09:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

describe('a signed link', () => {
  it('opens what was signed, for a quarter of an hour', () => {
    const { token, expiresAt } = signLink(key, { file: 'a' }, now)
    expect(expiresAt).toEqual(later(15))
    expect(readLink(key, token, later(14.9))).toEqual({ file: 'a' })
    expect(readLink(key, token, later(15))).toBeNull()
  })

  it('opens nothing when it is changed, cut, made up, or signed with another key', () => {
    const { token } = signLink(key, { file: 'a' }, now)
    const [body = '', signature = ''] = token.split('.')
    const other = Buffer.from(JSON.stringify({ opens: { file: 'b' }, expiresAt: later(15).getTime() }))
    const forged = [
      `${other.toString('base64url')}.${signature}`,
      `${body}.${signature.slice(1)}`,
      `${body}.`,
      body,
      '',
      '.',
      signLink(randomBytes(32), { file: 'a' }, now).token,
    ]
    expect(forged.map((one) => readLink(key, one, now))).toEqual(forged.map(() => null))
  })
})
