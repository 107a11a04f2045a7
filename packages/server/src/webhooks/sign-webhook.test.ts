import { describe, expect, it } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { signWebhook } from './sign-webhook.ts'
import { decryptSecret, encryptSecret, newWebhookSecret, signingKey } from './webhook-secret.ts'

describe('the signature of a webhook', () => {
  // The example that Standard Webhooks publishes for its libraries.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  }

  it('is the one that Standard Webhooks publishes for its example', () => {
    expect(signWebhook(message, [secret])).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('is made with each of two secrets while both are valid', () => {
    const { 'webhook-signature': signatures } = signWebhook(message, [newWebhookSecret(), secret])
    expect(signatures).toMatch(/^v1,\S+ v1,g0hM9SsE\+OTPJTGt\/tmIKtSyZlE3uFJELVlNIOLJ1OE=$/)
  })
})

describe('the secret of a webhook', () => {
  it('has 32 random bytes behind the prefix of Standard Webhooks', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(signingKey(newWebhookSecret())).toHaveLength(32)
    expect(newWebhookSecret()).not.toBe(newWebhookSecret())
  })

  it('is stored so that only this server can read it, and only in the row of this webhook', () => {
    const serverKey = randomBytes(32)
    const secret = newWebhookSecret()
    const stored = encryptSecret(serverKey, 'one', secret)
    expect(stored).not.toContain(secret.slice(6, 20))
    expect(decryptSecret(serverKey, 'one', stored)).toBe(secret)
    expect(() => decryptSecret(serverKey, 'other', stored)).toThrow()
    expect(() => decryptSecret(randomBytes(32), 'one', stored)).toThrow()
    expect(encryptSecret(serverKey, 'one', secret)).not.toBe(stored)
  })
})
