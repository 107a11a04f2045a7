// Rollcall's main job, from the outside: one user invited, one CSV file imported, through the SDK.
//   npm run demo             stays up afterwards, so that you can look around
//   npm run demo -- --exit   ends after the report
import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Rollcall } from '@rollcall/sdk'
import { startDemoServer } from './demo-server.mjs'

const PEOPLE = fileURLToPath(new URL('people.csv', import.meta.url))

const server = await startDemoServer()
const stopped = new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, resolve)))
try {
  const rollcall = new Rollcall({ url: `${server.url}/graphql`, auth: server.apiKey })
  title('A server of its own')
  print(`${server.url}, with a SQLite file in ${server.dataDir}`)
  await inviteOne(rollcall)
  const result = await importPeople(rollcall)
  await showRefusedRows(result)
  await showMails(rollcall)
  if (!process.argv.includes('--exit')) {
    showAddresses()
    await stopped
  }
} finally {
  await server.stop()
}

async function inviteOne(rollcall) {
  title('Invite one user')
  const { user, invite } = await rollcall.users.invite({ email: 'ana.ruiz@example.com', name: 'Ana Ruiz' })
  print(`${user.name} <${user.email}> is ${user.status}; the invite is ${invite.status}`)
}

async function importPeople(rollcall) {
  title('Import a file, step 1: upload')
  let people = await rollcall.imports.start({ path: PEOPLE })
  const { name, rowCount, encoding } = people.data.file
  print(`${name}: ${rowCount} rows in ${encoding}; the import is ${people.state}`)

  title('Step 2: say which column is which')
  people = await people.mapColumns()
  table(people.data.columns.map(({ header, field, samples }) => [header, `-> ${field?.key ?? 'ignored'}`, samples[0]]))
  print(`Every column was recognized by its header, so the suggestions are taken; the import is ${people.state}`)

  title('Step 3: settings')
  people = await people.configure({
    mode: 'ADD_AND_UPDATE',
    invites: 'IMMEDIATE',
    createMissingTeams: true,
    createMissingLocations: true,
  })
  const { mode, invites, onRowError } = people.data.settings
  print(`${mode}, invites ${invites}, invalid rows ${onRowError}; the import is ${people.state}`)

  title('Look before you leap: the preview changes nothing')
  const preview = await people.preview()
  table([
    ['new users', preview.toCreate],
    ['changed users', preview.toUpdate],
    ['invalid rows, left out', preview.invalid],
    ['invites', preview.invites],
    ['new teams', shortList(preview.newTeams)],
    ['new locations', shortList(preview.newLocations)],
  ])

  title('Step 4: commit')
  const result = await people.commit({ expectedFingerprint: preview.fingerprint })
  const { created, updated, unchanged, skipped, failed, invitesQueued, durationMs } = result.report
  print(`The import is ${result.import.state}, after ${durationMs} ms`)
  table(Object.entries({ created, updated, unchanged, skipped, failed, 'invites queued': invitesQueued }))
  return result
}

async function showRefusedRows(result) {
  title('The rows that were refused, and why')
  for await (const { line, issues } of result.failedRows()) {
    for (const issue of issues.filter(({ severity }) => severity === 'ERROR')) {
      print(`line ${line}, ${issue.field?.label ?? 'the whole row'}: ${issue.message}`)
    }
  }
  title('Rows that were taken, but look at them')
  for await (const { line, issues } of result.import.rows({ filter: { minSeverity: 'WARNING', action: ['CREATE'] } })) {
    for (const issue of issues) print(`line ${line}, ${issue.field?.label}: ${issue.message}`)
  }
}

async function showMails(rollcall) {
  title('The invite mails')
  while ((await rollcall.invites.list({ filter: { status: ['QUEUED'] } })).totalCount > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const mails = readdirSync(server.mailFolder)
  print(`${mails.length} mails, each a file in ${server.mailFolder}, because no SENDGRID_API_KEY is set. One of them:`)
  console.log('')
  for (const line of textOf(mailTo('ana.ruiz@example.com')).split('\n')) print(`| ${line}`.trimEnd())
}

function showAddresses() {
  const [link] = /http\S+accept\?token=\S+/.exec(mailTo('ana.ruiz@example.com')) ?? []
  title('Try it')
  table([
    ['playground', `${server.url}/playground/`],
    ['API', `${server.url}/graphql`],
    ['API key', server.apiKey],
    ["Ana's link", link],
    ['file', relative('', PEOPLE)],
  ])
  print('Ctrl+C stops the server and deletes what it made.')
}

function mailTo(address) {
  const file = readdirSync(server.mailFolder).find((name) => name.includes(`_${address}_`))
  return readFileSync(`${server.mailFolder}/${file}`, 'utf8')
}

function shortList(names) {
  return `${names.length}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`
}

/** The part of a mail that is plain text. */
function textOf(mail) {
  return mail
    .replaceAll('\r\n', '\n')
    .split('text/plain')[1]
    .split('\n\n')
    .slice(1)
    .join('\n\n')
    .split('\n--')[0]
    .trim()
}

function title(text) {
  console.log(`\n${text}`)
}

function print(text) {
  console.log(`  ${text}`)
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)))
  for (const row of rows)
    print(
      row
        .map((cell, column) => String(cell ?? '').padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
}
