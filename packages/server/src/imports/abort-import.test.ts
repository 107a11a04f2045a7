import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setTimeout as wait } from 'node:timers/promises'
import { AuditEvent } from '../audit/audit-event.ts'
import { Email } from '../mail/email.ts'
import { readingWork } from '../base/work.ts'
import { databases, MAIL_SERVICE_AWAY, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { ImportUser } from './import-row.ts'
import { ImportSession } from './import-session.ts'
import { importSteps } from './import-steps.testing.ts'
import { rowsCsv } from './rows-csv.ts'

const ADD = { mode: 'ADD_AND_UPDATE', invites: 'IMMEDIATE' }

describe.each(databases)('aborting an import (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeEach(async () => {
    house = await openHouse(on, MAIL_SERVICE_AWAY)
    steps = importSteps(house)
  })
  afterEach(() => house.close())

  const people = (count: number) =>
    ['Email,Name', ...Array.from({ length: count }, (_, index) => `p${index}@example.com,Person ${index}`)].join('\n')
  const committing = async (csv: string, settings: object = ADD): Promise<string> => {
    const { importSession } = await steps.start(csv)
    await steps.map(importSession.id)
    expect((await steps.commit(importSession.id, settings)).userErrors).toEqual([])
    return importSession.id
  }
  const seen = () => readingWork(house, house.as('OWNER')).rows(ImportSession).findOne({})
  const csvOf = async (selection: 'NOT_REACHED' | 'ALL'): Promise<string[]> => {
    const pieces = await house.run(async (work) => {
      const [session] = await work.rows(ImportSession).find({}, { order: { id: 'ASC' }, take: 1 })
      const all: string[] = []
      for await (const piece of rowsCsv(work, session as ImportSession, selection)) all.push(piece)
      return all
    })
    return pieces.join('').trimEnd().split('\r\n')
  }

  it('stops at the end of the batches in hand: what was applied stays, the rest is a file to import', async () => {
    const rows = 20_000
    const id = await committing(people(rows))
    const applying = house.runJobs()
    while (((await seen())?.doneBatches ?? 0) === 0) await wait(1)
    const { importSession: aborted, userErrors } = await steps.abort(id)
    expect(userErrors).toEqual([])
    expect(aborted).toMatchObject({ state: 'ABORTED', allowedActions: ['UNDO'], progress: { phase: 'DONE' } })
    await applying
    const done = await steps.show(id)
    const { created, notReached } = done.report
    expect(done).toEqual(aborted)
    expect(created).toBeGreaterThan(0)
    expect(notReached).toBeGreaterThan(0)
    expect(created + notReached).toBe(rows)
    const counts = await house.run(async (work) => [await work.rows(User).count(), await work.rows(Email).count()])
    expect(counts).toEqual([created, created])
    // Those who were added are invited all the same.
    expect(await house.run((work) => work.rows(Email).count({ heldFor: id.replace(/^.*_/, '') }))).toBe(0)
    expect(await steps.rows(id, { action: ['NOT_REACHED'] }, { first: 1 })).toMatchObject({
      totalCount: notReached,
      nodes: [{ line: created + 2, action: 'NOT_REACHED', user: null, changes: [] }],
    })
    const rest = await csvOf('NOT_REACHED')
    expect(rest).toHaveLength(notReached + 1)
    expect(rest.slice(0, 2)).toEqual([
      expect.stringMatching(/^.Email,Name$/u),
      `p${created}@example.com,Person ${created}`,
    ])
    expect((await csvOf('ALL')).at(-1)).toBe(`p${rows - 1}@example.com,Person ${rows - 1},not reached,,`)

    const again = await steps.run(rest.join('\n'), ADD)
    expect(again.report).toMatchObject({ created: notReached, updated: 0, failed: 0 })
    expect(await house.run((work) => work.rows(User).count())).toBe(rows)
  }, 120_000)

  it('before the first batch applies nothing, and deactivates nobody', async () => {
    await steps.run('Email,Name\nold@example.com,Old One\n', { ...ADD, invites: 'NONE' })
    const { importSession } = await steps.start('Email,Name\nana@example.com,Ana\nbo@example.com,Bo\n')
    await steps.map(importSession.id)
    await steps.updateRows(importSession.id, [{ line: 3, skip: true }])
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const { userErrors } = await steps.commit(importSession.id, settings, { confirmDeactivations: 1 })
    expect(userErrors).toEqual([])
    await steps.abort(importSession.id)
    await house.runJobs()
    expect((await steps.show(importSession.id)).report).toMatchObject({ created: 0, notReached: 2, deactivated: 0 })
    const users = await house.run((work) => work.rows(User).find())
    expect(users.map(({ email, status }) => [email, status])).toEqual([['old@example.com', 'NOT_INVITED']])
    expect(await house.run((work) => work.rows(ImportUser).count())).toBe(1)
    const [, session] = await house.run((work) => work.rows(ImportSession).find({}, { order: { id: 'ASC' } }))
    const pieces: string[] = []
    await house.run(async (work) => {
      for await (const piece of rowsCsv(work, session as ImportSession, 'NOT_REACHED')) pieces.push(piece)
    })
    // Whoever was left out by hand stays out.
    expect(pieces.join('')).toBe('\uFEFFEmail,Name\r\nana@example.com,Ana\r\n')
  })

  it('at the moment of the end one of the two wins, and the other is told', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const id = await committing(`Email,Name\nrace${attempt}@example.com,Race\n`)
      const [, { importSession, userErrors }] = await Promise.all([
        house.runJobs(),
        wait(attempt * 4).then(() => steps.abort(id)),
      ])
      const { state, report } = await steps.show(id)
      expect(report.created + report.notReached).toBe(1)
      if (userErrors.length === 0) expect([state, importSession.state]).toEqual(['ABORTED', 'ABORTED'])
      else {
        expect(userErrors).toMatchObject([{ code: 'IMPORT_STATE', currentState: 'COMMITTED' }])
        expect([state, report.created]).toEqual(['COMMITTED', 1])
      }
    }
  })

  it('is refused for one that is not being applied, and one that was aborted is not committed again', async () => {
    const { importSession } = await steps.start('Email,Name\nana@example.com,Ana\n')
    const refused = await steps.abort(importSession.id)
    expect(refused.importSession).toBeNull()
    expect(refused.userErrors).toMatchObject([
      { code: 'IMPORT_STATE', currentState: 'UPLOADED', allowedStates: ['COMMITTING'], path: ['input', 'importId'] },
    ])
    await steps.map(importSession.id)
    await steps.commit(importSession.id, ADD)
    expect((await steps.show(importSession.id)).allowedActions).toEqual(['ABORT'])
    await steps.abort(importSession.id)
    expect((await steps.abort(importSession.id)).userErrors).toMatchObject([{ currentState: 'ABORTED' }])
    expect((await steps.commit(importSession.id)).userErrors).toMatchObject([
      { code: 'IMPORT_STATE', currentState: 'ABORTED', hint: expect.stringMatching(/notReachedRowsCsv/) },
    ])
    expect(await house.run((work) => work.rows(AuditEvent).count({ action: 'import.aborted' }))).toBe(1)
    // Another one can be committed at once.
    expect((await steps.run('Email,Name\nbo@example.com,Bo\n', ADD)).state).toBe('COMMITTED')
  })
})
