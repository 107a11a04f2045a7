import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { chromium, type Browser, type Page } from 'playwright-core'
import { playgroundTabs } from './playground-tabs.ts'
import { startTestServer, type ServedHouse } from './testing.ts'

const chromiumPath = process.env['TEST_CHROMIUM']
const inBrowser = chromiumPath ? describe : describe.skip
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

describe('a tab of the playground', () => {
  const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'))

  it.each(playgroundTabs)('asks only for what the schema has: $name', ({ document, variables }) => {
    expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([])
    const declared = [...document.matchAll(/\$(\w+):/g)].map((match) => match[1])
    expect(declared.filter((name) => name !== 'file')).toEqual(Object.keys(variables))
  })
})

describe('the playground', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite')
  })
  afterAll(() => house.close())

  it('is found without the slash at the end', async () => {
    const response = await fetch(`${house.url}/playground?from=readme`, { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/playground/')
  })

  it('lets the browser load nothing from anywhere else', async () => {
    const response = await fetch(`${house.url}/playground/`)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/https?:|\*/)
    expect(await response.text()).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  it('runs scripts of shared tabs without our origin', async () => {
    const response = await fetch(`${house.url}/playground/iframe-sandbox/index.html`)
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts;/)
  })

  inBrowser('in a browser', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: chromiumPath as string, args: CHROMIUM_ARGUMENTS })
    })
    afterAll(() => browser.close())

    it('uploads a CSV file and carries the import through to its report', async () => {
      // So high that the page draws every line of an answer.
      const page = await browser.newPage({ viewport: { width: 1200, height: 1_200 }, reducedMotion: 'reduce' })
      page.setDefaultTimeout(20_000)
      const strange = watchForStrangeThings(page, house.url)
      await page.goto(`${house.url}/playground/`)
      await openTab(page, 'Who am I')
      await page.getByRole('button', { name: 'Send Request' }).click()
      await useKey(page, house.apiKey)
      expect(await answered(page, 'viewer')).toMatchObject({ kind: 'API_KEY', canManagePeople: true })

      await openTab(page, '1 Start import')
      await page.getByText('Variables', { exact: true }).click()
      await page.getByRole('button', { name: 'Add files' }).click()
      await page.locator('.variables-file-item-input').setInputFiles({
        name: 'people.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('Email,First name,Last name\nzoe@example.com,Zoë,Quill\nnobody,No,Body\n'),
      })
      const started = await run(page, '1 Start import', 'startImport')
      expect(started).toMatchObject({
        userErrors: [],
        importSession: { state: 'UPLOADED', file: { name: 'people.csv', rowCount: 2 } },
      })

      await setEnvironment(page, { importId: started.importSession.id })
      expect(await run(page, '2 Map columns', 'mapColumns')).toMatchObject({ importSession: { state: 'MAPPED' } })
      expect(await run(page, '3 Configure', 'configureImport')).toMatchObject({
        importSession: { state: 'CONFIGURED' },
      })
      expect(await run(page, 'Preview', 'importSession')).toMatchObject({ preview: { toCreate: 1, invalid: 1 } })
      expect(await run(page, '4 Commit', 'commitImport')).toMatchObject({ importSession: { state: 'COMMITTED' } })
      expect(await run(page, 'Report', 'importSession')).toMatchObject({
        report: { created: 1, failed: 1, invitesQueued: 1 },
        rows: { nodes: [{ line: 3, issues: [{ code: 'EMAIL_INVALID' }] }] },
      })
      expect(strange).toEqual([])
    }, 90_000)

    it('keeps the key for the tab alone, over a reload, and writes it nowhere', async () => {
      const context = await browser.newContext({ viewport: { width: 1200, height: 1_200 }, reducedMotion: 'reduce' })
      context.setDefaultTimeout(20_000)
      const page = await context.newPage()
      await page.goto(`${house.url}/playground/`)
      await page.getByRole('button', { name: 'API key' }).click()
      await useKey(page, house.apiKey)
      expect(await run(page, 'Who am I', 'viewer')).toMatchObject({ kind: 'API_KEY' })
      await page.reload()
      expect(await run(page, 'Who am I', 'viewer')).toMatchObject({ kind: 'API_KEY' })

      const stored = JSON.stringify(await context.storageState({ indexedDB: true }))
      expect(stored).toContain('AltairDB')
      expect(stored).not.toContain(house.apiKey)

      const other = await context.newPage()
      await other.goto(`${house.url}/playground/`)
      await openTab(other, 'Who am I')
      await other.getByRole('button', { name: 'Send Request' }).click()
      await other.getByRole('dialog', { name: 'API key' }).waitFor()
      await context.close()
    }, 90_000)
  })
})

/** Requests to other hosts, and errors that the page reports. */
function watchForStrangeThings(page: Page, url: string): string[] {
  const strange: string[] = []
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${url}/`)) strange.push(request.url())
  })
  page.on('pageerror', (error) => strange.push(error.message))
  page.on('console', (message) => {
    // Before there is a key, the page asks for the schema with the placeholder and is refused.
    if (message.type() === 'error' && !message.text().includes('401')) strange.push(message.text())
  })
  return strange
}

async function setEnvironment(page: Page, variables: Record<string, string>): Promise<void> {
  await page.locator('app-header').getByText('Rollcall', { exact: true }).click()
  await page.getByText('Environments...', { exact: true }).click()
  const editor = page.locator('.environments-editor-textarea .cm-content')
  const filled = editor.filter({ hasText: variables['importId'] as string })
  await editor.filter({ hasText: 'importId' }).waitFor()
  // On a slow machine the dialog writes its first text once more, over what was typed meanwhile.
  for (let attempt = 0; attempt < 10 && !(await filled.isVisible()); attempt++) {
    await editor.click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(JSON.stringify(variables))
    await filled.waitFor({ timeout: 1_000 }).catch(() => {})
  }
  await filled.waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  // What is sent before the dialog has gone goes out with the variables of before.
  await editor.waitFor({ state: 'hidden' })
}

async function useKey(page: Page, key: string): Promise<void> {
  await page.getByRole('textbox', { name: 'API key' }).fill(key)
  await page.getByRole('button', { name: 'Use this key' }).click()
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.locator('app-window-switcher-item', { hasText: name }).click()
}

/** Sends what stands in the tab; answers what the page then shows for this field. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers of any shape
async function run(page: Page, tab: string, field: string): Promise<any> {
  await openTab(page, tab)
  await page.getByRole('button', { name: 'Send Request' }).click()
  return answered(page, field)
}

// oxlint-disable-next-line typescript/no-explicit-any -- the same
async function answered(page: Page, field: string): Promise<any> {
  const result = page.locator('app-query-result .cm-content', { hasText: `"${field}"` })
  await result.waitFor()
  const lines = await result.locator('.cm-line').allInnerTexts()
  return JSON.parse(lines.join('\n')).data[field]
}
