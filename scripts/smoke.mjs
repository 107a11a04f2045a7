// Uses the packed SDK in each runtime that it is made for, against a real server: invites, imports, pages, webhooks.
//   npm run smoke
// Runtimes come as packages into a folder that is deleted at the end; one that cannot be installed is named and left out.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startDemoServer } from '../examples/demo-server.mjs'

const SDK = fileURLToPath(new URL('../packages/sdk', import.meta.url))
const RUNTIMES = [
  { name: 'Node 20', install: 'node20@npm:node@20', command: 'node20/bin/node' },
  { name: 'Node 22', install: 'node22@npm:node@22', command: 'node22/bin/node' },
  { name: 'Node 24', install: 'node24@npm:node@24', command: 'node24/bin/node' },
  { name: 'Bun', install: 'bun', command: '.bin/bun' },
  { name: 'Deno', install: 'deno', command: '.bin/deno', words: ['run', '--allow-all', '--node-modules-dir=manual'] },
]

const USE = `
async function use(tag) {
  const check = (what, isSo) => { if (!isSo) throw new Error('Not so: ' + what) }
  const rollcall = new Rollcall()
  const ana = { email: 'ana@' + tag + '.example', name: 'Ana Ruiz', invite: 'NONE' }
  const { user } = await rollcall.users.invite(ana)
  check('a user is made', user.status === 'NOT_INVITED')
  const error = await rollcall.users.invite(ana).catch((reason) => reason)
  check('an error is known', isRollcallError(error) && error.userErrors[0].code === 'EMAIL_TAKEN')
  const settings = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
  const phases = []
  const onProgress = ({ phase }) => phases.push(phase)
  const { report } = await rollcall.importCsv({ path: tag + '.csv' }, { settings, onProgress })
  check('a file is imported', report.created === 2 && report.failed === 0 && phases.at(-1) === 'DONE')
  const sent = await rollcall.imports.start({ path: tag + '.csv' }, { transport: 'put' })
  check('a file is sent to an address of its own', sent.data.file.rowCount === 2)
  const names = []
  const people = rollcall.users.list({ filter: { search: tag }, orderBy: { field: 'NAME' }, first: 1 })
  for await (const { name } of people) names.push(name)
  check('pages are followed', names.join() === 'Ana Ruiz,Bo Lee,Çelik Öz')
  const stopped = new AbortController()
  const call = rollcall.viewer({ signal: stopped.signal }).catch((reason) => reason)
  stopped.abort()
  check('a call is given up', isRollcallError(await call, 'ABORTED'))
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = JSON.stringify({ id: 'whd_1', event: 'USER_CREATED', at: '2026-01-31T09:00:00.000Z', data: {} })
  const { id } = await verifyWebhook(body, await signWebhook(body, secret), secret)
  check('a webhook is verified', id === 'whd_1')
  console.log('works')
}
use(process.argv[2]).catch((error) => { console.error(error); process.exit(1) })
`
const PROGRAMS = {
  'use.mjs': `import { isRollcallError, Rollcall } from '@rollcall/sdk'
import { signWebhook, verifyWebhook } from '@rollcall/sdk/webhooks'
${USE}`,
  'use.cjs': `const { isRollcallError, Rollcall } = require('@rollcall/sdk')
const { signWebhook, verifyWebhook } = require('@rollcall/sdk/webhooks')
${USE}`,
}

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'rollcall-smoke-'))
const server = await startDemoServer()
let failures = 0
try {
  await installSdk()
  for (const runtime of RUNTIMES) await tryOut(runtime)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failures > 0 ? 1 : 0

async function installSdk() {
  const installed = join(folder, 'node_modules/@rollcall/sdk')
  mkdirSync(installed, { recursive: true })
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [{ filename }] = JSON.parse((await run('npm', pack, { cwd: SDK })).stdout)
  await run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1'])
  for (const [name, code] of Object.entries(PROGRAMS)) writeFileSync(join(folder, name), code)
}

async function tryOut({ name, install, command, words = [] }) {
  const home = join(folder, 'runtimes', name.replace(' ', '-').toLowerCase())
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }')
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', install], { cwd: home })
  } catch (error) {
    console.log(`${name}: not tried, for it could not be installed (${error.stderr.trim().split('\n')[0]})`)
    return
  }
  const binary = join(home, 'node_modules', command)
  const [version] = /\d[\d.]*/.exec((await run(binary, ['--version'])).stdout)
  for (const program of Object.keys(PROGRAMS)) {
    const kind = program.endsWith('.cjs') ? 'CommonJS' : 'ES module'
    const tag = `${name}-${kind}`.toLowerCase().replaceAll(' ', '-')
    const people = `Email,Name\nbo@${tag}.example,Bo Lee\ncelik@${tag}.example,Çelik Öz\n`
    writeFileSync(join(folder, `${tag}.csv`), people)
    const env = { ...process.env, ROLLCALL_URL: `${server.url}/graphql`, ROLLCALL_API_KEY: server.apiKey }
    const outcome = await run(binary, [...words, program, tag], { cwd: folder, env, timeout: 60_000 }).catch(
      (error) => error,
    )
    const works = outcome.stdout === 'works\n'
    if (!works) failures++
    console.log(`${name} (${version}), ${kind}: ${works ? 'works' : `FAILED\n${outcome.stderr || outcome.message}`}`)
  }
}
