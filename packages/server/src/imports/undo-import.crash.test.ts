import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { databases } from '../testing.ts'
import { User, UserStatus } from '../users/user.ts'
import { people, ROWS, SILENT, storedImport, untilImport, untilTaken } from './crash-steps.testing.ts'
import { openServerProcess, type ServerProcess } from './server-process.testing.ts'

describe.each(databases)('taking an import back while its server goes away (%s)', (on) => {
  let server: ServerProcess
  beforeEach(async () => {
    server = await openServerProcess(on)
    server.start()
    await server.untilReady()
  })
  afterEach(() => server.close())

  it('is taken back wholly and once, however often it is killed on the way', async () => {
    const half = ROWS / 2
    await server.untilCommitted(await server.commit(people(half), SILENT))
    const id = await server.commit(people(ROWS, 'Renamed'), SILENT)
    await server.untilCommitted(id)
    let fence = 0
    await untilImport(server, (row) => {
      fence = row.fence
      return true
    })
    await server.ask('mutation ($id: ID!) { undoImport(input: { importId: $id }) { userErrors { message } } }', { id })
    let kills = 0
    while (kills < 5) {
      await untilTaken(server, fence + kills)
      await wait(Math.random() * 150)
      await server.end('SIGKILL')
      kills++
      if ((await storedImport(server)).undoFinishedAt) break
      server.start()
    }
    await server.untilReady()
    // At least one of them hit before it was done.
    expect(kills).toBeGreaterThan(1)
    await untilImport(server, ({ isTakenBack }) => Boolean(isTakenBack))
    await server.end('SIGKILL')

    expect((await storedImport(server)).undoState).toMatchObject({ reversed: ROWS, kept: 0, failed: 0 })
    const users = await server.read(({ reader: { manager } }) => manager.find(User))
    const made = users.filter(({ emailKey }) => Number(/^p(\d+)@/.exec(emailKey)?.[1] ?? -1) >= half)
    const renamed = users.filter(({ emailKey }) => Number(/^p(\d+)@/.exec(emailKey)?.[1] ?? ROWS) < half)
    expect([made.length, renamed.length]).toEqual([half, half])
    // Deactivated twice, they would have lost their sessions twice.
    expect(
      made.filter(({ status, sessionGeneration }) => status === 'DEACTIVATED' && sessionGeneration === 1),
    ).toHaveLength(half)
    expect(
      renamed.filter(({ status, name }) => status === UserStatus.NOT_INVITED && name.startsWith('Person ')),
    ).toHaveLength(half)
  }, 300_000)
})
