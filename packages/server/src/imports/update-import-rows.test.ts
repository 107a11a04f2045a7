import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Role } from '../base/viewer.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const FILE = [
  'Email,Name,Job title',
  'ana@example.com,Ana,Cook',
  'bo@example,Bo,Baker',
  'ana@example.com,Ana again,Cook',
  'di@example.com,Di,Clerk',
].join('\n')

describe.each(databases)('correcting the rows of an import (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  let id: string
  beforeEach(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    id = (await steps.start(FILE)).importSession.id
    await steps.map(id)
  })
  afterEach(() => house.close())

  const users = () => house.run((work) => work.rows(User).find({}, { order: { emailKey: 'ASC' } }))

  it('corrects a cell and checks the row again, without another upload', async () => {
    const before = await steps.preview(id, ADD)
    expect(before).toMatchObject({ toCreate: 2, invalid: 2 })
    const { rows, importSession, userErrors } = await steps.updateRows(id, [
      { line: 3, cells: [{ columnIndex: 0, value: 'bo@example.com' }] },
    ])
    expect(userErrors).toEqual([])
    expect(importSession.state).toBe('MAPPED')
    expect(rows).toMatchObject([
      {
        line: 3,
        action: 'CREATE',
        issues: [],
        cells: [
          { columnIndex: 0, raw: 'bo@example', edited: 'bo@example.com' },
          { raw: 'Bo', edited: null },
          { edited: null },
        ],
      },
    ])
    const after = await steps.preview(id, ADD)
    expect(after).toMatchObject({ toCreate: 3, invalid: 1 })
    expect(after.fingerprint).not.toBe(before.fingerprint)
    expect((await steps.rows(id, { search: 'BO@EXAMPLE.COM' })).totalCount).toBe(1)
    await steps.commit(id, ADD)
    await house.runJobs()
    expect((await users()).map(({ email }) => email)).toEqual(['ana@example.com', 'bo@example.com', 'di@example.com'])
  })

  it('goes back to what is in the file', async () => {
    await steps.updateRows(id, [{ line: 2, cells: [{ columnIndex: 2, value: 'Chef' }] }])
    const fingerprint = async () => (await steps.preview(id, ADD)).fingerprint as string
    const edited = await fingerprint()
    const { rows } = await steps.updateRows(id, [{ line: 2, cells: [{ columnIndex: 2, value: null }] }])
    expect(rows[0].cells[2]).toEqual({ columnIndex: 2, raw: 'Cook', edited: null })
    const back = await fingerprint()
    expect(back).not.toBe(edited)
    const other = (await steps.start(FILE)).importSession.id
    await steps.map(other)
    expect((await steps.preview(other, ADD)).fingerprint).toBe(back)
  })

  it('leaves a row out and takes it in again, and the row that repeated it counts meanwhile', async () => {
    const { rows } = await steps.updateRows(id, [{ line: 2, skip: true }])
    expect(rows).toMatchObject([{ line: 2, action: 'SKIP', issues: [] }])
    expect(await steps.preview(id, ADD)).toMatchObject({ toCreate: 2, skipped: 1, invalid: 1 })
    expect((await steps.rows(id, { action: ['CREATE'] })).nodes).toMatchObject([{ line: 4 }, { line: 5 }])
    const again = await steps.updateRows(id, [{ line: 2, skip: false }])
    expect(again.rows).toMatchObject([{ line: 2, action: 'CREATE' }])
    expect((await steps.rows(id, { issue: ['DUPLICATE_IN_FILE'] })).nodes).toMatchObject([{ line: 4 }])
  })

  it('finds out when a corrected address repeats that of an earlier row', async () => {
    const { rows } = await steps.updateRows(id, [{ line: 5, cells: [{ columnIndex: 0, value: ' ANA@example.com' }] }])
    expect(rows).toMatchObject([{ line: 5, action: 'INVALID', issues: [{ code: 'DUPLICATE_IN_FILE' }] }])
    // Another mapping is worked out with the corrections too.
    await steps.map(id)
    expect((await steps.rows(id, { issue: ['DUPLICATE_IN_FILE'] })).nodes).toMatchObject([{ line: 4 }, { line: 5 }])
  })

  it('does not take the person of a row that is left out for missing', async () => {
    await steps.run('Email,Name\nana@example.com,Ana\nzed@example.com,Zed\n', ADD)
    await steps.updateRows(id, [
      { line: 2, skip: true },
      { line: 4, skip: true },
    ])
    const preview = await steps.preview(id, { ...ADD, mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING' })
    expect(preview.deactivations.nodes).toEqual([{ email: 'zed@example.com' }])
  })

  it('corrects rows anywhere in a long file, cells that the row does not have, and keeps earlier corrections', async () => {
    const long = ['Email,Name,Job title']
    for (let line = 2; line <= 2_400; line++) long.push(line % 100 === 0 ? '' : `p${line}@example.com,Person ${line}`)
    const { importSession } = await steps.start(long.join('\n'))
    await steps.map(importSession.id)
    expect(await steps.preview(importSession.id, ADD)).toMatchObject({ toCreate: 0, invalid: 2_375 })
    const lines = [2, 501, 777, 1_333, 2_399]
    for (const line of lines) {
      const { rows } = await steps.updateRows(importSession.id, [
        { line, cells: [{ columnIndex: 2, value: `Job ${line}` }] },
      ])
      expect(rows).toMatchObject([{ line, action: 'CREATE', cells: [{}, {}, { raw: '', edited: `Job ${line}` }] }])
    }
    expect((await steps.rows(importSession.id, { action: ['CREATE'] })).nodes.map(({ line }: never) => line)).toEqual(
      lines,
    )
  })

  it('refuses lines and columns that are not in the file, and says which', async () => {
    const refused = async (rows: object[]) => (await steps.updateRows(id, rows)).userErrors
    expect(await refused([{ line: 1, skip: true }])).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'rows', '0', 'line'], message: expect.stringContaining('line 1') },
    ])
    expect(await refused([{ line: 6, skip: true }])).toMatchObject([{ code: 'NOT_FOUND' }])
    expect(
      await refused([
        { line: 2, cells: [{ columnIndex: 3, value: 'x' }] },
        { line: 2, cells: [{ columnIndex: 0, value: 'x'.repeat(10_001) }] },
      ]),
    ).toMatchObject([
      { code: 'INVALID', path: ['input', 'rows', '0', 'cells', '0', 'columnIndex'] },
      { code: 'INVALID', path: ['input', 'rows', '1', 'line'] },
      { code: 'TOO_LONG', path: ['input', 'rows', '1', 'cells', '0', 'value'] },
    ])
    const many = Array.from({ length: 501 }, (_, index) => ({ line: index + 2, skip: true }))
    expect(await refused(many)).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('500') }])
  })

  it('is possible between mapping and committing only, by those who may import', async () => {
    const fresh = (await steps.start(FILE)).importSession.id
    const skip = [{ line: 2, skip: true }]
    expect((await steps.updateRows(fresh, skip)).userErrors).toMatchObject([
      { code: 'IMPORT_STATE', currentState: 'UPLOADED', allowedStates: ['MAPPED', 'CONFIGURED'] },
    ])
    expect(await importSteps(house, house.as(Role.REPORTER)).updateRows(id, skip)).toEqual({ faults: ['FORBIDDEN'] })
    await steps.configure(id, ADD)
    expect((await steps.updateRows(id, skip)).importSession).toMatchObject({
      state: 'CONFIGURED',
      settings: { mode: 'ADD_AND_UPDATE' },
    })
    await steps.commit(id)
    expect((await steps.updateRows(id, skip)).userErrors).toMatchObject([{ code: 'IMPORT_STATE' }])
  })

  it('refuses to commit what was previewed before a correction', async () => {
    const { fingerprint } = await steps.preview(id, ADD)
    await steps.updateRows(id, [{ line: 2, cells: [{ columnIndex: 1, value: 'Anna' }] }])
    const { userErrors } = await steps.commit(id, ADD, { expectedFingerprint: fingerprint })
    expect(userErrors).toMatchObject([{ code: 'PREVIEW_STALE' }])
  })

  it('keeps the corrections of two people who make them at the same moment', async () => {
    const answers = await Promise.all(
      [2, 3, 4, 5].map((line) => steps.updateRows(id, [{ line, cells: [{ columnIndex: 2, value: `Job ${line}` }] }])),
    )
    expect(answers.map(({ userErrors }) => userErrors)).toEqual([[], [], [], []])
    const { nodes } = await steps.rows(id)
    expect(nodes.map(({ cells }: { cells: { edited: string }[] }) => cells[2]?.edited)).toEqual([
      'Job 2',
      'Job 3',
      'Job 4',
      'Job 5',
    ])
  })
})
