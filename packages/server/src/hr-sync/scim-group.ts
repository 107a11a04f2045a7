import { globalId } from '../base/graphql/ids.ts'
import type { Team } from '../teams/team.ts'
import { GROUP_SCHEMA } from './scim-normalise.ts'

export interface GroupMember {
  userId: string
  name: string
}

/** A team as an HR system sees it. */
export interface SyncedGroup {
  team: Team
  /** Whose primary or secondary team it is; null where nobody asked for them. */
  members: readonly GroupMember[] | null
}

/** The resource of a team, as it is answered. */
export function groupResource({ team, members }: SyncedGroup, baseUrl: string): Record<string, unknown> {
  const id = globalId('Team', team.id)
  return {
    schemas: [GROUP_SCHEMA],
    id,
    displayName: team.name,
    ...(members && {
      members: members.map(({ userId, name }) => ({
        value: globalId('User', userId),
        display: name,
        $ref: `${baseUrl}/Users/${globalId('User', userId)}`,
      })),
    }),
    meta: { resourceType: 'Group', created: team.createdAt.toISOString(), location: `${baseUrl}/Groups/${id}` },
  }
}
