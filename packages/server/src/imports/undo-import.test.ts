import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { viewerOfHrIntegration } from '../access/hr-integration.ts'
import { AuditEvent } from '../audit/audit-event.ts'
import { createHrIntegration } from '../hr-sync/create-hr-integration.ts'
import { addHrGroup } from '../hr-sync/push-group.ts'
import { pushUser } from '../hr-sync/push-user.ts'
import { releaseHrUser } from '../hr-sync/release-hr-user.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { Team } from '../teams/team.ts'
import { addUser, databases, openHouse, openMailbox, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { reactivateUser } from '../users/reactivate-user.ts'
import { updateUser } from '../users/update-user.ts'
import { User, UserTeam } from '../users/user.ts'
import { applyImport } from './apply-import.ts'
import { ImportUser } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import { importSteps } from './import-steps.testing.ts'
import { runUndo } from './run-undo.ts'

const DAY_MS = 24 * 3_600_000
const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }

describe.each(databases)('taking an import back (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeEach(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
  })
  afterEach(() => house.close())

  const user = (email: string) => house.run((work) => work.rows(User).findOne({ emailKey: email })) as Promise<User>
  const statuses = async () =>
    Object.fromEntries(
      (await house.run((work) => work.rows(User).find({}, { order: { emailKey: 'ASC' } }))).map(({ email, status }) => [
        email.replace('@example.com', ''),
        status,
      ]),
    )
  const teamsOf = async ({ id }: User) => {
    const teams = new Map((await house.run((work) => work.rows(Team).find())).map((team) => [team.id, team.name]))
    const rows = await house.run((work) => work.rows(UserTeam).find({ userId: id }, { order: { position: 'ASC' } }))
    return rows.map(({ teamId }) => teams.get(teamId))
  }
  const undone = async (id: string) => {
    const { userErrors } = await steps.undo(id)
    expect(userErrors).toEqual([])
    await house.runJobs()
    const shown = await steps.show(id)
    expect(shown.undo.finishedAt).not.toBeNull()
    return shown
  }
  const exceptions = async (id: string) => {
    const { nodes } = await steps.rows(id, { issue: ['UNDO_KEPT', 'UNDO_FAILED'] })
    return nodes.map((row: { user: { email: string }; issues: { code: string; message: string }[] }) => {
      const { code, message } = row.issues.at(-1) as { code: string; message: string }
      return [row.user.email, code, message]
    })
  }

  it('leaves alone, and lists, whom an HR system has taken over or put into a team since', async () => {
    const { id } = await steps.run(
      'Email,Name,Job title\nana@example.com,Ana,Cook\nbo@example.com,Bo,\ncy@example.com,Cy,\n',
      ADD,
    )
    const { id: updateId } = await steps.run('Email,Name,Job title\nana@example.com,Ana,Baker\n', ADD)
    const { hrIntegration } = await house.run((work) => createHrIntegration(work, { name: 'Okta' }))
    const hr = viewerOfHrIntegration(hrIntegration)
    const [ana, bo, cy] = [await user('ana@example.com'), await user('bo@example.com'), await user('cy@example.com')]
    const document = { userName: ana.email, displayName: 'Ana', title: 'Baker' }
    await house.run((work) => pushUser(work, hrIntegration, { userId: ana.id, change: () => document }), hr)
    const members = { isWholeList: true, wanted: new Map([[bo.id, true]]) }
    await house.run((work) => addHrGroup(work, hrIntegration, { name: 'Sales', members }), hr)
    await undone(updateId)
    const kept =
      'Left as it is: an HR integration looks after this user and says what they are. Ask an Owner to release them first.'
    expect(await exceptions(updateId)).toEqual([['ana@example.com', 'UNDO_KEPT', kept]])
    const { undo } = await undone(id)
    expect(undo).toMatchObject({ reversed: 1, kept: 2, failed: 0 })
    expect(await exceptions(id)).toEqual([
      ['ana@example.com', 'UNDO_KEPT', kept],
      ['bo@example.com', 'UNDO_KEPT', 'Left as it is: this user was changed after the import.'],
    ])
    expect(await user(ana.email)).toMatchObject({ status: 'NOT_INVITED', jobTitle: 'Baker' })
    expect(await user(cy.email)).toMatchObject({ status: 'DEACTIVATED' })
  })

  it('takes back what an HR system says nothing of, and everything of whom an Owner released', async () => {
    const first = 'Email,Name,Job title,Language\nana@example.com,Ana,Cook,de\nbo@example.com,Bo,Cook,de\n'
    await steps.run(first, ADD)
    const { id: languages } = await steps.run(
      'Email,Name,Language\nana@example.com,Ana,fr\nbo@example.com,Bo,fr\n',
      ADD,
    )
    const { id: titles } = await steps.run(
      'Email,Name,Job title\nana@example.com,Ana,Baker\nbo@example.com,Bo,Baker\n',
      ADD,
    )
    const { hrIntegration } = await house.run((work) => createHrIntegration(work, { name: 'Okta' }))
    for (const { id, email, name } of [await user('ana@example.com'), await user('bo@example.com')]) {
      const change = () => ({ userName: email, displayName: name, title: 'Baker' })
      await house.run(
        (work) => pushUser(work, hrIntegration, { userId: id, change }),
        viewerOfHrIntegration(hrIntegration),
      )
      if (name === 'Bo') await house.run((work) => releaseHrUser(work, { userId: id }))
    }
    expect((await undone(titles)).undo).toMatchObject({ reversed: 1, kept: 1 })
    expect((await undone(languages)).undo).toMatchObject({ reversed: 2, kept: 0 })
    expect(await user('ana@example.com')).toMatchObject({ jobTitle: 'Baker', language: 'de' })
    expect(await user('bo@example.com')).toMatchObject({ jobTitle: 'Cook', language: 'de' })
  })

  it('deactivates whom it made and cancels their invites; who has accepted stays and is listed', async () => {
    const mailbox = await openMailbox(house)
    const started = await steps.start('Email,Name\nana@example.com,Ana\nbo@example.com,Bo\n')
    const { id } = started.importSession
    await steps.map(id)
    await steps.commit(id, { ...ADD, invites: 'IMMEDIATE' })
    await runDueJobs(house, [applyImport])
    await mailbox.sendDue()
    const accept = async (email: string) => {
      const document = `mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { user { status } userErrors { code } } }`
      const input = { token: mailbox.tokenTo(email), password: 'a long way to the sea' }
      return (await house.ask(document, { input }, null)).data.acceptInvite
    }
    expect((await accept('ana@example.com')).user.status).toBe('CONFIRMED')
    const later = await steps.run('Email,Name\ncy@example.com,Cy\n', {
      ...ADD,
      invites: 'SCHEDULED',
      sendAt: new Date(Date.now() + DAY_MS).toISOString(),
    })
    expect(await statuses()).toEqual({ ana: 'CONFIRMED', bo: 'INVITE_PENDING', cy: 'INVITE_SCHEDULED' })

    expect((await undone(id)).undo).toMatchObject({ reversed: 1, kept: 1, failed: 0, invitesCancelled: 0 })
    expect((await undone(later.id)).undo).toMatchObject({ reversed: 1, kept: 0, failed: 0, invitesCancelled: 1 })
    expect(await statuses()).toEqual({ ana: 'CONFIRMED', bo: 'DEACTIVATED', cy: 'DEACTIVATED' })
    expect(await exceptions(id)).toEqual([['ana@example.com', 'UNDO_KEPT', expect.stringMatching(/confirmed since/)]])
    expect((await accept('bo@example.com')).userErrors).toMatchObject([{ code: 'INVITE_NOT_USABLE' }])
    const sent = mailbox.letters.length
    house.wait(2 * DAY_MS)
    await mailbox.sendDue()
    expect(mailbox.letters).toHaveLength(sent)
  })

  it('brings previous values back, keeps what a person changed since, and leaves teams it made', async () => {
    await steps.run(
      'Email,Name,Job title,Primary team,Secondary teams,Employee ID\n' +
        'ana@example.com,Ana,Cook,Kitchen,"Bar, Hall",1\nbo@example.com,Bo,Clerk,Office,,2\n',
      { ...ADD, createMissingTeams: true },
    )
    const before = await user('ana@example.com')
    house.wait(1_000)
    const changed = await steps.run(
      'Email,Name,Job title,Primary team,Secondary teams,Employee ID\n' +
        'ana@new.example,Ana Maria,Chef,Cellar,Office,1\nbo@example.com,Bo,Director,,,2\nnew@example.com,New,,,,3\n',
      { ...ADD, matchBy: 'EXTERNAL_ID', createMissingTeams: true },
    )
    expect(changed.report).toMatchObject({ created: 1, updated: 2 })
    const bo = await user('bo@example.com')
    await house.run((work) => updateUser(work, { userId: bo.id, jobTitle: 'President' }))
    const made = await user('new@example.com')
    await house.run((work) => updateUser(work, { userId: made.id, jobTitle: 'Clerk' }))

    expect((await undone(changed.id)).undo).toMatchObject({ reversed: 1, kept: 2, failed: 0 })
    const after = await user('ana@example.com')
    expect(after).toMatchObject({ ...before, inviteGeneration: expect.anything(), updatedAt: expect.any(Date) })
    expect(await teamsOf(after)).toEqual(['Bar', 'Hall'])
    expect((await user('bo@example.com')).jobTitle).toBe('President')
    expect((await user('new@example.com')).status).toBe('NOT_INVITED')
    expect(await exceptions(changed.id)).toEqual([
      ['bo@example.com', 'UNDO_KEPT', expect.stringMatching(/changed after the import/)],
      ['new@example.com', 'UNDO_KEPT', expect.stringMatching(/changed after the import/)],
    ])
    expect(await house.run((work) => work.rows(Team).count({ name: 'Cellar' }))).toBe(1)
  })

  it('brings back whom it deactivated, and sends away again whom it brought back', async () => {
    await steps.run('Email,Name\nana@example.com,Ana\nbo@example.com,Bo\ncy@example.com,Cy\ndi@example.com,Di\n', ADD)
    const [di, cy] = [await user('di@example.com'), await user('cy@example.com')]
    await house.run((work) => deactivateUser(work, { userId: di.id }))
    const gone = await user('di@example.com')
    const { importSession } = await steps.start('Email,Name\nana@example.com,Ana\ndi@example.com,Diana\n')
    await steps.map(importSession.id)
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE', deactivatedUsers: 'REACTIVATE' }
    expect((await steps.commit(importSession.id, settings, { confirmDeactivations: 2 })).userErrors).toEqual([])
    await house.runJobs()
    expect(await statuses()).toMatchObject({ bo: 'DEACTIVATED', cy: 'DEACTIVATED', di: 'NOT_INVITED' })
    // Brought back and sent away by hand is not what the import did.
    house.wait(1_000)
    await house.run((work) => reactivateUser(work, { userId: cy.id }))
    await house.run((work) => deactivateUser(work, { userId: cy.id }))

    expect((await undone(importSession.id)).undo).toMatchObject({ reversed: 2, kept: 1, failed: 0 })
    expect(await statuses()).toEqual({ ana: 'NOT_INVITED', bo: 'NOT_INVITED', cy: 'DEACTIVATED', di: 'DEACTIVATED' })
    const { name, deactivatedAt, statusBeforeDeactivation } = await user('di@example.com')
    expect({ name, deactivatedAt, statusBeforeDeactivation }).toEqual({
      name: 'Di',
      deactivatedAt: gone.deactivatedAt,
      statusBeforeDeactivation: 'NOT_INVITED',
    })
  })

  it('leaves the last owner, an address that somebody else has by now, and roles above the one who asks', async () => {
    const done = await steps.run('Email,Name,Role\nboss@example.com,Boss,Owner\nadmin@example.com,Ad,Admin\n', ADD)
    await addUser(house, { name: 'Mo', email: 'mo@example.com', externalId: '7' })
    const moved = await steps.run('Email,Name,Employee ID\nmo@new.example,Mo,7\n', { ...ADD, matchBy: 'EXTERNAL_ID' })
    await addUser(house, { name: 'Other Mo', email: 'mo@example.com' })
    expect((await undone(moved.id)).undo).toMatchObject({ reversed: 0, kept: 0, failed: 1 })
    expect((await exceptions(moved.id))[0]?.[2]).toMatch(/another user has the former email address/)

    const asHr = importSteps(house, house.as('HR'))
    expect((await asHr.undo(done.id)).userErrors).toEqual([])
    await house.runJobs()
    expect((await steps.show(done.id)).undo).toMatchObject({ reversed: 0, failed: 2 })
    const second = await steps.run('Email,Name,Role\nboss@example.com,Boss,Learner\nnew@example.com,New,Owner\n', ADD)
    expect(second.report).toMatchObject({ created: 1, failed: 1 })
    const boss = await user('boss@example.com')
    await house.run((work) => deactivateUser(work, { userId: boss.id }))
    expect((await undone(second.id)).undo).toMatchObject({ reversed: 0, failed: 1 })
    expect(await exceptions(second.id)).toEqual([
      ['new@example.com', 'UNDO_FAILED', expect.stringMatching(/last owner/)],
    ])
  })

  it('goes on where a worker stopped, and a worker that was overtaken writes nothing', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `p${index}@example.com,Person ${index}`)
    const { id } = await steps.run(['Email,Name', ...rows].join('\n'), ADD)
    await steps.undo(id)
    const [session] = await house.run((work) => work.rows(ImportSession).find())
    const run = (signal: AbortSignal) =>
      runUndo.run(house, {
        organizationId: house.organizationId,
        payload: { importId: session?.id } as never,
        failures: 0,
        signal,
      })
    let looks = 0
    const afterOneStep = {
      get aborted() {
        return looks++ > 0
      },
    } as AbortSignal
    expect(await run(afterOneStep)).toBeInstanceOf(Date)
    const half = await steps.show(id)
    expect(half.undo).toMatchObject({ reversed: 500, finishedAt: null })
    // Asking again changes nothing, and no import comes in between.
    expect((await steps.undo(id)).userErrors).toEqual([])
    const other = await steps.start('Email,Name\nz@example.com,Z\n')
    await steps.map(other.importSession.id)
    expect((await steps.commit(other.importSession.id, ADD)).userErrors).toMatchObject([{ code: 'IMPORT_BUSY' }])
    // Two workers at once: the later one takes over.
    await Promise.all([run(new AbortController().signal), run(new AbortController().signal)])
    await house.runJobs()
    expect((await steps.show(id)).undo).toMatchObject({ reversed: 1_200, kept: 0, failed: 0 })
    const everybody = await house.run((work) => work.rows(User).find())
    expect(new Set(everybody.map(({ status }) => status))).toEqual(new Set(['DEACTIVATED']))
    // Deactivated once, not twice.
    expect(new Set(everybody.map(({ sessionGeneration }) => sessionGeneration))).toEqual(new Set([1]))
    expect(await house.run((work) => work.rows(ImportUser).count({ undone: 'REVERSED' }))).toBe(1_200)
    expect(await house.run((work) => work.rows(AuditEvent).count({ action: 'import.undo_completed' }))).toBe(1)
    expect((await steps.commit(other.importSession.id, ADD)).userErrors).toEqual([])
  }, 60_000)

  it('is possible once, for thirty days, and only for an import that has ended', async () => {
    const { importSession } = await steps.start('Email,Name\nana@example.com,Ana\n')
    expect((await steps.undo(importSession.id)).userErrors).toMatchObject([
      { code: 'IMPORT_STATE', currentState: 'UPLOADED', allowedStates: ['COMMITTED', 'FAILED', 'ABORTED'] },
    ])
    const first = await steps.run('Email,Name\nana@example.com,Ana\n', ADD)
    expect(first).toMatchObject({ allowedActions: ['UNDO'], undo: null })
    expect(await undone(first.id)).toMatchObject({ state: 'COMMITTED', allowedActions: [], undo: { reversed: 1 } })
    expect((await steps.undo(first.id)).userErrors).toMatchObject([
      { code: 'UNDO_NOT_POSSIBLE', message: expect.stringMatching(/taken back already/) },
    ])
    const old = await steps.run('Email,Name\nbo@example.com,Bo\n', ADD)
    house.wait(30 * DAY_MS)
    expect((await steps.show(old.id)).allowedActions).toEqual([])
    expect((await steps.undo(old.id)).userErrors).toMatchObject([
      { code: 'UNDO_NOT_POSSIBLE', message: expect.stringMatching(/30 days/) },
    ])
  })
})
