import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Connection } from '../base/graphql/connection.ts'
import { pageRequest, type PageArgs } from '../base/graphql/connection.ts'
import { Role } from '../base/viewer.ts'
import { readingWork } from '../base/work.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { findOrAddTeams } from '../teams/find-or-add-team.ts'
import { addOrganization, addUser, databases, openTestServer, testViewer, type TestServer } from '../testing.ts'
import { findUsers, type UserConditions, type UserOrder } from './find-users.ts'
import type { User } from './user.ts'

describe.each(databases)('listing users on %s', (on) => {
  let server: TestServer
  let teams: ReadonlyMap<string, string>
  let locations: ReadonlyMap<string, string>
  beforeAll(async () => {
    server = await openTestServer(on)
    teams = await server.run((work) => findOrAddTeams(work, ['Research', 'Sales']))
    locations = await server.run((work) => findOrAddLocations(work, ['London', 'Tokyo']))
    const add = (name: string, input: object = {}, marks: object = {}) =>
      addUser(server, { name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com`, ...input }, marks)
    await add('Ada Lovelace', { jobTitle: 'Analyst', primaryTeamId: teams.get('Research'), role: 'HR' })
    await add(
      'Zoë Quinn',
      { email: 'ZOE@example.com', externalId: 'P-100%', locationId: locations.get('Tokyo') },
      { status: 'INVITE_PENDING' },
    )
    server.wait(60_000)
    await add(
      'Élodie Durand',
      { email: 'elodie@example.com', secondaryTeamIds: [teams.get('Sales'), teams.get('Research')] },
      { status: 'CONFIRMED' },
    )
    await add('山田 太郎', { email: 'taro@example.jp', jobTitle: '研究員', locationId: locations.get('Tokyo') })
    await add("o'neil_smith", { email: 'oneil@example.com', jobTitle: 'Sales Analyst' }, { status: 'DEACTIVATED' })
    const stranger = testViewer(await addOrganization(server, 'Other Academy'), Role.OWNER)
    await addUser(server, { name: 'Ada Stranger', email: 'ada@example.com' }, {}, stranger)
  })
  afterAll(() => server.close())

  const list = (
    conditions: UserConditions = {},
    { page = {}, order }: { page?: PageArgs; order?: UserOrder } = {},
  ): Promise<Connection<User>> =>
    findUsers(readingWork(server, server.as(Role.OWNER)), { conditions, order, page: pageRequest(page) })
  const names = async (...asked: Parameters<typeof list>) => (await list(...asked)).nodes.map(({ name }) => name)
  const ALL = ['Ada Lovelace', 'Zoë Quinn', "o'neil_smith", 'Élodie Durand', '山田 太郎']

  test('shows everybody of the organization by name, and nobody else', async () => {
    expect(await names()).toEqual(ALL)
    expect(await (await list()).totalCount).toBe(5)
  })

  test('narrows by what is given, and several values are alternatives', async () => {
    expect(await names({ status: ['CONFIRMED', 'INVITE_PENDING'] })).toEqual(['Zoë Quinn', 'Élodie Durand'])
    expect(await names({ role: ['HR'] })).toEqual(['Ada Lovelace'])
    expect(await names({ source: ['MANUAL'] })).toEqual(ALL)
    expect(await names({ source: ['IMPORT'] })).toEqual([])
    expect(await names({ locationId: [locations.get('Tokyo') as string] })).toEqual(['Zoë Quinn', '山田 太郎'])
    expect(await names({ email: ['Zoe@Example.com', ' TARO@example.jp', 'nobody@example.com'] })).toEqual([
      'Zoë Quinn',
      '山田 太郎',
    ])
    expect(await names({ locationId: [locations.get('Tokyo') as string], status: ['INVITE_PENDING'] })).toEqual([
      'Zoë Quinn',
    ])
    expect(await names({ status: null, role: null, search: null })).toEqual(ALL)
  })

  test('finds nobody when there is no value to be', async () => {
    for (const nothing of [{ status: [] }, { role: [] }, { teamId: [] }, { locationId: [] }, { email: [] }]) {
      expect(await names(nothing)).toEqual([])
    }
  })

  test('finds members of a team, primary or secondary, each once', async () => {
    const [research, sales] = [teams.get('Research') as string, teams.get('Sales') as string]
    expect(await names({ teamId: [research] })).toEqual(['Ada Lovelace', 'Élodie Durand'])
    expect(await names({ teamId: [sales, research] })).toEqual(['Ada Lovelace', 'Élodie Durand'])
    expect(await names({ teamId: ['nobody’s'] })).toEqual([])
  })

  test('narrows by when they were made', async () => {
    const [, zoe, elodie] = (await list({}, { order: { field: 'CREATED_AT', direction: 'ASC' } })).nodes as [
      User,
      User,
      User,
    ]
    expect(await names({ createdBefore: elodie.createdAt })).toEqual(['Ada Lovelace', 'Zoë Quinn'])
    expect(await names({ createdAfter: zoe.createdAt, createdBefore: elodie.createdAt })).toEqual(['Zoë Quinn'])
  })

  test.each([
    ['ada', ['Ada Lovelace']],
    ['LOVELACE ada', ['Ada Lovelace']],
    ['analyst', ['Ada Lovelace', "o'neil_smith"]],
    ['analyst sales', ["o'neil_smith"]],
    ['analyst quinn', []],
    ['p-100%', ['Zoë Quinn']],
    ['100_', []],
    ['l_s', ["o'neil_smith"]],
    ["o'n", ["o'neil_smith"]],
    ['zoë', ['Zoë Quinn']],
    ['ZOË', ['Zoë Quinn']],
    ['élodie', ['Élodie Durand']],
    ['ÉLODIE', ['Élodie Durand']],
    ['太郎', ['山田 太郎']],
    ['研究', ['山田 太郎']],
    ['example.jp', ['山田 太郎']],
    ['!%', []],
    ['\\', []],
    ['  ', ALL],
  ])('finds %j in name, address, job title and external id', async (search, found) => {
    expect(await names({ search })).toEqual(found)
  })

  test.each(['NAME', 'EMAIL', 'CREATED_AT', 'UPDATED_AT'] as const)(
    'is paged by %s in both directions',
    async (field) => {
      for (const direction of ['ASC', 'DESC'] as const) {
        const order = { field, direction }
        const whole = await names({}, { order })
        expect([...whole].sort()).toEqual([...ALL].sort())
        const forwards: string[] = []
        for (let after: string | null = null, more = true; more;) {
          const { nodes, pageInfo } = await list({}, { order, page: { first: 2, after } })
          forwards.push(...nodes.map(({ name }) => name))
          after = pageInfo.endCursor
          more = pageInfo.hasNextPage
        }
        expect(forwards).toEqual(whole)
        const backwards: string[] = []
        for (let before: string | null = null, more = true; more;) {
          const { nodes, pageInfo } = await list({}, { order, page: { last: 2, before } })
          backwards.unshift(...nodes.map(({ name }) => name))
          before = pageInfo.startCursor
          more = pageInfo.hasPreviousPage
        }
        expect(backwards).toEqual(whole)
      }
    },
  )

  test('refuses more addresses than can be asked for at once', async () => {
    const email = Array.from({ length: 501 }, (_, index) => `user${index}@example.com`)
    await expect(list({ email })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', facts: { maximum: 500 } })
  })

  test('takes a condition of a higher room', async () => {
    const { nodes } = await findUsers(readingWork(server, server.as(Role.OWNER)), {
      conditions: { search: 'analyst' },
      page: pageRequest({}),
      also: (query) => query.andWhere('user.deactivatedAt IS NULL AND user.status <> :gone', { gone: 'DEACTIVATED' }),
    })
    expect(nodes.map(({ name }) => name)).toEqual(['Ada Lovelace'])
  })
})
