import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { getNamedType, isCompositeType, isObjectType, isRequiredArgument, type GraphQLObjectType } from 'graphql'
import { Role, type ApiKeyScope, type Viewer } from './base/viewer.ts'
import { inviteUser } from './invites/invite-user.ts'
import { makeSchema } from './schema.ts'
import { createTeam } from './teams/create-team.ts'
import { addUser, databases, openHouse, type TestHouse } from './testing.ts'
import { requireManager } from './users/require-manager.ts'
import { viewerOfUser } from './users/viewer-of.ts'

/** Fields within fields, from the root. */
const LONGEST_WAY = 6
const CONFIRMED = { status: 'CONFIRMED' } as const

const schema = makeSchema()
const user = schema.getType('User') as GraphQLObjectType

/** Every way on from these types to a user, as the fields on it; none passes a type three times. */
function waysToUsers(way: readonly string[], types: readonly GraphQLObjectType[]): string[][] {
  const type = types.at(-1) as GraphQLObjectType
  const here = type === user ? [[...way]] : []
  if (way.length === LONGEST_WAY || types.filter((earlier) => earlier === type).length > 2) return here
  const further = Object.values(type.getFields()).flatMap(({ name, args, type: answered }) => {
    const next = getNamedType(answered)
    return isObjectType(next) && !args.some(isRequiredArgument) ? waysToUsers([...way, name], [...types, next]) : []
  })
  return [...here, ...further]
}

/** From what everybody may ask for. */
const ways = ['Viewer', 'Organization'].flatMap((name) =>
  waysToUsers([name.toLowerCase()], [schema.getType(name) as GraphQLObjectType]),
)

describe.each(databases)('what users see of each other (%s)', (on) => {
  let house: TestHouse
  let learner: Viewer
  let hr: Viewer
  beforeAll(async () => {
    house = await openHouse(on)
    const boss = await addUser(house, { email: 'boss@example.com', name: 'Bo Boss', jobTitle: 'Head' }, CONFIRMED)
    const owner = await addUser(house, { email: 'owner@example.com', name: 'Olga Owner', role: 'OWNER' }, CONFIRMED)
    const values = { name: 'Sales', managerId: boss.id }
    const { team } = await house.run((work) => createTeam(work, values, requireManager))
    // Asked in by somebody, and in a team with a manager and others.
    const invited = async (email: string, role: Role) => {
      const input = { email, name: 'Ana Ruiz', role, primaryTeamId: team.id }
      return viewerOfUser((await house.run((work) => inviteUser(work, input), viewerOfUser(owner))).user)
    }
    learner = await invited('learner@example.com', Role.LEARNER)
    hr = await invited('hr@example.com', Role.HR)
  })
  afterAll(() => house.close())

  /** Asks for one field at the end of a way. */
  async function lookAlong(way: readonly string[], field: string, viewer: Viewer) {
    const document = way.reduceRight((inner, step) => `{ ${step} ${inner} }`, `{ ${field} }`)
    const { data, faults } = await house.ask(document, {}, viewer)
    return { faults, text: JSON.stringify(data), addresses: JSON.stringify(data).match(/\w+@example\.com/g) ?? [] }
  }

  it('there are many ways from one user to others', () => {
    expect(ways.map((way) => way.join(' '))).toEqual(
      expect.arrayContaining([
        'viewer user manager',
        'viewer user primaryTeam manager',
        'viewer user primaryTeam members nodes',
        'viewer user lastInvite requestedBy',
        'viewer user invites edges node user',
      ]),
    )
  })

  it('a learner finds no address but their own along any of them', async () => {
    for (const way of ways) {
      const { addresses, faults } = await lookAlong(way, 'email', learner)
      expect([way, addresses.filter((address) => address !== 'learner@example.com')]).toEqual([way, []])
      expect([way, faults.filter((code) => code !== 'FORBIDDEN')]).toEqual([way, []])
    }
  })

  it('with people access the same ways lead to the addresses of everybody around', async () => {
    const found = new Set<string>()
    for (const way of ways) for (const address of (await lookAlong(way, 'email', hr)).addresses) found.add(address)
    expect([...found].toSorted()).toEqual([
      'boss@example.com',
      'hr@example.com',
      'learner@example.com',
      'owner@example.com',
    ])
  })

  it('of their manager everybody sees what they are called and do, and nothing else', async () => {
    const seen: string[] = []
    for (const { name, type } of Object.values(user.getFields())) {
      const field = isCompositeType(getNamedType(type)) ? `${name} { __typename }` : name
      const { faults } = await lookAlong(['viewer', 'user', 'manager'], field, learner)
      if (faults.length === 0) seen.push(name)
      else expect([name, faults]).toEqual([name, ['FORBIDDEN']])
    }
    expect(seen.toSorted()).toEqual(['firstName', 'id', 'jobTitle', 'lastName', 'name'])
    const { text } = await lookAlong(['viewer', 'user', 'manager'], 'name jobTitle', learner)
    expect(text).toContain('"manager":{"name":"Bo Boss","jobTitle":"Head"}')
  })

  it('a user sees all of themself', async () => {
    for (const { name, type } of Object.values(user.getFields())) {
      const field = isCompositeType(getNamedType(type)) ? `${name} { __typename }` : name
      expect([name, (await lookAlong(['viewer', 'user'], field, learner)).faults]).toEqual([name, []])
    }
  })

  it('how many users there are is for those with people access', async () => {
    const counts = '{ organization { userCounts { confirmed } } }'
    expect((await house.ask(counts, {}, learner)).faults).toEqual(['FORBIDDEN'])
    expect((await house.ask(counts, {}, hr)).faults).toEqual([])
  })

  it('a key that may change teams but not read is not shown who is in them', async () => {
    const change = `mutation ($name: String!) { createTeam(input: { name: $name }) {
      team { name members { totalCount } } userErrors { code } } }`
    const key = (...scopes: ApiKeyScope[]) => ({ ...house.as(Role.OWNER), scopes })
    expect((await house.ask(change, { name: 'One' }, key('PEOPLE'))).faults).toEqual(['FORBIDDEN'])
    expect((await house.ask(change, { name: 'Two' }, key('PEOPLE', 'READ'))).faults).toEqual([])
  })
})
