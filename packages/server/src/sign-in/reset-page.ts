import type { MailLanguage } from '../mail/mail-language.ts'
import { SHORTEST_PASSWORD } from '../users/password.ts'
import { ACCEPT_TEXTS } from './accept-texts.ts'
import { markup, type Markup } from './markup.ts'
import { layout, messagePage } from './page-layout.ts'
import { RESET_TEXTS } from './reset-texts.ts'

/** What the page behind a link to set the password anew shows, and in which language. */
export type ResetPage = (FormPage | DonePage | EndPage) & { language: MailLanguage }

interface FormPage {
  shows: 'FORM'
  token: string
  organizationName: string
  email: string
  /** Sentences in the language of the page. */
  mistakes: readonly string[]
}

interface DonePage {
  shows: 'DONE'
  email: string
}

/** Of a link that cannot be used. */
interface EndPage {
  shows: 'END'
  isExpired: boolean
}

/** The page as HTML. It works without scripts. */
export function resetPage(page: ResetPage): string {
  const { language } = page
  return page.shows === 'FORM' ? formPage(page) : messagePage({ language, ...messageOf(page) })
}

function formPage({ language, token, organizationName, email, mistakes }: FormPage & ResetPage): string {
  const isWrong = mistakes.length > 0
  const { title, password, button } = RESET_TEXTS[language]
  const { correct, email: address, rules } = ACCEPT_TEXTS[language]
  return layout(
    { language, title: isWrong ? `${correct}: ${title}` : title, organizationName },
    markup`<h1>${title}</h1>
<form method="post" action="reset-password" novalidate>
<input type="hidden" name="token" value="${token}">
<div class="field">
<label for="email">${address}</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="password">${password}</label>
<ul id="password-rules" class="quiet">
${rules.map((rule) => markup`<li>${rule.replace('{{least}}', String(SHORTEST_PASSWORD))}</li>`)}
</ul>
${isWrong ? problem(mistakes) : ''}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required aria-describedby="${isWrong ? 'password-problem ' : ''}password-rules"${isWrong ? markup` aria-invalid="true" autofocus` : ''}>
</div>
<button type="submit">${button}</button>
</form>`,
  )
}

function problem(mistakes: FormPage['mistakes']): Markup {
  return markup`<div id="password-problem" class="problem" role="alert">
${mistakes.map((sentence) => markup`<p>${sentence}</p>`)}
</div>`
}

interface Message {
  title: string
  sentences: readonly string[]
}

function messageOf(page: (DonePage | EndPage) & ResetPage): Message {
  const { done, signIn, notUsable, expired, askAgain } = RESET_TEXTS[page.language]
  const { dead, close } = ACCEPT_TEXTS[page.language]
  if (page.shows === 'DONE') {
    return { title: done, sentences: [signIn.replace('{{email}}', () => page.email), close] }
  }
  return { title: dead, sentences: [page.isExpired ? expired : notUsable, askAgain] }
}
