import { In } from 'typeorm'
import { loadOrganization } from '../access/organization.ts'
import { newId, type Work } from '../base/work.ts'
import type { EmailKind } from '../mail/email-kind.ts'
import { queueEmails } from '../mail/queue-email.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { accountNoticeTemplate } from '../mail/templates/account-notice.ts'
import { User, UserStatus } from '../users/user.ts'

const KIND = 'sso-linked'

/** The email that tells a user that single sign-on leads to them now. */
export const ssoNoticeEmail: EmailKind = {
  kind: KIND,
  async prepare(work, emails) {
    const { name: organizationName, defaultLanguage } = await loadOrganization(work)
    const found = await work.rows(User).find({ id: In(emails.map(({ subjectId }) => subjectId)) })
    const users = new Map(found.map((user) => [user.id, user]))
    return new Map(
      emails.flatMap(({ id, subjectId }) => {
        const user = users.get(subjectId)
        if (user?.status !== UserStatus.CONFIRMED) return []
        const { name: userName } = user
        const language = mailLanguage(user.language, defaultLanguage)
        return [[id, accountNoticeTemplate({ notice: KIND, language, organizationName, userName })]]
      }),
    )
  },
}

/** Tells a user by mail that single sign-on leads to them now, so that they notice what they did not do. */
export function queueSsoNotice(work: Work, { id, email, name }: User): Promise<void> {
  return queueEmails(work, [
    { id: newId(), kind: KIND, subjectId: id, toAddress: email, toName: name, dueAt: work.now(), heldFor: null },
  ])
}
