import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bareId } from '../base/graphql/ids.ts'
import { Role } from '../base/viewer.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { importSteps } from './import-steps.testing.ts'

const FILE = 'Mail;Who\nzoë@example.com;Zoë\nbo@example.com;Bo\nbo@example.com;Bo\n'
const MAPPINGS = [
  { column: 'Mail', field: 'email' },
  { column: 'Who', field: 'name', values: [{ from: 'Bo', to: 'Robert' }] },
]
const SETTINGS = { mode: 'ADD_ONLY', invites: 'NONE' }

describe.each(databases)('an import that takes the place of another on %s', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>

  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterAll(() => house.close())

  const started = async (csv = FILE, more: object = {}) => {
    const { importSession, userErrors } = await steps.start(csv, more)
    if (!importSession) throw new Error(JSON.stringify(userErrors))
    return importSession
  }
  const readAgain = (replaces: string, more: object = {}) =>
    steps.start(null as unknown as string, { replaces, ...more })
  const keptFiles = () => readdirSync(join(house.dataDir, 'files', house.organizationId))

  test('reads the same bytes in the way that is named', async () => {
    const first = await started(FILE, { filename: 'people.csv' })
    const { importSession: second, userErrors } = await readAgain(first.id, { encoding: 'windows-1252', headerRow: 2 })
    expect(userErrors).toEqual([])
    expect(second).toMatchObject({
      state: 'UPLOADED',
      file: { name: 'people.csv', sha256: first.file.sha256, encoding: 'windows-1252', headerRow: 2, rowCount: 2 },
    })
    expect(second.columns[0].header).toBe('zoÃ«@example.com')
    const { importSession: third } = await readAgain(second.id, { delimiter: 'comma', headerRow: 1 })
    expect(third.columns.map(({ header }: { header: string }) => header)).toEqual(['Mail;Who'])
    expect([(await steps.show(first.id)).state, (await steps.show(second.id)).state]).toEqual([
      'CANCELLED',
      'CANCELLED',
    ])
    await steps.cancel(third.id)
  })

  test('keeps a mapping that fits, and the settings as a proposal', async () => {
    const first = await started()
    await steps.map(first.id, MAPPINGS)
    await steps.configure(first.id, SETTINGS)
    const { importSession: second } = await steps.start(FILE.replaceAll('Mail;Who', 'Who;Mail').replace('Zoë', 'x'), {
      replaces: first.id,
    })
    expect(second.state).toBe('MAPPED')
    expect(second.columns.map(({ field }: { field: { key: string } }) => field.key)).toEqual(['name', 'email'])
    expect(second.settings).toMatchObject(SETTINGS)
    const { importSession: third } = await steps.start(FILE, { replaces: second.id })
    const { nodes } = await steps.rows(third.id)
    expect(nodes.map(({ action }: { action: string }) => action)).toEqual(['CREATE', 'CREATE', 'INVALID'])
    expect(nodes[2].issues[0].code).toBe('DUPLICATE_IN_FILE')
    const { userErrors } = await steps.commit(third.id)
    expect(userErrors).toMatchObject([{ code: 'SETTINGS_REQUIRED' }])
    expect((await steps.commit(third.id, SETTINGS)).userErrors).toEqual([])
    await house.runJobs()
    expect((await steps.show(third.id)).report).toMatchObject({ created: 2, failed: 1 })
    const { data } = await house.ask('{ users(filter: { search: "bo@example.com" }) { nodes { name } } }')
    expect(data.users.nodes).toEqual([{ name: 'Robert' }])
  })

  test('must be mapped again where a column that was mapped is gone', async () => {
    const first = await started()
    await steps.map(first.id, MAPPINGS)
    const { importSession: second } = await steps.start('Mail,Name\nann@example.com,Ann\n', { replaces: first.id })
    expect(second.state).toBe('UPLOADED')
    expect(second.columns[0].field.key).toBe('email')
    expect(second.columns[1].field).toBeNull()
    const { importSession: mapped } = await steps.map(second.id)
    expect(mapped.columns[1].field.key).toBe('name')
    await steps.cancel(second.id)
  })

  test('asked for twice with one key is made once', async () => {
    const first = await started()
    const call = { encoding: 'macintosh', idempotencyKey: 'read again' }
    const { importSession: second } = await readAgain(first.id, call)
    const { importSession: repeated } = await readAgain(first.id, call)
    expect(repeated.id).toBe(second.id)
    await steps.cancel(second.id)
  })

  test('is refused where the other is past that, or is not there', async () => {
    const first = await started()
    await steps.cancel(first.id)
    expect((await steps.start(FILE, { replaces: first.id })).userErrors).toMatchObject([
      { code: 'IMPORT_STATE', path: ['input', 'replaces'], currentState: 'CANCELLED' },
    ])
    const elsewhere = await addOrganization(house, 'Elsewhere')
    const other = importSteps(house, testViewer(elsewhere, Role.OWNER))
    const kept = await started()
    expect((await other.start(FILE, { replaces: kept.id })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'replaces'] },
    ])
    expect((await other.start(null as unknown as string, { replaces: kept.id })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'replaces'] },
    ])
    expect(await importSteps(house, house.as(Role.LEARNER)).start(FILE, { replaces: kept.id })).toEqual({
      faults: ['FORBIDDEN'],
    })
    expect((await steps.show(kept.id)).state).toBe('UPLOADED')
    await steps.cancel(kept.id)
  })

  test('leaves the other as it was where the file is refused', async () => {
    const first = await started()
    expect((await readAgain(first.id, { headerRow: 9 })).userErrors).toMatchObject([
      { code: 'FILE_EMPTY', path: ['input', 'replaces'] },
    ])
    expect((await readAgain(first.id, { headerRow: -1 })).userErrors).toMatchObject([
      { code: 'INVALID', path: ['input', 'headerRow'] },
    ])
    expect((await steps.show(first.id)).state).toBe('UPLOADED')
    await steps.cancel(first.id)
  })

  test('needs no room of its own among those that are open', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => started()))
    expect((await steps.start(FILE)).userErrors).toMatchObject([{ code: 'INVALID' }])
    const { importSession } = await readAgain(open[0].id)
    for (const { id } of [importSession, ...open.slice(1)]) await steps.cancel(id)
  })

  test('bytes are kept while an import needs them, and no longer', async () => {
    const first = await started()
    const id = bareId('ImportSession', first.id)
    expect(keptFiles()).toContain(id)
    await house.runJobs()
    expect(keptFiles()).toContain(id)
    await steps.cancel(first.id)
    await house.runJobs()
    expect(keptFiles()).not.toContain(id)
    const before = keptFiles()
    expect((await steps.start('a,"b\n')).userErrors).toMatchObject([
      { code: 'FILE_MALFORMED', path: ['input', 'csv'], line: 1, columnIndex: 1 },
    ])
    expect(keptFiles()).toEqual(before)
  })

  test('is refused with the way out where the bytes are gone', async () => {
    const first = await started()
    const { removeFile } = await import('../files/remove-file.ts')
    await removeFile(house.config, { organizationId: house.organizationId, id: bareId('ImportSession', first.id) })
    expect((await readAgain(first.id)).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'replaces'], hint: 'Upload the file again.' },
    ])
    await steps.cancel(first.id)
  })
})
