import { bareCustomKey, isCustomKey } from '../users/custom-field.ts'
import { otherValues, withCustomValues } from '../users/custom-values.ts'
import { hrFieldsOf, hrFieldWords, type HrField } from '../users/hr-fields.ts'
import type { UserDetails } from '../users/save-user.ts'
import { UserSource, type User } from '../users/user.ts'
import { placeOf, type PlanContext } from './plan-context.ts'
import { namesManager } from './plan-manager.ts'
import type { FieldChange, RowWrite } from './planned-row.ts'
import type { RowIssue } from './row-issue.ts'

/** Whether somebody else looks after the user: an HR integration that is not the one importing. */
export function isOthers(user: User, context: PlanContext): boolean {
  return user.source === UserSource.HR_SYNC && !isOwn(user, context)
}

/** What of a user an HR integration says, or what people say since an Owner released them from the one importing. */
export function ownedFields(user: User, context: PlanContext): readonly HrField[] {
  if (!isOwn(user, context)) return hrFieldsOf(user)
  return user.hrReleasedAt === null ? [] : (user.hrFields ?? []).filter((field) => field !== 'status')
}

/** Whom an HR integration brings back: those of its own who had left, and nobody whom people deactivated. */
export function isReturning(user: User, context: PlanContext): boolean {
  if (context.hrIntegrationId === null) return true
  return isOwn(user, context) && (user.hrFields ?? []).includes('status')
}

/** Whether an HR integration looks after the user from now on, or says other things of them than before. */
export function takesOver(user: User, context: PlanContext): boolean {
  if (context.hrIntegrationId === null) return false
  if (user.hrIntegrationId === null) return true
  return isOwn(user, context) && (user.hrFields ?? []).join() !== context.hrFields.join()
}

/** What the integration that looks after the user is called. */
export function hrName({ hrIntegrationId }: User, { hrNames }: PlanContext): string {
  return (hrIntegrationId && hrNames.get(hrIntegrationId)) || 'An HR integration'
}

/** Takes out of a write what an HR integration keeps in step, and says so for each column. */
export function leaveOwned(
  user: User,
  write: RowWrite,
  changes: FieldChange[],
  context: PlanContext,
  issues: RowIssue[],
): FieldChange[] {
  const owned: readonly string[] = ownedFields(user, context)
  const left = changes.filter(({ field }) => owned.includes(field) && (field !== 'manager' || namesManager(write)))
  if (left.length === 0) return changes
  const fields = left.map(({ field }) => field)
  for (const { field, after } of left) {
    leaveOut(write, field, user)
    // A name that follows from its parts has no column, and the parts were told.
    if (field === 'name' && !context.columnIndexes.has(field) && left.length > 1) continue
    issues.push({
      ...whyLeft(user, field as HrField, context),
      ...placeOf(field, context),
      value: after ?? undefined,
    })
  }
  const isTeamLeft = fields.includes('primaryTeam')
  const isManagerLeft = isTeamLeft && !namesManager(write)
  return changes.filter(({ field }) => !fields.includes(field) && !(isManagerLeft && field === 'manager'))
}

function whyLeft(user: User, field: HrField, context: PlanContext): Pick<RowIssue, 'code' | 'severity' | 'message'> {
  const what = `the ${hrFieldWords(field, context.customFields)} of ${user.name}`
  if (isOwn(user, context)) {
    const message = `An Owner released ${user.name}, so ${what} is for people to change, and stays as it is.`
    return { code: 'HR_RELEASED', severity: 'INFO', message }
  }
  const message = `${hrName(user, context)} keeps ${what} in step, so it stays as it is. Change it in the HR system, or ask an Owner to release ${user.name}.`
  return { code: 'HR_OWNED', severity: 'WARNING', message }
}

function leaveOut(write: RowWrite, field: string, user: User): void {
  if (field === 'primaryTeam') delete write.primaryTeam
  else if (field === 'location') delete write.location
  else if (field === 'secondaryTeams') delete write.secondaryTeams
  else if (field === 'manager') {
    delete write.details.managerId
    delete write.lateManager
  } else if (isCustomKey(field)) {
    const key = bareCustomKey(field)
    const own = new Map([[key, user.customFields?.[key] ?? null]])
    const values = withCustomValues(write.details.customFields ?? null, own)
    if (otherValues(user.customFields, values).length > 0) write.details.customFields = values
    else delete write.details.customFields
  } else delete write.details[field as keyof UserDetails]
}

function isOwn({ hrIntegrationId }: User, context: PlanContext): boolean {
  return hrIntegrationId !== null && hrIntegrationId === context.hrIntegrationId
}
