import { createHash } from 'node:crypto'
import type { MailLanguage } from '../mail/mail-language.ts'
import { Markup, markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'

/** Goes with each page: no script, no style but our own, no other host, no frame around it, no copy kept. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; ` +
    `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
}

/** What every page behind a link has. */
export interface PageFrame {
  language: MailLanguage
  title: string
  /** Above everything else, where it is known. */
  organizationName?: string
}

/** A whole page around its content, as HTML. */
export function layout({ language, title, organizationName }: PageFrame, content: Markup): string {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${new Markup(`<style>${PAGE_STYLE}</style>`)}
</head>
<body>
<main>
${organizationName === undefined ? '' : markup`<p class="organization"><bdi>${organizationName}</bdi></p>`}
${content}
</main>
</body>
</html>
`.text
}

/** A page that says something and asks for nothing, as HTML. */
export function messagePage({ sentences, ...frame }: PageFrame & { sentences: readonly string[] }): string {
  const paragraphs = sentences.map((sentence) => markup`<p>${sentence}</p>`)
  return layout(frame, markup`<h1>${frame.title}</h1>\n${paragraphs}`)
}
