import { bareId, globalId } from '../base/graphql/ids.ts'
import type { Team } from '../teams/team.ts'
import { ScimProblem } from './scim-error.ts'
import type { ScimFilter } from './scim-filter.ts'
import { GROUP_SCHEMA, isObject, type ScimDocument, type ScimOperation } from './scim-normalise.ts'

export interface GroupMember {
  userId: string
  name: string
}

/** A team as an HR system sees it. */
export interface SyncedGroup {
  team: Team
  externalId: string | null
  /** Whose primary or secondary team it is; null where nobody asked for them. */
  members: readonly GroupMember[] | null
}

/** Who shall be in a group and who not. */
export interface MemberChange {
  /** Whether everybody else goes. */
  isWholeList: boolean
  /** By the ids of users. */
  wanted: Map<string, boolean>
}

/** What becomes of a group; what is left out stays. */
export interface GroupChange {
  name?: string
  externalId?: string | null
  members: MemberChange
}

const LONGEST_EXTERNAL_ID = 255

/** Reads a whole group. One that says nothing of its members keeps them: only an empty list empties it. */
export function groupOf(document: ScimDocument, body: unknown): GroupChange & { name: string } {
  const members: MemberChange = { isWholeList: false, wanted: new Map() }
  const list = isObject(body) ? Object.entries(body).find(([key]) => key.toLowerCase() === 'members')?.[1] : undefined
  if (Array.isArray(list)) replaceMembers(members, list)
  return { name: nameIn(document['displayName']), externalId: externalIdIn(document['externalId']), members }
}

/** Reads the changes of a PATCH, one after the other: what is said last of a member counts. */
export function groupChangeOf(operations: readonly ScimOperation[]): GroupChange {
  const change: GroupChange = { members: { isWholeList: false, wanted: new Map() } }
  for (const { op, path, value } of operations) {
    if (path.attribute === 'members') changeMembers(change.members, { op, path, value })
    else if (path.attribute === 'displayName') change.name = nameIn(value)
    else if (path.attribute === 'externalId') change.externalId = externalIdIn(value)
    // Whatever else senders keep of a group means nothing here.
  }
  return change
}

function changeMembers(members: MemberChange, { op, path, value }: ScimOperation): void {
  if (path.where) {
    if (op !== 'remove') throw new ScimProblem(400, 'Members are added and removed, not changed.', 'invalidPath')
    for (const id of idsIn(path.where)) members.wanted.set(id, false)
  } else if (op === 'replace') {
    replaceMembers(members, value)
  } else if (op === 'remove' && (value === undefined || value === null)) {
    replaceMembers(members, [])
  } else {
    for (const id of memberIds(value)) members.wanted.set(id, op === 'add')
  }
}

function replaceMembers(members: MemberChange, value: unknown): void {
  members.isWholeList = true
  members.wanted = new Map(memberIds(value).map((id) => [id, true]))
}

function memberIds(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((member: unknown) => {
    const id = isObject(member) ? member['value'] : member
    if (typeof id !== 'string' || !id)
      throw new ScimProblem(400, 'A member has the id of a user as value.', 'invalidValue')
    return bareId('User', id)
  })
}

// `members[value eq "usr_1"]`, or several with or.
function idsIn(where: ScimFilter): string[] {
  if (where.kind === 'or') return where.parts.flatMap(idsIn)
  const isById = where.kind === 'compare' && where.attribute.toLowerCase() === 'value' && where.operator === 'eq'
  if (isById) return memberIds(where.value)
  throw new ScimProblem(400, 'Members are named as members[value eq "…"].', 'invalidPath')
}

function nameIn(value: unknown): string {
  if (typeof value === 'string' && value.trim()) return value
  throw new ScimProblem(400, 'A group has a displayName.', 'invalidValue')
}

function externalIdIn(value: unknown): string | null {
  if (typeof value !== 'string' || !value) return null
  if (value.length <= LONGEST_EXTERNAL_ID) return value
  throw new ScimProblem(400, `An externalId has at most ${LONGEST_EXTERNAL_ID} characters.`, 'invalidValue')
}

/** The resource of a team, as it is answered. */
export function groupResource({ team, externalId, members }: SyncedGroup, baseUrl: string): Record<string, unknown> {
  const id = globalId('Team', team.id)
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(externalId !== null && { externalId }),
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
