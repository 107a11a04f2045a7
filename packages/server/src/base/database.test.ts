import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DataSource } from 'typeorm'
import { migrations, tables } from '../tables.ts'
import { Team } from '../teams/team.ts'
import { databases, freshDatabase, openTestServer, type TestServer } from '../testing.ts'
import { readConfig } from './config.ts'
import { hasPendingMigrations, migrate, openDatabase } from './database.ts'
import { inTransaction, newId } from './work.ts'

describe.each(databases)('the database (%s)', (on) => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer(on)
  })
  afterAll(() => server.close())

  it('has exactly the tables that the code describes after the migrations', async () => {
    const { url, drop } = await freshDatabase(on)
    const { database: location } = readConfig({ DATABASE_URL: url })
    const migrated = await openDatabase(location, { tables, migrations }, server.log)
    await migrate(migrated, async () => {})
    expect(await differencesOf(migrated.writer)).toEqual([])
    await migrated.close()
    await drop()
    // Its own tables a test may have as the migrations left them earlier.
    expect(await differencesOf(server.database.writer)).toEqual([])
    expect(await hasPendingMigrations(server.database)).toBe(false)
  })

  async function differencesOf(writer: DataSource): Promise<string[]> {
    const pending = await writer.driver.createSchemaBuilder().log()
    return pending.upQueries.map((statement) => statement.query)
  }

  it('keeps every change that was acknowledged when saves, commits and rollbacks come at once', async () => {
    const viewer = server.as('OWNER')
    const team = (name: string) => ({ id: newId(), name, managerId: null, createdAt: server.now() })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => [
        server.database.writer.manager.insert(Team, {
          ...team(`saved ${index}`),
          organizationId: server.organizationId,
        }),
        inTransaction(server, viewer, async (work) => {
          await work.rows(Team).insert(team(`committed ${index}`))
          await work.rows(Team).count()
        }),
        inTransaction(server, viewer, async (work) => {
          await work.rows(Team).insert(team(`rolled back ${index}`))
          await work.rows(Team).count()
          throw new Error('as intended')
        }),
      ]).flat(),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(100)
    const names = await server.run(async (work) => (await work.rows(Team).find()).map((found) => found.name))
    expect(names).toHaveLength(200)
    expect(names.filter((name) => name.startsWith('rolled back'))).toEqual([])
  })

  it('changes many rows by few statements and leaves the others alone', async () => {
    const rows = Array.from({ length: 700 }, (_, index) => ({
      id: newId(),
      name: `many ${index}`,
      managerId: null,
      createdAt: server.now(),
    }))
    await server.run((work) => work.rows(Team).insertMany(rows))
    server.statements.reset()
    await server.run((work) =>
      work.rows(Team).updateMany(
        rows.slice(0, 600).map((row) => ({ id: row.id, name: `changed ${row.name}`, managerId: row.id })),
        ['name', 'managerId'],
      ),
    )
    // SQLite carries one statement out for each row, MariaDB one for five hundred rows at most.
    const updates = server.statements.seen.filter((sql) => sql.startsWith('UPDATE'))
    expect(updates).toHaveLength(on === 'SQLite' ? 1 : 2)
    const found = await server.run((work) => work.rows(Team).find())
    expect(found.filter((row) => row.name.startsWith('changed many'))).toHaveLength(600)
    expect(found.filter((row) => row.managerId !== null)).toHaveLength(600)
    expect(found.find((row) => row.name === 'changed many 7')?.managerId).toBe(rows[7]?.id)
  })

  it.each(['reader', 'writer'] as const)(
    'lets others have their turn while one caller reads without a pause (%s)',
    async (connection) => {
      let turns = 0
      const others = setInterval(() => turns++, 1)
      const end = performance.now() + 200
      while (performance.now() < end) await server.database[connection].query('SELECT 1')
      clearInterval(others)
      expect(turns).toBeGreaterThan(2)
    },
  )

  it('does not run a statement on a tenant table that does not name the organization', async () => {
    await expect(server.database.writer.manager.find(Team)).rejects.toThrow('does not name the organization')
  })
})
