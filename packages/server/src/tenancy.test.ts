import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  getNamedType,
  getNullableType,
  GraphQLID,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLInputType,
} from 'graphql'
import { Organization } from './access/organization.ts'
import { bareId, globalId, NODE_OF_ARGUMENT, type NodeName } from './base/graphql/ids.ts'
import { newId } from './base/work.ts'
import { openEveryMutation, type EveryMutation } from './every-mutation.testing.ts'
import { openEveryQuery, type EveryQuery } from './every-query.testing.ts'
import { importSteps } from './imports/import-steps.testing.ts'
import { watchImport } from './imports/watch-import.ts'
import { operationOn, rootFields } from './operations.testing.ts'
import { makeSchema } from './schema.ts'
import { tables } from './tables.ts'
import { addOrganization, addUser, databases, houseOf, openHouse, type TestHouse } from './testing.ts'
import { viewerOfUser } from './users/viewer-of.ts'

type Values = Record<string, unknown>

/** Where in the arguments of a root field an id stands. */
interface Place {
  kind: 'query' | 'mutation'
  field: string
  /** Names from the argument to the id. */
  path: readonly string[]
  isList: boolean
  nodes: readonly NodeName[]
}

const ALL = [...new Set(Object.values(NODE_OF_ARGUMENT)), 'Organization', 'ImportRow', 'AuditEvent'] as NodeName[]
/** Of the ids that are not called after what they name. */
const NODES: Record<string, readonly NodeName[]> = {
  'node.id': ALL,
  'nodes.ids': ALL,
  'user.id': ['User'],
  'importSession.id': ['ImportSession'],
  'auditEvents.actorId': ['User', 'ApiKey', 'HrIntegration'],
  'auditEvents.subjectId': ALL,
  'startImport.input.replaces': ['ImportSession'],
}

const schema = makeSchema()

function placesIn(root: Pick<Place, 'kind' | 'field'>, path: readonly string[], type: GraphQLInputType): Place[] {
  const named = getNamedType(type)
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) => placesIn(root, [...path, field.name], field.type))
  }
  if (named !== GraphQLID) return []
  const node = NODE_OF_ARGUMENT[path.at(-1) ?? '']
  const nodes = NODES[[root.field, ...path].join('.')] ?? (node ? [node] : [])
  return [{ ...root, path, isList: isListType(getNullableType(type)), nodes }]
}

const places = (['query', 'mutation'] as const).flatMap((kind) =>
  Object.values(rootFields(schema, kind)).flatMap((field) =>
    field.args.flatMap(({ name, type }) => placesIn({ kind, field: field.name }, [name], type)),
  ),
)

/** Everything of an organization that an id can lead to. */
interface Furnished {
  house: TestHouse
  mutations: EveryMutation
  queries: EveryQuery
  ids: Record<NodeName, readonly string[]>
}

/** Makes objects of every kind, and leads from each to the others. */
async function furnish(house: TestHouse): Promise<Furnished> {
  const mutations = await openEveryMutation(house)
  const queries = await openEveryQuery(house, mutations)
  const { ids } = queries
  const inTeam = { primaryTeamId: ids.Team, locationId: ids.Location }
  await mutations.ask('updateUser', { input: { userId: ids.User, ...inTeam } })
  await mutations.ask('updateTeam', { input: { teamId: ids.Team, managerId: ids.User } })
  await mutations.ask('resendInvite', { input: { userId: ids.User } })
  const owner = await addUser(house, { email: `${newId()}@walks.example`, name: 'Olga Owner', role: 'OWNER' })
  const file = `Email,Name\n${newId()}@walks.example,Bea Ruiz\n`
  const committed = await importSteps(house, viewerOfUser(owner)).run(file, { mode: 'ADD_ONLY', invites: 'IMMEDIATE' })
  await house.runJobs()
  const lists: Record<string, readonly string[]> = {}
  for (const [node, id] of Object.entries(ids)) lists[node] = [id]
  return {
    house,
    mutations,
    queries,
    ids: {
      ...(lists as Furnished['ids']),
      ImportSession: [ids.ImportSession, committed.id],
      User: [ids.User, globalId('User', owner.id)],
    },
  }
}

