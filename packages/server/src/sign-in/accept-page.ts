import { createHash } from 'node:crypto'
import type { Mistake } from '../base/errors.ts'
import { Markup, markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'

/** What the page behind an activation link shows. */
export type AcceptPage = FormPage | ProblemPage | RequestedPage | DonePage

interface FormPage {
  shows: 'FORM'
  token: string
  organizationName: string
  /** As it is stored, and as it was typed into the form. */
  name: string
  typedName: string
  email: string
  expiresAt: Date
  timeZone: string
  passwordRules: readonly string[]
  mistakes: readonly Mistake[]
}

interface ProblemPage {
  shows: 'PROBLEM'
  organizationName: string | null
  title: string
  message: string
  hint: string
  /** Of a link in whose place another may be mailed; null for the others. */
  renewableToken: string | null
}

interface RequestedPage {
  shows: 'REQUESTED'
}

interface DonePage {
  shows: 'DONE'
  organizationName: string
  email: string
}

/** Goes with each of these pages: no script, no style but our own, no other host, no frame around it, no copy kept. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; ` +
    `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
}

/** The page as HTML. It works without scripts. */
export function acceptPage(page: AcceptPage): string {
  if (page.shows === 'FORM') return formPage(page).text
  if (page.shows === 'DONE') return donePage(page).text
  return page.shows === 'REQUESTED' ? requestedPage().text : problemPage(page).text
}

function formPage(page: FormPage): Markup {
  const { organizationName, name, email, expiresAt, timeZone, passwordRules, token, typedName, mistakes } = page
  const title = `${mistakes.length > 0 ? 'Please correct: ' : ''}Join ${organizationName}`
  return layout(
    title,
    organizationName,
    markup`<h1>Welcome, <bdi>${name}</bdi></h1>
<p><strong><bdi>${organizationName}</bdi></strong> has invited you. Choose a password to confirm your account.</p>
<p class="quiet">The link works once, until <time datetime="${expiresAt.toISOString()}">${moment(expiresAt, timeZone)}</time>.</p>
${mistakes.length > 0 ? summary(mistakes) : ''}
<form method="post" action="accept" novalidate>
<input type="hidden" name="token" value="${token}">
<div class="field">
<label for="email">Email address</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="name">Full name</label>
<p id="name-hint" class="quiet">Correct it here if it is misspelt.</p>
${problemsOf('name', mistakes)}
<input id="name" name="name" value="${typedName}" autocomplete="name" dir="auto" required ${describedBy('name', 'name-hint', mistakes)}>
</div>
<div class="field">
<label for="password">Password</label>
<ul id="password-rules" class="quiet">
${passwordRules.map((rule) => markup`<li>${rule}</li>`)}
</ul>
${problemsOf('password', mistakes)}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required ${describedBy('password', 'password-rules', mistakes)}>
</div>
<button type="submit">Accept the invite</button>
</form>`,
  )
}

/** All that is wrong, with a way to each field. */
function summary(mistakes: readonly Mistake[]): Markup {
  return markup`<div class="problems" role="alert">
<h2>Your account is not confirmed yet</h2>
<ul>
${mistakes.map(({ message, path }) => markup`<li><a href="#${path[1] ?? 'password'}">${message}</a></li>`)}
</ul>
</div>`
}

function problemsOf(field: string, mistakes: readonly Mistake[]): Markup | '' {
  const own = mistakes.filter(({ path }) => path[1] === field)
  if (own.length === 0) return ''
  return markup`<div id="${field}-problem" class="problem">
${own.map(({ message, hint }) => markup`<p>${hint ? `${message} ${hint}` : message}</p>`)}
</div>`
}

function describedBy(field: string, description: string, mistakes: readonly Mistake[]): Markup {
  if (!mistakes.some(({ path }) => path[1] === field)) return markup`aria-describedby="${description}"`
  const isFirst = mistakes[0]?.path[1] === field
  return markup`aria-describedby="${description} ${field}-problem" aria-invalid="true"${isFirst ? ' autofocus' : ''}`
}

function donePage({ organizationName, email }: DonePage): Markup {
  return layout(
    `Welcome to ${organizationName}`,
    organizationName,
    markup`<h1>Your account is confirmed</h1>
<p>From now on you sign in to <strong><bdi>${organizationName}</bdi></strong> as <strong><bdi>${email}</bdi></strong> with your new password.</p>
<p class="quiet">You can close this page.</p>`,
  )
}

function problemPage({ title, message, hint, organizationName, renewableToken }: ProblemPage): Markup {
  return layout(
    title,
    organizationName,
    markup`<h1>${title}</h1>
<p>${message}</p>
<p>${hint}</p>
${renewableToken === null ? '' : renewForm(renewableToken)}`,
  )
}

function renewForm(token: string): Markup {
  return markup`<form method="post" action="accept-new">
<input type="hidden" name="token" value="${token}">
<button type="submit">Send me a new link</button>
</form>`
}

function requestedPage(): Markup {
  return layout(
    'Look in your mail',
    null,
    markup`<h1>Look in your mail</h1>
<p>If your invite still stands, a new link is on its way to the address that the old one was sent to.</p>
<p class="quiet">Nothing there within a few minutes? Look in the spam folder, or ask whoever invited you.</p>`,
  )
}

function layout(title: string, organizationName: string | null, content: Markup): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${new Markup(`<style>${PAGE_STYLE}</style>`)}
</head>
<body>
<main>
${organizationName === null ? '' : markup`<p class="organization"><bdi>${organizationName}</bdi></p>`}
${content}
</main>
</body>
</html>
`
}

function moment(time: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(time)
}
