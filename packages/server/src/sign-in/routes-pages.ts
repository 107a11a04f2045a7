import type { Request, Response } from 'express'
import { mailLanguage, type MailLanguage } from '../mail/mail-language.ts'
import { FAILURE_TEXTS, type PageFailure } from './failure-texts.ts'
import { messagePage, PAGE_HEADERS } from './page-layout.ts'

/** Answers with a page, as HTML. */
export function sendPage(response: Response, status: number, page: string): void {
  response.status(status).set(PAGE_HEADERS).type('html').send(page)
}

/** Answers with the page of something that failed and left the account as it was. */
export function sendFailure(request: Request, response: Response, status: number, failure: PageFailure): void {
  const language = browserLanguage(request)
  const { titles, unchanged, advice } = FAILURE_TEXTS[language]
  sendPage(response, status, messagePage({ language, title: titles[failure], sentences: [unchanged, advice[failure]] }))
}

/** The language that a browser asks for: all there is to go by where nobody knows whose link it was. */
export function browserLanguage(request: Request): MailLanguage {
  return mailLanguage(...request.acceptsLanguages())
}
