import { Role } from '../base/viewer.ts'
import { isDomainAllowed } from '../users/save-user.ts'
import { UserStatus, type User } from '../users/user.ts'
import type { CheckedRow, CheckedValues } from './check-row.ts'
import { hireDayInvite, type HireDays } from './hire-day-invite.ts'
import { hrName, isOthers, isReturning, leaveOwned, ownedFields, takesOver } from './hr-owned.ts'
import { DeactivatedPolicy, ImportMode } from './import-settings.ts'
import { identifierIn, matchedUser } from './match-user.ts'
import { placeOf, type PlanContext, type RowRelation } from './plan-context.ts'
import { nameManager } from './plan-manager.ts'
import { RowAction, type PlannedRow, type RowWrite } from './planned-row.ts'
import { changesOf } from './row-changes.ts'
import type { RefuseRow, RowIssue, RowIssueCode } from './row-issue.ts'
import { checkNames, whatIsMissing, writeOf } from './row-write.ts'

/** Decides what happens to a row that was checked. Preview and commit both ask here, so they cannot disagree. */
export function planRow(row: CheckedRow, relation: RowRelation, context: PlanContext): PlannedRow {
  const planned = decide(row, relation, context)
  const { user, write } = planned
  if (user && write?.details.managerId !== undefined) context.managers.give(user, write.details.managerId)
  for (const known of [context.teams, context.locations]) known.settleRow({ isApplied: planned.write !== null })
  return planned
}

function decide(row: CheckedRow, relation: RowRelation, context: PlanContext): PlannedRow {
  const { settings } = context
  const issues = [...row.issues]
  const invalid = (user: User | null): PlannedRow => planned(row, RowAction.INVALID, issues, user)
  const refuse = (code: RowIssueCode, field: string, value: string | null, message: string, suggestion?: string) =>
    issues.push({ code, severity: 'ERROR', message, ...placeOf(field, context), value: value ?? undefined, suggestion })

  const user = matchedUser(row, context, refuse)
  if (relation.repeated) {
    const [line, field] = relation.repeated
    const { what = field, value = null } = identifierIn(field, row.values, context) ?? {}
    const message = `Line ${line} is about the same person, for it has the same ${what}; keep one of the two.`
    refuse('DUPLICATE_IN_FILE', field, value, message)
  }
  if (issues.some((issue) => issue.severity === 'ERROR')) {
    // Whoever puts the row right is told of its names as well, and not in a second round.
    if (!row.issues.some(({ code }) => code === 'CELL_COUNT')) checkNames(row.values, context, refuse, issues)
    return invalid(user)
  }

  if (!user && settings.mode === ImportMode.UPDATE_ONLY) return planned(row, RowAction.SKIP, issues, null)
  if (user && settings.mode === ImportMode.ADD_ONLY) return planned(row, RowAction.SKIP, issues, user)
  if (row.values.deactivate === 'yes') return deactivation(row, user, issues, context, refuse)
  const isBack = user?.status === UserStatus.DEACTIVATED
  if (isBack && (settings.deactivatedUsers === DeactivatedPolicy.REPORT || !isReturning(user, context))) {
    refuse(
      'USER_DEACTIVATED',
      'email',
      user.email,
      `${user.name} is deactivated. Reactivate them, choose to reactivate in the settings, or leave the row out.`,
    )
    return invalid(user)
  }
  if (isBack && ownedFields(user, context).includes('status')) {
    const message = `${hrName(user, context)} says that ${user.name} has left. They come back when it says so.`
    refuse('HR_OWNED', 'email', user.email, message)
    return invalid(user)
  }

  const values = user && context.keptFields.length > 0 ? whatIsMissing(row.values, user, context) : row.values
  const write = writeOf(values, user, context, refuse, issues)
  nameManager(values, user, write, relation, context, issues)
  const changes = user ? leaveOwned(user, write, changesOf(user, write, context), context, issues) : []
  const isChanged = !user || isBack || takesOver(user, context)
  if (!isChanged && changes.length === 0) return planned(row, RowAction.UNCHANGED, issues, user)
  if (write.lateManager) write.lateManager.isOnlyChange = !isChanged && changes.length === 1
  requireRights(values, user, write, context, refuse)
  if (issues.some((issue) => issue.severity === 'ERROR')) return invalid(user)

  if (user?.role === Role.OWNER && write.details.role && write.details.role !== Role.OWNER && !isBack)
    context.owners.left--
  const action = !user ? RowAction.CREATE : isBack ? RowAction.REACTIVATE : RowAction.UPDATE
  if (action !== RowAction.CREATE || !context.hireDays) return { row, action, issues, user, changes, write }
  return { row, action, issues, user, changes, write, inviteAt: inviteAt(values, context.hireDays, context, issues) }
}

