import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AuditEvent } from '../audit/audit-event.ts'
import { Job } from '../jobs/job.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { HrSourceSettings } from './hr-source-settings.ts'
import { ENTERPRISE_SCHEMA } from './scim-normalise.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

const CREATE = `mutation ($input: CreateHrIntegrationInput!) { createHrIntegration(input: $input) {
  hrIntegration { id } userErrors { code message path } } }`
const SHOWN = `query ($id: ID!) { node(id: $id) { ... on HrIntegration {
  status userCount recentFailures { externalId message } source { url schedule timeZone nextRunAt } } } }`

interface Employee {
  workEmail: string | null
  firstName: string
  lastName: string
  status: 'Active' | 'Inactive'
  jobTitle?: string
  department?: string
  hireDate?: string
  employeeNumber?: string
}

/** What BambooHR answers, as far as it is asked here. */
class BambooStandIn {
  readonly asked: string[] = []
  readonly authorizations = new Set<string | undefined>()
  /** So many more employees are told before it wants to be left alone. */
  patience = Infinity
  isDown = false
  private readonly employees = new Map<string, { employee: Employee | null; lastChanged: string }>()
  private moment = Date.parse('2026-01-01T00:00:00Z')
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://bamboo')
    this.asked.push(url.pathname.replace('/acme/v1/employees/', ''))
    this.authorizations.add(request.headers.authorization)
    const send = (status: number, body: unknown, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    if (this.isDown) return send(401, {})
    if (url.pathname.endsWith('/changed')) return send(200, this.changedSince(url.searchParams.get('since') ?? ''))
    if (this.patience-- <= 0) return send(429, {}, { 'retry-after': '30' })
    const found = this.employees.get(url.pathname.split('/').at(-1) ?? '')?.employee
    return found ? send(200, found) : send(404, {})
  })

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/acme/`
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Changes happen at different moments, unless told otherwise. */
  set(id: string, employee: Employee | null, { isLater = true } = {}): void {
    if (isLater) this.moment += 1_000
    this.employees.set(id, { employee, lastChanged: new Date(this.moment).toISOString() })
  }

  private changedSince(since: string): object {
    const changed = [...this.employees].filter(([, { lastChanged }]) => Date.parse(lastChanged) > Date.parse(since))
    const told = changed.map(([id, { employee, lastChanged }]) => [
      id,
      { id, action: employee ? 'Updated' : 'Deleted', lastChanged },
    ])
    return { latest: new Date(this.moment).toISOString(), employees: told.length > 0 ? Object.fromEntries(told) : [] }
  }
}

describe.each(databases)('BambooHR (%s)', (on) => {
  let house: TestHouse
  let bamboo: BambooStandIn
  let url: string
  let id: string
  beforeEach(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    bamboo = new BambooStandIn()
    url = await bamboo.open()
  })
  afterEach(async () => {
    await bamboo.close()
    await house.close()
  })

  const employee = (name: string, more: Partial<Employee> = {}): Employee => ({
    workEmail: `${name}@bamboo.example`,
    firstName: name,
    lastName: 'Ruiz',
    status: 'Active',
    ...more,
  })
  async function create(more: object = {}): Promise<void> {
    const source = { url, apiKey: 'secret-key', schedule: '15 * * * *', ...more }
    const input = { name: 'Bamboo', protocol: 'BAMBOOHR', sendInvites: false, source }
    const { data } = await house.ask(CREATE, { input })
    expect(data.createHrIntegration.userErrors).toEqual([])
    id = data.createHrIntegration.hrIntegration.id
  }
  const shown = async () => (await house.ask(SHOWN, { id })).data.node
  const again = async () => {
    await house.run((work) => work.rows(Job).update({ name: 'sync-source' }, { runAt: house.now() }))
    await house.runJobs()
  }
  const user = (name: string) =>
    house.run((work) => work.rows(User).findOne({ emailKey: `${name}@bamboo.example` })) as Promise<User>
  const users = () => house.run((work) => work.rows(User).count())

  it('is asked for everybody first and then for those who have changed, on its schedule', async () => {
    bamboo.set(
      '1',
      employee('ana', { jobTitle: 'Cook', department: 'Kitchen', hireDate: '2024-03-01', employeeNumber: '0042' }),
    )
    bamboo.set('2', employee('bo'))
    bamboo.set('3', employee('gone', { status: 'Inactive' }))
    await create()
    await house.runJobs()
    expect([...bamboo.authorizations]).toEqual([`Basic ${Buffer.from('secret-key:x').toString('base64')}`])
    expect(await user('ana')).toMatchObject({
      name: 'ana Ruiz',
      jobTitle: 'Cook',
      externalId: '0042',
      hireDate: '2024-03-01',
      primaryTeamId: expect.any(String),
      source: 'HR_SYNC',
      hrFields: expect.arrayContaining(['jobTitle', 'hireDate']),
    })
    // Whoever left before was never here.
    expect(await users()).toBe(2)
    const after = await shown()
    expect(after).toMatchObject({ status: 'ACTIVE', userCount: 2, recentFailures: [], source: { timeZone: 'UTC' } })
    expect(after.source.nextRunAt.getUTCMinutes()).toBe(15)

    bamboo.asked.length = 0
    bamboo.set('2', employee('bo', { jobTitle: 'Boss' }))
    await again()
    expect(bamboo.asked).toEqual(['changed', '2'])
    expect(await user('bo')).toMatchObject({ jobTitle: 'Boss' })
    bamboo.asked.length = 0
    await again()
    expect(bamboo.asked).toEqual(['changed'])
  })

  it('has leavers deactivated, whether they are inactive or deleted, and brought back when they return', async () => {
    bamboo.set('1', employee('ana'))
    bamboo.set('2', employee('bo'))
    await create()
    await house.runJobs()
    bamboo.set('1', employee('ana', { status: 'Inactive' }))
    bamboo.set('2', null)
    await again()
    expect([(await user('ana')).status, (await user('bo')).status]).toEqual(['DEACTIVATED', 'DEACTIVATED'])
    bamboo.set('1', employee('ana'))
    bamboo.set('2', employee('bo'))
    await again()
    expect([(await user('ana')).status, (await user('bo')).status]).toEqual(['NOT_INVITED', 'NOT_INVITED'])
  })

  it('is left alone for as long as it asks, and goes on where it stopped, though all have changed at one moment', async () => {
    for (let index = 1; index <= 60; index++) bamboo.set(String(index), employee(`person${index}`), { isLater: false })
    bamboo.patience = 40
    await create()
    await house.runJobs()
    expect(await users()).toBe(40)
    const [job] = await house.run((work) => work.rows(Job).find({ name: 'sync-source' }))
    expect(Math.round(((job?.runAt.getTime() ?? 0) - house.now().getTime()) / 1_000)).toBeGreaterThan(20)
    expect((await shown()).recentFailures).toEqual([])
    bamboo.patience = Infinity
    bamboo.asked.length = 0
    await again()
    expect(bamboo.asked).toHaveLength(1 + 20)
    expect(await users()).toBe(60)
    expect((await house.run((work) => work.rows(HrSourceSettings).find()))[0]?.mark).not.toContain(' ')
  })

  it('that tells the same once more has nothing written', async () => {
    bamboo.set('1', employee('ana'))
    await create()
    await house.runJobs()
    const before = await user('ana')
    const events = () => house.run((work) => work.rows(AuditEvent).count({ subjectId: before.id }))
    const told = await events()
    await house.run((work) => updateHrIntegration(work, { hrIntegrationId: id.replace('hr_', ''), source: {} }))
    await house.runJobs()
    expect(bamboo.asked.filter((asked) => asked === '1')).toHaveLength(2)
    expect(await user('ana')).toEqual(before)
    expect(await events()).toBe(told)
  })

  it('is asked for everybody anew when fields come from other attributes, and fills them', async () => {
    bamboo.set('1', employee('ana', { jobTitle: 'Cook', department: 'Kitchen' }))
    bamboo.set('2', employee('bo', { jobTitle: 'Baker' }))
    await create()
    await house.runJobs()
    bamboo.asked.length = 0
    const attributeMapping = [{ field: 'jobTitle', attributes: [`${ENTERPRISE_SCHEMA}:department`, 'title'] }] as const
    await house.run((work) => updateHrIntegration(work, { hrIntegrationId: id.replace('hr_', ''), attributeMapping }))
    await house.runJobs()
    expect(bamboo.asked).toEqual(['changed', '1', '2'])
    expect([(await user('ana')).jobTitle, (await user('bo')).jobTitle]).toEqual(['Kitchen', 'Baker'])
  })

  it('whose employee has no address is told of, and everybody else is written', async () => {
    bamboo.set('1', employee('ana', { workEmail: null }))
    bamboo.set('2', employee('bo'))
    await create()
    await house.runJobs()
    expect(await users()).toBe(1)
    expect((await shown()).recentFailures).toEqual([{ externalId: '1', message: 'A user has a userName.' }])
  })

  it('that takes the key no more is told of, and asked again some minutes later', async () => {
    bamboo.isDown = true
    await create({ schedule: '0 3 1 * *' })
    await house.runJobs()
    expect((await shown()).recentFailures[0].message).toContain('does not take the API key')
    const [job] = await house.run((work) => work.rows(Job).find({ name: 'sync-source' }))
    expect((job?.runAt.getTime() ?? 0) - house.now().getTime()).toBeLessThan(6 * 60_000)
  })

  it.each([
    [{ apiKey: 'key' }, 'url'],
    [{ url: 'https://api.bamboohr.com/api/gateway.php/acme' }, 'apiKey'],
    [{ url: 'gopher://x', apiKey: 'key' }, 'url'],
  ])('is not saved with %j', async (source, field) => {
    const { data } = await house.ask(CREATE, { input: { name: 'Bamboo', protocol: 'BAMBOOHR', source } })
    expect(data.createHrIntegration.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'source', field] }])
  })
})
