import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { GraphQLInterfaceType } from 'graphql'
import { ApiKey, newApiKey, newApiKeySecret } from './access/api-key.ts'
import { AuditEvent } from './audit/audit-event.ts'
import { globalId, type NodeName } from './base/graphql/ids.ts'
import { ApiKeyScope, Role, type Permission } from './base/viewer.ts'
import { openEveryMutation, PASSWORD, type EveryMutation } from './every-mutation.testing.ts'
import { openEveryQuery, type EveryQuery } from './every-query.testing.ts'
import { serveHttp, type Http } from './http.ts'
import { inProcessQueue } from './jobs/in-process.ts'
import { operationOn, rootFields, type OperationKind } from './operations.testing.ts'
import { readPermissionTables, type Verdicts } from './permission-tables.testing.ts'
import { makeSchema } from './schema.ts'
import { startSession } from './sign-in/start-session.ts'
import { addUser, databases, openHouse, type TestHouse } from './testing.ts'
import { hashPassword } from './users/password.ts'

/** A call that is refused, or answered with nothing; one that is so unless it is about oneself; and any other. */
type Verdict = '–' | 'own' | 'yes'

interface Caller {
  bearer: string | null
  actorId: string | null
  /** What it is itself, as an id of the API. */
  ownId: string
}

const USERS: Record<string, { role: Role; permissions?: Permission[] }> = {
  Owner: { role: 'OWNER' },
  Admin: { role: 'ADMIN' },
  HR: { role: 'HR' },
  'Curator with People': { role: 'CURATOR', permissions: ['PEOPLE'] },
  Curator: { role: 'CURATOR' },
  'Learning Designer': { role: 'LEARNING_DESIGNER' },
  Reporter: { role: 'REPORTER' },
  Learner: { role: 'LEARNER' },
}
const CALLERS = ['nobody', ...Object.keys(USERS), ...Object.values(ApiKeyScope)]
const ABOUT_ONESELF = ['user', 'node', 'nodes']

const schema = makeSchema()
const kinds = ['query', 'mutation', 'subscription'] as const
const fields = kinds.flatMap((kind) => Object.keys(rootFields(schema, kind)).map((name) => [kind, name] as const))
const tables = readPermissionTables()
const objects = [...(tables.get('object')?.keys() ?? [])] as NodeName[]

function isOpen([kind, name]: (typeof fields)[number]): boolean {
  return Object.values(tables.get(kind)?.get(name) ?? {}).every((verdict) => verdict === 'yes')
}

describe('the table of permissions', () => {
  it.each(kinds)('has a line for each %s of the schema, in order, and no other', (kind) => {
    expect([...(tables.get(kind)?.keys() ?? [])]).toEqual(Object.keys(rootFields(schema, kind)).toSorted())
  })

  it('has a line for each kind of object that has an id', () => {
    const kindsOfObjects = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType)
    expect(objects).toEqual(kindsOfObjects.map(({ name }) => name).toSorted())
  })

  it.each(kinds)('has a column for everybody who may call a %s', (kind) => {
    for (const verdicts of tables.get(kind)?.values() ?? []) expect(Object.keys(verdicts)).toEqual(CALLERS)
  })
})

