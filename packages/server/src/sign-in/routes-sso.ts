import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { isConnectionLost } from '../base/database.ts'
import { Fault } from '../base/errors.ts'
import { serving, type Server } from '../base/work.ts'
import { IssuerProblem } from './discover-issuer.ts'
import { findSsoProviderToSignOn } from './find-sso-provider-to-sign-on.ts'
import { finishSignOn } from './finish-sign-on.ts'
import { limitSignOns } from './limit-calls.ts'
import { messagePage, PAGE_HEADERS } from './page-layout.ts'
import { browserLanguage, sendFailure, sendPage } from './routes-pages.ts'
import { ATTEMPT_MS } from './sso-attempt.ts'
import { SIGN_ON_TEXTS, type SignOnPage } from './sso-texts.ts'
import { startSignOn } from './start-sign-on.ts'

/** Kept by the browser for this host alone, and sent over https, or on one's own machine. */
const COOKIE = '__Host-rollcall-sso'

/** The way to a provider of single sign-on and back. */
export function ssoRoutes(server: Server): Router {
  const router = express.Router()
  router.get('/sso/:provider/start', async (request, response) => {
    const provider = await findSsoProviderToSignOn(server, request.params.provider)
    if (!provider) return send(request, response, 404, 'UNKNOWN')
    await limitSignOns(server, request.ip ?? null)
    const { state } = request.query
    const { address, secret } = await startSignOn(server, provider, typeof state === 'string' ? state : null)
    response.cookie(COOKIE, secret, { ...COOKIE_OPTIONS, maxAge: ATTEMPT_MS })
    response.set(PAGE_HEADERS).redirect(303, address)
  })
  router.get('/sso/:provider/callback', async (request, response) => {
    const provider = await findSsoProviderToSignOn(server, request.params.provider)
    if (!provider) return send(request, response, 404, 'UNKNOWN')
    response.clearCookie(COOKIE, COOKIE_OPTIONS)
    const { locals } = response
    const asked = serving(server, { id: locals['requestId'] as string, caller: request.ip ?? null })
    const query = request.originalUrl.split('?')[1] ?? ''
    const finished = await finishSignOn(asked, provider, { query, secret: cookieOf(request) })
    if (finished.result === 'NOT_ASKED') return send(request, response, 400, 'RUN_OUT')
    if (finished.result === 'REFUSED') return send(request, response, 403, 'REFUSED')
    const { ssoReturnUrl } = server.config
    if (!ssoReturnUrl) return send(request, response, 200, 'READY', { email: finished.user.email })
    const back = new URL(ssoReturnUrl)
    back.searchParams.set('code', finished.code)
    if (finished.returnState !== null) back.searchParams.set('state', finished.returnState)
    response.set(PAGE_HEADERS).redirect(303, back.href)
  })
  router.use('/sso', answerFailure(server))
  return router
}

const COOKIE_OPTIONS = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const

function cookieOf({ headers }: Request): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? ''
}

/** Nobody can say yet, or for certain, whose sign-on it is, so the browser is asked for the language. */
function send(
  request: Request,
  response: Response,
  status: number,
  shows: SignOnPage,
  { email = '' }: { email?: string } = {},
): void {
  const language = browserLanguage(request)
  const { title, sentences } = SIGN_ON_TEXTS[language][shows]
  const filled = sentences.map((sentence) => sentence.replace('{{email}}', () => email))
  sendPage(response, status, messagePage({ language, title, sentences: filled }))
}

/** What a person sees where a program would get JSON. */
function answerFailure({ log }: Server): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const code = error instanceof Fault ? error.code : null
    if (code === 'RATE_LIMITED') {
      response.set('retry-after', String((error as Fault).facts['retryAfter']))
      return sendFailure(request, response, 429, 'TOO_MANY')
    }
    const isAway = code === 'SERVICE_UNAVAILABLE' || error instanceof IssuerProblem || isConnectionLost(error)
    const report = { err: error, requestId: response.locals['requestId'] as unknown }
    if (isAway) log.warn(report, 'A sign-on found nobody at home')
    else log.error(report, 'A sign-on failed')
    send(request, response, isAway ? 503 : 500, 'FAILED')
  }
}