describe.each(databases)('an id of another organization (%s)', (on) => {
  let house: TestHouse
  let ours: Furnished
  let theirs: Furnished
  let before: string
  beforeAll(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    ours = await furnish(house)
    theirs = await furnish(houseOf(house, await addOrganization(house, 'Theirs')))
    before = await everythingOf(theirs.house.organizationId)
  })
  afterAll(async () => {
    await ours.mutations.close()
    await theirs.mutations.close()
    await house.close()
  })

  async function everythingOf(organizationId: string): Promise<string> {
    const { manager } = house.database.writer
    const rows: unknown[] = []
    for (const table of tables) {
      const where = table === Organization ? { id: organizationId } : { organizationId }
      rows.push(await manager.find<{ organizationId: string }>(table as never, { where } as never))
    }
    return JSON.stringify(rows)
  }

  /** Calls as one of us with this id at the place; answers what came back, with the id left out. */
  async function askWith(place: Place, id: string): Promise<string> {
    const variables = await variablesFor(place)
    put(variables, place.path, place.isList ? [id] : id)
    return (await ask(place, variables)).replaceAll(id, 'the id')
  }

  /** The same with ids of ours: the one with which it is called as a rule, or any that could stand there. */
  async function askWithOurs(place: Place): Promise<string[]> {
    const variables = await variablesFor(place)
    const usual = place.path.reduce<unknown>((value, name) => (value as Values | undefined)?.[name], variables)
    const usualIds = [usual ?? []].flat() as string[]
    if (usualIds.length > 0) {
      const answer = await ask(place, variables)
      return [usualIds.reduce((text, id) => text.replaceAll(id, 'the id'), answer)]
    }
    const answers: string[] = []
    for (const id of place.nodes.flatMap((node) => ours.ids[node])) answers.push(await askWith(place, id))
    return answers
  }

  async function variablesFor({ kind, field, path }: Place): Promise<Values> {
    if (kind === 'query') return { ...(await ours.queries.prepare(field)) }
    const { input } = await ours.mutations.prepare(field)
    // Whom is said by a list or by a filter, and not by both; a file comes from one place.
    return { input: path.includes('filter') || path.includes('uploadId') ? {} : structuredClone(input) }
  }

  async function ask({ kind, field }: Place, variables: Values): Promise<string> {
    const { data, messages, faults } = await house.ask(operationOn(schema, kind, field, 3), variables)
    return JSON.stringify({ data, messages, faults })
  }

  it('is tried at every place where the API takes an id', () => {
    const below = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter((type) => type !== schema.getQueryType() && type !== schema.getMutationType())
      .flatMap((type) => Object.values(type.getFields()))
      .flatMap(({ name, args }) => args.flatMap(({ type }) => placesIn({ kind: 'query', field: name }, [], type)))
    expect(below.map(({ field }) => field)).toEqual(['importProgress'])
    expect(places.filter(({ nodes }) => nodes.length === 0)).toEqual([])
    expect(places.length).toBeGreaterThan(60)
  })

  it.each(places.map((place) => [`${place.field}: ${place.path.join('.')}`, place] as const))(
    '%s',
    async (_, place) => {
      const unknown = new Map<NodeName, string>()
      for (const node of place.nodes) {
        unknown.set(node, await askWith(place, globalId(node, newId())))
        for (const id of theirs.ids[node]) expect([node, await askWith(place, id)]).toEqual([node, unknown.get(node)])
      }
      // Else the id would not matter, and nothing would be shown.
      expect([...unknown.values()]).not.toEqual(expect.arrayContaining(await askWithOurs(place)))
    },
  )

  it('importProgress: importId', async () => {
    const watched = (id: string) => watchImport(house, house.as('OWNER'), bareId('ImportSession', id)).next()
    const unknown = await watched(globalId('ImportSession', newId())).catch(String)
    for (const id of theirs.ids.ImportSession) expect(await watched(id).catch(String)).toBe(unknown)
    expect((await watched(ours.ids.ImportSession[0] ?? '')).done).toBe(false)
  })

  it('has changed nothing of theirs', async () => {
    expect(await everythingOf(theirs.house.organizationId)).toBe(before)
  })
})

/** Puts a value at a place, in every entry of a list, and makes what is missing on the way to it. */
function put(values: Values, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) values[name] = value
  else for (const inner of [(values[name] ??= {})].flat()) put(inner as Values, rest, value)
}
