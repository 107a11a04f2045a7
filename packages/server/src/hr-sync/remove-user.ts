import { requireManagePeople } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import type { Work } from '../base/work.ts'
import { requireAnotherOwner } from '../users/require-another-owner.ts'
import { changeUser } from '../users/save-user.ts'
import { deactivated, UserStatus } from '../users/user.ts'
import type { HrIntegration } from '../access/hr-integration.ts'
import { mappingVersion } from './attribute-mapping.ts'
import { HrUser } from './hr-user.ts'
import { findSyncedUser } from './push-user.ts'
import { documentOf } from './scim-user.ts'

/** Takes a user out of the HR system's sight, and deactivates them: nobody is deleted, and adding them brings them back. */
export async function removeHrUser(work: Work, integration: HrIntegration, userId: string): Promise<void> {
  requireManagePeople(work)
  const { user, hrUser } = await findSyncedUser(work, integration, userId)
  const before = user.status
  const isLeaving = integration.deactivateLeavers && before !== UserStatus.DEACTIVATED
  if (isLeaving) await requireAnotherOwner(work, user, ['input', 'userId'])
  const unowned = { hrIntegrationId: null, hrFields: null, hrReleasedAt: null }
  await changeUser(work, { user, changes: { ...(isLeaving && deactivated(user, work.now())), ...unowned } })
  const marks = { isActive: false, removedAt: work.now() }
  if (hrUser) await work.rows(HrUser).update({ userId }, marks)
  else {
    await work.rows(HrUser).insert({
      userId,
      hrIntegrationId: integration.id,
      document: documentOf({ user, hrUser: null, teamName: null }, integration),
      externalId: null,
      workEmailKey: null,
      userNameKey: null,
      mappingVersion: mappingVersion(integration),
      startedAt: work.now(),
      ...marks,
    })
  }
  await record(work, 'user.deactivated', userId, { status: { before, after: user.status }, removed: true })
}
