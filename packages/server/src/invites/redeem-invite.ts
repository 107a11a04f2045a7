import { IsNull, MoreThan } from 'typeorm'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { User } from '../users/user.ts'
import { Invite } from './invite.ts'
import { linkProblem } from './link-problem.ts'

/** Uses a link up, for one caller and once, and answers the user it was for; nobody else can change them meanwhile. */
export async function redeemInvite(work: Work, { id, userId }: Pick<Invite, 'id' | 'userId'>): Promise<User> {
  const now = work.now()
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  if (!user) throw new Error('An invite has a user as long as it is there')
  const redeemed = await work.rows(Invite).update(
    {
      id,
      generation: user.inviteGeneration,
      acceptedAt: IsNull(),
      revokedAt: IsNull(),
      expiresAt: MoreThan(now),
    },
    { acceptedAt: now },
  )
  if (redeemed === 1) return user
  const invite = await work.rows(Invite).findOne({ id })
  const problem = invite && linkProblem(invite, user, now)
  throw problem ? new Refusal(problem) : new Error('A link that can be used was not used up')
}
