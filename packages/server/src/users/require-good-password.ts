import { Refusal, type Mistake } from '../base/errors.ts'
import { passwordProblems, type PasswordOwner } from './password.ts'

/** Refuses a password that breaks the rules, with every rule it breaks. */
export function requireGoodPassword(password: string, owner: PasswordOwner, path: readonly string[]): void {
  const [first, ...others] = passwordProblems(password, owner).map((message): Mistake => ({
    code: 'PASSWORD_TOO_WEAK',
    message,
    path,
  }))
  if (first) throw new Refusal(first, ...others)
}
