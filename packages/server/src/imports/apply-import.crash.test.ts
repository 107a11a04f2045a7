import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { databases } from '../testing.ts'
import { expectEachOnce, INVITING, people, ROWS, someInvalid, storedImport, untilTaken } from './crash-steps.testing.ts'
import { openServerProcess, type ServerProcess } from './server-process.testing.ts'

const KILLS = 10

describe.each(databases)('an import whose server goes away (%s)', (on) => {
  let server: ServerProcess
  beforeEach(async () => {
    server = await openServerProcess(on)
    server.start()
    await server.untilReady()
  })
  afterEach(() => server.close())

  it('gives each of its rows exactly one outcome, and each of its people one account and one mail, however often it is killed', async () => {
    const id = await server.commit(someInvalid(people(ROWS)), INVITING)
    let kills = 0
    while (kills < KILLS) {
      await untilTaken(server, kills)
      await wait(Math.random() * 250)
      await server.end('SIGKILL')
      kills++
      if ((await storedImport(server)).state !== 'COMMITTING') break
      server.start()
    }
    await server.untilReady()
    // A machine so fast that it was done before the tenth would have shown nothing.
    expect(kills).toBe(KILLS)
    await server.untilCommitted(id)
    await server.end('SIGKILL')
    await expectEachOnce(server)
  }, 300_000)

  it('stops within seconds when it is told to, and goes on with the next start as if nothing had been', async () => {
    const id = await server.commit(someInvalid(people(ROWS)), INVITING)
    // Somebody who never lets go of their connection.
    const held = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {})
    for (let stop = 0; stop < 3; stop++) {
      await untilTaken(server, stop)
      await wait(Math.random() * 100)
      const toldAt = Date.now()
      expect(await server.end('SIGTERM')).toBe(0)
      expect(Date.now() - toldAt).toBeLessThan(8_000)
      held.destroy()
      const { state } = await storedImport(server)
      server.start()
      await server.untilReady()
      if (state === 'COMMITTED') break
    }
    await server.untilCommitted(id)
    await server.end('SIGTERM')
    await expectEachOnce(server)
  }, 300_000)
})
