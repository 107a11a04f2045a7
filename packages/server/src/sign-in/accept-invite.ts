import { record } from '../audit/record.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import { inTransaction, readingWork, type Server } from '../base/work.ts'
import { redeemInvite } from '../invites/redeem-invite.ts'
import { changedUserDetails } from '../users/check-user-input.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { hashPassword } from '../users/password.ts'
import { requireGoodPassword } from '../users/require-good-password.ts'
import { requirePasswords } from '../users/require-passwords.ts'
import { ConfirmationMethod, type User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { lookAtInvite } from './look-at-invite.ts'

export interface AcceptInviteValues {
  token: string
  password: string
  /** The full name, where it is to be corrected. */
  name?: string | null | undefined
}

/**
 * Confirms the user behind a link with the password they chose. It opens its own transaction, because the password is
 * hashed before it: that is slow, and nothing slow happens while others wait.
 */
export async function acceptInvite(
  server: Server,
  { token, password, name }: AcceptInviteValues,
): Promise<{ user: User }> {
  const found = await lookAtInvite(server, token)
  if (!found) throw new Refusal(UNKNOWN_LINK)
  if (found.problem) throw new Refusal(found.problem)
  requirePasswords(found.organization)
  const viewer = viewerOfUser(found.user)
  const { changes } = await changedUserDetails(readingWork(server, viewer), found.user, name == null ? {} : { name })
  const { user, organization } = found
  const owner = { name: user.name, email: user.email, organizationName: organization.name }
  requireGoodPassword(password, owner, ['input', 'password'])
  const passwordHash = await hashPassword(password)
  return inTransaction(server, viewer, async (work) => {
    const invited = await redeemInvite(work, found.invite)
    const before = invited.status
    await confirmUser(work, invited, { by: ConfirmationMethod.INVITE, passwordHash, name: changes.name })
    await record(work, 'invite.accepted', invited.id, {
      inviteId: found.invite.id,
      status: { before, after: invited.status },
    })
    return { user: invited }
  })
}

// The token is not repeated in an answer, so this is not NOT_FOUND with an id.
const UNKNOWN_LINK: Mistake = {
  code: 'INVITE_NOT_USABLE',
  message: 'This is not a link that was sent.',
  path: ['input', 'token'],
  hint: 'Copy the whole address from the mail.',
}
