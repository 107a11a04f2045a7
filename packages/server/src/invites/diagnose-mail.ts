import { BounceKind, type Email } from '../mail/email.ts'
import type { Suppression } from '../mail/suppression.ts'
import { UserStatus, type User } from '../users/user.ts'
import { InviteEnd, inviteEnd, InviteStatus, inviteStatus, type Invite } from './invite.ts'

/** Why the mail with the link has not arrived, or where it is. */
export const MailCause = {
  NEVER_INVITED: 'NEVER_INVITED',
  SCHEDULED: 'SCHEDULED',
  QUEUED: 'QUEUED',
  DELAYED: 'DELAYED',
  SENT: 'SENT',
  WRITTEN_TO_FILE: 'WRITTEN_TO_FILE',
  DELIVERED: 'DELIVERED',
  BOUNCED: 'BOUNCED',
  BLOCKED: 'BLOCKED',
  SUPPRESSED: 'SUPPRESSED',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
  REVOKED: 'REVOKED',
  ADDRESS_CORRECTED: 'ADDRESS_CORRECTED',
  CONFIRMED: 'CONFIRMED',
  DEACTIVATED: 'DEACTIVATED',
} as const
export type MailCause = keyof typeof MailCause

/** Why a mail came back. */
export interface InviteBounce {
  kind: BounceKind
  reason: string | null
  at: Date
}

export interface MailDiagnosis {
  cause: MailCause
  /** Since when it stands so, where that is known. */
  since: Date | null
  attempts: number
  lastAnswer: string | null
  nextAttemptAt: Date | null
  bounce: InviteBounce | null
  isSuppressed: boolean
  message: string
  hint: string | null
}

/** What is known of a user's newest invite. */
export interface MailFacts {
  user: User
  invite: Invite | null
  email: Email | null
  /** That of the user's present address. */
  suppression: Suppression | null
  /** Whether this server has a mail service; without one each mail becomes a file on it. */
  sendsMail: boolean
}

/** Answers for one user: "why has the mail not arrived?" */
export function diagnoseMail(facts: MailFacts, now: Date): MailDiagnosis {
  const { email } = facts
  const { cause, since = null } = findCause(facts, now)
  return {
    cause,
    since,
    attempts: email?.attempts ?? 0,
    lastAnswer: email?.lastError ?? null,
    nextAttemptAt: cause === MailCause.DELAYED || cause === MailCause.SCHEDULED ? (email?.dueAt ?? null) : null,
    bounce: email && bounceOf(email),
    isSuppressed: facts.suppression !== null,
    ...sayOf(cause, facts),
  }
}

/** Why an email came back; null where it did not. */
export function bounceOf({ bouncedAt, bounceKind, bounceReason }: Email): InviteBounce | null {
  return bouncedAt && bounceKind && { kind: bounceKind, reason: bounceReason, at: bouncedAt }
}

interface Found {
  cause: MailCause
  since?: Date | null
}

function findCause({ user, invite, email, suppression, sendsMail }: MailFacts, now: Date): Found {
  if (user.status === UserStatus.CONFIRMED) return { cause: MailCause.CONFIRMED, since: user.confirmedAt }
  if (user.status === UserStatus.DEACTIVATED) return { cause: MailCause.DEACTIVATED, since: user.deactivatedAt }
  const isSuppressed = suppression && { cause: MailCause.SUPPRESSED, since: suppression.createdAt }
  if (!invite || !email) return isSuppressed || { cause: MailCause.NEVER_INVITED, since: user.createdAt }
  switch (inviteStatus({ invite, user, email }, now)) {
    case InviteStatus.SCHEDULED:
      return isSuppressed || { cause: MailCause.SCHEDULED, since: invite.createdAt }
    case InviteStatus.QUEUED:
      return (
        isSuppressed || { cause: email.lastError ? MailCause.DELAYED : MailCause.QUEUED, since: queuedSince(invite) }
      )
    case InviteStatus.SENT:
      return { cause: sendsMail ? MailCause.SENT : MailCause.WRITTEN_TO_FILE, since: email.sentAt }
    case InviteStatus.DELIVERED:
      return { cause: MailCause.DELIVERED, since: email.deliveredAt }
    case InviteStatus.BOUNCED:
      return { cause: causeOfBounce(email), since: email.bouncedAt }
    case InviteStatus.FAILED:
      return { cause: MailCause.FAILED, since: email.failedAt }
    case InviteStatus.EXPIRED:
      return isSuppressed || { cause: MailCause.EXPIRED, since: invite.expiresAt }
    case InviteStatus.ACCEPTED:
    case InviteStatus.REVOKED:
      return isSuppressed || { cause: causeOfEnd(invite, user), since: invite.revokedAt }
  }
}

