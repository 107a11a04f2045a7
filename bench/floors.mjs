import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import { person } from './people-file.mjs'

const COLUMNS = [
  'email',
  'first_name',
  'last_name',
  'job_title',
  'primary_team',
  'role',
  'language',
  'location',
  'time_zone',
  'hire_date',
  'external_id',
]

/** Seconds for one prepared upsert per row in one transaction, the least that SQLite needs for such users. */
export function sqliteFloor(folder, rows) {
  const path = join(folder, 'floor.sqlite')
  const database = new Sqlite(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`CREATE TABLE users (id INTEGER PRIMARY KEY, ${COLUMNS.map((name) => `${name} TEXT`).join(', ')});
    CREATE UNIQUE INDEX users_email ON users (email);
    CREATE INDEX users_name ON users (last_name);
    CREATE INDEX users_team ON users (primary_team);`)
  const upsert = database.prepare(
    `INSERT INTO users (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
     ON CONFLICT (email) DO UPDATE SET ${COLUMNS.slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
  )
  const start = performance.now()
  database.transaction(() => {
    for (let number = 0; number < rows; number++) upsert.run(...person(number))
  })()
  const seconds = (performance.now() - start) / 1_000
  database.close()
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
  return seconds
}

/** Seconds for LOAD DATA into a staging table and one merge, the least that MariaDB needs for such users. */
export async function mysqlFloor(url, csvPath) {
  const connection = await mysql.createConnection({ uri: url, multipleStatements: true, flags: ['LOCAL_FILES'] })
  const columns = COLUMNS.map((name) => `${name} VARCHAR(200)`).join(', ')
  await connection.query(`
    DROP TABLE IF EXISTS floor_staging, floor_users;
    CREATE TABLE floor_staging (${columns}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    CREATE TABLE floor_users (id BIGINT AUTO_INCREMENT PRIMARY KEY, ${columns},
      UNIQUE KEY users_email (email), KEY users_name (last_name), KEY users_team (primary_team)
    ) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  const start = performance.now()
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'people' INTO TABLE floor_staging CHARACTER SET utf8mb4
      FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES`,
    infileStreamFactory: () => createReadStream(csvPath),
  })
  await connection.query(`INSERT INTO floor_users (${COLUMNS.join(', ')}) SELECT ${COLUMNS.join(', ')} FROM floor_staging
    ON DUPLICATE KEY UPDATE ${COLUMNS.slice(1)
      .map((name) => `${name} = VALUES(${name})`)
      .join(', ')}`)
  const seconds = (performance.now() - start) / 1_000
  await connection.query('DROP TABLE floor_staging, floor_users')
  await connection.end()
  return seconds
}