function inviteAt(values: CheckedValues, days: HireDays, context: PlanContext, issues: RowIssue[]): Date | null {
  const invite = hireDayInvite(values, days)
  if ('at' in invite) return invite.at
  const { problem: message } = invite
  const place = placeOf('hireDate', context)
  issues.push({ code: 'NOT_INVITED', severity: 'WARNING', message, ...place, value: values.hireDate || undefined })
  return null
}

// Whoever leaves is not changed otherwise, and a stranger is not added to be deactivated.
function deactivation(
  row: CheckedRow,
  user: User | null,
  issues: RowIssue[],
  context: PlanContext,
  refuse: RefuseRow,
): PlannedRow {
  const { viewerId, grantableRoles, owners } = context
  if (!user) return planned(row, RowAction.SKIP, issues, null)
  if (user.status === UserStatus.DEACTIVATED) return planned(row, RowAction.UNCHANGED, issues, user)
  const isOwner = user.role === Role.OWNER
  if (user.id === viewerId) {
    refuse(
      'ROLE_NOT_ALLOWED',
      'deactivate',
      'yes',
      'You cannot deactivate yourself. Ask somebody else who may manage people.',
    )
  } else if (isOthers(user, context)) {
    const message = `${hrName(user, context)} looks after ${user.name} and says when they have left. No file deactivates them.`
    refuse('HR_OWNED', 'deactivate', 'yes', message)
  } else if (!grantableRoles.includes(user.role)) {
    refuse(
      'ROLE_NOT_ALLOWED',
      'deactivate',
      'yes',
      `You may not deactivate ${user.name}, who has the role ${user.role}.`,
    )
  } else if (isOwner && owners.left <= 1) {
    refuse('LAST_OWNER', 'deactivate', 'yes', `${user.name} is the last owner and must stay one.`)
  } else {
    if (isOwner) owners.left--
    const changes = [{ field: 'deactivate', before: 'no', after: 'yes' }]
    return { row, action: RowAction.UPDATE, issues, user, changes, write: null, deactivates: true }
  }
  return planned(row, RowAction.INVALID, issues, user)
}

/** A row that was left out by hand: nothing is said about it, and its user does not count as missing. */
export function leftOutRow(row: CheckedRow, { byEmail }: Pick<PlanContext, 'byEmail'>): PlannedRow {
  const user = (row.values.emailKey && byEmail.get(row.values.emailKey)) || null
  return planned(row, RowAction.SKIP, [], user)
}

function planned(row: CheckedRow, action: RowAction, issues: readonly RowIssue[], user: User | null): PlannedRow {
  return { row, action, issues, user, changes: [], write: null }
}

function requireRights(
  values: CheckedValues,
  user: User | null,
  write: RowWrite,
  context: PlanContext,
  refuse: RefuseRow,
): void {
  const { settings, grantableRoles, owners } = context
  const role = write.details.role ?? user?.role ?? settings.defaultRole
  if (user && !grantableRoles.includes(user.role)) {
    refuse('ROLE_NOT_ALLOWED', 'role', user.role, `You may not change ${user.name}, who has the role ${user.role}.`)
  } else if (!grantableRoles.includes(role)) {
    refuse('ROLE_NOT_ALLOWED', 'role', role, `You may not give the role ${role}.`)
  }
  const losesOwner = user?.role === Role.OWNER && role !== Role.OWNER && user.status !== UserStatus.DEACTIVATED
  if (losesOwner && owners.left <= 1) {
    refuse('LAST_OWNER', 'role', role, `${user.name} is the last owner and must stay one.`)
  }
  const { email } = write.details
  if (
    email !== undefined &&
    values.emailKey &&
    email !== user?.email &&
    !isDomainAllowed(values.emailKey, context.allowedEmailDomains)
  ) {
    refuse(
      'EMAIL_DOMAIN_NOT_ALLOWED',
      'email',
      email,
      `Only addresses at ${context.allowedEmailDomains.join(', ')} are allowed.`,
    )
  }
}
