import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm'
import { requireManagePeople } from '../access/permissions.ts'
import { Fault } from '../base/errors.ts'
import { findPage, whereOccurs, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Role } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'
import { canonicalAddress } from './email-address.ts'
import { User, UserTeam, type UserSource, type UserStatus } from './user.ts'

const MOST_ADDRESSES = 500
const MOST_WORDS = 10

/** Which users: all that is given must fit, and several values of one kind are alternatives. */
export interface UserConditions {
  status?: readonly UserStatus[] | null
  role?: readonly Role[] | null
  source?: readonly UserSource[] | null
  teamId?: readonly string[] | null
  locationId?: readonly string[] | null
  email?: readonly string[] | null
  createdAfter?: Date | null
  createdBefore?: Date | null
  search?: string | null
}

export const UserOrderField = {
  NAME: 'NAME',
  EMAIL: 'EMAIL',
  CREATED_AT: 'CREATED_AT',
  UPDATED_AT: 'UPDATED_AT',
} as const
export type UserOrderField = keyof typeof UserOrderField

export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const
export type OrderDirection = keyof typeof OrderDirection

export interface UserOrder {
  field: UserOrderField
  direction: OrderDirection
}

// Ids are made in the order of time, and their index is there already.
const SORT_BY = { NAME: 'name', EMAIL: 'emailKey', CREATED_AT: null, UPDATED_AT: 'updatedAt' } as const

export interface UserList {
  conditions?: UserConditions | undefined
  order?: UserOrder | undefined
  page: PageRequest
  /** Conditions of a higher room, on the alias `user`. */
  also?: ((query: SelectQueryBuilder<User>) => void) | undefined
}

/** A page of the organization's users. */
export async function findUsers(
  work: Work,
  { conditions = {}, order, page, also }: UserList,
): Promise<Connection<User>> {
  requireManagePeople(work)
  const query = work.rows(User).query('user')
  whereUser(query, conditions)
  also?.(query)
  return findPage(query, page, SORT_BY[order?.field ?? 'NAME'], order?.direction)
}

/** Only users who meet the conditions; their alias is `user`. */
export function whereUser(query: SelectQueryBuilder<User>, conditions: UserConditions): void {
  const { status, role, source, teamId, locationId, email, createdAfter, createdBefore, search } = conditions
  const oneOf = (property: keyof User, values: readonly string[] | null | undefined) => {
    if (values?.length === 0) query.andWhere('1 = 0')
    else if (values) query.andWhere(`user.${property} IN (:...${property}Values)`, { [`${property}Values`]: values })
  }
  oneOf('status', status)
  oneOf('role', role)
  oneOf('source', source)
  oneOf('locationId', locationId)
  if (email && email.length > MOST_ADDRESSES) {
    throw new Fault('BAD_USER_INPUT', `At most ${MOST_ADDRESSES} addresses can be asked for at once.`, {
      maximum: MOST_ADDRESSES,
    })
  }
  oneOf('emailKey', email?.map(canonicalAddress))
  if (teamId) query.andWhere(isInTeam(query, 'user', teamId))
  if (createdAfter) query.andWhere('user.createdAt >= :createdAfter', { createdAfter })
  if (createdBefore) query.andWhere('user.createdAt < :createdBefore', { createdBefore })
  const words = search?.trim().split(/\s+/).filter(Boolean) ?? []
  for (const [index, word] of words.slice(0, MOST_WORDS).entries()) {
    whereOccurs(query, `word${index}_`, ['name', 'email', 'jobTitle', 'externalId'], word)
  }
}

/** The condition that a user's primary or secondary team is one of these; `alias` is that of the user. */
export function isInTeam(query: SelectQueryBuilder<ObjectLiteral>, alias: string, teamIds: readonly string[]): string {
  if (teamIds.length === 0) return '1 = 0'
  const secondary = query
    .subQuery()
    .select('1')
    .from(UserTeam, 'membership')
    .where(`membership.organizationId = ${alias}.organizationId`)
    .andWhere(`membership.userId = ${alias}.id`)
    .andWhere('membership.teamId IN (:...teamIds)')
  query.setParameter('teamIds', teamIds)
  return `(${alias}.primaryTeamId IN (:...teamIds) OR EXISTS ${secondary.getQuery()})`
}
