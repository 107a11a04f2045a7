import type { Mistake } from '../base/errors.ts'
import { Markup, markup } from './markup.ts'
import { PAGE_STYLE } from './page-style.ts'

/** What the page behind a link to set the password anew shows. */
export type ResetPage = FormPage | MessagePage

interface FormPage {
  shows: 'FORM'
  token: string
  organizationName: string
  email: string
  passwordRules: readonly string[]
  mistakes: readonly Mistake[]
}

interface MessagePage {
  shows: 'MESSAGE'
  title: string
  sentences: readonly string[]
}

/** The page as HTML. It works without scripts. */
export function resetPage(page: ResetPage): string {
  return (page.shows === 'FORM' ? formPage(page) : messagePage(page)).text
}

function formPage({ token, organizationName, email, passwordRules, mistakes }: FormPage): Markup {
  const isWrong = mistakes.length > 0
  return layout(
    `${isWrong ? 'Please correct: ' : ''}Set a new password`,
    markup`<p class="organization"><bdi>${organizationName}</bdi></p>
<h1>Set a new password</h1>
<form method="post" action="reset-password" novalidate>
<input type="hidden" name="token" value="${token}">
<div class="field">
<label for="email">Email address</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly>
</div>
<div class="field">
<label for="password">New password</label>
<ul id="password-rules" class="quiet">
${passwordRules.map((rule) => markup`<li>${rule}</li>`)}
</ul>
${isWrong ? problem(mistakes) : ''}
<input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required aria-describedby="${isWrong ? 'password-problem ' : ''}password-rules"${isWrong ? markup` aria-invalid="true" autofocus` : ''}>
</div>
<button type="submit">Set the password</button>
</form>`,
  )
}

function problem(mistakes: readonly Mistake[]): Markup {
  return markup`<div id="password-problem" class="problem" role="alert">
${mistakes.map(({ message }) => markup`<p>${message}</p>`)}
</div>`
}

function messagePage({ title, sentences }: MessagePage): Markup {
  return layout(title, markup`<h1>${title}</h1>\n${sentences.map((sentence) => markup`<p>${sentence}</p>`)}`)
}

function layout(title: string, content: Markup): Markup {
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
${content}
</main>
</body>
</html>
`
}
