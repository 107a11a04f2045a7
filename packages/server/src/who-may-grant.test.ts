import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiKey } from './access/api-key.ts'
import { ROLE_RIGHTS } from './access/permissions.ts'
import { globalId } from './base/graphql/ids.ts'
import { Role, type Viewer } from './base/viewer.ts'
import { openEveryMutation, type EveryMutation } from './every-mutation.testing.ts'
import { importSteps } from './imports/import-steps.testing.ts'
import { inviteUser } from './invites/invite-user.ts'
import { operationOn } from './operations.testing.ts'
import { readPermissionTables, type Verdicts } from './permission-tables.testing.ts'
import { makeSchema } from './schema.ts'
import { addUser, databases, openHouse, type TestHouse } from './testing.ts'
import type { User, UserStatus } from './users/user.ts'
import { viewerOfUser } from './users/viewer-of.ts'

/** What a call came to, as a code; null when it did what was asked. */
type Outcome = string | null

const CALLERS = {
  Owner: { role: 'OWNER' },
  Admin: { role: 'ADMIN' },
  HR: { role: 'HR' },
  'Curator with People': { role: 'CURATOR', permissions: ['PEOPLE'] },
} as const
type CallerName = keyof typeof CALLERS

const schema = makeSchema()
const table = readPermissionTables().get('role') ?? new Map<string, Verdicts>()
const mutations = readPermissionTables().get('mutation') ?? new Map<string, Verdicts>()

