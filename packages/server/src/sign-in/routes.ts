import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { isConnectionLost } from '../base/database.ts'
import { Fault, Refusal, type Mistake } from '../base/errors.ts'
import { serving, type Server } from '../base/work.ts'
import { mailLanguage, type MailLanguage } from '../mail/mail-language.ts'
import { LONGEST_PASSWORD, passwordWeaknesses, SHORTEST_PASSWORD } from '../users/password.ts'
import { acceptInvite } from './accept-invite.ts'
import { acceptPage, type AcceptPage } from './accept-page.ts'
import { ACCEPT_TEXTS } from './accept-texts.ts'
import { findSignOnAddress } from './find-sign-on-address.ts'
import { limitCalls } from './limit-calls.ts'
import { lookAtInvite, type FoundInvite } from './look-at-invite.ts'
import { lookAtReset, type FoundReset } from './look-at-reset.ts'
import { PAGE_HEADERS } from './page-layout.ts'
import { requestNewInvite } from './request-new-invite.ts'
import { resetPage, type ResetPage } from './reset-page.ts'
import { resetPassword } from './reset-password.ts'
import { browserLanguage, sendFailure, sendPage } from './routes-pages.ts'

/** The longest password has 1,024 characters, and one of them takes up to twelve bytes in a form. */
const LARGEST_FORM_BYTES = 32_000

/** The pages behind links in mails. Opening one changes nothing; sending its form does. */
export function signInRoutes(server: Server): Router {
  const router = express.Router()
  router.get('/accept', async (request, response) => {
    const token = textOf(request.query['token'])
    const found = await lookAtInvite(server, token)
    const signOnAddress = found && (await findSignOnAddress(server, found.organization))
    if (!found || found.end) sendEnd(request, response, { found, token })
    else if (signOnAddress) response.set(PAGE_HEADERS).redirect(303, signOnAddress)
    else send(response, 200, formPage(found, token, found.user.name, []))
  })
  router.post(
    '/accept',
    express.urlencoded({ extended: false, limit: LARGEST_FORM_BYTES }),
    async (request, response) => {
      const { body, ip } = request
      const form = (body ?? {}) as Record<string, unknown>
      const token = textOf(form['token'])
      const pardon = await limitCalls(server, { subject: token, caller: ip ?? null })
      const found = await lookAtInvite(server, token)
      if (!found || found.end) return sendEnd(request, response, { found, token })
      const typed = {
        name: form['name'] === undefined ? found.user.name : textOf(form['name']),
        password: textOf(form['password']),
      }
      try {
        const { user } = await acceptInvite(servingFor(server, response, ip), { token, ...typed })
        await pardon()
        const { name: organizationName } = found.organization
        send(response, 200, { shows: 'DONE', language: languageOf(found), organizationName, email: user.email })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        // Used up by somebody else since the first look.
        if (error.mistakes[0]?.path[1] === 'token')
          return sendEnd(request, response, { found: await lookAtInvite(server, token), token })
        send(response, 422, formPage(found, token, typed.name, inTheirWords(found, typed.password, error.mistakes)))
      }
    },
  )
  router.post(
    '/accept-new',
    express.urlencoded({ extended: false, limit: LARGEST_FORM_BYTES }),
    async ({ body, ip }, response) => {
      const { token, language } = (body ?? {}) as Record<string, unknown>
      await requestNewInvite(servingFor(server, response, ip), { token: textOf(token) }, ip ?? null)
      send(response, 200, { shows: 'REQUESTED', language: mailLanguage(textOf(language)) })
    },
  )
  router.use(['/accept', '/accept-new'], answerFailure(server))
  addResetPage(router, server)
  return router
}

function addResetPage(router: Router, server: Server): void {
  const form = (response: Response, found: FoundReset, token: string, mistakes: readonly string[]) =>
    sendReset(response, mistakes.length > 0 ? 422 : 200, {
      shows: 'FORM',
      language: languageOf(found),
      token,
      organizationName: found.organization.name,
      email: found.user.email,
      mistakes,
    })
  router.get('/reset-password', async (request, response) => {
    const token = textOf(request.query['token'])
    const { found, problem } = await lookAtReset(server, token)
    if (found) form(response, found, token, [])
    else sendResetEnd(request, response, problem)
  })
  router.post(
    '/reset-password',
    express.urlencoded({ extended: false, limit: LARGEST_FORM_BYTES }),
    async (request, response) => {
      const { body, ip } = request
      const typed = (body ?? {}) as Record<string, unknown>
      const token = textOf(typed['token'])
      const password = textOf(typed['password'])
      const before = await lookAtReset(server, token)
      try {
        const { user } = await resetPassword(servingFor(server, response, ip), { token, password }, ip ?? null)
        const language = before.found ? languageOf(before.found) : 'en'
        sendReset(response, 200, { shows: 'DONE', language, email: user.email })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const { found, problem } = await lookAtReset(server, token)
        if (found) form(response, found, token, passwordInTheirWords(found, password, error.mistakes))
        else sendResetEnd(request, response, problem)
      }
    },
  )
  router.use('/reset-password', answerFailure(server))
}