// A scheduled invite waits in the queue from its time on.
function queuedSince({ scheduledFor, createdAt }: Invite): Date {
  return scheduledFor && scheduledFor > createdAt ? scheduledFor : createdAt
}

function causeOfBounce({ bounceKind, sentAt }: Email): MailCause {
  if (bounceKind === BounceKind.BLOCKED) return MailCause.BLOCKED
  return sentAt === null || bounceKind === BounceKind.DROPPED ? MailCause.SUPPRESSED : MailCause.BOUNCED
}

function causeOfEnd(invite: Invite, user: User): MailCause {
  return inviteEnd(invite, user) === InviteEnd.READDRESSED ? MailCause.ADDRESS_CORRECTED : MailCause.REVOKED
}

const CORRECT_ADDRESS = 'Correct the address with updateUser, then send the invite with resendInvite.'
const SEND_AGAIN = 'Send a new link with resendInvite.'

function sayOf(cause: MailCause, { user, invite, email }: MailFacts): { message: string; hint: string | null } {
  const to = invite?.email ?? user.email
  const answer = email?.lastError ? ` The last answer was: ${email.lastError}` : ''
  const bounce = email?.bounceReason ? ` It said: ${email.bounceReason}` : ''
  switch (cause) {
    case MailCause.NEVER_INVITED:
      return { message: `No invite was ever sent to ${user.name}.`, hint: 'Send the first one with resendInvite.' }
    case MailCause.SCHEDULED:
      return {
        message: `The invite is sent at ${invite?.scheduledFor?.toISOString()}.`,
        hint: 'Send it now, or move it, with resendInvite.',
      }
    case MailCause.QUEUED:
      return {
        message: email?.heldFor
          ? 'The invite is sent as soon as its import is complete.'
          : 'The invite waits for its turn to be handed to the mail service.',
        hint: null,
      }
    case MailCause.DELAYED:
      return {
        message: `The mail service could not take the invite yet; it is tried again.${answer}`,
        hint: null,
      }
    case MailCause.SENT:
      return {
        message: `The mail service took the mail to ${to}; whether it was delivered is not known yet.${answer}`,
        hint: 'Give it a few minutes, and look in the spam folder.',
      }
    case MailCause.WRITTEN_TO_FILE:
      return {
        message: `The mail to ${to} was not sent: this server has no mail service, and wrote it to a file.`,
        hint: 'Have SENDGRID_API_KEY set on the server, then send a new link with resendInvite.',
      }
    case MailCause.DELIVERED:
      return {
        message: `The mail server of ${to} took the mail.`,
        hint: 'Look in the spam folder, and ask whoever runs that mail server whether a filter keeps it back.',
      }
    case MailCause.BOUNCED:
      return { message: `The mail to ${to} came back.${bounce}`, hint: CORRECT_ADDRESS }
    case MailCause.BLOCKED:
      return {
        message: `A spam filter or firewall refused the mail to ${to}.${bounce}`,
        hint: 'Ask whoever runs that mail server to allow the sender, then send a new link with resendInvite.',
      }
    case MailCause.SUPPRESSED:
      return {
        message: `Nothing is sent to ${user.email} any more, after an earlier mail came back or was reported as spam.${bounce}`,
        hint: CORRECT_ADDRESS,
      }
    case MailCause.FAILED:
      return { message: `The mail service did not take the mail after all attempts.${answer}`, hint: SEND_AGAIN }
    case MailCause.EXPIRED:
      return { message: 'The mail was sent, and its link has expired.', hint: SEND_AGAIN }
    case MailCause.REVOKED:
      return { message: 'The invite was taken back.', hint: SEND_AGAIN }
    case MailCause.ADDRESS_CORRECTED:
      return {
        message: `The invite went to ${to}; since then the address was corrected to ${user.email}.`,
        hint: 'Send the link to the new address with resendInvite.',
      }
    case MailCause.CONFIRMED:
      return { message: `${user.name} has confirmed already and can sign in.`, hint: null }
    case MailCause.DEACTIVATED:
      return {
        message: `${user.name} is deactivated, and is sent nothing.`,
        hint: 'Bring them back with reactivateUser, which can send the invite too.',
      }
  }
}