describe.each(databases)('what the table of permissions says is so for each caller (%s)', (on) => {
  let house: TestHouse
  let http: Http
  let mutations: EveryMutation
  let queries: EveryQuery
  let passwordHash: string
  beforeAll(async () => {
    house = await openHouse(on, { PORT: '0', WEBHOOK_TARGETS: 'any', TRUSTED_PROXIES: '1' })
    http = await serveHttp(house, inProcessQueue())
    mutations = await openEveryMutation(house)
    queries = await openEveryQuery(house, mutations)
    passwordHash = await hashPassword(PASSWORD)
  })
  afterAll(async () => {
    await mutations.close()
    await http.close()
    await house.close()
  })

  // New for each call: a key or session that was refused a hundred times is not written down any more.
  let callers = 0
  async function newCaller(column: string): Promise<Caller> {
    if (column === 'nobody') return { bearer: null, actorId: null, ownId: '' }
    const user = USERS[column]
    return user ? newUser(user) : newKey(column as ApiKeyScope)
  }

  async function newUser(input: { role: Role; permissions?: Permission[] }, marks = {}): Promise<Caller> {
    const email = `caller${(callers += 1)}@example.com`
    const user = await addUser(
      house,
      { ...input, email, name: 'Cy Caller' },
      { status: 'CONFIRMED', passwordHash, ...marks },
    )
    const { token } = await house.run((work) => startSession(work, user))
    return { bearer: token, actorId: user.id, ownId: globalId('User', user.id) }
  }

  async function newKey(scope: ApiKeyScope): Promise<Caller> {
    const secret = newApiKeySecret()
    const { id } = await house.run(async (work) => {
      // An organization has few.
      const name = `Caller, ${scope}`
      await work.rows(ApiKey).delete({ name })
      const values = { name, role: Role.OWNER, scopes: [scope], createdAt: work.now() }
      return work.rows(ApiKey).insert(newApiKey(secret, values))
    })
    return { bearer: secret, actorId: id, ownId: globalId('ApiKey', id) }
  }

  // Answers of any shape are looked into.
  // oxlint-disable-next-line typescript/no-explicit-any
  async function post(kind: OperationKind, name: string, variables: object, { bearer }: Caller): Promise<any> {
    const response = await fetch(`${http.url}/graphql${kind === 'subscription' ? '/stream' : ''}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // Each from a machine of its own: who calls without a credential may not call often.
        'x-forwarded-for': `10.0.${(callers += 1) >> 8}.${callers & 255}`,
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ query: operationOn(schema, kind, name), variables }),
    })
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    return isStream ? firstEvent(response) : response.json()
  }

  /** What was noted of refusals since this was asked last; it is taken away, so that asking stays quick. */
  const takeRefusals = () =>
    house.run(async (work) => {
      const noted = await work.rows(AuditEvent).find({ action: 'right.refused' })
      if (noted.length > 0) await work.rows(AuditEvent).delete({ action: 'right.refused' })
      return noted
    })

  /** Calls as a new caller, holds a refusal to its form, and says whether there was an answer. */
  async function isAnswered(kind: OperationKind, name: string, caller: Caller, variables: object): Promise<boolean> {
    const { data, errors } = await post(kind, name, variables, caller)
    const noted = await takeRefusals()
    if (errors) {
      const code = caller.bearer ? 'FORBIDDEN' : 'UNAUTHENTICATED'
      expect(errors).toMatchObject([{ message: expect.stringMatching(/\.$/), extensions: { code } }])
      expect(data?.[name] ?? null).toBeNull()
      expect(noted.map(({ actorId }) => actorId)).toEqual(caller.bearer ? [caller.actorId] : [])
      return false
    }
    expect(noted).toEqual([])
    expect(data[name]?.userErrors ?? []).toEqual([])
    return [data[name]].flat().every((answer) => answer !== null)
  }

  async function prepare(kind: OperationKind, name: string): Promise<object> {
    if (kind !== 'mutation') return queries.prepare(name)
    const { input } = await mutations.prepare(name)
    return { input }
  }

  async function verdictOf(kind: OperationKind, name: string, column: string, variables: object): Promise<Verdict> {
    const caller = await newCaller(column)
    if (await isAnswered(kind, name, caller, variables)) return 'yes'
    const isOwn =
      ABOUT_ONESELF.includes(name) && isAnswered(kind, name, caller, { id: caller.ownId, ids: [caller.ownId] })
    return (await isOwn) ? 'own' : '–'
  }

  it.each(objects)('object %s', async (object) => {
    const found: Verdicts = {}
    for (const column of CALLERS) {
      const isShown = await isAnswered('query', 'node', await newCaller(column), { id: queries.ids[object] })
      found[column] = isShown ? 'yes' : '–'
    }
    expect(found).toEqual(tables.get('object')?.get(object))
  })

  it('a user who has to choose a password may call what needs no credential, changePassword and signOut', async () => {
    const open = fields.filter(([kind, name]) => tables.get(kind)?.get(name)?.['nobody'] === 'yes')
    const found: string[] = []
    for (const [kind, name] of fields) {
      const variables = await prepare(kind, name)
      const caller = await newUser({ role: 'OWNER' }, { mustChangePassword: true })
      if (await isAnswered(kind, name, caller, variables)) found.push(name)
    }
    expect(found.toSorted()).toEqual([...open.map(([, name]) => name), 'changePassword', 'signOut'].toSorted())
  })

  it.each(fields.filter(isOpen))('%s %s, which is open to everybody', async (kind, name) => {
    const asked: [column: string, variables: object][] = []
    for (const column of CALLERS) asked.push([column, await prepare(kind, name)])
    // All at once: some of these wait before they answer, so that nothing can be told from the time they take.
    const found = await Promise.all(
      asked.map(async ([column, variables]) => [column, await verdictOf(kind, name, column, variables)] as const),
    )
    expect(Object.fromEntries(found)).toEqual(tables.get(kind)?.get(name))
  })

  it.each(fields.filter((field) => !isOpen(field)))('%s %s', async (kind, name) => {
    const found: Verdicts = {}
    let variables: object | null = null
    for (const column of CALLERS) {
      variables ??= await prepare(kind, name)
      found[column] = await verdictOf(kind, name, column, variables)
      // A call that is refused uses nothing up.
      if (found[column] === 'yes') variables = null
    }
    expect(found).toEqual(tables.get(kind)?.get(name))
  })
})

/** The first event of a stream, which is left then. */
async function firstEvent(response: Response): Promise<unknown> {
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString()
    const [, data] = /^data: (.*)\n\n/m.exec(text) ?? []
    if (data) return JSON.parse(data)
  }
  throw new Error(`A stream ended without an event: ${text}`)
}
