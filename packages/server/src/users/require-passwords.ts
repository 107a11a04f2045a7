import type { Organization } from '../access/organization.ts'
import { Refusal } from '../base/errors.ts'

/** Refuses to set a password in an organization that signs in by single sign-on alone. */
export function requirePasswords({ ssoOnly, name }: Organization): void {
  if (!ssoOnly) return
  throw new Refusal({
    code: 'INVALID',
    message: `${name} signs in by single sign-on alone, and nobody there has a password.`,
    path: [],
    hint: 'Sign on at your identity provider instead.',
  })
}
