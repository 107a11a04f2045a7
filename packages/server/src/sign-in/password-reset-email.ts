import { In } from 'typeorm'
import { loadOrganization } from '../access/organization.ts'
import type { Work } from '../base/work.ts'
import type { Email } from '../mail/email.ts'
import type { EmailContent, EmailKind } from '../mail/email-kind.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { passwordResetTemplate } from '../mail/templates/password-reset.ts'
import { User } from '../users/user.ts'
import { isMeantFor, PasswordReset, RESET_MINUTES, resetToken, resetTokenHash } from './password-reset.ts'

export const RESET_EMAIL = 'password-reset'

/** The email that carries a link to set the password anew. */
export const passwordResetEmail: EmailKind = { kind: RESET_EMAIL, prepare }

interface Ready {
  email: Email
  reset: PasswordReset
  user: User
  token: string
}

// The life of the link begins here; the token stays when sending is repeated, so that both mails carry the same link.
async function prepare(work: Work, emails: readonly Email[]): Promise<ReadonlyMap<string, EmailContent>> {
  const ready = await findWanted(work, emails)
  if (ready.length === 0) return new Map()
  const organization = await loadOrganization(work)
  const expiresAt = new Date(work.now().getTime() + RESET_MINUTES * 60_000)
  await work.rows(PasswordReset).updateMany(
    ready.map(({ reset, token }) => ({ id: reset.id, tokenHash: resetTokenHash(token), expiresAt })),
    ['tokenHash', 'expiresAt'],
  )
  return new Map(
    ready.map(({ email, user, token }) => [
      email.id,
      passwordResetTemplate({
        language: mailLanguage(user.language, organization.defaultLanguage),
        organizationName: organization.name,
        userName: user.name,
        link: work.config.passwordResetUrl.replaceAll('{token}', token),
        minutes: RESET_MINUTES,
      }),
    ]),
  )
}

/** The emails whose link would work, which go to the address that the user has now. */
async function findWanted(work: Work, emails: readonly Email[]): Promise<Ready[]> {
  const resets = await work.rows(PasswordReset).find({ id: In(emails.map(({ subjectId }) => subjectId)) })
  const users = await work.rows(User).find({ id: In(resets.map(({ userId }) => userId)) })
  const resetsById = new Map(resets.map((reset) => [reset.id, reset]))
  const usersById = new Map(users.map((user) => [user.id, user]))
  return emails.flatMap((email) => {
    const reset = resetsById.get(email.subjectId)
    const user = reset && usersById.get(reset.userId)
    // A link that was asked for at an address goes to no other.
    if (!user || !isMeantFor(reset, user) || user.email !== email.toAddress) return []
    return [{ email, reset, user, token: resetToken(work.secretKey, reset.tokenSeed) }]
  })
}
