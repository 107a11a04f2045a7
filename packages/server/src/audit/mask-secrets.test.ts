import { describe, expect, it } from '@jest/globals'
import { maskSecrets } from './mask-secrets.ts'

describe('what the audit keeps', () => {
  it('holds no secret, however deep it lies, and everything else as it was', () => {
    const at = new Date()
    expect(
      maskSecrets({
        before: { passwordHash: 'argon2', name: 'Ana' },
        after: [{ resetToken: 'abc' }, { clientSecret: 'xyz', mustChangePassword: true }],
        at,
        nothing: null,
      }),
    ).toEqual({
      before: { passwordHash: '[secret]', name: 'Ana' },
      after: [{ resetToken: '[secret]' }, { clientSecret: '[secret]', mustChangePassword: true }],
      at,
      nothing: null,
    })
  })
})
