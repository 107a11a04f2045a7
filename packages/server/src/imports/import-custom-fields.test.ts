import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Role, type Viewer } from '../base/viewer.ts'
import { addOrganization, databases, openHouse, startTestServer, testViewer, type TestHouse } from '../testing.ts'
import { createCustomField } from '../users/create-custom-field.ts'
import { deleteCustomField } from '../users/delete-custom-field.ts'
import { importSteps } from './import-steps.testing.ts'
import { openRowDownload, type OpenDownload } from './row-download.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const FIRST = `Email,Name,Cost centre,Badge
ana@example.com,Ana Lee,4711,007
bo@example.com,Bo Lee,4712,
`

describe.each(databases)("columns of an organization's own fields (%s)", (on) => {
  let house: TestHouse
  let owner: Viewer
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    owner = testViewer(await addOrganization(house, 'Example Academy'), Role.OWNER)
    steps = importSteps(house, owner)
    await make('costCentre', 'Cost centre')
    await make('badge', 'Badge')
  })

  const make = (key: string, label: string, unique = false) =>
    house.run((work) => createCustomField(work, { key, label, unique }), owner)
  const remove = (key: string) => house.run((work) => deleteCustomField(work, { key }), owner)

  /** The values of a user, by key. */
  async function valuesOf(email: string): Promise<object> {
    const query = 'query ($email: String!) { userByEmail(email: $email) { customFields { key value } } }'
    const { data } = await house.ask(query, { email }, owner)
    const values: { key: string; value: string }[] = data.userByEmail.customFields
    return Object.fromEntries(values.map(({ key, value }) => [key, value]))
  }
  async function fieldsOf(headers: string): Promise<(string | null)[]> {
    const { importSession } = await steps.start(
      `${headers}\n${'x@example.com,'.repeat(headers.split(',').length - 1)}x`,
    )
    const suggested: { suggestion: { field: { key: string } } | null }[] = importSession.columns
    return suggested.map(({ suggestion }) => suggestion?.field.key ?? null)
  }

  it('are found by label or key in any spelling, and fill the users of the file', async () => {
    expect(await fieldsOf('Email,Name,COST_CENTRE,badge (required)')).toEqual([
      'email',
      'name',
      'custom.costCentre',
      'custom.badge',
    ])
    expect(await fieldsOf('Email,Name,cost center,costCentre')).toEqual(['email', 'name', null, 'custom.costCentre'])
    expect(await steps.run(FIRST, SETTINGS)).toMatchObject({ state: 'COMMITTED', report: { created: 2 } })
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711', badge: '007' })
    expect(await valuesOf('bo@example.com')).toEqual({ costCentre: '4712' })
  })

  it('mean what the organization calls them, also where the word means another thing elsewhere', async () => {
    await make('unit', 'Department')
    await make('phone', 'Phone')
    expect(await fieldsOf('Email,Name,Department,Phone')).toEqual(['email', 'name', 'custom.unit', 'custom.phone'])
    await make('address', 'Email')
    expect(await fieldsOf('Email,Name')).toEqual(['email', 'name'])
  })

  it('show in the preview what would change, value by value, and do just that', async () => {
    await steps.run(FIRST, SETTINGS)
    const { importSession } = await steps.start('Email,Name,Cost centre,Badge\nana@example.com,Ana Lee,4800,007\n')
    await steps.map(importSession.id)
    await steps.configure(importSession.id, SETTINGS)
    const changes = [{ field: { key: 'custom.costCentre' }, before: '4711', after: '4800' }]
    expect((await steps.rows(importSession.id)).nodes).toMatchObject([{ action: 'UPDATE', changes }])
    await steps.commit(importSession.id)
    await house.runJobs()
    expect((await steps.rows(importSession.id)).nodes).toMatchObject([{ action: 'UPDATE', changes }])
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4800', badge: '007' })
  })

  it('leave everybody unchanged who has the values already', async () => {
    await steps.run(FIRST, SETTINGS)
    expect((await steps.run(FIRST, SETTINGS)).report).toMatchObject({ unchanged: 2, updated: 0 })
  })

  it('keep a value where a cell is empty, and take it away where that was chosen or a cell says so', async () => {
    await steps.run(FIRST, SETTINGS)
    await steps.run('Email,Name,Cost centre,Badge\nana@example.com,Ana Lee,,\n', SETTINGS)
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711', badge: '007' })
    await steps.run('Email,Name,Badge\nana@example.com,Ana Lee,[clear]\n', SETTINGS)
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711' })
    await steps.run('Email,Name,Cost centre\nana@example.com,Ana Lee,\n', { ...SETTINGS, emptyCells: 'CLEAR' })
    expect(await valuesOf('ana@example.com')).toEqual({})
  })

  it('are filled in only for those who have none, where the mapping says so', async () => {
    await steps.run(FIRST, SETTINGS)
    const { importSession } = await steps.start(FIRST.replace('007', '1').replace('4712,', '4712,2'))
    const mapping = { column: 'Badge', field: 'custom.badge', existingValues: 'KEEP' }
    expect((await steps.map(importSession.id, [mapping])).userErrors).toEqual([])
    await steps.commit(importSession.id, SETTINGS)
    await house.runJobs()
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711', badge: '007' })
    expect(await valuesOf('bo@example.com')).toEqual({ costCentre: '4712', badge: '2' })
  })

  it('are taken back with the import', async () => {
    await steps.run(FIRST, SETTINGS)
    const { id } = await steps.run('Email,Name,Badge,Cost centre\nana@example.com,Ana Lee,[clear],1\n', SETTINGS)
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '1' })
    await steps.undo(id)
    await house.runJobs()
    expect((await steps.show(id)).undo).toMatchObject({ reversed: 1, kept: 0 })
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711', badge: '007' })
  })

  it('refuse a value that is too long, by the name of the field, and nothing else of the file', async () => {
    const long = 'x'.repeat(1_001)
    const { id, report } = await steps.run(FIRST.replace('007', long), SETTINGS)
    expect(report).toMatchObject({ created: 1, failed: 1 })
    const { nodes } = await steps.rows(id, { action: ['INVALID'] })
    expect(nodes[0].issues).toMatchObject([
      {
        code: 'TOO_LONG',
        field: { key: 'custom.badge' },
        columnIndex: 3,
        message: 'The Badge has 1001 characters; 1000 is the most there can be. Shorten it.',
      },
    ])
    const { data } = await house.ask(
      'query ($id: ID!) { importSession(id: $id) { report { failedRowsCsv { url } } } }',
      { id },
      owner,
    )
    const token = data.importSession.report.failedRowsCsv.url.split('/').at(-1)
    const download = (await openRowDownload(house, token)) as OpenDownload
    let text = ''
    for await (const piece of download.content) text += piece
    expect(text).toMatch(/^\uFEFFEmail,Name,Cost centre,Badge,error_field,error\r\nana@.*,Badge,Line 2: The Badge has/)
  })

  it('that there are not cannot be mapped to, and the refusal names those there are', async () => {
    const { importSession } = await steps.start(FIRST)
    const { userErrors } = await steps.map(importSession.id, [{ column: 'Badge', field: 'custom.shoeSize' }])
    expect(userErrors).toMatchObject([{ code: 'FIELD_UNKNOWN', path: ['input', 'mappings', '0', 'field'] }])
    expect(userErrors[0].hint).toContain('deactivate, custom.costCentre, custom.badge.')
  })

  it('are mapped again as in the file before', async () => {
    const { importSession } = await steps.start(FIRST.replace('Badge', 'Token'))
    await steps.map(importSession.id, [{ column: 'Token', field: 'custom.badge' }])
    await steps.commit(importSession.id, SETTINGS)
    await house.runJobs()
    const { columns } = (await steps.start(FIRST.replace('Badge', 'Token'))).importSession
    expect(columns[3]).toMatchObject({ field: { key: 'custom.badge' }, suggestion: { confidence: 1 } })
    await remove('badge')
    const later = (await steps.start(FIRST.replace('Badge', 'Token'))).importSession
    expect(later.columns[3]).toMatchObject({ field: null, suggestion: null })
  })

  it('write nothing for a field that was taken away since they were mapped', async () => {
    const { importSession } = await steps.start(FIRST)
    await steps.map(importSession.id)
    await steps.configure(importSession.id, SETTINGS)
    await remove('badge')
    expect((await steps.show(importSession.id)).columns[3].field).toEqual({ key: 'custom.badge' })
    await steps.commit(importSession.id)
    await house.runJobs()
    expect((await steps.show(importSession.id)).report).toMatchObject({ created: 2, failed: 0 })
    await make('badge', 'Badge')
    expect(await valuesOf('ana@example.com')).toEqual({ costCentre: '4711' })
  })

  it('find users where they are unique and that was chosen, and then change their address', async () => {
    await make('token', 'Token', true)
    const header = 'Email,Name,Token'
    await steps.run(`${header}\nana@example.com,Ana Lee,T1\nbo@example.com,Bo Lee,T2\n`, SETTINGS)
    const byToken = { ...SETTINGS, matchBy: 'CUSTOM_FIELD', matchCustomField: 'token' }
    const { id, report } = await steps.run(
      `${header}\nana@new.example,Ana Lee,T1\ncy@example.com,Cy,T3\nbo@example.com,Bo,T4\ndee@example.com,Dee,\n`,
      byToken,
    )
    expect(report).toMatchObject({ created: 1, updated: 1, failed: 2 })
    expect(await valuesOf('ana@new.example')).toEqual({ token: 'T1' })
    const { nodes } = await steps.rows(id, { action: ['INVALID'] })
    expect(nodes.map(({ issues }: { issues: object[] }) => issues[0])).toMatchObject([
      {
        code: 'IDENTIFIER_CONFLICT',
        field: { key: 'email' },
        message: expect.stringContaining('This address belongs to Bo Lee'),
      },
      {
        code: 'REQUIRED',
        field: { key: 'custom.token' },
        message: 'Rows are matched by Token, and this row has none.',
      },
    ])
  })

  it('leave nobody out as missing who is found by a unique value', async () => {
    await make('token', 'Token', true)
    await steps.run('Email,Name,Token\nana@example.com,Ana Lee,T1\nbo@example.com,Bo Lee,T2\n', SETTINGS)
    const { importSession } = await steps.start('Email,Name,Token\nana@new.example,Ana Lee,T1\n')
    await steps.map(importSession.id)
    const settings = {
      mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING',
      invites: 'NONE',
      matchBy: 'CUSTOM_FIELD',
      matchCustomField: 'token',
    }
    const { toDeactivate, deactivations } = await steps.preview(importSession.id, settings)
    expect([toDeactivate, deactivations.nodes]).toEqual([1, [{ email: 'bo@example.com' }]])
  })

  it('that are unique refuse a value of somebody else, and of another row of the file, and say whose it is', async () => {
    await make('token', 'Token', true)
    await steps.run('Email,Name,Token\nana@example.com,Ana Lee,T1\n', SETTINGS)
    const file = 'Email,Name,Token\nbo@example.com,Bo,T1\ncy@example.com,Cy,T2\ndee@example.com,Dee,T2\n'
    const { id, report } = await steps.run(file, SETTINGS)
    expect(report).toMatchObject({ created: 1, failed: 2 })
    const { nodes } = await steps.rows(id, { action: ['INVALID'] })
    expect(nodes.map(({ issues }: { issues: object[] }) => issues[0])).toMatchObject([
      {
        code: 'IDENTIFIER_CONFLICT',
        field: { key: 'custom.token' },
        message: 'This Token belongs to Ana Lee (ana@example.com), who is not the person of this row.',
      },
      {
        code: 'DUPLICATE_IN_FILE',
        field: { key: 'custom.token' },
        columnIndex: 2,
        value: 'T2',
        message: 'Line 3 is about the same person, for it has the same Token; keep one of the two.',
      },
    ])
  })

  it.each([
    [{ matchBy: 'CUSTOM_FIELD' }, 'Give matchCustomField one of: token, other.'],
    [{ matchBy: 'CUSTOM_FIELD', matchCustomField: 'badge' }, 'Give matchCustomField one of: token, other.'],
    [
      { matchBy: 'CUSTOM_FIELD', matchCustomField: 'other' },
      'Map a column to custom.other with mapColumns, or match by EMAIL.',
    ],
    [{ matchCustomField: 'token' }, 'Leave it out, or match by CUSTOM_FIELD.'],
  ])('cannot be matched by where that makes no sense: %j', async (settings, hint) => {
    await make('token', 'Token', true)
    await make('other', 'Other', true)
    const { importSession } = await steps.start('Email,Name,Token,Badge\nana@example.com,Ana Lee,T1,7\n')
    await steps.map(importSession.id)
    const { userErrors } = await steps.configure(importSession.id, { ...SETTINGS, ...settings })
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'settings', 'matchCustomField'], hint }])
  })

  it('are those of one organization alone', async () => {
    const stranger = testViewer(await addOrganization(house, 'Strangers'), Role.OWNER)
    const { importSession } = await importSteps(house, stranger).start(FIRST)
    const suggested: { suggestion: object | null }[] = importSession.columns.slice(2)
    expect(suggested.map(({ suggestion }) => suggestion)).toEqual([null, null])
  })
})

describe("the template with an organization's own fields", () => {
  it('has them at its end under their labels, also behind its address', async () => {
    const house = await startTestServer('SQLite')
    for (const [key, label] of [
      ['badge', 'Badge'],
      ['site', 'Site, "old"'],
    ] as const) {
      await house.run((work) => createCustomField(work, { key, label }))
    }
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ importTemplate { csv url } importFields { key label required } }' }),
    })
    const { data } = (await response.json()) as {
      data: { importTemplate: { csv: string; url: string }; importFields: object[] }
    }
    const { csv, url } = data.importTemplate
    expect(csv).toMatch(/,Manager,Deactivate,Badge,"Site, ""old"""\r\n$/)
    expect(data.importFields.at(-2)).toEqual({ key: 'custom.badge', label: 'Badge', required: false })
    const text = async (address: string) => {
      const download = await fetch(address)
      return download.ok ? `\uFEFF${await download.text()}` : download.status
    }
    expect(await text(url)).toBe(csv)
    expect(await text(`${house.url}/template.csv`)).not.toContain('Badge')
    expect(await text(`${house.url}/template.csv?token=made.up`)).toBe(404)
    house.wait(16 * 60_000)
    expect(await text(url)).toBe(404)
    await house.close()
  })
})
