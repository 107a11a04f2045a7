import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { readDate } from './date-order.ts'
import { importSteps } from './import-steps.testing.ts'

test.each([
  ['2026-11-22', null, '2026-11-22'],
  ['2026/1/2', null, '2026-01-02'],
  ['2026-11-22T00:00:00.000Z', null, '2026-11-22'],
  ['22.11.2026', 'DAY_MONTH_YEAR', '2026-11-22'],
  ['11/22/2026', 'MONTH_DAY_YEAR', '2026-11-22'],
  ['3.4.2026', 'DAY_MONTH_YEAR', '2026-04-03'],
  ['3/4/2026', 'MONTH_DAY_YEAR', '2026-03-04'],
  ['5.5.2026', null, '2026-05-05'],
  ['3/4/2026', null, null],
  ['22.11.2026', null, null],
  ['22.11.2026', 'MONTH_DAY_YEAR', null],
  ['30.2.2026', 'DAY_MONTH_YEAR', null],
  ['22.11.26', 'DAY_MONTH_YEAR', null],
  ['2026-11-22T13:00', null, null],
  ['soon', 'DAY_MONTH_YEAR', null],
] as const)('%j in the order %s is %s', (text, order, day) => {
  expect(readDate(text, order)).toBe(day)
})

describe.each(databases)('hire dates in the order of a country (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterAll(() => house.close())

  const fileOf = (dates: string[]) =>
    ['Email,Name,Hire date', ...dates.map((date, at) => `p${at}@example.com,P,${date}`)].join('\n')

  async function outcome(dates: string[], mappings?: object[]) {
    const { importSession } = await steps.start(fileOf(dates))
    const mapped = await steps.map(importSession.id, mappings)
    const { nodes } = await steps.rows(importSession.id)
    await steps.cancel(importSession.id)
    return {
      order: mapped.importSession.columns[2].dateOrder,
      issues: nodes.flatMap(({ issues }: { issues: object[] }) => issues),
    }
  }

  it('are read where the whole column allows one order', async () => {
    expect(await outcome(['3.4.2026', '2026-01-31', '22.11.2026', ''])).toEqual({ order: 'DAY_MONTH_YEAR', issues: [] })
    expect(await outcome(['3/4/2026', '11/22/2026'])).toEqual({ order: 'MONTH_DAY_YEAR', issues: [] })
  })

  it('are refused where both orders are possible, with both readings and the way out', async () => {
    const { order, issues } = await outcome(['3/4/2026'])
    expect(order).toBeNull()
    expect(issues).toMatchObject([
      {
        code: 'DATE_INVALID',
        field: { key: 'hireDate' },
        message: expect.stringMatching(/2026-04-03 or 2026-03-04.*dateOrder/),
      },
    ])
  })

  it('are read in the order that was chosen, whatever the cells allow', async () => {
    const mappings = [{ column: 'Hire date', field: 'hireDate', dateOrder: 'MONTH_DAY_YEAR' }]
    expect(await outcome(['3/4/2026'], mappings)).toEqual({ order: 'MONTH_DAY_YEAR', issues: [] })
    const { issues } = await outcome(['3/4/2026', '22/11/2026'], mappings)
    expect(issues).toMatchObject([{ code: 'DATE_INVALID', message: expect.stringContaining('another order') }])
  })

  it('stay open where the cells contradict each other', async () => {
    const { order, issues } = await outcome(['22/11/2026', '11/22/2026'])
    expect(order).toBeNull()
    expect(issues).toHaveLength(2)
  })

  it('are kept in the directory as year, month and day', async () => {
    const { report } = await steps.run(fileOf(['22.11.2026']), { mode: 'ADD_AND_UPDATE', invites: 'NONE' })
    expect(report.created).toBe(1)
    const { data } = await house.ask('{ users(filter: { search: "p0@example.com" }) { nodes { hireDate } } }')
    expect(data.users.nodes).toEqual([{ hireDate: '2026-11-22' }])
  })

  it('are chosen for hire dates alone', async () => {
    const { importSession } = await steps.start(fileOf(['2026-11-22']))
    const { userErrors } = await steps.map(importSession.id, [
      { column: 'Name', field: 'name', dateOrder: 'DAY_MONTH_YEAR' },
    ])
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'mappings', '0', 'dateOrder'] }])
  })
})
