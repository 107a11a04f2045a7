import { globalId } from '../base/graphql/ids.ts'
import type { Work } from '../base/work.ts'
import type { EmailNews } from '../mail/email-kind.ts'
import type { Email } from '../mail/email.ts'
import { announce } from '../webhooks/announce.ts'
import type { ToldInvite } from '../webhooks/event-data.ts'
import { WebhookEvent } from '../webhooks/webhook.ts'
import { Invite } from './invite.ts'

/** Tells webhooks of invites that were handed to the mail service or came back. */
export async function announceInvites(work: Work, news: EmailNews, emails: readonly Email[]): Promise<void> {
  if (news === 'SENT') {
    const sentAt = work.now().toISOString()
    await announce(work, WebhookEvent.INVITE_SENT, async () =>
      (await toldInvites(work, emails)).map(({ invite }) => ({ invite: { ...invite, sentAt } })),
    )
  } else {
    await announce(work, WebhookEvent.INVITE_BOUNCED, async () =>
      (await toldInvites(work, emails)).map(({ invite, email }) => ({ invite, bounce: toldBounce(work, email) })),
    )
  }
}

async function toldInvites(work: Work, emails: readonly Email[]): Promise<{ invite: ToldInvite; email: Email }[]> {
  const invites = await work.rows(Invite).findIn(
    'id',
    emails.map(({ subjectId }) => subjectId),
  )
  const byId = new Map(invites.map((invite) => [invite.id, invite]))
  return emails.flatMap((email) => {
    const invite = byId.get(email.subjectId)
    return invite ? [{ invite: toldInvite(invite, email), email }] : []
  })
}

function toldInvite({ id, userId, email, importId, expiresAt }: Invite, { sentAt }: Email): ToldInvite {
  return {
    id: globalId('Invite', id),
    userId: globalId('User', userId),
    email,
    importId: importId && globalId('ImportSession', importId),
    sentAt: sentAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}

function toldBounce(work: Work, email: Email): { kind: string; reason: string | null; at: string } {
  return {
    kind: email.bounceKind ?? 'HARD',
    reason: email.bounceReason,
    at: (email.bouncedAt ?? work.now()).toISOString(),
  }
}
