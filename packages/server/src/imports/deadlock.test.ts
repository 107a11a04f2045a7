import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const OTHERS = 500

// SQLite has one writer at a time, who waits for nobody.
const describeOnMariaDb = databases.includes('MariaDB') ? describe : describe.skip

describeOnMariaDb('an import and somebody else (MariaDB)', () => {
  let house: TestHouse
  let other: Connection
  beforeAll(async () => {
    house = await openHouse('MariaDB')
    const { database } = house.config
    if (database.type !== 'mysql') throw new Error('This needs locks on rows')
    other = await mysql.createConnection(database.url)
  })
  afterAll(async () => {
    await other.end()
    await house.close()
  })

  it('who lock the same users in opposite order both get through, and nobody is told of it', async () => {
    const steps = importSteps(house)
    const others = Array.from({ length: OTHERS }, (_, index) => `m${index}@example.com,Somebody ${index}`)
    await steps.run(['Email,Name', 'a@example.com,Ana', 'z@example.com,Zoe', ...others].join('\n'), SETTINGS)

    const { importSession } = await steps.start('Email,Name\nz@example.com,Zoe Renamed\na@example.com,Ana Renamed')
    await steps.map(importSession.id)
    await steps.commit(importSession.id, SETTINGS)
    const before = await deadlocks()
    await other.beginTransaction()
    // The database gives up whoever has changed less: not the other one.
    await other.query("UPDATE users SET job_title = 'Cook' WHERE email_key LIKE 'm%'")
    await other.query("SELECT id FROM users WHERE email_key = 'z@example.com' FOR UPDATE")
    const applying = house.runJobs()
    await untilSomebodyWaits()
    await other.query("SELECT id FROM users WHERE email_key = 'a@example.com' FOR UPDATE")
    await other.commit()
    await applying

    expect(await deadlocks()).toBeGreaterThan(before)
    const { state, report } = await steps.show(importSession.id)
    expect({ state, report }).toMatchObject({ state: 'COMMITTED', report: { updated: 2, failed: 0, issues: [] } })
    const users = await house.run((work) => work.rows(User).find())
    expect(users.filter(({ name }) => name.endsWith('Renamed'))).toHaveLength(2)
    expect(users.filter(({ jobTitle }) => jobTitle === 'Cook')).toHaveLength(OTHERS)
  })

  async function deadlocks(): Promise<number> {
    const [[row]] = await other.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
    return Number(row?.['Value'])
  }

  async function untilSomebodyWaits(): Promise<void> {
    // Asked more often than ten times a second the database answers as it did before.
    for (let count = 0; count === 0; await wait(150)) {
      const [rows] = await other.query<RowDataPacket[]>(
        `SELECT trx_id FROM information_schema.innodb_lock_waits
         JOIN information_schema.innodb_trx ON trx_id = blocking_trx_id WHERE trx_mysql_thread_id = CONNECTION_ID()`,
      )
      count = rows.length
    }
  }
})