function servingFor(server: Server, { locals }: Response, ip: string | undefined): Server {
  return serving(server, { id: locals['requestId'] as string, caller: ip ?? null })
}

function sendReset(response: Response, status: number, page: ResetPage): void {
  sendPage(response, status, resetPage(page))
}

/** Nobody knows whose link it was, so the browser is asked for the language. */
function sendResetEnd(request: Request, response: Response, { code }: Mistake): void {
  const language = browserLanguage(request)
  sendReset(response, 410, { shows: 'END', language, isExpired: code === 'INVITE_EXPIRED' })
}

function send(response: Response, status: number, page: AcceptPage): void {
  sendPage(response, status, acceptPage(page))
}

function formPage(
  { user, invite, organization }: FoundInvite,
  token: string,
  typedName: string,
  mistakes: readonly Mistake[],
): AcceptPage {
  return {
    shows: 'FORM',
    language: languageOf({ user, organization }),
    token,
    organizationName: organization.name,
    name: user.name,
    typedName,
    email: invite.email,
    expiresAt: invite.expiresAt as Date,
    timeZone: user.timeZone,
    mistakes,
  }
}

/** The language of the mail that brought the reader here. */
function languageOf({ user, organization }: Pick<FoundInvite, 'user' | 'organization'>): MailLanguage {
  return mailLanguage(user.language, organization.defaultLanguage)
}

/** What is wrong, in the language of the page; the API's own sentences are English and say more. */
function inTheirWords(found: FoundInvite, password: string, mistakes: readonly Mistake[]): Mistake[] {
  const language = languageOf(found)
  if (language === 'en') return [...mistakes]
  const { nameRequired, nameNotAllowed } = ACCEPT_TEXTS[language]
  const ofName = mistakes
    .filter(({ path }) => path[1] === 'name')
    .map(({ code, path }): Mistake => ({ code, path, message: code === 'REQUIRED' ? nameRequired : nameNotAllowed }))
  if (ofName.length > 0) return ofName
  const ofPassword = passwordInTheirWords(found, password, mistakes)
  return ofPassword.map((message): Mistake => ({ code: 'PASSWORD_TOO_WEAK', path: ['input', 'password'], message }))
}

/** What is wrong with a password, in the same way. */
function passwordInTheirWords(
  found: Pick<FoundInvite, 'user' | 'organization'>,
  password: string,
  mistakes: readonly Mistake[],
): string[] {
  const language = languageOf(found)
  if (language === 'en') return mistakes.map(({ message }) => message)
  const { weaknesses } = ACCEPT_TEXTS[language]
  const { name, email } = found.user
  const owner = { name, email, organizationName: found.organization.name }
  return passwordWeaknesses(password, owner).map((weakness) =>
    weaknesses[weakness].replace('{{least}}', String(SHORTEST_PASSWORD)).replace('{{most}}', String(LONGEST_PASSWORD)),
  )
}

/** Why the link cannot be used; nobody knows whose language an unknown one is, so the browser is asked. */
function sendEnd(
  request: Request,
  response: Response,
  { found, token }: { found: FoundInvite | null; token: string },
): void {
  if (!found?.end) {
    return send(response, 404, { shows: 'UNKNOWN', language: browserLanguage(request) })
  }
  send(response, 410, {
    shows: 'END',
    language: languageOf(found),
    organizationName: found.organization.name,
    end: found.end,
    renewableToken: found.isRenewable ? token : null,
  })
}

/** What a person sees where a program would get JSON. */
function answerFailure({ log }: Server): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    if (error instanceof Fault && error.code === 'RATE_LIMITED') {
      response.set('retry-after', String(error.facts['retryAfter']))
      return sendFailure(request, response, 429, 'TOO_MANY')
    }
    const { status } = error as { status?: number }
    if (status !== undefined && status < 500) return sendFailure(request, response, status, 'THEIRS')
    const isAway = isConnectionLost(error) || (error instanceof Fault && error.code === 'SERVICE_UNAVAILABLE')
    if (!isAway) log.error({ err: error, requestId: response.locals['requestId'] }, 'A page failed')
    sendFailure(request, response, isAway ? 503 : 500, 'OURS')
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
