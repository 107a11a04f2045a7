import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { bareId } from '../base/graphql/ids.ts'
import { Role } from '../base/viewer.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { addOrganization, addUser, databases, houseOf, openHouse, type TestHouse } from '../testing.ts'
import { ImportSession, ImportState } from './import-session.ts'
import { importSteps } from './import-steps.testing.ts'

const FILE = 'Email,Name\nana@example.com,Ana\n'
const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
type Steps = ReturnType<typeof importSteps>

const CALLS: Record<string, (steps: Steps, id: string) => ReturnType<Steps['map']>> = {
  mapColumns: ({ map }, id) => map(id),
  configureImport: ({ configure }, id) => configure(id, ADD),
  updateImportRows: ({ updateRows }, id) => updateRows(id, [{ line: 2, skip: false }]),
  commitImport: ({ commit }, id) => commit(id, ADD),
  abortImport: ({ abort }, id) => abort(id),
  undoImport: ({ undo }, id) => undo(id),
  cancelImport: ({ cancel }, id) => cancel(id),
  'startImport(replaces)': ({ start }, id) => start(FILE, { replaces: id }),
}

/** What each call makes of an import in each state; what is not here is refused. */
const MOVES: Record<ImportState, Partial<Record<keyof typeof CALLS, ImportState>>> = {
  UPLOADED: { mapColumns: 'MAPPED', cancelImport: 'CANCELLED', 'startImport(replaces)': 'CANCELLED' },
  MAPPED: {
    mapColumns: 'MAPPED',
    configureImport: 'CONFIGURED',
    updateImportRows: 'MAPPED',
    commitImport: 'COMMITTING',
    cancelImport: 'CANCELLED',
    'startImport(replaces)': 'CANCELLED',
  },
  CONFIGURED: {
    mapColumns: 'MAPPED',
    configureImport: 'CONFIGURED',
    updateImportRows: 'CONFIGURED',
    commitImport: 'COMMITTING',
    cancelImport: 'CANCELLED',
    'startImport(replaces)': 'CANCELLED',
  },
  COMMITTING: { commitImport: 'COMMITTING', abortImport: 'ABORTED' },
  COMMITTED: { commitImport: 'COMMITTED', undoImport: 'COMMITTED' },
  FAILED: { commitImport: 'COMMITTING', undoImport: 'FAILED' },
  ABORTED: { undoImport: 'ABORTED' },
  CANCELLED: { cancelImport: 'CANCELLED' },
  EXPIRED: {},
}

const ACTIONS: Record<ImportState, string[]> = {
  UPLOADED: ['MAP_COLUMNS', 'CANCEL'],
  MAPPED: ['MAP_COLUMNS', 'CONFIGURE', 'UPDATE_ROWS', 'COMMIT', 'CANCEL'],
  CONFIGURED: ['MAP_COLUMNS', 'CONFIGURE', 'UPDATE_ROWS', 'COMMIT', 'CANCEL'],
  COMMITTING: ['ABORT'],
  COMMITTED: ['UNDO'],
  FAILED: ['COMMIT', 'UNDO'],
  ABORTED: ['UNDO'],
  CANCELLED: [],
  EXPIRED: [],
}

/** The way on that a refusal names. */
const WAYS_ON: Record<ImportState, RegExp> = {
  UPLOADED: /mapColumns/,
  MAPPED: /configureImport/,
  CONFIGURED: /commitImport/,
  COMMITTING: /progress/,
  COMMITTED: /report/,
  FAILED: /commitImport/,
  ABORTED: /notReachedRowsCsv/,
  CANCELLED: /startImport/,
  EXPIRED: /startImport/,
}

