import { loadOrganization, type Organization } from '../access/organization.ts'
import type { Work } from '../base/work.ts'
import { Email } from '../mail/email.ts'
import type { EmailContent, EmailKind, EmailNews } from '../mail/email-kind.ts'
import { mailLanguage } from '../mail/mail-language.ts'
import { inviteTemplate } from '../mail/templates/invite.ts'
import { saveUsers } from '../users/save-user.ts'
import { User, UserStatus } from '../users/user.ts'
import { announceInvites } from './announce-invites.ts'
import { InviteMessage } from './invite-message.ts'
import { Invite, inviteEnd } from './invite.ts'
import { inviteToken, inviteTokenHash } from './invite-token.ts'
import { planReminders } from './plan-reminders.ts'
import { INVITE_EMAIL } from './send-invite.ts'

/** The email that carries an activation link. */
export const inviteEmail: EmailKind = {
  kind: INVITE_EMAIL,
  prepare: (work, emails) => prepareLinks(work, emails, { isReminder: false }),
  hear,
}

async function hear(work: Work, news: EmailNews, emails: readonly Email[]): Promise<void> {
  if (news === 'SENT') await planReminders(work, emails)
  await announceInvites(work, news, emails)
}

/** An email with what it is about, and the token of its link. */
interface Ready {
  email: Email
  invite: Sent
  user: Recipient
  token: string
}

/** What of a user mails with links depend on. */
const RECIPIENT = [
  'id',
  'email',
  'name',
  'language',
  'timeZone',
  'status',
  'inviteGeneration',
  'lastInviteId',
] as const satisfies readonly (keyof User)[]
type Recipient = Pick<User, (typeof RECIPIENT)[number]>

/** What of an invite its mails depend on. */
const SENT = [
  'id',
  'userId',
  'generation',
  'tokenSeed',
  'messageId',
  'requestedById',
  'acceptedAt',
  'revokedAt',
] as const satisfies readonly (keyof Invite)[]
type Sent = Pick<Invite, (typeof SENT)[number]>

/**
 * What mails with activation links say. The life of a link begins here, and again when sending is repeated; the token
 * stays, so that all mails of one invite carry the same link.
 */
export async function prepareLinks(
  work: Work,
  emails: readonly Email[],
  { isReminder }: { isReminder: boolean },
): Promise<ReadonlyMap<string, EmailContent>> {
  const ready = await findWanted(work, emails)
  if (ready.length === 0) return new Map()
  const organization = await loadOrganization(work)
  const inviters = await loadNames(work, ready)
  const messages = await loadMessages(
    work,
    ready.map(({ invite }) => invite),
  )
  const expiresAt = new Date(work.now().getTime() + organization.inviteTtlHours * 3_600_000)
  await work.rows(Invite).updateMany(
    ready.map(({ invite, user, token }) => ({
      id: invite.id,
      email: user.email,
      tokenHash: inviteTokenHash(token),
      expiresAt,
    })),
    ['email', 'tokenHash', 'expiresAt'],
  )
  await raiseGenerations(work, ready)
  await readdress(work, ready)
  return new Map(
    ready.map(({ email, invite, user, token }) => [
      email.id,
      inviteContent(work, {
        organization,
        user,
        token,
        expiresAt,
        message: messages.get(invite.messageId ?? '') ?? organization.inviteMessage,
        invitedBy: inviters.get(invite.requestedById ?? '') ?? null,
        isReminder,
      }),
    ]),
  )
}

/** What the mail says to this user, in their language or else the organization's. */
export function inviteContent(
  work: Work,
  {
    organization,
    user,
    token,
    expiresAt,
    message,
    invitedBy,
    isReminder,
  }: {
    organization: Organization
    user: Pick<User, 'name' | 'language' | 'timeZone'>
    token: string
    expiresAt: Date
    message: string | null
    invitedBy: string | null
    isReminder: boolean
  },
): EmailContent {
  return inviteTemplate({
    expiresAt,
    message,
    invitedBy,
    isReminder,
    language: mailLanguage(user.language, organization.defaultLanguage),
    organizationName: organization.name,
    replyTo: organization.replyTo,
    userName: user.name,
    timeZone: user.timeZone,
    link: work.config.activationUrl.replaceAll('{token}', token),
    ttlHours: organization.inviteTtlHours,
  })
}

/** The emails whose invite has not ended, with their users, whom nobody else can change meanwhile. */
async function findWanted(work: Work, emails: readonly Email[]): Promise<Ready[]> {
  const ids = emails.map(({ subjectId }) => subjectId)
  const named = await work.rows(Invite).findIn('id', ids, { only: ['userId'] })
  const userIds = new Set(named.map(({ userId }) => userId))
  // Sorted, so that two who want the same ones do not wait for each other.
  const users = await work.rows(User).findIn('id', [...userIds].toSorted(), { forUpdate: true, only: RECIPIENT })
  const byId = new Map(users.map((user) => [user.id, user]))
  // Read again behind the lock: what was revoked or replaced a moment ago is not sent.
  const invites = new Map(
    (await work.rows(Invite).findIn('id', ids, { only: SENT })).map((invite) => [invite.id, invite]),
  )
  return emails.flatMap((email) => {
    const invite = invites.get(email.subjectId)
    const user = invite && byId.get(invite.userId)
    if (!user || inviteEnd(invite, user)) return []
    return [{ email, invite, user, token: inviteToken(work.secretKey, invite.tokenSeed) }]
  })
}

/** An invite that waited for its time ends the earlier ones now. */
async function raiseGenerations(work: Work, ready: readonly Ready[]): Promise<void> {
  const raised = new Map(
    ready.flatMap(({ invite: { generation }, user }) =>
      generation > user.inviteGeneration || user.status !== UserStatus.INVITE_PENDING ? [[user.id, generation]] : [],
    ),
  )
  const users = await work.rows(User).findIn('id', [...raised.keys()])
  const change = users.map((user) => ({
    user,
    changes: { inviteGeneration: raised.get(user.id) as number, status: UserStatus.INVITE_PENDING },
  }))
  await saveUsers(work, { add: [], change })
}

/** Where address or name were corrected while the email waited, it goes to the new ones. */
async function readdress(work: Work, ready: readonly Ready[]): Promise<void> {
  const changed = ready.flatMap(({ email, user }) =>
    email.toAddress === user.email && email.toName === user.name
      ? []
      : [Object.assign(email, { toAddress: user.email, toName: user.name })],
  )
  await work.rows(Email).updateMany(changed, ['toAddress', 'toName'])
}

/** The words that go with these invites alone, by their id. */
export async function loadMessages(
  work: Work,
  invites: readonly Pick<Invite, 'messageId'>[],
): Promise<Map<string, string>> {
  const ids = new Set(invites.flatMap(({ messageId }) => messageId ?? []))
  if (ids.size === 0) return new Map()
  return new Map((await work.rows(InviteMessage).findIn('id', [...ids])).map(({ id, text }) => [id, text]))
}

async function loadNames(work: Work, ready: readonly Ready[]): Promise<Map<string, string>> {
  const ids = new Set(ready.flatMap(({ invite }) => invite.requestedById ?? []))
  if (ids.size === 0) return new Map()
  const users = await work.rows(User).findIn('id', [...ids], { only: ['id', 'name'] })
  return new Map(users.map(({ id, name }) => [id, name]))
}
