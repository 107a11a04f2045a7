// Measures imports against the least that each database needs for the same rows, in one run, and prints the figures of
// the README; then invites against @sendgrid/mail alone, and requests against a plain Apollo Server. `--parts requests`
// chooses what is measured, `--rows 100000,1000000` and `--invites 10000` the sizes, `--seconds 5` how long each round of
// requests takes, `--users 10000` how many an HR system pushes; MariaDB or MySQL is measured where TEST_MYSQL_URL is set.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import mysql from 'mysql2/promise'
import { mailFloor, mysqlFloor, sqliteFloor } from './floors.mjs'
import { startMailCounter, startMeasuredServer } from './measured-server.mjs'
import { writePeopleFile } from './people-file.mjs'
import { measureRequests } from './requests.mjs'
import { measureScim } from './scim.mjs'

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'requests,imports,mail,scim' },
    rows: { type: 'string', default: '100000,1000000' },
    invites: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '5' },
    users: { type: 'string', default: '10000' },
  },
})
const parts = values.parts.split(',')
const sizes = values.rows.split(',').filter(Boolean).map(Number)
const invites = Number(values.invites)
const mysqlUrl = process.env.TEST_MYSQL_URL
const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'))

try {
  if (parts.includes('requests')) await measureAnswers()
  if (parts.includes('imports')) await measureImports()
  if (parts.includes('mail')) {
    await measureMail('SQLite')
    if (mysqlUrl) await measureMail('MariaDB')
  }
  if (parts.includes('scim')) await measureSync(Number(values.users))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measureAnswers() {
  const lines = []
  for (const on of mysqlUrl ? ['SQLite', 'MariaDB'] : ['SQLite']) {
    const figures = await withServer(on, (server) => measureRequests(server, Number(values.seconds)))
    for (const { name, ours, plain } of figures) {
      lines.push(
        `| ${on} | ${name} | ${Math.round(plain)} | ${Math.round(ours)} | ${Math.round((ours / plain) * 100)} % |`,
      )
    }
  }
  const head =
    '| database | answers a second | plain Apollo Server, from memory | Rollcall | of that |\n|---|---|---|---|---|'
  process.stdout.write(`\n${head}\n${lines.join('\n')}\n\n`)
}

async function measureSync(users) {
  const lines = []
  for (const on of mysqlUrl ? ['SQLite', 'MariaDB'] : ['SQLite']) {
    const unlimited = { SCIM_REQUESTS_PER_MINUTE: '1000000' }
    const { adding, repeating, peak } = await withServer(on, (server) => measureScim(server, users), unlimited)
    lines.push(
      `| ${on} | ${users.toLocaleString('en')} | ${Math.round(adding)} | ${Math.round(repeating)} | ${peak} MB |`,
    )
  }
  const head =
    '| database | users over SCIM | added a second | told again unchanged a second | memory at most |\n|---|---|---|---|---|'
  process.stdout.write(`\n${head}\n${lines.join('\n')}\n\n`)
}

async function measureImports() {
  const figures = []
  for (const rows of sizes) {
    const csvPath = join(folder, `${rows}.csv`)
    await writePeopleFile(csvPath, rows)
    figures.push(await measure('SQLite', rows, csvPath, sqliteFloor(folder, rows)))
    if (mysqlUrl) figures.push(await measure('MariaDB', rows, csvPath, await mysqlFloor(mysqlUrl, csvPath)))
    rmSync(csvPath)
  }
  if (figures.length > 0) printImports(figures)
}

async function measure(on, rows, csvPath, floor) {
  const { fresh, again, peak } = await withServer(on, async (server) => {
    const first = await runImport(server, csvPath)
    const peakOfFirst = server.peakMegabytes()
    return { fresh: first, again: await runImport(server, csvPath), peak: peakOfFirst }
  })
  if (fresh.report.created !== rows || again.report.unchanged !== rows) {
    throw new Error(`Not every row was imported: ${JSON.stringify([fresh.report, again.report])}`)
  }
  // Once more, for the floor has nobody beside it either.
  const slowest = await withServer(on, async (server) => {
    const bystander = watchBystander(server)
    await runImport(server, csvPath)
    return bystander.end()
  })
  const figure = { on, rows, floor, fresh: fresh.seconds, again: again.seconds, steps: fresh.steps, peak, slowest }
  process.stderr.write(`${JSON.stringify(figure)}\n`)
  return figure
}

async function withServer(on, use, settings = {}) {
  const { environment, drop } = await freshDatabase(on)
  const server = await startMeasuredServer({ ...environment, ...settings })
  const result = await use(server)
  await server.stop()
  await drop()
  return result
}

async function runImport(server, csvPath) {
  const steps = {}
  const timed = async (name, step) => {
    const start = performance.now()
    const result = await step()
    steps[name] = Math.round(performance.now() - start) / 1_000
    return result
  }
  const settings = { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true, createMissingLocations: true }
  const started = await timed('start', () =>
    server.upload(
      `mutation ($file: Upload!) { startImport(input: { file: $file }) { importSession { id } userErrors { message } } }`,
      {},
      csvPath,
    ),
  )
  const { id } = started.startImport.importSession
  await timed('map', () =>
    server.ask(`mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { message } } }`, { id }),
  )
  await timed('preview', () =>
    server.ask(
      `query ($id: ID!, $settings: ImportSettingsInput) {
        importSession(id: $id) { preview(settings: $settings) { toCreate unchanged invalid } } }`,
      { id, settings },
    ),
  )
  const report = await timed('commit', async () => {
    await server.ask(
      `mutation ($id: ID!, $settings: ImportSettingsInput) {
        commitImport(input: { importId: $id, settings: $settings, waitSeconds: 25 }) { userErrors { message } } }`,
      { id, settings },
    )
    for (;;) {
      const { importSession } = await server.ask(
        `query ($id: ID!) { importSession(id: $id) { state report { created updated unchanged failed } } }`,
        { id },
      )
      if (importSession.state !== 'COMMITTING') return importSession.report
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
  return { report, steps, seconds: Object.values(steps).reduce((sum, step) => sum + step, 0) }
}

/** Somebody else, who goes on asking for `viewer`; answers within how many milliseconds 95 of 100 were served. */
function watchBystander(server) {
  const waits = []
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const start = performance.now()
      await server.ask('{ viewer { kind organization { name } } }')
      waits.push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  return {
    async end() {
      isOver = true
      await asking
      return waits.toSorted((one, other) => one - other)[Math.floor(waits.length * 0.95)]
    },
  }
}

async function freshDatabase(on) {
  const dataDir = mkdtempSync(join(folder, 'data-'))
  if (on === 'SQLite') return { environment: { DATA_DIR: dataDir, DATABASE_URL: '' }, drop: async () => {} }
  const name = `rollcall_bench_${process.pid}`
  const admin = async (sql) => {
    const connection = await mysql.createConnection(mysqlUrl)
    await connection.query(sql)
    await connection.end()
  }
  await admin(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  const url = new URL(mysqlUrl)
  url.pathname = `/${name}`
  return { environment: { DATA_DIR: dataDir, DATABASE_URL: url.href }, drop: () => admin(`DROP DATABASE ${name}`) }
}

function printImports(figures) {
  const lines = figures.map(({ on, rows, floor, fresh, again, peak, slowest }) =>
    [
      on,
      rows.toLocaleString('en'),
      `${floor.toFixed(1)} s`,
      `${fresh.toFixed(1)} s`,
      `${(fresh / floor).toFixed(1)}`,
      `${again.toFixed(1)} s`,
      `${peak} MB`,
      `${Math.round(slowest)} ms`,
    ].join(' | '),
  )
  process.stdout.write(
    `\n| database | rows | floor | import | × floor | the same file again | memory | 95 of 100 others answered within |\n|---|---|---|---|---|---|---|---|\n${lines
      .map((line) => `| ${line} |`)
      .join('\n')}\n\n`,
  )
}

async function measureMail(on) {
  const csvPath = join(folder, 'invites.csv')
  await writePeopleFile(csvPath, invites)
  const mail = await startMailCounter()
  const floor = await mailFloor(mail.url, invites)
  const bare = { ...mail.counted }
  const settings = {
    SENDGRID_API_KEY: 'SG.for-measuring-only',
    SENDGRID_BASE_URL: mail.url,
    MAIL_FROM: 'academy@example.com',
  }
  Object.assign(mail.counted, { requests: 0, mails: 0 })
  const seconds = await withServer(on, (server) => importWithInvites(server, csvPath, mail.counted), settings)
  mail.stop()
  const speed = (time) => `${Math.round(invites / time).toLocaleString('en')}/s`
  process.stdout.write(
    `${on}: ${mail.counted.mails} invites left in ${mail.counted.requests} requests, ${speed(seconds)}; ` +
      `bare @sendgrid/mail in ${bare.requests} requests, ${speed(floor)}; ratio ${((100 * floor) / seconds).toFixed(0)} %\n`,
  )
}

/** Seconds from the end of the import, which lets its invites go, to the last of them. */
async function importWithInvites(server, csvPath, counted) {
  const started = await server.upload(
    `mutation ($file: Upload!) { startImport(input: { file: $file }) { importSession { id } userErrors { message } } }`,
    {},
    csvPath,
  )
  const { id } = started.startImport.importSession
  await server.ask(`mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { message } } }`, { id })
  await server.ask(
    `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 25, settings: {
      mode: ADD_ONLY, invites: IMMEDIATE, createMissingTeams: true, createMissingLocations: true } }) { userErrors { message } } }`,
    { id },
  )
  const start = performance.now()
  while (counted.mails < invites) await new Promise((resolve) => setTimeout(resolve, 10))
  return (performance.now() - start) / 1_000
}
