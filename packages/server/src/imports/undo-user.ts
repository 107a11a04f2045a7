import { Role } from '../base/viewer.ts'
import { propertiesIn } from '../users/custom-values.ts'
import { fieldOf, hrFieldsOf } from '../users/hr-fields.ts'
import type { UserChange } from '../users/save-user.ts'
import { deactivated, reactivated, UserStatus, withoutSentInvite, type User } from '../users/user.ts'
import { ImportEffect, type ImportUser } from './import-row.ts'
import type { UndoOutcome } from './undo-outcome.ts'
import { isAsWritten, type WrittenValues } from './written-values.ts'

/** What taking back is held against. The count of owners changes as users are planned. */
export interface UndoContext {
  now: Date
  grantableRoles: readonly Role[]
  /** Of the viewer, who is not deactivated by their own doing. */
  viewerUserId: string | null
  /** Users who were changed by something else than this import since it began. */
  changedIds: ReadonlySet<string>
  /** The HR integration whose import is taken back, and whose own doing that is; null for an import of people. */
  hrIntegrationId: string | null
  secondaryTeamIds: ReadonlyMap<string, readonly string[]>
  owners: { left: number }
}

export interface PlannedUndo {
  outcome: UndoOutcome
  /** Null when nothing is to be written. */
  change: UserChange | null
}

/** Decides how what an import did to a user is taken back. */
export function planUndo(touched: ImportUser, user: User, context: UndoContext): PlannedUndo {
  const left = (outcome: UndoOutcome): PlannedUndo => ({ outcome, change: null })
  const { effect, written } = touched
  const wasMade = effect === ImportEffect.CREATED
  if (wasMade && user.status === UserStatus.DEACTIVATED) return left('REVERSED')
  if (!wasMade && !written) return left('VALUES_GONE')
  if (wasMade && user.status === UserStatus.CONFIRMED) return left('CONFIRMED')
  if (isOthers(user, touched, context)) return left('HR_OWNED')
  const teamIds = context.secondaryTeamIds.get(user.id) ?? []
  if (written ? !isAsWritten(user, teamIds, written) : context.changedIds.has(user.id)) return left('CHANGED')

  const change = written
    ? changeBack(user, effect, written, context.now)
    : { user, changes: deactivated(user, context.now) }
  const after = { ...user, ...change.changes }
  if (![user.role, after.role].every((role) => context.grantableRoles.includes(role))) return left('ROLE_NOT_ALLOWED')
  if (after.status === UserStatus.DEACTIVATED && user.id === context.viewerUserId) return left('SELF')
  if (isActiveOwner(user) && !isActiveOwner(after)) {
    if (context.owners.left <= 1) return left('LAST_OWNER')
    context.owners.left--
  }
  return { outcome: 'REVERSED', change }
}

function changeBack(user: User, effect: ImportEffect, written: WrittenValues, now: Date): UserChange {
  const { before, teams } = written
  const back: UserChange = { user, changes: { ...before }, secondaryTeamIds: teams?.before }
  if (effect === ImportEffect.DEACTIVATED) back.changes = reactivated(user)
  if (effect === ImportEffect.REACTIVATED) {
    const deactivatedAt = before['deactivatedAt'] ? new Date(before['deactivatedAt'] as string) : now
    back.changes = { ...deactivated(user, now), ...back.changes, deactivatedAt }
  }
  // As when an address is corrected: a link that went to the wrong one dies.
  else if ('email' in before) back.changes = { ...back.changes, inviteGeneration: withoutSentInvite(user) }
  return back
}

function isActiveOwner({ role, status }: Pick<User, 'role' | 'status'>): boolean {
  return role === Role.OWNER && status !== UserStatus.DEACTIVATED
}

/** Whether an HR integration says by now what taking back would change. */
function isOthers(user: User, { effect, written }: ImportUser, { hrIntegrationId }: UndoContext): boolean {
  if (user.hrIntegrationId === null || user.hrReleasedAt !== null || user.hrIntegrationId === hrIntegrationId)
    return false
  if (!written || effect !== ImportEffect.UPDATED) return true
  const owned = hrFieldsOf(user) as readonly string[]
  const changed = [...propertiesIn(user, written.before), ...(written.teams ? ['secondaryTeamIds'] : [])]
  return changed.some((property) => owned.includes(fieldOf(property)))
}
