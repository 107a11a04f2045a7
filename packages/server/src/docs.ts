import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'
import { Marked, type Token, type Tokens } from 'marked'
import MiniSearch from 'minisearch'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const FOLDER = join(ROOT, 'docs')
const AT = '/docs/'
const MOST_FOUND = 30
const SNIPPET_LETTERS = 180

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The documentation: the Markdown of docs/ as pages with a search, and without a script. */
export function docsRouter(): Router {
  const files = new Map(markdownFiles().map((file) => [addressOf(file), file]))
  const rendered = new Map<string, Page>()
  const page = (address: string): Page | null => {
    const file = files.get(address)
    if (!file) return null
    const known = rendered.get(address) ?? readPage(file, files)
    rendered.set(address, known)
    return known
  }
  let search: ((words: string) => Found[]) | null = null
  const router = Router()
  router.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', PAGE_POLICY)
    next()
  })
  router.get('/search', (request, response) => {
    const words = typeof request.query['q'] === 'string' ? request.query['q'].slice(0, 200) : ''
    search ??= prepareSearch([...files.keys()].flatMap((address) => page(address) ?? []))
    response
      .type('html')
      .send(frame({ title: 'Search', words, contents: page(AT), main: foundList(words, search(words)) }))
  })
  router.use(express.static(FOLDER, { index: false, redirect: false, extensions: [] }))
  router.get('/{*path}', (request, response, next) => {
    const found = page(`${request.baseUrl}${request.path}`)
    if (!found) return next()
    response.type('html').send(frame({ title: found.title, words: '', contents: page(AT), main: found.html }))
  })
  return router
}

interface Page {
  address: string
  title: string
  html: string
  sections: Section[]
}

/** What stands under one heading. */
interface Section {
  anchor: string
  title: string
  text: string
}

interface Found extends Section {
  id: string
  page: string
}

/** Paths from the root; the README there belongs to the documentation. */
function markdownFiles(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  return ['README.md', ...files.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
}

function addressOf(file: string): string {
  if (file === 'README.md') return `${AT}readme`
  return AT + file.slice('docs/'.length, -'.md'.length).replace(/^README$/, '')
}

function readPage(file: string, files: ReadonlyMap<string, string>): Page {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens)
        const target = addressIn(href, file, files)
        return target === null ? inner : `<a href="${escapeHtml(target)}">${inner}</a>`
      },
      table({ header, rows }: Tokens.Table) {
        const row = (cells: Tokens.TableCell[], tag: string) =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`
        const body = rows.map((cells) => row(cells, 'td')).join('')
        return `<div class="table"><table><thead>${row(header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`
      },
      // Comments are for whoever writes the page.
      html: () => '',
    },
  })
  const tokens = marked.lexer(readFileSync(join(ROOT, file), 'utf8'))
  const sections = sectionsOf(tokens)
  return { address: addressOf(file), title: sections[0]?.title ?? file, html: marked.parser(tokens), sections }
}

function sectionsOf(tokens: readonly Token[]): Section[] {
  const sections: Section[] = []
  for (const token of tokens) {
    if (token.type === 'heading') {
      const { text } = token as Tokens.Heading
      sections.push({ anchor: anchorOf(text), title: plain(text), text: '' })
    } else if (token.type !== 'html') {
      const section = sections.at(-1)
      if (section) section.text += `${plain(token.raw)} `
    }
  }
  return sections
}

/** Where a link leads: elsewhere, to another page, or nowhere, for a file that is not a page. */
function addressIn(href: string, file: string, files: ReadonlyMap<string, string>): string | null {
  if (/^(https?:|#)/.test(href)) return href
  const [path, anchor] = href.split('#')
  const address = addressOf(relative(ROOT, resolve(ROOT, dirname(file), path ?? '')))
  if (!files.has(address)) return null
  return anchor ? `${address}#${anchor}` : address
}

// As GitHub makes them, so that a link works there and here.
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*|#>]|-{3,}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function prepareSearch(pages: readonly Page[]): (words: string) => Found[] {
  const sections = pages.flatMap(({ address, title: page, sections: all }) =>
    all.map((section) => ({ ...section, page, id: `${address}#${section.anchor}` })),
  )
  const byId = new Map(sections.map((section) => [section.id, section]))
  const index = new MiniSearch<Found>({
    fields: ['title', 'page', 'text'],
    searchOptions: {
      boost: { title: 4, page: 2 },
      prefix: true,
      fuzzy: 0.2,
      combineWith: 'AND',
      boostDocument: explained,
    },
  })
  index.addAll([...byId.values()])
  return (words) =>
    index
      .search(words)
      .slice(0, MOST_FOUND)
      .flatMap(({ id }) => byId.get(id as string) ?? [])
}

// Where something is explained comes before where it is listed.
function explained(id: unknown): number {
  return String(id).startsWith(`${AT}reference/`) ? 0.4 : 1
}

function foundList(words: string, found: readonly Found[]): string {
  const none =
    words && found.length === 0 ? `<p>Nothing about “${escapeHtml(words)}”. Try fewer or other words.</p>` : ''
  const items = found.map(({ id, title, page, text }) => {
    const where = title === page ? '' : ` <span>in ${escapeHtml(page)}</span>`
    return `<li><a href="${escapeHtml(id)}">${escapeHtml(title)}</a>${where}<p>${escapeHtml(shortened(text))}</p></li>`
  })
  return `<h1>Search</h1>${none}<ol class="found">${items.join('')}</ol>`
}

function shortened(text: string): string {
  if (text.length <= SNIPPET_LETTERS) return text
  return `${text.slice(0, text.lastIndexOf(' ', SNIPPET_LETTERS))} …`
}

interface Frame {
  title: string
  words: string
  /** The page whose list of pages stands beside each page. */
  contents: Page | null
  main: string
}

function frame({ title, words, contents, main }: Frame): string {
  const lists = contents?.html.slice(contents.html.indexOf('<h2')) ?? ''
  const links = lists.replaceAll(/ id="[^"]*"|(?<=<\/a>)[^<]+(?=<\/li>)/g, '')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Rollcall</title>
<link rel="stylesheet" href="${AT}style.css">
</head>
<body>
<a class="skip" href="#main">To the text</a>
<header>
<a href="${AT}">Rollcall</a>
<form action="${AT}search" role="search"><input type="search" name="q" value="${escapeHtml(words)}" aria-label="Search the documentation" placeholder="Search"></form>
<a href="/playground/">Playground</a>
</header>
<div class="columns">
<nav aria-label="Pages">${links}</nav>
<main id="main">${main}</main>
</div>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
