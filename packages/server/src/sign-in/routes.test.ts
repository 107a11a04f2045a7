import { createServer, request as send, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import express from 'express'
import { Organization } from '../access/organization.ts'
import { Invite } from '../invites/invite.ts'
import { inviteUser, type InviteUserValues } from '../invites/invite-user.ts'
import { resendInvite } from '../invites/resend-invite.ts'
import { revokeInvite } from '../invites/revoke-invite.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import { databases, openMailbox, openTestServer, type Mailbox, type TestServer } from '../testing.ts'
import { hashPassword, verifyPassword } from '../users/password.ts'
import { changeUser } from '../users/save-user.ts'
import { User } from '../users/user.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { RESET_TEXTS } from './reset-texts.ts'
import { signInRoutes } from './routes.ts'

const PASSWORD = 'four words beside a river'

describe.each(databases)('the page behind an activation link on %s', (on) => {
  let server: TestServer
  let mailbox: Mailbox
  let http: HttpServer
  let url = ''
  let number = 0
  let email = ''
  beforeAll(async () => {
    server = await openTestServer(on, { PUBLIC_URL: 'https://learn.example.org' })
    mailbox = await openMailbox(server)
    const app = express().use(signInRoutes(server))
    http = createServer(app)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/accept`
  })
  beforeEach(async () => {
    // Each test is a machine of its own.
    await server.rates.forget({ name: 'calls-from', most: 10, seconds: 60 }, '127.0.0.1')
    email = `user${++number}@example.com`
  })
  afterAll(async () => {
    http.closeAllConnections()
    http.close()
    await server.close()
  })

  const invite = async (values: Partial<InviteUserValues> = {}) => {
    const made = await server.run((work) => inviteUser(work, { name: 'Ada Lovelace', email, ...values }))
    await mailbox.sendDue()
    return { user: made.user, invite: made.invite as Invite, token: mailbox.tokenTo(email) }
  }
  const open = async (token: string) => page(await fetch(`${url}?${new URLSearchParams({ token })}`))
  const submit = async (form: Record<string, string>) =>
    page(await fetch(url, { method: 'POST', body: new URLSearchParams(form) }))
  const page = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    html: await response.text(),
  })
  const userNow = (id: string) => server.run((work) => work.rows(User).findOne({ id })) as Promise<User>

  it('sets a password anew behind a link from a mail, and says what is wrong with it', async () => {
    const { user } = await invite()
    const passwordHash = await hashPassword(PASSWORD)
    await server.run(async (work) => {
      const present = (await work.rows(User).findOne({ id: user.id })) as User
      await changeUser(work, { user: present, changes: { status: 'CONFIRMED', passwordHash } })
    })
    await requestPasswordReset(server, { email }, null)
    await mailbox.sendDue()
    const token = mailbox.tokenTo(email)
    const resetUrl = url.replace('/accept', '/reset-password')
    const submitReset = async (password: string) =>
      page(await fetch(resetUrl, { method: 'POST', body: new URLSearchParams({ token, password }) }))
    const opened = await page(await fetch(`${resetUrl}?${new URLSearchParams({ token })}`))
    expect([opened.status, opened.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(opened.html).toContain(email)
    const weak = await submitReset('<script>')
    expect([weak.status, weak.html.includes('Use at least 15 characters')]).toEqual([422, true])
    const done = await submitReset('another river beside four words')
    expect([done.status, done.html.includes('Your password is set')]).toEqual([200, true])
    const again = await submitReset('another river beside four words')
    expect([again.status, again.html.includes('This link does not work any more')]).toEqual([410, true])
    const stored = await userNow(user.id)
    expect(await verifyPassword(stored.passwordHash as string, 'another river beside four words')).toBe(true)
  })

  it('speaks the language of the user, or that of the browser where nobody knows whose link it is', async () => {
    const { user } = await invite()
    const passwordHash = await hashPassword(PASSWORD)
    await server.run(async (work) => {
      const present = (await work.rows(User).findOne({ id: user.id })) as User
      await changeUser(work, { user: present, changes: { status: 'CONFIRMED', passwordHash, language: 'de-CH' } })
    })
    await requestPasswordReset(server, { email }, null)
    await mailbox.sendDue()
    const letter = fillTemplate(mailbox.letters.at(-1)!.content)
    expect(letter.subject).toBe('Neues Passwort für Example Academy wählen')
    expect(letter.html).toContain('lang="de"')
    const token = mailbox.tokenTo(email)
    const resetUrl = url.replace('/accept', '/reset-password')
    const answer = async (password: string) =>
      (await page(await fetch(resetUrl, { method: 'POST', body: new URLSearchParams({ token, password }) }))).html
    const opened = await page(await fetch(`${resetUrl}?${new URLSearchParams({ token })}`))
    expect(opened.html).toContain('<html lang="de">')
    expect(opened.html).toContain('Mindestens 15 Zeichen')
    expect(await answer('kurz')).toContain('Bitte korrigieren: Neues Passwort wählen')
    expect(await answer('another river beside four words')).toContain(`Ab jetzt melden Sie sich als ${email}`)
    const again = await fetch(`${resetUrl}?token=${token}`, { headers: { 'accept-language': 'pl' } })
    expect(await again.text()).toContain(RESET_TEXTS.pl.notUsable)
  })

  it('lets one machine try ten links a minute that lead nowhere', async () => {
    for (let guess = 0; guess < 10; guess++) expect((await submit({ token: `guess ${guess}` })).status).toBe(404)
    const refused = await submit({ token: 'one more' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.html).toContain('Too many attempts')
    const inDutch = await fetch(url, {
      method: 'POST',
      headers: { 'accept-language': 'nl-BE' },
      body: new URLSearchParams({ token: 'and another' }),
    })
    expect(await inDutch.text()).toContain('Te veel pogingen')
  })

  it('shows who is invited, by whom, until when, and the rules for a password', async () => {
    const { token, invite: made } = await invite({ timeZone: 'Asia/Tokyo' })
    const { expiresAt } = (await server.run((work) => work.rows(Invite).findOne({ id: made.id }))) as Invite
    const { status, html } = await open(token)
    expect(status).toBe(200)
    for (const words of ['Ada Lovelace', 'Example Academy', email, 'GMT+9', 'At least 15 characters']) {
      expect(html).toContain(words)
    }
    expect(html).toContain(`datetime="${expiresAt?.toISOString()}"`)
  })

  it('changes nothing however often it is opened', async () => {
    const { user, invite: made, token } = await invite()
    const facts = () =>
      server.run(async (work) => [
        await work.rows(User).findOne({ id: user.id }),
        await work.rows(Invite).findOne({ id: made.id }),
      ])
    const before = await facts()
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await fetch(`${url}?token=${token}&password=${encodeURIComponent(PASSWORD)}`, { method })).status).toBe(
        200,
      )
    }
    expect(await facts()).toEqual(before)
  })

  it('confirms the user by its form', async () => {
    const { user, token } = await invite()
    const { status, html } = await submit({ token, name: 'Ada King', password: PASSWORD })
    expect(status).toBe(200)
    expect(html).toContain('Your account is confirmed')
    const stored = await userNow(user.id)
    expect(stored).toMatchObject({ status: 'CONFIRMED', name: 'Ada King' })
    expect(await verifyPassword(stored.passwordHash as string, PASSWORD)).toBe(true)
  })

  it('shows what is wrong beside what was typed, but for the password', async () => {
    const { user, token } = await invite()
    const { status, html } = await submit({ token, name: 'Ada & "King"', password: 'passwordpassword' })
    expect(status).toBe(422)
    expect(html).toContain('repeats itself')
    expect(html).toContain('value="Ada &amp; &quot;King&quot;"')
    expect(html).toContain('aria-describedby="password-rules password-problem" aria-invalid="true" autofocus')
    expect(html).not.toContain('passwordpassword')
    const named = await submit({ token, name: 'evil.com', password: PASSWORD })
    expect(named.status).toBe(422)
    expect(named.html).toContain('aria-describedby="name-hint name-problem" aria-invalid="true"')
    expect((await userNow(user.id)).status).toBe('INVITE_PENDING')
  })

  it('asks nobody to type the name again', async () => {
    const { user, token } = await invite()
    expect((await submit({ token, password: PASSWORD })).status).toBe(200)
    expect((await userNow(user.id)).name).toBe('Ada Lovelace')
  })

  const ends: [string, RegExp, (made: { user: User; invite: Invite; token: string }) => Promise<unknown>][] = [
    ['used', /was used already/, ({ token }) => submit({ token, password: PASSWORD })],
    [
      'replaced',
      /replaced by a newer one.*newest mail/s,
      ({ user }) => server.run((work) => resendInvite(work, { userId: user.id })),
    ],
    [
      'revoked',
      /revoked.*new invite/s,
      ({ invite: { id } }) => server.run((work) => revokeInvite(work, { inviteId: id })),
    ],
    ['expired', /has expired.*new one/s, async () => server.wait(8 * 24 * 3_600_000)],
  ]
  it.each(ends)(
    'says of a link that it was %s, and what to do, before a password is typed',
    async (what, words, end) => {
      const made = await invite()
      await end(made)
      for (const { status, html } of [
        await open(made.token),
        await submit({ token: made.token, password: PASSWORD }),
      ]) {
        expect(status).toBe(410)
        expect(html).toMatch(words)
        expect(html).toContain('Example Academy')
        expect(html).not.toContain('type="password"')
        expect(html.includes('Send me a new link')).toBe(/expired|replaced/.test(what))
      }
    },
  )

  it('has a new link mailed by its button, which says the same for a link that was never sent', async () => {
    const { token } = await invite()
    server.wait(8 * 24 * 3_600_000)
    const ask = async (asked: string) =>
      page(
        await fetch(url.replace('/accept', '/accept-new'), {
          method: 'POST',
          body: new URLSearchParams({ token: asked }),
        }),
      )
    const [answered, unknown] = [await ask(token), await ask('never sent')]
    expect([answered.status, answered.html]).toEqual([200, unknown.html])
    expect(answered.html).toContain('a new link is on its way')
    await mailbox.sendDue()
    expect(mailbox.tokenTo(email)).not.toBe(token)
    expect((await open(mailbox.tokenTo(email))).status).toBe(200)
  })

  it('does not know links that were never sent', async () => {
    for (const { status, html } of [
      await open('A'.repeat(43)),
      await page(await fetch(url)),
      await page(await fetch(`${url}?token=a&token=b`)),
      await submit({ token: 'x', password: PASSWORD }),
      await page(
        await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"token":"x"}' }),
      ),
    ]) {
      expect(status).toBe(404)
      expect(html).toContain('This link is not known')
    }
  })

  it('refuses a form that is too large with a page, not a stack', async () => {
    const { status, html } = await submit({ token: 'x', password: 'y'.repeat(40_000) })
    expect(status).toBe(413)
    expect(html).toContain('could not be read')
    expect(html).not.toContain(' at ')
  })

  it('takes the longest password there may be', async () => {
    const { token } = await invite()
    const password = Array.from({ length: 1_024 }, (_, index) =>
      String.fromCodePoint(0x1f600 + (Math.floor(index * Math.SQRT2 * 100) % 70)),
    ).join('')
    expect((await submit({ token, password })).status).toBe(200)
  })

  it('lets no script, no other host and no frame near it, and leaves no copy behind', async () => {
    const { token } = await invite()
    for (const { headers, html } of [await open(token), await submit({ token, password: '' }), await open('x')]) {
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      )
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(html).not.toMatch(/<script|javascript:| on\w+=| style=|https?:|<link|<img/i)
    }
  })

  it('shows names as text, whatever is in them', async () => {
    const { user, token } = await invite()
    const name = `<script>alert(1)</script>"'&`
    await server.run((work) => work.rows(User).update({ id: user.id }, { name }))
    await server.database.writer.manager.update(
      Organization,
      { id: server.organizationId },
      { name: '<b>Bold</b> & Co' },
    )
    const { html } = await open(token)
    await server.database.writer.manager.update(
      Organization,
      { id: server.organizationId },
      { name: 'Example Academy' },
    )
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<b>Bold')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(html).toContain('&lt;b&gt;Bold&lt;/b&gt; &amp; Co')
  })

  it('is addressed by the configuration, whatever host a request claims', async () => {
    const { token } = await invite()
    const link = mailbox.letters.at(-1)?.content.links['link']
    expect(link).toBe(`https://learn.example.org/accept?token=${token}`)
    const html = await new Promise<string>((resolve, reject) => {
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
      send(`${url}?token=${token}`, { headers }, (response) => resolve(text(response)))
        .on('error', reject)
        .end()
    })
    expect(html).toContain('action="accept"')
    expect(html).not.toContain('evil.example')
  })
})
