import type { User } from '../users/user.ts'
import type { PlanContext } from './plan-context.ts'
import { managerChange } from './plan-manager.ts'
import type { FieldChange, RowWrite } from './planned-row.ts'
import { PLAIN_FIELDS } from './row-write.ts'

const DIRECT_FIELDS = ['email', 'name', 'firstName', 'lastName', 'externalId', 'role', ...PLAIN_FIELDS] as const

/** What differs; the write keeps nothing else, so that an unchanged user is not touched. */
export function changesOf(user: User, write: RowWrite, context: PlanContext): FieldChange[] {
  const changes: FieldChange[] = []
  for (const field of DIRECT_FIELDS) {
    const after = write.details[field]
    if (after === undefined) continue
    if (after === user[field]) delete write.details[field]
    else changes.push({ field, before: user[field], after })
  }
  changes.push(...customChanges(user, write, context))
  if (write.primaryTeam !== undefined) {
    const before = context.teams.byId(user.primaryTeamId)
    if (before?.name === write.primaryTeam?.name) delete write.primaryTeam
    else {
      changes.push({ field: 'primaryTeam', before: before?.name ?? null, after: write.primaryTeam?.name ?? null })
    }
  }
  changes.push(...managerChange(user, write, context))
  if (write.location !== undefined) {
    const before = context.locations.byId(user.locationId)
    if (before?.name === write.location?.name) delete write.location
    else changes.push({ field: 'location', before: before?.name ?? null, after: write.location?.name ?? null })
  }
  if (write.secondaryTeams !== undefined) {
    const before = (context.secondaryTeamIds.get(user.id) ?? []).map((id) => context.teams.byId(id)?.name ?? id)
    const after = write.secondaryTeams.map(({ name }) => name)
    if (before.join('\n') === after.join('\n')) delete write.secondaryTeams
    else {
      write.formerSecondaryTeamIds = context.secondaryTeamIds.get(user.id) ?? []
      changes.push({ field: 'secondaryTeams', before: before.join(', ') || null, after: after.join(', ') || null })
    }
  }
  return changes
}

function customChanges({ customFields }: User, { details }: RowWrite, context: PlanContext): FieldChange[] {
  const { customFields: written } = details
  if (written === undefined) return []
  const changes = context.customFields.flatMap(({ field, key }) => {
    const before = customFields?.[key] ?? null
    const after = written?.[key] ?? null
    return before === after ? [] : { field, before, after }
  })
  if (changes.length === 0) delete details.customFields
  return changes
}
