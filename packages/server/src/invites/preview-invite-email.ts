import { loadOrganization } from '../access/organization.ts'
import { requireManagePeople } from '../access/permissions.ts'
import { Fault } from '../base/errors.ts'
import { viewerUserId } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import { isMailLanguage, mailLanguage, MailLanguage } from '../mail/mail-language.ts'
import { User } from '../users/user.ts'
import { inviteContent, loadMessages } from './invite-email.ts'
import { Invite } from './invite.ts'

/** A mail as its reader would get it. */
export interface EmailPreview {
  language: MailLanguage
  fromName: string
  replyTo: string | null
  subject: string
  text: string
  html: string
}

/** In place of a token: the link leads to the page, which then says that it does not know it. */
const NO_TOKEN = 'preview'

/** The invite mail as this user would get it if the viewer asked for it now; null when there is no such user. */
export async function previewInviteEmail(
  work: Work,
  { userId, language }: { userId: string; language?: string | null | undefined },
): Promise<EmailPreview | null> {
  requireManagePeople(work)
  if (language != null && !isMailLanguage(language)) {
    const known = Object.keys(MailLanguage).join(', ')
    throw new Fault('BAD_USER_INPUT', `Mails are not written in "${language}", but in ${known}.`)
  }
  const user = await work.rows(User).findOne({ id: userId })
  if (!user) return null
  const organization = await loadOrganization(work)
  const inviterId = viewerUserId(work.viewer)
  const inviter = inviterId ? await work.rows(User).findOne({ id: inviterId }) : null
  const content = inviteContent(work, {
    organization,
    user: language == null ? user : { ...user, language },
    token: NO_TOKEN,
    expiresAt: new Date(work.now().getTime() + organization.inviteTtlHours * 3_600_000),
    message: (await ownMessage(work, user)) ?? organization.inviteMessage,
    invitedBy: inviter?.name ?? null,
    isReminder: false,
  })
  const { fromName, replyTo = null } = content
  const shownIn = mailLanguage(language ?? user.language, organization.defaultLanguage)
  return { language: shownIn, fromName, replyTo, ...fillTemplate(content) }
}

// Another link goes with the words of the one before.
async function ownMessage(work: Work, { lastInviteId }: User): Promise<string | null> {
  const invite = lastInviteId ? await work.rows(Invite).findOne({ id: lastInviteId }) : null
  if (!invite?.messageId) return null
  return (await loadMessages(work, [invite])).get(invite.messageId) ?? null
}
