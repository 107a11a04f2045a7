import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ApiKey } from '../access/api-key.ts'
import { addApiKey, databases, startTestServer, type ServedHouse } from '../testing.ts'
import { Role } from '../base/viewer.ts'

const FILE = [
  'Email;Name;Job title',
  'ana@example.com;Ana;Cook',
  'bo@example;"Bo ""B"" Li";=1+1',
  'ana@example.com;Ana;"Cook; chef"',
  '',
].join('\r\n')

describe.each(databases)('the rows of an import as a file (%s)', (on) => {
  let house: ServedHouse
  let importId: string
  beforeAll(async () => {
    house = await startTestServer(on)
    importId = await committed(FILE)
  })
  afterAll(() => house.close())

  async function ask(query: string, variables: object = {}, apiKey = house.apiKey) {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data: never; errors?: unknown }
    if (errors) throw new Error(JSON.stringify(errors))
    // Answers of any shape are looked into.
    // oxlint-disable-next-line typescript/no-explicit-any
    return data as any
  }

  async function committed(csv: string): Promise<string> {
    const { startImport } = await ask(
      'mutation ($csv: String!) { startImport(input: { csv: $csv, filename: "Köln.csv" }) { importSession { id } } }',
      { csv },
    )
    const { id } = startImport.importSession
    await ask('mutation ($id: ID!) { mapColumns(input: { importId: $id }) { importSession { id } } }', { id })
    await commit(id)
    return id
  }

  async function commit(id: string): Promise<void> {
    const { commitImport } = await ask(
      `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 25, settings: {
        mode: ADD_AND_UPDATE, invites: NONE } }) { importSession { state } userErrors { message } } }`,
      { id },
    )
    expect(commitImport).toEqual({ importSession: { state: 'COMMITTED' }, userErrors: [] })
  }

  async function links(id: string, apiKey?: string) {
    const { importSession } = await ask(
      'query ($id: ID!) { importSession(id: $id) { report { failedRowsCsv { url expiresAt } resultCsv { url } } } }',
      { id },
      apiKey,
    )
    return importSession.report
  }

  it('holds the refused ones with their own columns and the reasons, as the spreadsheet they came from opens it', async () => {
    const { failedRowsCsv } = await links(importId)
    expect(new Date(failedRowsCsv.expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    const response = await fetch(failedRowsCsv.url)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''K%C3%B6ln%2C%20refused%20rows.csv")
    expect(response.headers.get('cache-control')).toBe('no-store')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(bytes.toString().slice(1).split('\r\n')).toEqual([
      'Email;Name;Job title;error_field;error',
      expect.stringMatching(/^bo@example;"Bo ""B"" Li";'=1\+1;Email;"?Line 3: .*bo@example/),
      expect.stringMatching(/^ana@example.com;Ana;"Cook; chef";Email;"?Line 4: Line 2 is about the same person/),
      '',
    ])
  })

  it('holds every row with what became of it', async () => {
    const { resultCsv } = await links(importId)
    const text = await (await fetch(resultCsv.url)).text()
    expect(text.split('\r\n')).toEqual([
      'Email;Name;Job title;outcome;error_field;error',
      'ana@example.com;Ana;Cook;created;;',
      expect.stringMatching(/;failed;Email;/),
      expect.stringMatching(/;failed;Email;/),
      '',
    ])
  })

  it('comes back corrected into a new import with the same mapping', async () => {
    const { startImport } = await ask(
      'mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id } } }',
      { csv: "x;y;z;=w\nbo@example;Bo;Cook;=1+1\nbo@example;Bo;Cook;'=1" },
    )
    const { id } = startImport.importSession
    const mappings = [
      { column: 'x', field: 'email' },
      { column: 'y', field: 'name' },
      { column: 'z', field: 'jobTitle', values: [{ from: 'Cook', to: 'Chef' }] },
      { column: '=w' },
    ]
    const map = `mutation ($id: ID!, $mappings: [ColumnMappingInput!]) {
      mapColumns(input: { importId: $id, mappings: $mappings }) {
        importSession { state unmatchedColumns { header } preview { toCreate invalid } } userErrors { message } } }`
    await ask(map, { id, mappings })
    await commit(id)
    const text = await (await fetch((await links(id)).failedRowsCsv.url)).text()
    const again = await ask(
      `mutation ($csv: String!) { startImport(input: { csv: $csv }) { importSession { id columns {
        header samples ignored field { key } valueMappings { from to } } } } }`,
      { csv: text.replace('bo@example', 'bo@example.com') },
    )
    const { id: secondId, columns } = again.startImport.importSession
    // What kept the spreadsheet from calculating is gone, and no more than that.
    expect(columns[3].samples).toEqual(['=1+1', "'=1"])
    expect(columns).toMatchObject([
      { header: 'x', ignored: false, field: { key: 'email' }, valueMappings: [] },
      { header: 'y', ignored: false, field: { key: 'name' }, valueMappings: [] },
      { header: 'z', ignored: false, field: { key: 'jobTitle' }, valueMappings: [{ from: 'Cook', to: 'Chef' }] },
      { header: '=w', ignored: true, field: null, valueMappings: [] },
      { header: 'error_field', ignored: true, field: null, valueMappings: [] },
      { header: 'error', ignored: true, field: null, valueMappings: [] },
    ])
    const { mapColumns } = await ask(map, { id: secondId })
    expect(mapColumns).toEqual({
      importSession: { state: 'MAPPED', unmatchedColumns: [], preview: { toCreate: 1, invalid: 1 } },
      userErrors: [],
    })
  })

  it('is not offered when nothing was refused', async () => {
    const id = await committed('Email,Name\ncy@example.com,Cy\n')
    expect(await links(id)).toEqual({ failedRowsCsv: null, resultCsv: { url: expect.any(String) } })
  })

  it('is refused when the address is changed or old, and to those who lost the right', async () => {
    const apiKey = await addApiKey(house, Role.HR)
    const { url } = (await links(importId, apiKey)).failedRowsCsv
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(`${url}x`)).status).toBe(404)
    expect((await fetch(`${house.url}/downloads/nothing`)).status).toBe(404)
    await house.run((work) => work.rows(ApiKey).update({ name: 'Test key, HR' }, { role: Role.REPORTER }))
    expect((await fetch(url)).status).toBe(403)
    house.wait(16 * 60_000)
    const late = await fetch(url)
    expect(late.status).toBe(404)
    expect(await late.json()).toEqual({ error: expect.stringContaining('not valid') })
  })
})
