import { In } from 'typeorm'
import { loadOrganization } from '../access/organization.ts'
import { newId, type Work } from '../base/work.ts'
import type { Email } from '../mail/email.ts'
import type { EmailContent, EmailKind } from '../mail/email-kind.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { queueEmails } from '../mail/queue-email.ts'
import { accountNoticeTemplate } from '../mail/templates/account-notice.ts'
import type { AccountNotice } from '../mail/templates/account-notice-texts.ts'
import { User, UserStatus } from './user.ts'

/** Somebody else set a password for the user. */
export const PASSWORD_SET: AccountNotice = 'password-set'
/** The user has another password now: changed, or set anew with a link. */
export const PASSWORD_CHANGED: AccountNotice = 'password-changed'
/** Single sign-on leads to the user from now on. */
export const SSO_LINKED: AccountNotice = 'sso-linked'

/** The emails that tell users what became of their account. */
export const accountNoticeEmails: readonly EmailKind[] = [PASSWORD_SET, PASSWORD_CHANGED, SSO_LINKED].map((kind) => ({
  kind,
  prepare: (work, emails) => prepare(work, kind, emails),
}))

/** Tells a user by mail what became of their account, so that they notice what they did not do or ask for. */
export function queueAccountNotice(work: Work, kind: AccountNotice, user: User): Promise<void> {
  const dueAt = work.now()
  return queueEmails(work, [
    { id: newId(), kind, subjectId: user.id, toAddress: user.email, toName: user.name, dueAt, heldFor: null },
  ])
}

async function prepare(
  work: Work,
  notice: AccountNotice,
  emails: readonly Email[],
): Promise<ReadonlyMap<string, EmailContent>> {
  const { name: organizationName, defaultLanguage } = await loadOrganization(work)
  const found = await work.rows(User).find({ id: In(emails.map(({ subjectId }) => subjectId)) })
  const users = new Map(found.map((user) => [user.id, user]))
  return new Map(
    emails.flatMap(({ id, subjectId }) => {
      const user = users.get(subjectId)
      if (user?.status !== UserStatus.CONFIRMED) return []
      const { name: userName, mustChangePassword: mustChange } = user
      const language = mailLanguage(user.language, defaultLanguage)
      return [[id, accountNoticeTemplate({ notice, language, organizationName, userName, mustChange })]]
    }),
  )
}