describe.each(databases)('the state of an import (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  /** An organization of its own, since one import of each is applied at a time. */
  async function elsewhere(): Promise<{ steps: Steps; there: TestHouse }> {
    const there = houseOf(house, await addOrganization(house, 'Example Academy'))
    return { steps: importSteps(there), there }
  }

  async function importIn(state: ImportState): Promise<{ id: string; steps: Steps; there: TestHouse }> {
    const { steps, there } = await elsewhere()
    const { id } = (await steps.start(FILE)).importSession
    const moved = (changes: Partial<ImportSession>) =>
      there.run((work) => work.rows(ImportSession).update({ id: bareId('ImportSession', id) }, changes))
    if (state === 'CANCELLED') await steps.cancel(id)
    if (state === 'EXPIRED') await moved({ state })
    if (['UPLOADED', 'CANCELLED', 'EXPIRED'].includes(state)) return { id, steps, there }
    await steps.map(id)
    if (state === 'CONFIGURED') await steps.configure(id, ADD)
    if (state === 'MAPPED' || state === 'CONFIGURED') return { id, steps, there }
    await steps.commit(id, ADD)
    if (state === 'COMMITTED') await house.runJobs()
    if (state === 'ABORTED') await steps.abort(id)
    if (state === 'FAILED') await moved({ state, finishedAt: house.now(), failure: 'The database was away.' })
    return { id, steps, there }
  }

  it.each(Object.values(ImportState))(
    '%s allows what it should, and refuses the rest with the way on',
    async (state) => {
      const { id, steps } = await importIn(state)
      const shown = await steps.show(id)
      expect(shown).toMatchObject({ state, allowedActions: ACTIONS[state] })
      expect(shown.report !== null).toBe(['COMMITTED', 'FAILED', 'ABORTED'].includes(state))
      expect((await steps.preview(id)) !== null).toBe(!['UPLOADED', 'CANCELLED', 'EXPIRED'].includes(state))
      for (const [name, call] of Object.entries(CALLS)) {
        const to = MOVES[state][name]
        if (to) {
          const fresh = await importIn(state)
          const { userErrors } = await call(fresh.steps, fresh.id)
          expect([name, userErrors]).toEqual([name, []])
          expect([name, (await fresh.steps.show(fresh.id)).state]).toEqual([name, to])
        } else {
          const { userErrors } = await call(steps, id)
          expect([name, userErrors]).toMatchObject([
            name,
            [{ code: 'IMPORT_STATE', currentState: state, hint: expect.stringMatching(WAYS_ON[state]) }],
          ])
          expect([name, (await steps.show(id)).state]).toEqual([name, state])
        }
      }
    },
  )

  it('FAILED goes on with the settings it was begun with and with no others, and not beside another import', async () => {
    const { id, steps } = await importIn('FAILED')
    const others = await steps.commit(id, { ...ADD, mode: 'ADD_ONLY' })
    expect(others.userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'settings'] }])
    const { importSession: other } = await steps.start(FILE.replaceAll('Ana', 'Bo'))
    await steps.map(other.id)
    await steps.commit(other.id, ADD)
    expect((await steps.commit(id)).userErrors).toMatchObject([{ code: 'IMPORT_BUSY' }])
    expect((await steps.undo(id)).userErrors).toMatchObject([{ code: 'IMPORT_BUSY' }])
    expect((await steps.show(id)).state).toBe('FAILED')
    await house.runJobs()
    expect((await steps.commit(id)).importSession.state).toBe('COMMITTING')
    await house.runJobs()
    expect(await steps.show(id)).toMatchObject({ state: 'COMMITTED', failure: null, report: { updated: 1 } })
  })

  it('COMMITTED is answered again to the same idempotency key, and other arguments with it are refused', async () => {
    const { id, steps } = await importIn('CONFIGURED')
    const key = { idempotencyKey: 'commit' }
    expect((await steps.commit(id, undefined, key)).userErrors).toEqual([])
    await house.runJobs()
    expect(await steps.commit(id, undefined, key)).toMatchObject({ importSession: { id }, userErrors: [] })
    const reused = await steps.commit(id, { ...ADD, mode: 'ADD_ONLY' }, key)
    expect(reused.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
  })

  it('stays where settings cannot be', async () => {
    const { id, steps, there } = await importIn('MAPPED')
    const asHr = importSteps(there, there.as(Role.HR))
    const refused = async ({ configure }: Steps, more: object) => (await configure(id, { ...ADD, ...more })).userErrors
    expect(await refused(steps, { matchBy: 'EXTERNAL_ID' })).toMatchObject([
      { code: 'INVALID', path: ['input', 'settings', 'matchBy'], hint: expect.stringContaining('externalId') },
    ])
    expect(await refused(asHr, { defaultRole: 'ADMIN' })).toMatchObject([
      { code: 'ROLE_NOT_ALLOWED', path: ['input', 'settings', 'defaultRole'] },
    ])
    expect(await refused(steps, { invites: 'SCHEDULED' })).toMatchObject([{ code: 'TIME_INVALID' }])
    expect(await steps.show(id)).toMatchObject({ state: 'MAPPED', settings: null })
  })

  it('is none for a file that was refused: no import is left behind', async () => {
    const { steps, there } = await elsewhere()
    const files = {
      FILE_NOT_CSV: '%PDF-1.7',
      FILE_EMPTY: 'Email,Name\n',
      FILE_MALFORMED: 'Email,Name\nana@example.com,"Ana\n',
      TOO_MANY_COLUMNS: `${Array.from({ length: 501 }, (_, index) => `c${index}`).join()}\nx\n`,
    }
    for (const [code, csv] of Object.entries(files)) {
      expect(await steps.start(csv)).toMatchObject({ importSession: null, userErrors: [{ code }] })
    }
    expect((await there.ask('{ importSessions { totalCount } }')).data.importSessions.totalCount).toBe(0)
  })

  it('COMMITTED lets all whom it added silently be invited later, and nobody else', async () => {
    const { steps, there } = await elsewhere()
    await steps.run('Email,Name\nold@example.com,Old\n', ADD)
    const { id } = await steps.run('Email,Name\nana@example.com,Ana\nbo@example.com,Bo\n', ADD)
    const RESEND = `mutation ($input: ResendInvitesInput!) {
      resendInvites(input: $input) { queued userErrors { code } } }`
    const { data } = await there.ask(RESEND, { input: { filter: { importId: id, neverInvited: true } } })
    expect(data.resendInvites).toEqual({ queued: 2, userErrors: [] })
    const { data: after } = await there.ask('{ users(filter: { status: [INVITE_PENDING] }) { nodes { name } } }')
    expect(after.users.nodes).toEqual([{ name: 'Ana' }, { name: 'Bo' }])
  })

  it('is told in a list, newest first, with who began it, when, of which file, and what came of it', async () => {
    const { steps, there } = await elsewhere()
    const hera = await addUser(house, { name: 'Hera', email: 'hera@example.com', role: 'HR' }, {}, there.as(Role.OWNER))
    const { importSession: left } = await importSteps(there, viewerOfUser(hera)).start(FILE, { filename: 'spring.csv' })
    house.wait(1_000)
    await steps.run('Email,Name\nbo@example.com,Bo\nnobody,No\n', ADD)
    const list = async (filter: object = {}) => {
      const document = `query ($filter: ImportSessionFilter) { importSessions(filter: $filter) { totalCount nodes {
        id state createdAt createdBy { name } file { name rowCount } report { created failed } } } }`
      return (await there.ask(document, { filter })).data.importSessions
    }
    const older = {
      id: left.id,
      state: 'UPLOADED',
      createdAt: expect.any(Date),
      createdBy: { name: 'Hera' },
      file: { name: 'spring.csv', rowCount: 1 },
      report: null,
    }
    const all = await list()
    expect(all).toMatchObject({
      totalCount: 2,
      nodes: [{ state: 'COMMITTED', createdBy: null, file: { rowCount: 2 }, report: { created: 1, failed: 1 } }, older],
    })
    expect(await list({ createdById: `usr_${hera.id}` })).toMatchObject({ totalCount: 1, nodes: [older] })
    expect(await list({ createdBefore: all.nodes[0].createdAt })).toMatchObject({ nodes: [older] })
    expect(await list({ state: ['COMMITTED', 'FAILED'] })).toMatchObject({ nodes: [{ state: 'COMMITTED' }] })
    // Taken up again by somebody else, where it was left.
    expect((await steps.map(left.id)).importSession.state).toBe('MAPPED')
    await steps.commit(left.id, ADD)
    await house.runJobs()
    expect((await list()).nodes[1]).toMatchObject({ id: left.id, state: 'COMMITTED', report: { created: 1 } })
  })
})
