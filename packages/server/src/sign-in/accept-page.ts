import type { Mistake } from '../base/errors.ts'
import type { InviteEnd } from '../invites/invite.ts'
import type { MailLanguage } from '../mail/mail-language.ts'
import { momentInWords } from '../mail/time-in-words.ts'
import { SHORTEST_PASSWORD } from '../users/password.ts'
import { ACCEPT_TEXTS, type AcceptTexts } from './accept-texts.ts'
import { Markup, markup } from './markup.ts'
import { layout, messagePage } from './page-layout.ts'

/** What the page behind an activation link shows, and in which language. */
export type AcceptPage = (FormPage | EndPage | UnknownPage | RequestedPage | DonePage) & {
  language: MailLanguage
}

interface FormPage {
  shows: 'FORM'
  token: string
  organizationName: string
  /** As it is stored, and as it was typed into the form. */
  name: string
  typedName: string
  email: string
  expiresAt: Date
  timeZone: string | null
  /** Sentences in the language of the page. */
  mistakes: readonly Pick<Mistake, 'message' | 'hint' | 'path'>[]
}

/** Of a link that cannot be used. */
interface EndPage {
  shows: 'END'
  organizationName: string
  end: InviteEnd | 'EXPIRED'
  /** Of a link in whose place another may be mailed; null for the others. */
  renewableToken: string | null
}

interface UnknownPage {
  shows: 'UNKNOWN'
}

interface RequestedPage {
  shows: 'REQUESTED'
}

interface DonePage {
  shows: 'DONE'
  organizationName: string
  email: string
}

/** The page as HTML. It works without scripts. */
export function acceptPage(page: AcceptPage): string {
  switch (page.shows) {
    case 'FORM':
      return formPage(page)
    case 'END':
      return endPage(page)
    case 'DONE':
      return donePage(page)
    case 'REQUESTED':
      return requestedPage(page)
    case 'UNKNOWN':
      return unknownPage(page)
  }
}

function formPage(page: FormPage & AcceptPage): string {
  const { language, organizationName, name, email, expiresAt, timeZone, token, typedName, mistakes } = page
  const texts = ACCEPT_TEXTS[language]
  const join = texts.title.replace('{{organization}}', () => organizationName)
  const until = markup`<time datetime="${expiresAt.toISOString()}">${momentInWords(expiresAt, { language, timeZone })}</time>`
  return layout(
    { language, title: mistakes.length > 0 ? `${texts.correct}: ${join}` : join, organizationName },
    markup`<h1>${filled(texts.welcome, { name: markup`<bdi>${name}</bdi>` })}</h1>
<p>${filled(texts.invited, { organization: strong(organizationName) })}</p>
<p class="quiet">${filled(texts.until, { until })}</p>
${mistakes.length > 0 ? summary(texts, mistakes) : ''}
<form method="post" action="accept" novalidate>
<input type="hidden" name="token" value="${token}">
<div class="field">
<label for="email">${texts.email}</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="name">${texts.name}</label>
<p id="name-hint" class="quiet">${texts.nameHint}</p>
${problemsOf('name', mistakes)}
<input id="name" name="name" value="${typedName}" autocomplete="name" dir="auto" required ${describedBy('name', 'name-hint', mistakes)}>
</div>
<div class="field">
<label for="password">${texts.password}</label>
<ul id="password-rules" class="quiet">
${texts.rules.map((rule) => markup`<li>${filled(rule, { least: markup`${String(SHORTEST_PASSWORD)}` })}</li>`)}
</ul>
${problemsOf('password', mistakes)}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required ${describedBy('password', 'password-rules', mistakes)}>
</div>
<button type="submit">${texts.button}</button>
</form>`,
  )
}

function strong(text: string): Markup {
  return markup`<strong><bdi>${text}</bdi></strong>`
}

/** A sentence with its places filled. */
function filled(sentence: string, values: Readonly<Record<string, Markup>>): Markup {
  const pieces = sentence.split(/\{\{(\w+)\}\}/)
  const parts = pieces.map((piece, index) => (index % 2 === 0 ? markup`${piece}` : (values[piece] as Markup)))
  return new Markup(parts.map(({ text }) => text).join(''))
}

/** All that is wrong, with a way to each field. */
function summary({ notYet }: AcceptTexts, mistakes: FormPage['mistakes']): Markup {
  return markup`<div class="problems" role="alert">
<h2>${notYet}</h2>
<ul>
${mistakes.map(({ message, path }) => markup`<li><a href="#${path[1] ?? 'password'}">${message}</a></li>`)}
</ul>
</div>`
}

function problemsOf(field: string, mistakes: FormPage['mistakes']): Markup | '' {
  const own = mistakes.filter(({ path }) => path[1] === field)
  if (own.length === 0) return ''
  return markup`<div id="${field}-problem" class="problem">
${own.map(({ message, hint }) => markup`<p>${hint ? `${message} ${hint}` : message}</p>`)}
</div>`
}

function describedBy(field: string, description: string, mistakes: FormPage['mistakes']): Markup {
  if (!mistakes.some(({ path }) => path[1] === field)) return markup`aria-describedby="${description}"`
  const isFirst = mistakes[0]?.path[1] === field
  return markup`aria-describedby="${description} ${field}-problem" aria-invalid="true"${isFirst ? ' autofocus' : ''}`
}

function donePage({ language, organizationName, email }: DonePage & AcceptPage): string {
  const texts = ACCEPT_TEXTS[language]
  const signIn = filled(texts.signIn, { organization: strong(organizationName), email: strong(email) })
  return layout(
    { language, title: texts.done, organizationName },
    markup`<h1>${texts.done}</h1>
<p>${signIn}</p>
<p class="quiet">${texts.close}</p>`,
  )
}

function endPage({ language, organizationName, end, renewableToken }: EndPage & AcceptPage): string {
  const texts = ACCEPT_TEXTS[language]
  const title = end === 'EXPIRED' ? texts.expired : texts.dead
  const { message, hint } = texts.ends[end]
  const isLost = end === 'EXPIRED' && renewableToken === null
  return layout(
    { language, title, organizationName },
    markup`<h1>${title}</h1>
<p>${message}</p>
<p>${isLost ? texts.askOrganization : hint}</p>
${renewableToken === null ? '' : renewForm(renewableToken, language)}`,
  )
}

// The language goes with it, because the answer must not depend on whose link it is.
function renewForm(token: string, language: MailLanguage): Markup {
  return markup`<form method="post" action="accept-new">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="language" value="${language}">
<button type="submit">${ACCEPT_TEXTS[language].renew}</button>
</form>`
}

function requestedPage({ language }: RequestedPage & AcceptPage): string {
  const { requested, onItsWay, nothingThere } = ACCEPT_TEXTS[language]
  return layout(
    { language, title: requested },
    markup`<h1>${requested}</h1>
<p>${onItsWay}</p>
<p class="quiet">${nothingThere}</p>`,
  )
}

function unknownPage({ language }: UnknownPage & AcceptPage): string {
  const { unknown, notSent, copyAll } = ACCEPT_TEXTS[language]
  return messagePage({ language, title: unknown, sentences: [notSent, copyAll] })
}
