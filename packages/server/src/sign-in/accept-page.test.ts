import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import express from 'express'
import { chromium, type Browser, type Page } from 'playwright-core'
import { inviteUser } from '../invites/invite-user.ts'
import { openMailbox, openTestServer, type Mailbox, type TestServer } from '../testing.ts'
import { User } from '../users/user.ts'
import { MailLanguage } from '../mail/mail-language.ts'
import { ACCEPT_TEXTS } from './accept-texts.ts'
import { signInRoutes } from './routes.ts'

const chromiumPath = process.env['TEST_CHROMIUM']
const inBrowser = chromiumPath ? describe : describe.skip

inBrowser('the page behind an activation link, in a browser without scripts', () => {
  let server: TestServer
  let mailbox: Mailbox
  let http: HttpServer
  let browser: Browser
  let url = ''
  beforeAll(async () => {
    server = await openTestServer('SQLite')
    mailbox = await openMailbox(server)
    http = createServer(express().use(signInRoutes(server)))
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: chromiumPath as string, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser.close()
    http.closeAllConnections()
    http.close()
    await server.close()
  })

  beforeEach(() => server.rates.forget({ name: 'calls-from', most: 10, seconds: 60 }, '127.0.0.1'))

  const open = async (
    email: string,
    { name = 'Ada Lovelace', language = null as string | null, viewport = { width: 1024, height: 900 } } = {},
  ) => {
    await server.run((work) => inviteUser(work, { name, email, language }))
    await mailbox.sendDue()
    const page = await browser.newPage({ javaScriptEnabled: false, viewport })
    page.setDefaultTimeout(10_000)
    const strange: string[] = []
    page.on('console', (message) => {
      // Chromium says so of every page whose status is not 200.
      if (!/responded with a status of 4(10|22)/.test(message.text())) strange.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) strange.push(request.url())
    })
    await page.goto(`${url}/accept?token=${mailbox.tokenTo(email)}`)
    return { page, strange }
  }
  const show = async (page: Page, name: string) => {
    const folder = process.env['SCREENSHOTS']
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }

  it('shows what is wrong, takes the correction, and confirms the user', async () => {
    const { page, strange } = await open('ada@example.com')
    expect(await page.title()).toBe('Join Example Academy')
    await show(page, 'form')
    await page.getByLabel('Full name').fill('Ada King')
    await page.getByLabel('Password').fill('passwordpassword')
    await page.getByRole('button', { name: 'Accept the invite' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('repeats itself')
    expect(await page.title()).toMatch(/^Please correct/)
    expect(await page.getByLabel('Full name').inputValue()).toBe('Ada King')
    expect(await page.getByLabel('Password').inputValue()).toBe('')
    await show(page, 'wrong')
    await page.getByLabel('Password').fill('four words beside a river')
    await page.getByRole('button', { name: 'Accept the invite' }).click()
    await page.getByRole('heading', { name: 'Your account is confirmed' }).waitFor()
    await show(page, 'done')
    const user = await server.run((work) => work.rows(User).findOne({ emailKey: 'ada@example.com' }))
    expect(user).toMatchObject({ status: 'CONFIRMED', name: 'Ada King' })
    await page.goto(`${url}/accept?token=${mailbox.tokenTo('ada@example.com')}`)
    await page.getByText('This link was used already').waitFor()
    await show(page, 'used')
    expect(strange).toEqual([])
  })

  it.each(Object.keys(MailLanguage))(
    'speaks %s to whoever reads that, from the first look to a new link',
    async (language) => {
      const texts = ACCEPT_TEXTS[language as MailLanguage]
      const email = `${language}@example.com`
      const { page, strange } = await open(email, { language, viewport: { width: 390, height: 844 } })
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      await show(page, `${language}-form`)
      await page.getByLabel(texts.name).fill('evil.com')
      await page.getByLabel(texts.password).fill('four words beside a river')
      await page.getByRole('button', { name: texts.button }).click()
      expect(await page.getByRole('alert').textContent()).toContain(texts.notYet)
      await page.getByLabel(texts.name).fill('Ada Lovelace')
      await page.getByLabel(texts.password).fill('abcabcabc')
      await page.getByRole('button', { name: texts.button }).click()
      if (language !== 'en') expect(await page.getByRole('alert').textContent()).toContain(texts.weaknesses.REPEATED)
      await show(page, `${language}-wrong`)
      server.wait(8 * 24 * 3_600_000)
      await page.goto(`${url}/accept?token=${mailbox.tokenTo(email)}`)
      await page.getByRole('heading', { name: texts.expired }).waitFor()
      await show(page, `${language}-expired`)
      await page.getByRole('button', { name: texts.renew }).click()
      await page.getByRole('heading', { name: texts.requested }).waitFor()
      await show(page, `${language}-requested`)
      await mailbox.sendDue()
      await page.goto(`${url}/accept?token=${mailbox.tokenTo(email)}`)
      await page.getByLabel(texts.password).fill('four words beside a river')
      await page.getByRole('button', { name: texts.button }).click()
      await page.getByRole('heading', { name: texts.done }).waitFor()
      await show(page, `${language}-done`)
      expect(strange).toEqual([])
    },
  )

  it('fits a phone, however long a name is', async () => {
    const { page, strange } = await open('long@example.com', {
      name: `Ada ${'Wolfeschlegelsteinhausenberger'.repeat(5)}`,
      viewport: { width: 320, height: 640 },
    })
    await show(page, 'phone')
    const box = await page.locator('main').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(320)
    const widest = await page
      .locator('main *')
      .evaluateAll((elements) => Math.max(...elements.map((element) => element.getBoundingClientRect().right)))
    expect(widest).toBeLessThanOrEqual(320)
    expect(strange).toEqual([])
  })
})
