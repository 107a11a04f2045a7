import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setTimeout as wait } from 'node:timers/promises'
import { MoreThan } from 'typeorm'
import { newId } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { addUser, databases, openHouse, type TestHouse } from '../testing.ts'
import { updateUser } from '../users/update-user.ts'
import { User } from '../users/user.ts'
import { ImportSession } from './import-session.ts'
import { importSteps } from './import-steps.testing.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const HEADER = 'Email,Name,Employee ID,Manager\n'
const STAYS = /The manager stays as it was/

describe.each(databases)('a column of managers (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeEach(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterEach(() => house.close())

  /** Of everybody at example.com who has one: who is given to them alone. */
  async function managers(): Promise<Record<string, string>> {
    const users = await house.run((work) => work.rows(User).find())
    const nameOf = new Map(users.map(({ id, name }) => [id, name]))
    return Object.fromEntries(
      users.flatMap(({ name, managerId }) => (managerId ? [[name, nameOf.get(managerId) ?? '']] : [])),
    )
  }

  async function rowsOf(id: string): Promise<object[]> {
    const { nodes } = await steps.rows(id)
    return nodes.map(({ line, action, changes, issues }: Record<string, never>) => ({ line, action, changes, issues }))
  }

  async function previewed(csv: string, settings: object = SETTINGS) {
    const { importSession } = await steps.start(csv)
    await steps.map(importSession.id)
    await steps.configure(importSession.id, settings)
    return { id: importSession.id, rows: await rowsOf(importSession.id), plan: await steps.preview(importSession.id) }
  }

  it('gives people their managers by address or employee ID, also those who come later in the file', async () => {
    const done = await steps.run(
      `${HEADER}bo@example.com,Bo,2,ANA@example.com\ncy@example.com,Cy,3,1\nana@example.com,Ana,1,\ndi@example.com,Di,4,cy@example.com\n`,
      SETTINGS,
    )
    expect(done.report).toMatchObject({ created: 4, failed: 0, issues: [] })
    expect(await managers()).toEqual({ Bo: 'Ana', Cy: 'Ana', Di: 'Cy' })
  })

  it('finds them in files of many batches', async () => {
    const people = Array.from(
      { length: 1_200 },
      (_, index) => `p${index}@example.com,P${index},p-${index},boss@example.com`,
    )
    const done = await steps.run(`${HEADER}${people.join('\n')}\nboss@example.com,Boss,0,\n`, SETTINGS)
    expect(done.report).toMatchObject({ created: 1_201, issues: [] })
    const given = await managers()
    expect(Object.keys(given)).toHaveLength(1_200)
    expect(new Set(Object.values(given))).toEqual(new Set(['Boss']))
  })

  it('says before it is committed who gets whom, and does nothing the second time', async () => {
    await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    await addUser(house, { email: 'bo@example.com', name: 'Bo' })
    await addUser(house, { email: 'cy@example.com', name: 'Cy' })
    const file = `Email,Name,Manager\nbo@example.com,Bo,ana@example.com\ncy@example.com,Cy,new@example.com\nnew@example.com,New,\n`
    const { id, rows } = await previewed(file)
    const change = (after: string) => [{ field: { key: 'manager' }, before: null, after }]
    expect(rows).toEqual([
      { line: 2, action: 'UPDATE', changes: change('Ana'), issues: [] },
      { line: 3, action: 'UPDATE', changes: change('new@example.com'), issues: [] },
      { line: 4, action: 'CREATE', changes: [], issues: [] },
    ])
    await steps.commit(id)
    await house.runJobs()
    expect(await managers()).toEqual({ Bo: 'Ana', Cy: 'New' })
    expect(await rowsOf(id)).toMatchObject([{ changes: change('Ana') }, { changes: change('New') }, {}])
    expect((await steps.run(file, SETTINGS)).report).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
  })

  it('applies a row whose manager cannot be, and says why the manager stays', async () => {
    await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    await addUser(house, { email: 'bo@example.com', name: 'Bo' })
    const gone = await addUser(house, { email: 'gone@example.com', name: 'Gone' })
    await house.run((work) => work.rows(User).update({ id: gone.id }, { status: 'DEACTIVATED' }))
    const file = `${HEADER}ana@example.com,Ana,1,bo@example.com\nbo@example.com,Bo,2,ana@example.com\ncy@example.com,Cy,3,3\ndi@example.com,Di,4,Ana Ruiz\ned@example.com,Ed,5,gone@example.com\n`
    const { id, rows, plan } = await previewed(file)
    const warned = (line: number, value: string, message: RegExp) =>
      expect.objectContaining({
        line,
        issues: [
          expect.objectContaining({
            code: 'MANAGER_INVALID',
            severity: 'WARNING',
            field: { key: 'manager' },
            columnIndex: 3,
            value,
            message: expect.stringMatching(message),
          }),
        ],
      })
    const expected = [
      expect.objectContaining({ line: 2, issues: [] }),
      warned(3, 'ana@example.com', /circle: Bo → Ana → Bo\..*stays/),
      warned(4, '3', /^Nobody is their own manager/),
      warned(5, 'Ana Ruiz', /nobody with this address or employee ID, neither here nor in the file/),
      warned(6, 'gone@example.com', /^Gone is deactivated/),
    ]
    expect(rows).toEqual(expected)
    expect(plan).toMatchObject({ invalid: 0, toCreate: 3, issues: [{ code: 'MANAGER_INVALID', rows: 4 }] })
    await steps.commit(id)
    await house.runJobs()
    expect(await rowsOf(id)).toEqual(expected)
    expect(await managers()).toEqual({ Ana: 'Bo' })
  })

  it('warns where the row of the manager was not applied, or the two would manage each other', async () => {
    await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    const done = await steps.run(
      `${HEADER}ana@example.com,Ana,1,bad\nbad address,Bad,bad,\ncy@example.com,Cy,3,di@example.com\ndi@example.com,Di,4,cy@example.com\n`,
      SETTINGS,
    )
    expect(done.report.issues).toContainEqual({ code: 'MANAGER_INVALID', severity: 'WARNING', rows: 2, lines: [2, 5] })
    expect(await managers()).toEqual({ Cy: 'Di' })
    const [ana] = await rowsOf(done.id)
    expect(ana).toMatchObject({
      issues: [{ message: expect.stringMatching(/^Their own row was not applied/), value: 'bad' }],
    })
    expect(JSON.stringify(ana)).toMatch(STAYS)
  })

  it('says before it is committed whose manager will not be there, and leaves unchanged whom it would not change otherwise', async () => {
    await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    await addUser(house, { email: 'bo@example.com', name: 'Bo' })
    const file = `${HEADER}ana@example.com,Ana,,bad\nbo@example.com,Bob,,bad\ncy@example.com,Cy,,bad\nbad address,Bad,bad,\ndi@example.com,Di,,cy@example.com\n`
    const { id, rows, plan } = await previewed(file)
    const warned = { code: 'MANAGER_INVALID', value: 'bad', message: expect.stringMatching(/^Their own row was not/) }
    const expected = [
      { line: 2, action: 'UNCHANGED', changes: [], issues: [warned] },
      {
        line: 3,
        action: 'UPDATE',
        changes: [{ field: { key: 'name' }, before: 'Bo', after: 'Bob' }],
        issues: [warned],
      },
      { line: 4, action: 'CREATE', changes: [], issues: [warned] },
      { line: 5, action: 'INVALID' },
      { line: 6, action: 'CREATE', changes: [], issues: [] },
    ]
    expect(rows).toMatchObject(expected)
    expect(plan).toMatchObject({ toCreate: 2, toUpdate: 1, unchanged: 1, invalid: 1 })
    const before = await house.run((work) => work.rows(User).findOne({ name: 'Ana' }))
    house.wait(1_000)
    await steps.commit(id, SETTINGS, { expectedFingerprint: plan.fingerprint })
    await house.runJobs()
    expect(await rowsOf(id)).toMatchObject(expected)
    const { report } = await steps.show(id)
    expect(report).toMatchObject({ created: 2, updated: 1, unchanged: 1, failed: 1, issues: plan.issues })
    expect(await house.run((work) => work.rows(User).findOne({ name: 'Ana' }))).toEqual(before)
    expect(await managers()).toEqual({ Di: 'Cy' })
  })

  it('says before it is committed which row of the file would close a circle, across batches too', async () => {
    await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    const others = Array.from({ length: 1_100 }, (_, index) => `p${index}@example.com,P${index},p-${index},`)
    const csv = `${HEADER}ana@example.com,Ana,1,bo@example.com\nbo@example.com,Bo,2,3\n${others.join('\n')}\ncy@example.com,Cy,3,ana@example.com\n`
    const { id, plan } = await previewed(csv)
    const warned = [{ code: 'MANAGER_INVALID', severity: 'WARNING', rows: 1, lines: [1104] }]
    expect(plan).toMatchObject({ toCreate: 1_102, toUpdate: 1, issues: warned })
    await steps.commit(id)
    await house.runJobs()
    expect((await steps.show(id)).report).toMatchObject({ created: 1_102, updated: 1, issues: warned })
    expect(await managers()).toEqual({ Ana: 'Bo', Bo: 'Cy' })
    const { nodes } = await steps.rows(id, { issue: ['MANAGER_INVALID'] })
    expect(nodes[0].issues[0].message).toMatch(
      /^Their managers would form a circle in the file: lines 1104 → 2 → 3 → 1104\. /,
    )
    const corrected = await steps.start(csv.replace('cy@example.com,Cy,3,ana@example.com', 'cy@example.com,Cy,3,'))
    await steps.map(corrected.importSession.id)
    expect((await steps.preview(corrected.importSession.id, SETTINGS)).issues).toEqual([])
  })

  it('leaves it to the team where the team has the same manager, and shows no change that there is not', async () => {
    const ana = await addUser(house, { email: 'ana@example.com', name: 'Ana' })
    const bo = await addUser(house, { email: 'bo@example.com', name: 'Bo' })
    const cy = await addUser(house, { email: 'cy@example.com', name: 'Cy' })
    const [sales, web] = [ana, bo].map(({ id }) => ({ id: newId(), name: `Team of ${id}`, managerId: id }))
    await house.run(async (work) => {
      await work.rows(Team).insertMany([
        { ...sales!, name: 'Sales', createdAt: work.now() },
        { ...web!, name: 'Web', createdAt: work.now() },
      ])
      await updateUser(work, { userId: cy.id, primaryTeamId: sales!.id })
    })
    const header = 'Email,Name,Team,Manager\n'
    expect((await previewed(`${header}cy@example.com,Cy,Sales,ana@example.com`)).rows).toMatchObject([
      { action: 'UNCHANGED', changes: [] },
    ])
    await steps.run(`${header}cy@example.com,Cy,Web,ana@example.com`, SETTINGS)
    expect(await managers()).toEqual({ Cy: 'Ana' })
    expect((await previewed('Email,Name,Team\ncy@example.com,Cy,Sales')).rows).toMatchObject([
      { changes: [{ field: { key: 'primaryTeam' }, before: 'Web', after: 'Sales' }] },
    ])
    expect((await previewed(`${header}cy@example.com,Cy,,[clear]`)).rows).toMatchObject([
      { changes: [{ field: { key: 'manager' }, before: 'Ana', after: 'Bo' }] },
    ])
    await steps.run(`${header}cy@example.com,Cy,,[clear]`, SETTINGS)
    expect(await managers()).toEqual({})
  })

  it('is taken back with the import, and keeps a manager whom a person gave since', async () => {
    const [ana, bo, cy] = await Promise.all(
      ['Ana', 'Bo', 'Cy'].map((name) => addUser(house, { email: `${name}@example.com`, name })),
    )
    await house.run((work) => updateUser(work, { userId: bo!.id, managerId: ana!.id }))
    house.wait(1_000)
    const { id } = await steps.run(
      'Email,Name,Manager\nbo@example.com,Bo,new@example.com\ncy@example.com,Cy,new@example.com\nnew@example.com,New,ana@example.com\n',
      SETTINGS,
    )
    expect(await managers()).toEqual({ Bo: 'New', Cy: 'New', New: 'Ana' })
    house.wait(1_000)
    await house.run((work) => updateUser(work, { userId: cy!.id, managerId: bo!.id }))
    await steps.undo(id)
    await house.runJobs()
    expect((await steps.show(id)).undo).toMatchObject({ reversed: 2, kept: 1, failed: 0 })
    expect(await managers()).toMatchObject({ Bo: 'Ana', Cy: 'Bo' })
  })

  it('knows a manager whose row was corrected by hand', async () => {
    const { id } = await previewed(`${HEADER}bo@example.com,Bo,2,ana@example.com\nanna@example.com,Ana,1,\n`)
    expect(await rowsOf(id)).toMatchObject([{ issues: [{ code: 'MANAGER_INVALID' }] }, { issues: [] }])
    await steps.updateRows(id, [{ line: 3, cells: [{ columnIndex: 0, value: 'ana@example.com' }] }])
    expect(await rowsOf(id)).toMatchObject([{ issues: [] }, { issues: [] }])
    await steps.commit(id)
    await house.runJobs()
    expect(await managers()).toEqual({ Bo: 'Ana' })
  })

  it('says of whom it stopped before the manager of a later row was given', async () => {
    const rest = Array.from({ length: 20_000 }, (_, index) => `p${index}@example.com,P${index},p-${index},`)
    const { id } = await previewed(
      `${HEADER}ana@example.com,Ana,a,boss@example.com\n${rest.join('\n')}\nboss@example.com,Boss,0,\n`,
    )
    await steps.commit(id)
    const applying = house.runJobs()
    const isBegun = async () =>
      (await house.run((work) => work.rows(ImportSession).findOne({ doneBatches: MoreThan(0) }))) !== null
    while (!(await isBegun())) await wait(1)
    expect((await steps.abort(id)).userErrors).toEqual([])
    await applying
    const { nodes } = await steps.rows(id, undefined, { first: 1 })
    expect(nodes).toMatchObject([
      {
        action: 'CREATE',
        issues: [
          {
            code: 'MANAGER_INVALID',
            severity: 'WARNING',
            message: expect.stringMatching(/^The import ended before.*stays/),
          },
        ],
      },
    ])
    expect(await managers()).toEqual({})
  })
})
