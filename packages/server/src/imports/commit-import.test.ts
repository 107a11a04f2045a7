import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Role, type Viewer, ViewerKind } from '../base/viewer.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import { inviteUser } from '../invites/invite-user.ts'
import { resendInvite } from '../invites/resend-invite.ts'
import { Email } from '../mail/email.ts'
import { Team } from '../teams/team.ts'
import { databases, openHouse, openMailbox, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }

describe.each(databases)('committing an import (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeEach(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterEach(() => house.close())

  const users = () => house.run((work) => work.rows(User).find({}, { order: { emailKey: 'ASC' } }))
  const emails = () => house.run((work) => work.rows(Email).find())
  // Mails that wait cost a test nothing.
  const tomorrow = () => new Date(house.now().getTime() + 24 * 3_600_000).toISOString()
  const people = (count: number, from = 0) =>
    [
      'Email,Name',
      ...Array.from({ length: count }, (_, index) => `p${from + index}@example.com,Person ${from + index}`),
    ].join('\n')

  it('takes five mutations from file to users', async () => {
    const { importSession: started, userErrors } = await steps.start(
      'Email,Full name\nana@example.com,Ana Ruiz\nbo@example.com,Bo 李\n',
    )
    expect(userErrors).toEqual([])
    expect(started).toMatchObject({
      state: 'UPLOADED',
      allowedActions: ['MAP_COLUMNS', 'CANCEL'],
      file: { rowCount: 2 },
    })
    expect(await users()).toEqual([])
    const { importSession: mapped } = await steps.map(started.id)
    expect(mapped).toMatchObject({ state: 'MAPPED', missingFields: [], unmatchedColumns: [] })
    const { importSession: configured } = await steps.configure(started.id, ADD)
    expect(configured).toMatchObject({
      state: 'CONFIGURED',
      settings: { mode: 'ADD_AND_UPDATE', onRowError: 'SKIP_ROW' },
    })
    expect(await steps.preview(started.id)).toMatchObject({ totalRows: 2, toCreate: 2, invites: 0, blockers: [] })
    expect(await users()).toEqual([])
    const { importSession: committing } = await steps.commit(started.id)
    expect(committing.state).toBe('COMMITTING')
    await house.runJobs()
    const done = await steps.show(started.id)
    expect(done).toMatchObject({
      state: 'COMMITTED',
      allowedActions: ['UNDO'],
      progress: { phase: 'DONE', processed: 2, percent: 100 },
      report: { created: 2, updated: 0, unchanged: 0, failed: 0, invitesQueued: 0 },
    })
    expect((await users()).map(({ name, status, source }) => [name, status, source])).toEqual([
      ['Ana Ruiz', 'NOT_INVITED', 'IMPORT'],
      ['Bo 李', 'NOT_INVITED', 'IMPORT'],
    ])
  })

  it('accepts settings with the commit', async () => {
    const { importSession } = await steps.start(people(1))
    await steps.map(importSession.id)
    expect((await steps.commit(importSession.id)).userErrors).toMatchObject([{ code: 'SETTINGS_REQUIRED' }])
    expect((await steps.show(importSession.id)).state).toBe('MAPPED')
    expect((await steps.commit(importSession.id, ADD)).importSession.state).toBe('COMMITTING')
  })

  it('needs an answer about mode and invites, for nothing is mailed by surprise', async () => {
    const { importSession } = await steps.start(people(1))
    await steps.map(importSession.id)
    const document = `mutation ($id: ID!) { commitImport(input: { importId: $id, settings: { mode: ADD_ONLY } }) { userErrors { code } } }`
    await expect(house.ask(document, { id: importSession.id })).rejects.toThrow('invites')
  })

  it('refuses a step out of order and names the one that is due', async () => {
    const { importSession } = await steps.start(people(1))
    const { id } = importSession
    const early = await steps.commit(id, ADD)
    expect(early.userErrors).toMatchObject([
      {
        __typename: 'ImportStateError',
        code: 'IMPORT_STATE',
        currentState: 'UPLOADED',
        hint: expect.stringContaining('mapColumns'),
      },
    ])
    expect((await steps.configure(id, ADD)).userErrors).toMatchObject([{ code: 'IMPORT_STATE' }])
    await steps.map(id)
    await steps.commit(id, ADD)
    for (const late of [await steps.map(id), await steps.configure(id, ADD), await steps.cancel(id)]) {
      expect(late.userErrors).toMatchObject([{ code: 'IMPORT_STATE', currentState: 'COMMITTING' }])
    }
    await house.runJobs()
    expect((await steps.cancel(id)).userErrors).toMatchObject([{ code: 'IMPORT_STATE', currentState: 'COMMITTED' }])
    expect((await steps.commit('imp_unknown', ADD)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
  })

  it('commits once when it is asked for twenty times at once', async () => {
    const { importSession } = await steps.start(people(40))
    await steps.map(importSession.id)
    await steps.configure(importSession.id, { ...ADD, invites: 'IMMEDIATE' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => steps.commit(importSession.id)))
    expect(answers.map(({ userErrors }) => userErrors)).toEqual(Array(20).fill([]))
    expect(new Set(answers.map((answer) => answer.importSession.id))).toEqual(new Set([importSession.id]))
    await house.runJobs()
    expect(await users()).toHaveLength(40)
    expect(await emails()).toHaveLength(40)
    const committed = await house.run((work) => work.rows(AuditEvent).count({ action: 'import.committed' }))
    expect(committed).toBe(1)
    const again = await steps.commit(importSession.id)
    expect(again).toMatchObject({ importSession: { id: importSession.id, state: 'COMMITTED' }, userErrors: [] })
  })

  it('answers a repeated call with the same idempotency key with the same import', async () => {
    const key = { idempotencyKey: 'once' }
    const first = await steps.start(people(2), key)
    const second = await steps.start(people(2), key)
    expect(second.importSession.id).toBe(first.importSession.id)
    const other = await steps.start(people(3), key)
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
    const long = await steps.start(people(2), { idempotencyKey: 'x'.repeat(65) })
    expect(long.userErrors).toMatchObject([{ code: 'TOO_LONG', path: ['input', 'idempotencyKey'] }])
  })

  it('adds only, updates, or only updates, as the mode says', async () => {
    await steps.run('Email,Name,Job title\nana@example.com,Ana,Baker\n', ADD)
    const file = 'Email,Name,Job title\nana@example.com,Ana,Cook\nbo@example.com,Bo,Cook\n'
    const only = await steps.run(file, { ...ADD, mode: 'UPDATE_ONLY' })
    expect(only.report).toMatchObject({ created: 0, updated: 1, skipped: 1 })
    const more = await steps.run(file.replaceAll('Cook', 'Chef'), { ...ADD, mode: 'ADD_ONLY' })
    expect(more.report).toMatchObject({ created: 1, updated: 0, skipped: 1 })
    // Whoever is looked for by their address is found with what became of them.
    const found = async (id: string, search: string) => (await steps.rows(id, { search })).nodes
    expect(await found(more.id, 'ANA@example')).toMatchObject([{ line: 2, action: 'SKIP' }])
    expect(await found(only.id, 'bo@example.com')).toMatchObject([{ line: 3, action: 'SKIP', user: null }])
    expect((await users()).map(({ email, jobTitle }) => [email, jobTitle])).toEqual([
      ['ana@example.com', 'Cook'],
      ['bo@example.com', 'Chef'],
    ])
  })

  it('leaves a user alone for whom nothing differs', async () => {
    await steps.run('Email,Name,Location\nana@example.com,Ana,London\n', { ...ADD, createMissingLocations: true })
    const [before] = await users()
    house.wait(60_000)
    const again = await steps.run('Email,Name,Location\nANA@example.com ,Ana,London\n', ADD)
    expect(again.report).toMatchObject({ unchanged: 1, updated: 0, created: 0 })
    expect((await users())[0]?.updatedAt).toEqual(before?.updatedAt)
    const moved = await steps.run('Email,Name,Location\nana@example.com,Ana,Tokyo\n', {
      ...ADD,
      createMissingLocations: true,
    })
    expect(moved.report).toMatchObject({ updated: 1 })
    const { data } = await house.ask('{ users { nodes { name jobTitle location { name } updatedAt } } }')
    expect(data.users.nodes).toMatchObject([{ name: 'Ana', jobTitle: null, location: { name: 'Tokyo' } }])
    expect(data.users.nodes[0].updatedAt.getTime()).toBeGreaterThan(before?.updatedAt.getTime() ?? Infinity)
  })

  it('does nothing with a column that is not in the file, and obeys the setting for a cell that is empty', async () => {
    await steps.run('Email,Name,Job title\nana@example.com,Ana,Baker\n', ADD)
    await steps.run('Email,Name\nana@example.com,Ana\n', { ...ADD, emptyCells: 'CLEAR' })
    expect(await users()).toMatchObject([{ jobTitle: 'Baker' }])
    await steps.run('Email,Name,Job title\nana@example.com,Ana,\n', ADD)
    expect(await users()).toMatchObject([{ jobTitle: 'Baker' }])
    await steps.run('Email,Name,Job title\nana@example.com,Ana,\n', { ...ADD, emptyCells: 'CLEAR' })
    expect(await users()).toMatchObject([{ jobTitle: null }])
  })

  it('sends invites to the users it made and to nobody else, once', async () => {
    await steps.run('Email,Name\nana@example.com,Ana\n', ADD)
    const invited = await steps.run('Email,Name\nana@example.com,Ana B.\nbo@example.com,Bo\n', {
      ...ADD,
      invites: 'IMMEDIATE',
    })
    expect(invited.report).toMatchObject({ created: 1, updated: 1, invitesQueued: 1, invitesScheduled: 0 })
    expect(await emails()).toMatchObject([{ toAddress: 'bo@example.com', status: 'SENT' }])
    const again = await steps.run('Email,Name\nana@example.com,Ana B.\nbo@example.com,Bo\n', {
      ...ADD,
      invites: 'IMMEDIATE',
    })
    expect(again.report).toMatchObject({ unchanged: 2, invitesQueued: 0 })
    expect(await emails()).toHaveLength(1)
    expect((await users()).map(({ status }) => status)).toEqual(['NOT_INVITED', 'INVITE_PENDING'])
  })

  it('sends scheduled invites at their time and not before', async () => {
    const sendAt = new Date(house.now().getTime() + 3_600_000).toISOString()
    const done = await steps.run(people(3), { ...ADD, invites: 'SCHEDULED', sendAt })
    expect(done.report).toMatchObject({ created: 3, invitesQueued: 0, invitesScheduled: 3 })
    expect((await users()).map(({ status }) => status)).toEqual(Array(3).fill('INVITE_SCHEDULED'))
    house.wait(3_590_000)
    await house.runJobs()
    expect((await emails()).map(({ status }) => status)).toEqual(Array(3).fill('QUEUED'))
    house.wait(11_000)
    await house.runJobs()
    expect((await emails()).map(({ status }) => status)).toEqual(Array(3).fill('SENT'))
    expect((await users()).map(({ status }) => status)).toEqual(Array(3).fill('INVITE_PENDING'))
  })

  it('refuses a time for invites that is past, missing or superfluous', async () => {
    const { importSession } = await steps.start(people(1))
    await steps.map(importSession.id)
    const past = new Date(house.now().getTime() - 1_000).toISOString()
    for (const settings of [
      { ...ADD, invites: 'SCHEDULED' },
      { ...ADD, invites: 'SCHEDULED', sendAt: past },
      { ...ADD, invites: 'IMMEDIATE', sendAt: new Date(house.now().getTime() + 60_000).toISOString() },
    ]) {
      expect((await steps.configure(importSession.id, settings)).userErrors).toMatchObject([{ code: 'TIME_INVALID' }])
    }
    await steps.configure(importSession.id, {
      ...ADD,
      invites: 'SCHEDULED',
      sendAt: new Date(house.now().getTime() + 60_000).toISOString(),
    })
    house.wait(61_000)
    expect((await steps.commit(importSession.id)).userErrors).toMatchObject([{ code: 'TIME_INVALID' }])
  })

  it('applies the good rows and names the bad ones, or nothing at all when the settings say so', async () => {
    const file = 'Email,Name\nana@example.com,Ana\nnot an address,Bo\nana@example.com,Ana again\n,Cy\n'
    const { importSession } = await steps.start(file)
    await steps.map(importSession.id)
    const strict = await steps.commit(importSession.id, { ...ADD, onRowError: 'ABORT' })
    expect(strict.userErrors).toMatchObject([{ code: 'ROWS_INVALID', message: expect.stringContaining('3 rows') }])
    expect(await users()).toEqual([])
    const preview = await steps.preview(importSession.id, ADD)
    expect(preview).toMatchObject({ toCreate: 1, invalid: 3 })
    await steps.commit(importSession.id, ADD)
    await house.runJobs()
    const done = await steps.show(importSession.id)
    expect(done.report).toMatchObject({ created: 1, failed: 3 })
    expect(done.report.issues).toEqual(preview.issues)
    const { nodes, totalCount } = await steps.rows(importSession.id, { minSeverity: 'ERROR' })
    expect(totalCount).toBe(3)
    expect(nodes).toMatchObject([
      { line: 3, action: 'INVALID', issues: [{ code: 'EMAIL_INVALID', columnIndex: 0, value: 'not an address' }] },
      {
        line: 4,
        action: 'INVALID',
        issues: [{ code: 'DUPLICATE_IN_FILE', message: expect.stringContaining('ine 2') }],
      },
      { line: 5, action: 'INVALID', issues: [{ code: 'REQUIRED' }] },
    ])
    const found = await steps.rows(importSession.id, { search: 'ANA@' })
    expect(
      found.nodes.map(({ line, action, user }: never) => [line, action, (user as { email: string } | null)?.email]),
    ).toEqual([
      [2, 'CREATE', 'ana@example.com'],
      [4, 'INVALID', undefined],
    ])
  })

  it('stores the others of a batch when the database refuses one of its rows, and says so of that row', async () => {
    await house.database.writer.query(
      on === 'SQLite'
        ? `CREATE TRIGGER refused BEFORE INSERT ON users WHEN NEW.name = 'Person 222'
             BEGIN SELECT RAISE(ABORT, 'refused'); END`
        : `ALTER TABLE users ADD CONSTRAINT refused CHECK (name <> 'Person 222')`,
    )
    const done = await steps.run(people(500), { ...ADD, invites: 'SCHEDULED', sendAt: tomorrow() })
    expect(done).toMatchObject({
      state: 'COMMITTED',
      report: {
        created: 499,
        failed: 1,
        invitesScheduled: 499,
        issues: [{ code: 'NOT_SAVED', rows: 1, lines: [224] }],
      },
    })
    const stored = (await users()).map(({ email }) => email)
    expect(stored).toHaveLength(499)
    expect(stored).not.toContain('p222@example.com')
    expect(await emails()).toHaveLength(499)
    expect((await steps.rows(done.id, { search: 'p222@' })).nodes).toMatchObject([
      { line: 224, action: 'INVALID', user: null, issues: [{ code: 'NOT_SAVED' }] },
    ])
  })

  it('does not take a team for another that differs in case', async () => {
    await house.run((work) =>
      work.rows(Team).insert({ id: '01', name: 'Marketing', managerId: null, createdAt: work.now() }),
    )
    const file = 'Email,Name,Primary team\nana@example.com,Ana,marketing\nbo@example.com,Bo,Marketing\n'
    const { importSession } = await steps.start(file)
    await steps.map(importSession.id)
    expect(await steps.preview(importSession.id, ADD)).toMatchObject({ toCreate: 1, invalid: 1, newTeams: [] })
    const { nodes } = await steps.rows(importSession.id, { issue: ['TEAM_UNKNOWN'] })
    expect(nodes).toMatchObject([
      { line: 2, issues: [{ suggestion: 'Marketing', columnIndex: 2, value: 'marketing' }] },
    ])
    expect(await steps.preview(importSession.id, { ...ADD, nameMatching: 'IGNORE_CASE' })).toMatchObject({
      toCreate: 2,
    })
    expect(await steps.preview(importSession.id, { ...ADD, createMissingTeams: true })).toMatchObject({
      toCreate: 2,
      newTeams: ['marketing'],
      issues: [{ code: 'TEAM_UNKNOWN', severity: 'WARNING', rows: 1 }],
    })
    await steps.map(importSession.id, [
      { column: 'Primary team', field: 'primaryTeam', values: [{ from: 'marketing', to: 'Marketing' }] },
    ])
    await steps.commit(importSession.id, ADD)
    await house.runJobs()
    expect((await users()).map(({ primaryTeamId }) => primaryTeamId)).toEqual(['01', '01'])
  })

  it('refuses rows of teams and locations that do not exist, names the closest, and makes none', async () => {
    const known = 'Email,Name,Primary team,Location\nana@example.com,Ana,Marketing,London\n'
    await steps.run(known, { ...ADD, createMissingTeams: true, createMissingLocations: true })
    const done = await steps.run(
      'Email,Name,Primary team,Location\nbo@example.com,Bo,Marketting,London\ncy@example.com,Cy,Marketing,Lodnon\ndi@example.com,Di,Physics,Oslo\n',
      ADD,
    )
    expect(done.report).toMatchObject({ created: 0, failed: 3 })
    const { nodes } = await steps.rows(done.id)
    expect(nodes).toMatchObject([
      { action: 'INVALID', issues: [{ code: 'TEAM_UNKNOWN', value: 'Marketting', suggestion: 'Marketing' }] },
      { action: 'INVALID', issues: [{ code: 'LOCATION_UNKNOWN', value: 'Lodnon', suggestion: 'London' }] },
      {
        action: 'INVALID',
        issues: [
          { code: 'TEAM_UNKNOWN', suggestion: null },
          { code: 'LOCATION_UNKNOWN', suggestion: null },
        ],
      },
    ])
    const { data } = await house.ask('{ teams { nodes { name } } locations { name } }')
    expect(data).toEqual({ teams: { nodes: [{ name: 'Marketing' }] }, locations: [{ name: 'London' }] })
  })

  it('makes the teams and locations that are missing, once each, when the settings say so', async () => {
    const file = [
      'Email,Name,Primary team,Secondary teams,Location',
      'ana@example.com,Ana,Sales,"Choir, Chess",London',
      'bo@example.com,Bo,,Chess,Tokyo',
      'cy@example.com,Cy,Sales,,London',
    ].join('\n')
    const settings = { ...ADD, createMissingTeams: true, createMissingLocations: true }
    const { importSession } = await steps.start(file)
    await steps.map(importSession.id)
    expect(await steps.preview(importSession.id, settings)).toMatchObject({
      toCreate: 3,
      newTeams: ['Chess', 'Choir', 'Sales'],
      newLocations: ['London', 'Tokyo'],
    })
    await steps.commit(importSession.id, settings)
    await house.runJobs()
    const { data } = await house.ask(`{ users(orderBy: { field: EMAIL }) { nodes {
      email primaryTeam { name } secondaryTeams { name } location { name } } } }`)
    expect(data.users.nodes).toEqual([
      {
        email: 'ana@example.com',
        primaryTeam: { name: 'Sales' },
        secondaryTeams: [{ name: 'Choir' }, { name: 'Chess' }],
        location: { name: 'London' },
      },
      // A secondary team without a primary one becomes the primary.
      { email: 'bo@example.com', primaryTeam: { name: 'Chess' }, secondaryTeams: [], location: { name: 'Tokyo' } },
      { email: 'cy@example.com', primaryTeam: { name: 'Sales' }, secondaryTeams: [], location: { name: 'London' } },
    ])
    const again = await steps.run(file, settings)
    expect(again.report).toMatchObject({ unchanged: 3 })
  })

  it('deactivates those who are missing only when their exact number is confirmed', async () => {
    await steps.run(people(30), ADD)
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const { importSession } = await steps.start(people(26))
    const { id } = importSession
    await steps.map(id)
    await steps.configure(id, settings)
    const preview = await steps.preview(id)
    expect(preview).toMatchObject({ unchanged: 26, toDeactivate: 4, blockers: [{ code: 'DEACTIVATION_UNCONFIRMED' }] })
    expect(preview.deactivations.nodes.map(({ email }: { email: string }) => email)).toEqual([
      'p26@example.com',
      'p27@example.com',
      'p28@example.com',
      'p29@example.com',
    ])
    for (const confirmDeactivations of [undefined, 3, 5]) {
      const refused = await steps.commit(id, undefined, { confirmDeactivations })
      expect(refused.userErrors).toMatchObject([
        { __typename: 'DeactivationGuardError', code: 'DEACTIVATION_UNCONFIRMED', wouldDeactivate: 4, limit: 10 },
      ])
    }
    expect((await steps.show(id)).state).toBe('CONFIGURED')
    expect((await steps.commit(id, undefined, { confirmDeactivations: 4 })).userErrors).toEqual([])
    await house.runJobs()
    expect((await steps.show(id)).report).toMatchObject({ unchanged: 26, deactivated: 4 })
    const gone = (await users()).filter(({ status }) => status === 'DEACTIVATED')
    expect(gone.map(({ email }) => email)).toEqual([
      'p26@example.com',
      'p27@example.com',
      'p28@example.com',
      'p29@example.com',
    ])
  })

  it('stops at the share of users that one import may deactivate', async () => {
    await steps.run(people(60), ADD)
    const { importSession } = await steps.start(people(40))
    await steps.map(importSession.id)
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const refused = await steps.commit(importSession.id, settings, { confirmDeactivations: 20 })
    expect(refused.userErrors).toMatchObject([{ code: 'DEACTIVATION_LIMIT', wouldDeactivate: 20, limit: 12 }])
  })

  it('never deactivates the last owner, the one who imports, or somebody above them', async () => {
    await steps.run(
      [
        'Email,Name,Role',
        'owner@example.com,Olga,Owner',
        'admin@example.com,Adam,Admin',
        'hr@example.com,Hera,HR',
        'x@example.com,Xi,Learner',
      ].join('\n'),
      ADD,
    )
    const hera = (await users()).find(({ role }) => role === 'HR') as User
    const viewer: Viewer = {
      kind: ViewerKind.USER,
      id: hera.id,
      organizationId: house.organizationId,
      role: Role.HR,
      permissions: [],
      label: 'Hera',
    }
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const asHera = importSteps(house, viewer)
    const { importSession } = await asHera.start('Email,Name\nnew@example.com,New\n')
    await asHera.map(importSession.id)
    const preview = await asHera.preview(importSession.id, settings)
    expect(preview.deactivations.nodes).toEqual([{ email: 'x@example.com' }])
    const other = await steps.start('Email,Name\nnew@example.com,New\n')
    await steps.map(other.importSession.id)
    const byOwner = await steps.preview(other.importSession.id, settings)
    expect(byOwner.deactivations.nodes.map(({ email }: { email: string }) => email)).toEqual([
      'admin@example.com',
      'hr@example.com',
      'x@example.com',
    ])
    const { userErrors } = await steps.commit(other.importSession.id, settings, { confirmDeactivations: 3 })
    expect(userErrors).toEqual([])
    await house.runJobs()
    expect((await users()).filter(({ status }) => status !== 'DEACTIVATED').map(({ email }) => email)).toEqual([
      'new@example.com',
      'owner@example.com',
    ])
  })

  it('refuses a preview that is no longer true', async () => {
    const { importSession } = await steps.start(people(3))
    await steps.map(importSession.id)
    const { fingerprint } = await steps.preview(importSession.id, ADD)
    await steps.run('Email,Name\np1@example.com,Somebody else\n', ADD)
    const stale = await steps.commit(importSession.id, ADD, { expectedFingerprint: fingerprint })
    expect(stale.userErrors).toMatchObject([{ code: 'PREVIEW_STALE' }])
    const fresh = (await steps.preview(importSession.id, ADD)).fingerprint
    expect((await steps.commit(importSession.id, ADD, { expectedFingerprint: fresh })).userErrors).toEqual([])
  })

  it('commits one import of an organization at a time, and two of the same people in opposite order add them once', async () => {
    const [header, ...rows] = people(100).split('\n')
    const ids: string[] = []
    for (const file of [rows, rows.toReversed()]) {
      const { importSession } = await steps.start([header, ...file].join('\n'))
      await steps.map(importSession.id)
      ids.push(importSession.id)
    }
    const settings = { ...ADD, invites: 'SCHEDULED', sendAt: tomorrow() }
    const answers = await Promise.all(ids.map((id) => steps.commit(id, settings)))
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'IMPORT_BUSY' }])
    await house.runJobs()
    const busy = ids[answers.findIndex(({ userErrors }) => userErrors.length > 0)] as string
    expect((await steps.commit(busy, settings)).userErrors).toEqual([])
    await house.runJobs()
    expect((await steps.show(busy)).report).toMatchObject({ created: 0, unchanged: 100, invitesScheduled: 0 })
    expect([(await users()).length, (await emails()).length]).toEqual([100, 100])
  })

  it('brings deactivated users back only when the settings say so', async () => {
    await steps.run(people(2), ADD)
    const { data } = await house.ask(`{ userByEmail(email: "P1@example.com") { id } }`)
    await house.ask(`mutation ($id: ID!) { deactivateUser(input: { userId: $id }) { userErrors { code } } }`, {
      id: data.userByEmail.id,
    })
    const reported = await steps.run(people(2), ADD)
    expect(reported.report).toMatchObject({
      unchanged: 1,
      failed: 1,
      issues: [{ code: 'USER_DEACTIVATED', lines: [3] }],
    })
    const back = await steps.run(people(2), { ...ADD, deactivatedUsers: 'REACTIVATE' })
    expect(back.report).toMatchObject({ unchanged: 1, reactivated: 1 })
    expect((await users()).map(({ status }) => status)).toEqual(['NOT_INVITED', 'NOT_INVITED'])
  })

  it('matches by employee ID when asked to, and then the address may change', async () => {
    const mailbox = await openMailbox(house)
    const { user } = await house.run((work) =>
      inviteUser(work, { email: 'ana@example.com', name: 'Ana', externalId: '007' }),
    )
    await mailbox.sendDue()
    const file = 'Email,Name,Employee ID\nana.ruiz@example.com,Ana,007\n'
    const byEmail = await steps.run(file, ADD)
    expect(byEmail.report).toMatchObject({ failed: 1, issues: [{ code: 'IDENTIFIER_CONFLICT' }] })
    const byId = await steps.run(file, { ...ADD, matchBy: 'EXTERNAL_ID' })
    expect(byId.report).toMatchObject({ updated: 1 })
    expect(await users()).toMatchObject([{ id: user.id, email: 'ana.ruiz@example.com', externalId: '007' }])
    // The link to the former address is dead, and another goes to the new one.
    const token = mailbox.tokenTo('ana@example.com')
    const { data } = await house.ask(
      'query ($token: String!) { invitation(token: $token) { usable } }',
      { token },
      null,
    )
    expect(data.invitation).toEqual({ usable: false })
    await house.run((work) => resendInvite(work, { userId: user.id }))
    await mailbox.sendDue()
    expect(mailbox.tokenTo('ana.ruiz@example.com')).not.toBe(token)
  })

  it('is cancelled with its rows, and only once', async () => {
    const { importSession } = await steps.start(people(2))
    expect((await steps.cancel(importSession.id)).importSession.state).toBe('CANCELLED')
    expect((await steps.cancel(importSession.id)).userErrors).toEqual([])
    expect((await steps.rows(importSession.id)).nodes).toEqual([])
    expect((await steps.commit(importSession.id, ADD)).userErrors).toMatchObject([{ code: 'IMPORT_STATE' }])
  })

  it('asks for the rights of the one who committed at each batch', async () => {
    await steps.run('Email,Name,Role\nhr@example.com,Hera,HR\nowner@example.com,Olga,Owner\n', ADD)
    const hera = (await users()).find(({ role }) => role === 'HR') as User
    const viewer: Viewer = {
      kind: ViewerKind.USER,
      id: hera.id,
      organizationId: house.organizationId,
      role: Role.HR,
      permissions: [],
      label: 'Hera',
    }
    const asHera = importSteps(house, viewer)
    const { importSession } = await asHera.start(people(5))
    await asHera.map(importSession.id)
    await asHera.commit(importSession.id, ADD)
    await house.run((work) => work.rows(User).update({ id: hera.id }, { role: Role.LEARNER }))
    await house.runJobs()
    expect(await steps.show(importSession.id)).toMatchObject({
      state: 'FAILED',
      failure: expect.stringContaining('may not manage people'),
      report: { created: 0 },
      allowedActions: ['COMMIT', 'UNDO'],
    })
    expect((await steps.commit(importSession.id)).importSession.state).toBe('COMMITTING')
    await house.runJobs()
    expect(await steps.show(importSession.id)).toMatchObject({ state: 'COMMITTED', report: { created: 5 } })
  })

  it('may be done by Owner, Admin, HR and a Curator with the People permission, and by nobody else', async () => {
    const allowed: Record<string, boolean> = {}
    for (const role of Object.values(Role)) {
      for (const permissions of role === Role.CURATOR ? [[], ['PEOPLE' as const]] : [[]]) {
        const viewer = { ...house.as(role), permissions }
        const asRole = importSteps(house, viewer)
        const { importSession, faults } = await asRole.start(people(1))
        const name = [role, ...permissions].join(' ')
        allowed[name] = Boolean(importSession)
        if (!importSession) {
          expect(faults).toEqual(['FORBIDDEN'])
          const own = (await steps.start(people(1))).importSession.id
          expect(await asRole.map(own)).toEqual({ faults: ['FORBIDDEN'] })
          expect(await asRole.commit(own, ADD)).toEqual({ faults: ['FORBIDDEN'] })
          await steps.cancel(own)
        } else await asRole.cancel(importSession.id)
      }
    }
    expect(allowed).toEqual({
      OWNER: true,
      ADMIN: true,
      HR: true,
      CURATOR: false,
      'CURATOR PEOPLE': true,
      LEARNING_DESIGNER: false,
      REPORTER: false,
      LEARNER: false,
    })
  })

  it('never gives a role that the one who imports may not give', async () => {
    const file = 'Email,Name,Role\na@example.com,A,Owner\nb@example.com,B,Learner\nc@example.com,C,HR\n'
    const { id, report } = await importSteps(house, house.as(Role.HR)).run(file, ADD)
    expect(report).toMatchObject({ created: 2, failed: 1, issues: [{ code: 'ROLE_NOT_ALLOWED', lines: [2] }] })
    expect((await steps.rows(id, { action: ['INVALID'] })).nodes).toMatchObject([{ issues: [{ columnIndex: 2 }] }])
    const demoted = await importSteps(house, house.as(Role.HR)).run('Email,Name,Role\nc@example.com,C,Learner\n', ADD)
    expect(demoted.report).toMatchObject({ updated: 1 })
  })
})
