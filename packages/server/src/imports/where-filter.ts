import type { SelectQueryBuilder } from 'typeorm'
import type { InviteStatus } from '../invites/invite.ts'
import { whereLastInvited, whereLastInviteStatus } from '../invites/where-invite-status.ts'
import { whereUser, type UserConditions } from '../users/find-users.ts'
import type { User } from '../users/user.ts'
import { ImportEffect } from './import-row.ts'
import { whereTouchedBy } from './where-touched-by.ts'

/** What all rooms know to find users by. Ids are bare. */
export interface UserFilterValues extends UserConditions {
  inviteStatus?: readonly InviteStatus[] | null
  neverInvited?: boolean | null
  invitedAfter?: Date | null
  invitedBefore?: Date | null
  importId?: string | null
}

const CHANGED = [ImportEffect.CREATED, ImportEffect.UPDATED, ImportEffect.REACTIVATED, ImportEffect.DEACTIVATED]

/** Only users who meet all that is given; their alias is `user`. */
export function whereFilter(query: SelectQueryBuilder<User>, filter: UserFilterValues, now: Date): void {
  const { inviteStatus, neverInvited, invitedAfter, invitedBefore, importId, ...conditions } = filter
  whereUser(query, conditions)
  if (inviteStatus) whereLastInviteStatus(query, 'user', inviteStatus, now)
  if (neverInvited !== undefined && neverInvited !== null) {
    query.andWhere(`user.lastInviteId IS ${neverInvited ? '' : 'NOT '}NULL`)
  }
  whereLastInvited(query, 'user', { after: invitedAfter, before: invitedBefore })
  if (importId != null) whereTouchedBy(query, importId, CHANGED)
}
