import { describe, expect, it } from '@jest/globals'
import { hideSecrets, maskSecrets } from './mask-secrets.ts'

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

describe('what a caller is told of values that do not fit', () => {
  it('repeats no secret among them, however it is written, and all the rest', () => {
    const input = { password: 'a "quoted" one', name: 'Ana', nested: { token: 123456 }, passwords: ['x1', 'y2'] }
    const text = 'Got { password: "a \\"quoted\\" one", name: "Ana" }, 123456, x1 and y2; and a "quoted" one.'
    expect(hideSecrets(text, { input })).toBe(
      'Got { password: "[secret]", name: "Ana" }, [secret], [secret] and [secret]; and [secret].',
    )
    expect(hideSecrets('Got { is: "abc" } of DE', { input: { code: { is: 'abc' }, country: 'DE' } })).toBe(
      'Got { is: "[secret]" } of DE',
    )
    expect(hideSecrets('Nothing', undefined)).toBe('Nothing')
  })
})
