import { loadOrganization } from '../access/organization.ts'
import { grantableRoles } from '../access/permissions.ts'
import { Role, ViewerKind, viewerUserId, type Viewer } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { User, UserSource, UserStatus } from '../users/user.ts'
import { AddressSet } from './address-set.ts'
import type { ImportSession } from './import-session.ts'
import { DeactivationScope, ImportMode, type ImportSettings } from './import-settings.ts'
import type { MappedCustomField } from './match-user.ts'
import type { PlannedRow } from './planned-row.ts'

const PAGE = 500
/** Below this many users the share of the organization does not hold anybody up. */
const SHARE_NEVER_BELOW = 10

/** Who is in a file, by address, external id and unique values; also rows that are invalid keep their user from being missing. */
export class FilePeople {
  private readonly emailKeys = new AddressSet()
  private readonly externalIds = new AddressSet()
  /** By the key of the field. */
  private readonly uniqueValues = new Map<string, AddressSet>()
  private readonly formerOwnerIds = new Set<string>()
  /** Ids of the users whom a row of the file deactivates. */
  private readonly leavers = new AddressSet()
  /** Who counts as missing; null where nobody does. */
  private readonly judged: DeactivationScope | null
  private count = 0

  constructor(judged: DeactivationScope | null) {
    this.judged = judged
  }

  /** Those of an import that may deactivate somebody; null where it deactivates nobody. */
  static of(
    { columns }: Pick<ImportSession, 'columns'>,
    { mode, deactivationScope }: ImportSettings,
  ): FilePeople | null {
    const judged = mode === ImportMode.ADD_UPDATE_AND_DEACTIVATE_MISSING ? deactivationScope : null
    const hasLeavers = columns.some(({ field }) => field === 'deactivate')
    return judged || hasLeavers ? new FilePeople(judged) : null
  }

  add({ row: { values }, user, write, deactivates = false }: PlannedRow, fields: readonly MappedCustomField[]): void {
    if (values.emailKey) this.emailKeys.add(values.emailKey, this.count)
    if (values.externalId) this.externalIds.add(values.externalId, this.count)
    for (const { field, key, unique } of fields) {
      const value = unique && values[field]
      if (value) this.valuesOf(key).add(value, this.count)
    }
    if (user && deactivates) this.leavers.add(user.id, this.count)
    if (user?.role === Role.OWNER && (deactivates || write?.details.role)) this.formerOwnerIds.add(user.id)
    this.count++
  }

  has(user: Identified): boolean {
    if (this.emailKeys.has(user.emailKey)) return true
    if (user.externalId !== null && this.externalIds.has(user.externalId)) return true
    for (const [key, values] of this.uniqueValues) {
      const value = user.customFields?.[key]
      if (value !== undefined && values.has(value)) return true
    }
    return false
  }

  private valuesOf(key: string): AddressSet {
    const values = this.uniqueValues.get(key) ?? new AddressSet()
    this.uniqueValues.set(key, values)
    return values
  }

  /** Whether the import deactivates this user, by a row or for having none. */
  deactivates(user: Identified & Pick<User, 'id' | 'source'>): boolean {
    return this.leavers.has(user.id) || (this.judges(user) && !this.has(user))
  }

  // Who came by single sign-on is in no file.
  private judges({ source }: Pick<User, 'source'>): boolean {
    if (this.judged === DeactivationScope.IMPORTED) return source === UserSource.IMPORT
    return this.judged !== null && source !== UserSource.SSO
  }

  /** Whether the file leaves this owner an owner. */
  keepsOwner(owner: Identified & Pick<User, 'id' | 'source'>): boolean {
    return !this.deactivates(owner) && !this.formerOwnerIds.has(owner.id)
  }
}

type Identified = Pick<User, 'emailKey' | 'externalId' | 'customFields'>

export interface MissingQuery {
  people: FilePeople
  /** Users made later are not judged by the file. */
  before: Date
  /** Begin behind this id. */
  after?: string
  size?: number
}

/**
 * Pages of the users whom an import deactivates, in the order in which they were made: active, named by a row that
 * deactivates them or, with ADD_UPDATE_AND_DEACTIVATE_MISSING, not in the file; and not the one who imports, nobody whom
 * an HR integration looks after, nobody who is only missing and came by single sign-on, nobody the viewer may not touch, and never the last owner.
 */
export async function* missingUsers(
  work: Work,
  { people, before, after = '', size = PAGE }: MissingQuery,
): AsyncGenerator<User[]> {
  const grantable = grantableRoles(work.viewer)
  const importerId = viewerUserId(work.viewer)
  const sparedOwnerId = await ownerToSpare(work, people)
  let page: User[] = []
  for (let behind = after; ;) {
    const users = await work
      .rows(User)
      .query('user')
      .andWhere('user.id > :behind', { behind })
      .andWhere('user.status <> :deactivated', { deactivated: UserStatus.DEACTIVATED })
      .andWhere('user.createdAt < :before', { before })
      .orderBy('user.id', 'ASC')
      .take(PAGE)
      .getMany()
    for (const user of users) {
      const isSpared =
        user.id === importerId ||
        user.id === sparedOwnerId ||
        !isJudgedBy(work.viewer, user) ||
        !grantable.includes(user.role)
      if (!isSpared && people.deactivates(user)) page.push(user)
      if (page.length === size) {
        yield page
        page = []
      }
    }
    const last = users.at(-1)
    if (!last) break
    behind = last.id
  }
  if (page.length > 0) yield page
}

/** The most users that one import may deactivate in this organization. */
export async function deactivationLimit(work: Work): Promise<number> {
  const { deactivationLimitPercent, deactivationLimitCount } = await loadOrganization(work)
  const active = await work
    .rows(User)
    .query('user')
    .andWhere('user.status <> :deactivated', { deactivated: UserStatus.DEACTIVATED })
    .getCount()
  const share = Math.floor((active * deactivationLimitPercent) / 100)
  return Math.min(Math.max(share, SHARE_NEVER_BELOW), deactivationLimitCount)
}

// When the file leaves no owner, the one who was there first stays.
async function ownerToSpare(work: Work, people: FilePeople): Promise<string | null> {
  const owners = await work
    .rows(User)
    .query('user')
    .andWhere('user.role = :owner', { owner: Role.OWNER })
    .andWhere('user.status <> :deactivated', { deactivated: UserStatus.DEACTIVATED })
    .orderBy('user.id', 'ASC')
    .getMany()
  if (owners.some((owner) => people.keepsOwner(owner))) return null
  return owners.find((owner) => !people.has(owner))?.id ?? null
}

// A file of people judges whom no HR integration looks after, and that of an integration whom it does.
function isJudgedBy({ kind, id }: Viewer, { source, hrIntegrationId }: User): boolean {
  return kind === ViewerKind.HR_INTEGRATION ? hrIntegrationId === id : source !== UserSource.HR_SYNC
}
