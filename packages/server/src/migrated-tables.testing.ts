import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DataSource } from 'typeorm'

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url))

/**
 * Makes the tables of a database that has none: by the migrations the first time on this machine, and from then on as they left
 * them, in a tenth of the time. Most tests begin with a database of their own.
 */
export async function makeTables(writer: DataSource): Promise<void> {
  const runner = writer.createQueryRunner()
  const isEmpty = !(await runner.hasTable('migrations'))
  await runner.release()
  // A server that starts again on what it left.
  if (!isEmpty) return
  const kept = join(tmpdir(), `rollcall-test-tables-${writer.options.type}-${hashOfMigrations()}.json`)
  if (existsSync(kept)) return runAll(writer, JSON.parse(readFileSync(kept, 'utf8')) as string[])
  await writer.runMigrations({ transaction: 'each' })
  const statements = writer.options.type === 'better-sqlite3' ? await ofSqlite(writer) : await ofMysql(writer)
  // Several processes may be here at the same time, and each finds a whole file or none.
  const own = `${kept}.${process.pid}`
  writeFileSync(own, JSON.stringify([...statements, await migrationRows(writer)]))
  renameSync(own, kept)
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(name).update(readFileSync(join(MIGRATIONS, name)))
  return hash.digest('hex').slice(0, 16)
}

async function runAll(writer: DataSource, statements: readonly string[]): Promise<void> {
  const runner = writer.createQueryRunner()
  const isSqlite = writer.options.type === 'better-sqlite3'
  // The tables come in no order of their keys.
  if (!isSqlite) await runner.query('SET foreign_key_checks = 0')
  for (const statement of statements) await runner.query(statement)
  if (!isSqlite) await runner.query('SET foreign_key_checks = 1')
  await runner.release()
}

async function ofSqlite(writer: DataSource): Promise<string[]> {
  const made = await writer.query<{ sql: string }[]>(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid",
  )
  return made.map(({ sql }) => sql)
}

async function ofMysql(writer: DataSource): Promise<string[]> {
  const names = (await writer.query<Record<string, string>[]>('SHOW TABLES')).map((row) => Object.values(row)[0])
  const statements: string[] = []
  for (const name of names) {
    const [made] = await writer.query<[{ 'Create Table': string }]>(`SHOW CREATE TABLE \`${name}\``)
    statements.push(made['Create Table'].replace(/ AUTO_INCREMENT=\d+/, ''))
  }
  return statements
}

/** Says which migrations have run, as the processes ask that a test starts. */
async function migrationRows(writer: DataSource): Promise<string> {
  const rows = await writer.query<{ timestamp: number | string; name: string }[]>(
    'SELECT timestamp, name FROM migrations ORDER BY id',
  )
  return `INSERT INTO migrations (timestamp, name) VALUES ${rows.map((row) => `(${row.timestamp}, '${row.name}')`).join(', ')}`
}
