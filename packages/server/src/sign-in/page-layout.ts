import type { MailLanguage } from '../mail/mail-language.ts'
import { Markup, markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'

/** What every page behind a link has. */
export interface PageFrame {
  language: MailLanguage
  title: string
  /** Above everything else, where it is known. */
  organizationName?: string
}

/** A whole page around its content. */
export function layout({ language, title, organizationName }: PageFrame, content: Markup): Markup {
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
`
}

/** A page that says something and asks for nothing. */
export function messagePage({ sentences, ...frame }: PageFrame & { sentences: readonly string[] }): Markup {
  return layout(frame, markup`<h1>${frame.title}</h1>\n${sentences.map((sentence) => markup`<p>${sentence}</p>`)}`)
}
