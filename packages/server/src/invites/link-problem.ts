import type { Mistake } from '../base/errors.ts'
import type { User } from '../users/user.ts'
import { inviteEnd, type Invite, type InviteEnd } from './invite.ts'

const ENDED: Record<InviteEnd, { message: string; hint: string }> = {
  USED: {
    message: 'This link was used already: the account is confirmed.',
    hint: 'Sign in with the email address and the password that was chosen then.',
  },
  NOT_NEEDED: {
    message: 'This link is not needed any more: the account is confirmed.',
    hint: 'Sign in as you did before.',
  },
  REPLACED: {
    message: 'This link was replaced by a newer one.',
    hint: 'Use the link in the newest mail, or ask the organization for another.',
  },
  READDRESSED: {
    message: 'This link was revoked, because the email address was corrected after it was sent.',
    hint: 'Use the link in the mail to the new address, or ask the organization for another.',
  },
  USER_DEACTIVATED: {
    message: 'This link was revoked by the organization.',
    hint: 'Ask the organization whether you should have an account.',
  },
  REVOKED: {
    message: 'This link was revoked by the organization.',
    hint: 'Ask the organization for a new invite.',
  },
}

/** What keeps a link from being used; null for one that can. */
export function linkEnd(invite: Invite, user: User, now: Date): InviteEnd | 'EXPIRED' | null {
  return inviteEnd(invite, user) ?? (invite.expiresAt && invite.expiresAt > now ? null : 'EXPIRED')
}

/** Why a link cannot be used, for the one who holds it, and what to do; null for one that can. */
export function linkProblem(invite: Invite, user: User, now: Date): Mistake | null {
  const path = ['input', 'token']
  const end = linkEnd(invite, user, now)
  if (end === null) return null
  if (end !== 'EXPIRED') return { code: 'INVITE_NOT_USABLE', ...ENDED[end], path }
  return {
    code: 'INVITE_EXPIRED',
    message: 'This link has expired.',
    hint: 'Have a new one mailed to the same address, by the button on its page or by requestNewInvite.',
    path,
  }
}
