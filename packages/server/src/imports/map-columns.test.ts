import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'

const FILE = 'Email,Full name,Shoe size,Notes\nana@example.com,Ana,38,new here\n'
const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }

describe.each(databases)('saying which column is which field (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  let id: string
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    id = (await steps.start(FILE)).importSession.id
  })
  afterAll(() => house.close())

  const refusals = async (mappings: object[]) => {
    const { importSession, userErrors } = await steps.map(id, mappings)
    expect(importSession).toBeNull()
    expect((await steps.show(id)).state).toBe('UPLOADED')
    return userErrors
  }

  it.each([
    'passwordHash',
    'organizationId',
    'status',
    'id',
    'source',
    'permissions',
    'createdAt',
    'custom.shoe',
    '__proto__',
    'Email',
  ])('is refused for %s, which is no field of a file', async (field) => {
    expect(await refusals([{ column: 'Notes', field }])).toMatchObject([
      {
        __typename: 'MappingError',
        code: 'FIELD_UNKNOWN',
        column: 'Notes',
        field,
        path: ['input', 'mappings', '0', 'field'],
        hint: expect.stringContaining('email, '),
      },
    ])
  })

  it('is refused for two columns of one field, and names both', async () => {
    const both = [
      { column: 'Shoe size', field: 'jobTitle' },
      { column: 'Notes', field: 'jobTitle' },
    ]
    expect(await refusals(both)).toMatchObject([
      {
        code: 'FIELD_MAPPED_TWICE',
        column: 'Notes',
        field: 'jobTitle',
        path: ['input', 'mappings', '1', 'field'],
        message: 'Two columns are mapped to jobTitle: the columns 2 and 3.',
      },
    ])
  })

  it('is refused without a column for what every row needs, and says which field', async () => {
    const errors = await refusals([
      { column: 'Email', field: null },
      { column: 'Full name', field: null },
    ])
    expect(errors).toMatchObject([
      { code: 'FIELD_UNMAPPED', field: 'email', hint: expect.stringContaining('Shoe size') },
      { code: 'FIELD_UNMAPPED', field: 'name' },
    ])
  })

  it('is refused for columns that are not in the file, and says which are', async () => {
    const errors = await refusals([
      { column: 'E-mail', field: 'email' },
      { index: 4, field: 'jobTitle' },
    ])
    expect(errors).toMatchObject([
      {
        code: 'COLUMN_UNKNOWN',
        column: 'E-mail',
        path: ['input', 'mappings', '0', 'column'],
        hint: 'Its columns are: Email, Full name, Shoe size, Notes.',
      },
      { code: 'COLUMN_UNKNOWN', path: ['input', 'mappings', '1', 'index'], message: expect.stringContaining('0 to 3') },
    ])
  })

  it('lists the columns that match no field, until they are left out on purpose', async () => {
    const unmatched = ({ importSession }: { importSession: { unmatchedColumns: { header: string }[] } }) =>
      importSession.unmatchedColumns.map(({ header }) => header)
    const first = await steps.map(id)
    expect(unmatched(first)).toEqual(['Shoe size', 'Notes'])
    const second = await steps.map(id, [{ column: 'Notes', field: null }])
    expect(unmatched(second)).toEqual(['Shoe size'])
    expect(second.importSession.columns[3]).toMatchObject({ field: null, ignored: true })
    expect(unmatched(await steps.map(id, [], { exclusive: false }))).toEqual(['Shoe size'])
  })

  it('again leaves settings that were chosen as a proposal, to be given once more', async () => {
    await steps.configure(id, ADD)
    const { importSession } = await steps.map(id, [{ column: 'Notes', field: 'jobTitle' }])
    expect(importSession).toMatchObject({ state: 'MAPPED', settings: ADD })
    expect((await steps.commit(id)).userErrors).toMatchObject([{ code: 'SETTINGS_REQUIRED' }])
    expect((await steps.show(id)).state).toBe('MAPPED')
    expect((await steps.commit(id, ADD)).userErrors).toEqual([])
    await house.runJobs()
    const { data } = await house.ask('{ userByEmail(email: "ana@example.com") { name jobTitle } }')
    expect(data.userByEmail).toEqual({ name: 'Ana', jobTitle: 'new here' })
  })
})
