import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright-core'
import { startTestServer, type ServedHouse } from '../../server/src/testing.ts'
import type { Rollcall } from './index.ts'

const executablePath = process.env['TEST_CHROMIUM']
const TEXT = 'email,name\nana@example.com,Ana Ruíz\nli@example.com,李雷\n'

/** What the bundle leaves on the page. */
declare const sdk: { Rollcall: typeof Rollcall }

const inBrowser = executablePath ? describe : describe.skip

inBrowser('in a browser', () => {
  let house: ServedHouse
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    house = await startTestServer('SQLite')
    const entry = fileURLToPath(new URL('index.ts', import.meta.url))
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'sdk',
    })
    browser = await chromium.launch({
      executablePath: executablePath as string,
      args: ['--no-sandbox', '--disable-gpu'],
    })
    page = await browser.newPage()
    // A page of the same origin as the API, which the server itself knows nothing of.
    await page.route(`${house.url}/sdk-test`, (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<input type="file"><script>${outputFiles[0]?.text}</script>`,
      }),
    )
    await page.goto(`${house.url}/sdk-test`)
  })
  afterAll(async () => {
    await browser.close()
    await house.close()
  })

  test('a chosen file is uploaded, and how much was sent is told at the start and at the end', async () => {
    const file = { name: 'Kollegen "neu".csv', mimeType: 'text/csv', buffer: Buffer.from(TEXT) }
    await page.setInputFiles('input', file)
    const seen = await page.evaluate(async (auth) => {
      const rollcall = new sdk.Rollcall({ url: '/graphql', auth })
      const [chosen] = document.querySelector('input')?.files ?? []
      const progress: unknown[] = []
      const onUploadProgress = (event: unknown): void => void progress.push(event)
      const imp = await rollcall.imports.start(chosen as File, { onUploadProgress })
      await imp.cancel()
      return { file: imp.data.file, columns: imp.data.columns.map(({ samples }) => samples), progress }
    }, house.apiKey)
    const total = Buffer.byteLength(TEXT)
    expect(seen).toMatchObject({
      file: { name: 'Kollegen "neu".csv', bytes: total, rowCount: 2 },
      columns: [expect.anything(), ['Ana Ruíz', '李雷']],
      progress: [
        { sent: 0, total },
        { sent: total, total },
      ],
    })
  })

  test('a stream is uploaded, and a whole import goes through', async () => {
    const report = await page.evaluate(
      async ({ auth, text }) => {
        const rollcall = new sdk.Rollcall({ url: '/graphql', auth })
        const source = { stream: new Blob([text]).stream(), filename: 'people.csv' }
        const result = await rollcall.importCsv(source, { settings: { mode: 'ADD_AND_UPDATE', invites: 'NONE' } })
        return result.report
      },
      { auth: house.apiKey, text: TEXT },
    )
    expect(report).toMatchObject({ created: 2, failed: 0 })
  })

  test('a path is refused with what to do instead', async () => {
    const message = await page.evaluate(
      (auth) => new sdk.Rollcall({ url: '/graphql', auth }).imports.start({ path: 'people.csv' }).catch(String),
      house.apiKey,
    )
    expect(message).toContain('pass a File or a Blob')
  })
})
