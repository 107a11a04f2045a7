import { loadOrganization, type Organization } from '../access/organization.ts'
import type { Mistake } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server } from '../base/work.ts'
import { Invite, type InviteEnd } from '../invites/invite.ts'
import { inviteTokenHash } from '../invites/invite-token.ts'
import { linkEnd, linkProblem } from '../invites/link-problem.ts'
import { mayBeRenewed } from '../invites/renew-invite.ts'
import { User } from '../users/user.ts'

/** What the holder of a link may know of it. */
export interface FoundInvite {
  invite: Invite
  user: User
  organization: Organization
  /** Why it cannot be used now, or null when it can. */
  problem: Mistake | null
  /** The same in one word. */
  end: InviteEnd | 'EXPIRED' | null
  /** Whether a new link may be mailed to the address it went to. */
  isRenewable: boolean
}

/** Finds the invite behind the token of a link, in whichever organization; null when there is none. Changes nothing. */
export async function lookAtInvite(server: Server, token: string): Promise<FoundInvite | null> {
  const invite = await server.database.reader.manager
    .createQueryBuilder(Invite, 'invite')
    // The organization follows from the token.
    .comment('every organization')
    .where('invite.tokenHash = :tokenHash', { tokenHash: inviteTokenHash(token) })
    .getOne()
  if (!invite) return null
  const work = readingWork(server, systemViewer(invite.organizationId))
  const [user, organization] = await Promise.all([
    work.rows(User).findOne({ id: invite.userId }),
    loadOrganization(work),
  ])
  if (!user) return null
  const now = server.now()
  return {
    invite,
    user,
    organization,
    problem: linkProblem(invite, user, now),
    end: linkEnd(invite, user, now),
    isRenewable: mayBeRenewed(invite, user, now),
  }
}
