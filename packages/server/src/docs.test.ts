import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { startTestServer, type ServedHouse } from './testing.ts'

const FOLDER = new URL('../../../docs/', import.meta.url)
const PAGES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `/docs/${name.replace(/(README)?\.md$/, '')}`)

describe('the documentation', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite')
  })
  afterAll(() => house.close())

  const open = async (path: string) => {
    const response = await fetch(`${house.url}${path}`)
    return { status: response.status, headers: response.headers, html: await response.text() }
  }

  it('is read at /docs, with every page in its list', async () => {
    const { status, html } = await open('/docs')
    expect(status).toBe(200)
    const listed = [...html.matchAll(/href="(\/docs\/[^"#]*)"/g)].map(([, address]) => address)
    expect([...new Set(listed)]).toEqual(expect.arrayContaining(PAGES))
  })

  it('leads nowhere that is not there', async () => {
    const pages = new Map<string, string>()
    for (const path of [...PAGES, '/docs/readme']) pages.set(path, (await open(path)).html)
    const broken: string[] = []
    for (const [path, html] of pages) {
      const main = /<main.*<\/main>/s.exec(html)?.[0] ?? ''
      for (const [, href] of main.matchAll(/href="([/#][^"]*)"/g)) {
        const [address, anchor] = (href as string).split('#')
        const target = address === '' ? html : pages.get(address as string)
        if (target === undefined || (anchor && !target.includes(`id="${anchor}"`))) broken.push(`${path}: ${href}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('finds what somebody with a problem types, the explanation before the list', async () => {
    const { html } = await open('/docs/search?q=spam+folder')
    expect(html).toMatch(/<a href="\/docs\/troubleshooting#/)
    const bounced = (await open('/docs/search?q=mail+bounced')).html.replace(/.*<main/s, '')
    expect(bounced.indexOf('/docs/mail#')).toBeLessThan(bounced.indexOf('/docs/reference/'))
    expect((await open('/docs/search?q=xyzzyx')).html).toContain('Nothing about “xyzzyx”')
  })

  it('repeats what was searched for as text', async () => {
    const { html } = await open(`/docs/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;')
  })

  it('runs no script and loads nothing from anywhere else', async () => {
    const { headers, html } = await open('/docs/importing')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; img-src 'self';/)
    expect(html).not.toMatch(/<script|src="http/)
  })

  it('says that a page is not there', async () => {
    expect((await open('/docs/unicorns')).status).toBe(404)
    expect((await open('/docs/../package.json')).status).toBe(404)
    expect((await open('/docs/%2e%2e%2fpackage.json')).status).not.toBe(200)
  })
})
