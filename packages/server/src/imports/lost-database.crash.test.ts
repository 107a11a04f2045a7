import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import mysql from 'mysql2/promise'
import { databases } from '../testing.ts'
import { expectEachOnce, INVITING, people, ROWS, someInvalid, untilImport } from './crash-steps.testing.ts'
import { hasOwnMariaDb, openMariaDb } from './mariadb-process.testing.ts'
import { freePort, openServerProcess, type ServerProcess } from './server-process.testing.ts'

describe.each(databases)('an import whose database goes away (%s)', (on) => {
  let server: ServerProcess
  beforeEach(async () => {
    server = await openServerProcess(on)
    server.start()
    await server.untilReady()
  })
  afterEach(() => server.close())

  const itOnMariaDb = on === 'SQLite' ? it.skip : it
  itOnMariaDb(
    'goes on by itself when its connections to the database are cut again and again',
    async () => {
      const id = await server.commit(someInvalid(people(ROWS)), INVITING)
      let done = -1
      for (let cut = 0; cut < 5; cut++) {
        await untilImport(server, (row) => {
          const isFurther = row.done > done || row.state !== 'COMMITTING'
          if (isFurther) done = row.done
          return isFurther
        })
        await wait(Math.random() * 100)
        expect(await cutConnections(server.databaseUrl)).toBeGreaterThan(0)
      }
      await untilImport(server, ({ state }) => state !== 'COMMITTING')
      // And answers as before.
      await server.untilCommitted(id)
      await server.end('SIGKILL')
      await expectEachOnce(server)
    },
    300_000,
  )

  const itWithOwnMariaDb = on === 'MariaDB' && hasOwnMariaDb ? it : it.skip
  itWithOwnMariaDb(
    'goes on when the database dies and comes back, and meanwhile the API says so',
    async () => {
      const onShared = server
      const database = await openMariaDb(await freePort())
      server = await openServerProcess(on, { url: database.url })
      try {
        server.start()
        await server.untilReady()
        const id = await server.commit(someInvalid(people(ROWS)), INVITING)
        await untilImport(server, ({ done }) => done > 0)
        await database.kill()
        const askedAt = Date.now()
        await expect(server.ask('{ users(first: 1) { totalCount } }')).rejects.toThrow('SERVICE_UNAVAILABLE')
        expect(Date.now() - askedAt).toBeLessThan(2_000)
        await wait(3_000)
        await database.start()
        const backAt = Date.now()
        const isBack = () => server.ask('{ users(first: 1) { totalCount } }').catch(() => null)
        while (!(await isBack())) await wait(50)
        expect(Date.now() - backAt).toBeLessThan(5_000)
        await server.untilCommitted(id)
        await server.end('SIGKILL')
        await expectEachOnce(server)
      } finally {
        await server.close()
        await database.close()
        server = onShared
      }
    },
    300_000,
  )
})

/** Ends every connection to a database, as a restart or a firewall does; answers how many there were. */
async function cutConnections(databaseUrl: string): Promise<number> {
  const url = new URL(databaseUrl)
  const name = url.pathname.slice(1)
  url.pathname = '/'
  const admin = await mysql.createConnection(url.href)
  try {
    const [rows] = await admin.query('SELECT id FROM information_schema.processlist WHERE db = ?', [name])
    const ids = (rows as { id: number }[]).map(({ id }) => id)
    // One may have gone by itself meanwhile.
    for (const id of ids) await admin.query(`KILL ${id}`).catch(() => {})
    return ids.length
  } finally {
    await admin.end()
  }
}
