import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import client from '@sendgrid/client'
import service from '@sendgrid/mail'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import { person } from './people-file.mjs'

const MAILS_OF_A_CALL = 1_000

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

/** Seconds for as many mails by the mail service's own package, 1,000 a call: no database, no retry, no token made. */
export async function mailFloor(url, mails) {
  client.setApiKey('SG.for-measuring-only')
  client.setDefaultRequest('baseUrl', url)
  service.setClient(client)
  const start = performance.now()
  for (let sent = 0; sent < mails; sent += MAILS_OF_A_CALL) {
    const count = Math.min(MAILS_OF_A_CALL, mails - sent)
    await service.send({
      from: { email: 'academy@example.com', name: 'Academy' },
      subject: 'You are invited to %organization%',
      content: [
        { type: 'text/plain', value: 'Hello %name%, open %link% until %until%.' },
        { type: 'text/html', value: '<p>Hello %name%, <a href="%link%">open</a> until %until%.</p>' },
      ],
      substitutionWrappers: ['%', '%'],
      personalizations: Array.from({ length: count }, (_, index) => mailOf(sent + index)),
    })
  }
  return (performance.now() - start) / 1_000
}

// Values for text and for HTML, as many as an invite has.
function mailOf(number) {
  const [email, first, last] = person(number)
  const values = {
    organization: 'Academy',
    name: `${first} ${last}`,
    link: `https://learn.example.org/accept?token=${String(number).padStart(43, 'x')}`,
    until: 'Thursday, 3 December 2026 at 09:00 UTC',
    life: '7 days',
  }
  const inHtml = Object.fromEntries(Object.entries(values).map(([name, value]) => [`html.${name}`, value]))
  return {
    to: { email, name: values.name },
    substitutions: { ...values, ...inHtml },
    customArgs: { email_id: String(number) },
  }
}