describe.each(databases)('nobody reaches above their own role (%s)', (on) => {
  let house: TestHouse
  let every: EveryMutation
  const callers = new Map<CallerName, Viewer>()
  beforeAll(async () => {
    house = await openHouse(on)
    every = await openEveryMutation(house)
    for (const [name, input] of Object.entries(CALLERS)) {
      callers.set(name as CallerName, viewerOfUser(await newUser({ ...input }, { status: 'CONFIRMED' })))
    }
  })
  afterAll(async () => {
    await every.close()
    await house.close()
  })

  let people = 0
  const newEmail = () => `user${(people += 1)}@example.com`
  const newUser = (input: object, marks: Parameters<typeof addUser>[2] = {}): Promise<User> =>
    addUser(house, { email: newEmail(), name: 'Ana Ruiz', ...input }, marks)
  const userId = async (role: Role, status: UserStatus = 'NOT_INVITED') =>
    globalId('User', (await newUser({ role }, { status })).id)
  async function inviteId(role: Role): Promise<string> {
    const { invite } = await house.run((work) => inviteUser(work, { email: newEmail(), name: 'Ana Ruiz', role }))
    return globalId('Invite', String(invite?.id))
  }
  async function apiKeyId(role: Role): Promise<string> {
    // An organization has few.
    await house.run((work) => work.rows(ApiKey).delete({ name: 'Partner' }))
    const { data } = await house.ask(
      'mutation ($role: Role!) { createApiKey(input: { name: "Partner", role: $role }) { apiKey { id } } }',
      { role },
    )
    return data.createApiKey.apiKey.id
  }
  const importId = async () => ((await every.prepare('configureImport')).input as { importId: string }).importId

  async function call(mutation: string, input: object, viewer: Viewer): Promise<Outcome> {
    const { data, faults } = await house.ask(operationOn(schema, 'mutation', mutation, 3), { input }, viewer)
    const { userErrors = [], results = [], skipped = [] } = data?.[mutation] ?? {}
    const codes = [userErrors, ...results.map((result: { userErrors: object[] }) => result.userErrors)].flat()
    return faults[0] ?? codes[0]?.code ?? skipped[0]?.reason ?? null
  }

  /** What becomes of the only row of a file. */
  async function rowOf(csv: string, viewer: Viewer): Promise<Outcome> {
    const steps = importSteps(house, viewer)
    const { importSession } = await steps.start(csv)
    await steps.map(importSession.id)
    const { nodes } = await steps.rows(importSession.id)
    await steps.cancel(importSession.id)
    return nodes[0].issues[0]?.code ?? null
  }

  type Way = (role: Role, viewer: Viewer) => Promise<Outcome>
  const byMutation =
    (mutation: string, inputFor: (role: Role) => Promise<object>): Way =>
    async (role, viewer) =>
      call(mutation, await inputFor(role), viewer)
  const settingsOf = (defaultRole: Role) => ({ mode: 'ADD_ONLY', invites: 'NONE', defaultRole })
  const ways: Record<string, Way> = {
    'giving a role: inviteUser': byMutation('inviteUser', async (role) => ({ email: newEmail(), name: 'A', role })),
    'giving a role: inviteUsers': byMutation('inviteUsers', async (role) => ({
      users: [{ email: newEmail(), name: 'A', role }],
    })),
    'giving a role: updateUser': byMutation('updateUser', async (role) => ({
      userId: await userId('LEARNER'),
      role,
    })),
    'giving a role: createApiKey': byMutation('createApiKey', async (role) => ({ name: 'Partner', role })),
    'giving a role: configureImport': byMutation('configureImport', async (role) => ({
      importId: await importId(),
      settings: settingsOf(role),
    })),
    'giving a role: commitImport': byMutation('commitImport', async (role) => ({
      importId: await importId(),
      settings: settingsOf(role),
      waitSeconds: 0,
    })),
    'giving a role: a new row of a file': (role, viewer) =>
      rowOf(`Email,Name,Role\n${newEmail()},Ana Ruiz,${ROLE_RIGHTS[role].label}\n`, viewer),
    'giving a role: a row of a file about somebody known': async (role, viewer) =>
      rowOf(`Email,Name,Role\n${(await newUser({})).email},Ana Ruiz,${ROLE_RIGHTS[role].label}\n`, viewer),
    'changing: updateUser': byMutation('updateUser', async (role) => ({
      userId: await userId(role),
      jobTitle: 'Boss',
    })),
    'changing: a row of a file': async (role, viewer) =>
      rowOf(`Email,Name\n${(await newUser({ role })).email},Bea Ruiz\n`, viewer),
    'taking a role away: updateUser': byMutation('updateUser', async (role) => ({
      userId: await userId(role),
      role: 'LEARNER',
    })),
    deactivateUser: byMutation('deactivateUser', async (role) => ({ userId: await userId(role) })),
    reactivateUser: byMutation('reactivateUser', async (role) => ({
      userId: await userId(role, 'DEACTIVATED'),
    })),
    setUserPassword: byMutation('setUserPassword', async (role) => ({
      userId: await userId(role),
      password: 'four words beside a river',
    })),
    resendInvite: byMutation('resendInvite', async (role) => ({ userId: await userId(role) })),
    resendInvites: byMutation('resendInvites', async (role) => ({ userIds: [await userId(role)] })),
    revokeInvite: byMutation('revokeInvite', async (role) => ({ inviteId: await inviteId(role) })),
    revokeInvites: byMutation('revokeInvites', async (role) => ({ inviteIds: [await inviteId(role)] })),
    rotateApiKey: byMutation('rotateApiKey', async (role) => ({ apiKeyId: await apiKeyId(role) })),
    revokeApiKey: byMutation('revokeApiKey', async (role) => ({ apiKeyId: await apiKeyId(role) })),
  }

  it.each(Object.keys(ways))('%s', async (name) => {
    const mutation = /\w+$/.exec(name)?.[0] ?? ''
    for (const [caller, viewer] of callers) {
      const mayCall = (mutations.get(mutation)?.[caller] ?? 'yes') === 'yes'
      for (const role of Object.values(Role)) {
        const { label } = ROLE_RIGHTS[role]
        const isInReach = table.get(caller)?.[label] === 'yes'
        const expected = !mayCall ? 'FORBIDDEN' : isInReach ? null : 'ROLE_NOT_ALLOWED'
        expect([caller, label, await ways[name]?.(role, viewer)]).toEqual([caller, label, expected])
      }
    }
  })
})
