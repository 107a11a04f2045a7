import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import { bareId } from './base/graphql/ids.ts'
import { startSendGridStandIn, type SendGridStandIn } from './mail/sendgrid-stand-in.testing.ts'
import { openIdentityProvider, type IdentityProvider } from './sign-in/identity-provider.testing.ts'
import { databases, freshDatabase } from './testing.ts'
import { openReceiver, type Receiver } from './webhooks/receiver.testing.ts'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const KEY = 'rck_canary_of_the_first_start_0123456789'
const SECRET_KEY = 'canary-secret-key-0123456789-abcdefghij'
const MAIL_KEY = 'SG.canary-mail-key.0123456789'
/** Whatever nobody may find again, by what it is. */
const secrets = new Map<string, string>([
  ['first API key', KEY],
  ['secret key', SECRET_KEY],
  ['key of the mail service', MAIL_KEY],
])

describe.each(databases)('what is secret, after people signed in, were invited, imported and told of (%s)', (on) => {
  let folder: string
  let url: string
  let databaseUrl: string
  let drop: () => Promise<void>
  let child: ChildProcess
  let sendGrid: SendGridStandIn
  let receiver: Receiver
  let provider: IdentityProvider
  let log = ''
  const answers: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-secrets-'))
    sendGrid = await startSendGridStandIn()
    receiver = await openReceiver()
    // It tells what it lacks for production.
    for (const told of ['info', 'warn'] as const) jest.spyOn(console, told).mockImplementation(() => {})
    provider = await openIdentityProvider()
    const fresh = await freshDatabase(on)
    databaseUrl = on === 'SQLite' ? `sqlite:${join(folder, 'rollcall.sqlite')}` : fresh.url
    drop = fresh.drop
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        DATA_DIR: folder,
        DATABASE_URL: databaseUrl,
        BOOTSTRAP_API_KEY: KEY,
        SECRET_KEY,
        SENDGRID_API_KEY: MAIL_KEY,
        SENDGRID_BASE_URL: sendGrid.baseUrl,
        MAIL_FROM: 'academy@example.com',
        WEBHOOK_TARGETS: 'any',
        SSO_RETURN_URL: 'https://platform.example/signed-in',
        LOG_LEVEL: 'trace',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (log += String(part)))
    await until(async () => (await fetch(`${url}/readyz`)).ok)
    await useEverything()
    child.kill('SIGTERM')
    await once(child, 'exit')
  }, 60_000)
  afterAll(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await sendGrid.close()
    await receiver.close()
    await provider.close()
    jest.restoreAllMocks()
    await drop()
    rmSync(folder, { recursive: true })
  })

  // Answers of any shape are looked into. Those that refuse something are kept.
  // oxlint-disable-next-line typescript/no-explicit-any
  async function ask(query: string, variables: object, credential: string | null = KEY): Promise<any> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(credential === null ? {} : { authorization: `Bearer ${credential}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    const text = await response.text()
    if (/"errors":|"userErrors":\[\{/.test(text)) answers.push(text)
    return JSON.parse(text).data
  }

  function secret(what: string, value: string): string {
    expect([what, value]).toEqual([what, expect.stringMatching(/.{12}/)])
    secrets.set(`${what}, ${on}`, value)
    return value
  }

  async function tokenOf(address: string, after = 0): Promise<string> {
    const link = /token=([\w-]{20,})/
    const found = () =>
      sendGrid.mails.slice(after).findLast((mail) => mail.toAddress === address && link.test(mail.text))
    await until(async () => found() !== undefined)
    return link.exec(found()?.text ?? '')?.[1] as string
  }

  async function useEverything(): Promise<void> {
    const invite = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } userErrors { message } } }`
    const { inviteUser } = await ask(invite, { input: { email: 'ana@example.com', name: 'Ana Ruiz', role: 'HR' } })
    const inviteToken = secret('invite token', await tokenOf('ana@example.com'))
    const accept = `mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { user { id } userErrors { message } } }`
    await fetch(`${url}/accept?token=${inviteToken}`)
    const password = secret('password', 'canary violet harbour 7 umbrella')
    const tooWeak = secret('refused password', 'ana ruiz canary')
    await ask(accept, { input: { token: inviteToken, password: tooWeak.slice(0, 14) } }, null)
    await ask(accept, { input: { token: inviteToken, password } }, null)
    // Once more, as a form, and by hands that slip.
    const form = new URLSearchParams({ token: inviteToken, password, name: 'Ana Ruiz' })
    answers.push(await (await fetch(`${url}/accept`, { method: 'POST', body: form })).text())
    await ask(accept, { input: { token: inviteToken, password, misspelt: 1 } }, null)
    await ask(accept, { input: { token: inviteToken, password: { is: password } } }, null)

    const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }`
    const wrong = secret('wrong password', 'canary yellow harbour 8 umbrella')
    await ask(signIn, { input: { email: 'ana@example.com', password: wrong } }, null)
    const signedIn = await ask(signIn, { input: { email: 'ana@example.com', password } }, null)
    const session = secret('session', signedIn.signIn.token)
    await ask('{ viewer { kind } }', {}, session)
    const next = secret('next password', 'canary orange harbour 9 umbrella')
    const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { message } } }`
    await ask(change, { input: { currentPassword: wrong, newPassword: next } }, session)
    await ask(change, { input: { currentPassword: password, newPassword: next } }, session)

    const mailed = sendGrid.mails.length
    await ask(
      `mutation { requestPasswordReset(input: { email: "ana@example.com" }) { userErrors { message } } }`,
      {},
      null,
    )
    const resetToken = secret('reset token', await tokenOf('ana@example.com', mailed))
    const reset = `mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { message } } }`
    const anew = secret('password set anew', 'canary purple harbour 10 umbrella')
    await fetch(`${url}/reset-password?token=${resetToken}`)
    await ask(reset, { input: { token: resetToken, password: anew } }, null)
    await ask(reset, { input: { token: resetToken, password: anew } }, null)
    const given = secret('password given', 'canary golden harbour 11 umbrella')
    await ask(
      `mutation ($input: SetUserPasswordInput!) { setUserPassword(input: $input) { userErrors { message } } }`,
      { input: { userId: inviteUser.user.id, password: given } },
    )

    const { createApiKey } = await ask(
      `mutation { createApiKey(input: { name: "Partner", role: HR }) { secret apiKey { id } } }`,
      {},
    )
    const key = secret('API key', createApiKey.secret)
    await ask('{ viewer { kind } }', {}, key)
    const { rotateApiKey } = await ask(
      `mutation ($id: ID!) { rotateApiKey(input: { apiKeyId: $id }) { secret userErrors { message } } }`,
      { id: createApiKey.apiKey.id },
    )
    secret('rotated API key', rotateApiKey.secret)
    const strange = secret('key of nobody', 'rck_canary_that_was_never_given_out')
    await ask('{ viewer { kind } }', {}, strange)

    const { createWebhook } = await ask(
      `mutation ($url: String!) { createWebhook(input: { url: $url, events: [USER_CREATED] }) { secret webhook { id } userErrors { message } } }`,
      { url: receiver.url },
    )
    secret('webhook secret', createWebhook.secret)
    const { rotateWebhookSecret } = await ask(
      `mutation ($id: ID!) { rotateWebhookSecret(input: { webhookId: $id }) { secret } }`,
      { id: createWebhook.webhook.id },
    )
    secret('rotated webhook secret', rotateWebhookSecret.secret)
    receiver.reactions.splice(0, 1, 500)

    const start = `mutation ($csv: String!) { startImport(input: { csv: $csv, filename: "people.csv" }) {
      importSession { id } userErrors { message } } }`
    const { startImport } = await ask(start, { csv: 'Email,Name\nbo@example.com,Bo Lee\nwrong,Cy\n' })
    const { id } = startImport.importSession
    await ask(`mutation ($id: ID!) { mapColumns(input: { importId: $id }) { userErrors { message } } }`, { id })
    await ask(
      `mutation ($id: ID!) { commitImport(input: { importId: $id, waitSeconds: 20, settings: {
        mode: ADD_ONLY, invites: IMMEDIATE } }) { importSession { state } userErrors { message } } }`,
      { id },
    )
    secret('token of an imported invite', await tokenOf('bo@example.com'))
    await until(async () => receiver.received.length > 0)
    const { importSession } = await ask(
      `query ($id: ID!) { importSession(id: $id) { report { failedRowsCsv { url } } } }`,
      { id },
    )
    const download = importSession.report.failedRowsCsv.url as string
    secret('token of a download', new URL(download).pathname.split('/').pop() ?? '')
    const address = new URL(download)
    await fetch(url + address.pathname)
    answers.push(await (await fetch(`${url}${address.pathname}x`)).text())
    await useHrIntegration()
    await useSingleSignOn()
  }

  async function useHrIntegration(): Promise<void> {
    const { createHrIntegration } = await ask(
      `mutation { createHrIntegration(input: { name: "Okta" }) { token hrIntegration { id baseUrl } } }`,
      {},
    )
    const { id, baseUrl } = createHrIntegration.hrIntegration
    const tokens = [secret('SCIM token', createHrIntegration.token)]
    const { rotateHrIntegrationToken } = await ask(
      `mutation ($id: ID!) { rotateHrIntegrationToken(input: { hrIntegrationId: $id }) { token } }`,
      { id },
    )
    tokens.push(secret('rotated SCIM token', rotateHrIntegrationToken.token))
    tokens.push(secret('SCIM token of nobody', 'rch_canary_that_was_never_given_out'))
    const outside = 'http://127.0.0.1:9/people'
    const credential = secret('credential of a roster', 'Basic Y2FuYXJ5IHJvc3Rlcg==')
    const apiKey = secret('API key of an HR system', 'canary-bamboo-key-0123456789')
    for (const input of [
      { name: 'Payroll', protocol: 'ROSTER', roster: { url: outside, authorization: credential } },
      { name: 'Bamboo', protocol: 'BAMBOOHR', source: { url: outside, apiKey } },
    ]) {
      await ask(
        `mutation ($input: CreateHrIntegrationInput!) { createHrIntegration(input: $input) {
          hrIntegration { roster { url } source { url } } userErrors { message } } }`,
        { input },
      )
    }
    const address = url + new URL(baseUrl).pathname
    for (const token of tokens) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
      const wrong = secret('password from an HR system', 'canary silver harbour 12 umbrella')
      const body = JSON.stringify({ userName: 'no address', password: wrong })
      await fetch(`${address}/Users`, { headers })
      answers.push(await (await fetch(`${address}/Users`, { method: 'POST', headers, body })).text())
    }
  }

  async function useSingleSignOn(): Promise<void> {
    const input = {
      name: 'Sso',
      issuer: provider.url,
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
    }
    secret('client secret', provider.clientSecret)
    const { createSsoProvider } = await ask(
      `mutation ($input: CreateSsoProviderInput!) { createSsoProvider(input: $input) {
        ssoProvider { id startUrl } userErrors { message } } }`,
      { input },
    )
    const { id, startUrl } = createSsoProvider.ssoProvider
    await proveDomain(bareId('SsoProvider', id))
    await ask(`mutation { inviteUser(input: { email: "cy@example.com", name: "Cy Day" }) { user { id } } }`, {})
    provider.person = { sub: 'stranger', email: 'stranger@example.com', email_verified: true }
    answers.push(await (await signOn(startUrl)).text())
    provider.person = { sub: 'cy', email: 'cy@example.com', email_verified: true }
    const back = await signOn(startUrl)
    const code = secret('code', new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '')
    const start = `mutation ($input: StartSsoSessionInput!) { startSsoSession(input: $input) { token userErrors { message } } }`
    await ask(start, { input: { code: { is: code } } }, null)
    const { startSsoSession } = await ask(start, { input: { code } }, null)
    secret('session by single sign-on', startSsoSession.token)
    await ask(start, { input: { code } }, null)
    const complete = `mutation ($input: CompleteSsoLoginInput!) { completeSsoLogin(input: $input) { userErrors { message } } }`
    await ask(complete, { input: { idToken: secret('identity token', 'eyJ.canary.that-is-none') } }, null)
  }

  async function signOn(startUrl: string): Promise<Response> {
    const begun = await fetch(startUrl, { redirect: 'manual' })
    const [cookie = ''] = (begun.headers.getSetCookie()[0] ?? '').split(';')
    secret('cookie of a sign-on', cookie.split('=')[1] ?? '')
    const returned = await provider.visit(begun.headers.get('location') ?? '')
    const { searchParams } = new URL(returned)
    secret('code of the provider', searchParams.get('code') ?? '')
    secret('state', searchParams.get('state') ?? '')
    const finished = await fetch(returned, { redirect: 'manual', headers: { cookie } })
    answers.push(await (await fetch(returned, { redirect: 'manual', headers: { cookie } })).text())
    return finished
  }

  /** What the DNS would prove. */
  async function proveDomain(providerId: string): Promise<void> {
    const sql =
      'INSERT INTO sso_domains (organization_id, id, provider_id, domain, proved_at) ' +
      "SELECT organization_id, id, id, 'example.com', created_at FROM sso_providers WHERE id = ?"
    if (on === 'SQLite') {
      const database = new Sqlite(join(folder, 'rollcall.sqlite'))
      database.prepare(sql).run(providerId)
      return void database.close()
    }
    const connection = await mysql.createConnection(databaseUrl)
    await connection.execute(sql, [providerId])
    await connection.end()
  }

  it('is in no log', () => {
    expect(log).toContain('Rollcall is ready')
    expect(foundIn(`${log} ${KEY}`)).toEqual(['first API key'])
    expect(foundIn(log)).toEqual([])
  })

  it('is in no answer that refuses something', () => {
    expect(answers.length).toBeGreaterThan(8)
    expect(foundIn(answers.join('\n'))).toEqual([])
    // A password that stood where none can stand is told of without it.
    expect(answers.join('\n')).toContain('[secret]')
  })

  it('is in no file of the data folder, the database among them', () => {
    const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))
    const written = files.filter((path) => statSync(path).isFile())
    for (const path of written) expect([path, foundIn(readFileSync(path, 'latin1'))]).toEqual([path, []])
    expect(written.some((path) => path.endsWith('.sqlite'))).toBe(on === 'SQLite')
  })

  it('is in no table', async () => {
    if (on === 'SQLite') return
    const connection = await mysql.createConnection(databaseUrl)
    const [names] = await connection.query<mysql.RowDataPacket[]>('SHOW TABLES')
    let rows = 0
    for (const name of names.flatMap((row) => Object.values(row) as string[])) {
      const [content] = await connection.query<mysql.RowDataPacket[]>(`SELECT * FROM \`${name}\``)
      rows += content.length
      const bytes = content.flatMap((row) => Object.values(row).filter((cell) => Buffer.isBuffer(cell)))
      const text = JSON.stringify(content) + Buffer.concat(bytes as Buffer[]).toString('latin1')
      expect([name, foundIn(text)]).toEqual([name, []])
    }
    await connection.end()
    expect(rows).toBeGreaterThan(20)
  })
})

/** What of the secrets the text holds, as it is or in one of the ways in which programs write bytes down. */
function foundIn(text: string): string[] {
  return [...secrets].flatMap(([what, value]) => {
    const bytes = Buffer.from(value)
    const forms = [value, encodeURIComponent(value), bytes.toString('hex'), bytes.toString('base64').slice(0, -4)]
    return forms.some((form) => text.includes(form)) ? [what] : []
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('It did not come about within 20 s')
    await wait(30)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
