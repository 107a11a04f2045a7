import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express'
import { isConnectionLost } from '../base/database.ts'
import { Fault } from '../base/errors.ts'
import { serving, type Server } from '../base/work.ts'
import { PAGE_HEADERS } from './accept-page.ts'
import { IssuerProblem } from './discover-issuer.ts'
import { findSsoProviderToSignOn } from './find-sso-provider-to-sign-on.ts'
import { finishSignOn } from './finish-sign-on.ts'
import { limitSignOns } from './limit-calls.ts'
import { messagePage } from './page-layout.ts'
import { ATTEMPT_MS } from './sso-attempt.ts'
import { startSignOn } from './start-sign-on.ts'

/** Kept by the browser for this host alone, and sent over https, or on one's own machine. */
const COOKIE = '__Host-rollcall-sso'

/** The way to a provider of single sign-on and back. */
export function ssoRoutes(server: Server): Router {
  const router = express.Router()
  router.get('/sso/:provider/start', async (request, response) => {
    const provider = await findSsoProviderToSignOn(server, request.params.provider)
    if (!provider) return sendMessage(response, 404, 'This way to sign in is not known', [CHECK_ADDRESS])
    await limitSignOns(server, request.ip ?? null)
    const { state } = request.query
    const { address, secret } = await startSignOn(server, provider, typeof state === 'string' ? state : null)
    response.cookie(COOKIE, secret, { ...COOKIE_OPTIONS, maxAge: ATTEMPT_MS })
    response.set(PAGE_HEADERS).redirect(303, address)
  })
  router.get('/sso/:provider/callback', async (request, response) => {
    const provider = await findSsoProviderToSignOn(server, request.params.provider)
    if (!provider) return sendMessage(response, 404, 'This way to sign in is not known', [CHECK_ADDRESS])
    response.clearCookie(COOKIE, COOKIE_OPTIONS)
    const { locals } = response
    const asked = serving(server, { id: locals['requestId'] as string, caller: request.ip ?? null })
    const query = request.originalUrl.split('?')[1] ?? ''
    const finished = await finishSignOn(asked, provider, { query, secret: cookieOf(request) })
    if (finished.result === 'NOT_ASKED') {
      return sendMessage(response, 400, 'This sign-on has run out', [
        'It took longer than ten minutes, was used already, or was begun in another browser.',
        'Start again where you sign in.',
      ])
    }
    if (finished.result === 'REFUSED') return sendMessage(response, 403, 'You could not be signed in', REFUSED)
    const { ssoReturnUrl } = server.config
    if (!ssoReturnUrl) {
      return sendMessage(response, 200, 'Your account is ready', [
        `You signed on as ${finished.user.email}.`,
        'You can close this page.',
      ])
    }
    const back = new URL(ssoReturnUrl)
    back.searchParams.set('code', finished.code)
    if (finished.returnState !== null) back.searchParams.set('state', finished.returnState)
    response.set(PAGE_HEADERS).redirect(303, back.href)
  })
  router.use('/sso', answerFailure(server))
  return router
}

const COOKIE_OPTIONS = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const
const CHECK_ADDRESS = 'Go to where you sign in and choose it again.'
const REFUSED = [
  'The sign-on does not lead to a user who may sign in.',
  'Ask the people who look after your account: they can read the reason.',
]

function cookieOf({ headers }: Request): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? ''
}

function sendMessage(response: Response, status: number, title: string, sentences: readonly string[]): void {
  const page = messagePage({ language: 'en', title, sentences })
  response.status(status).set(PAGE_HEADERS).type('html').send(page.text)
}

/** What a person sees where a program would get JSON. */
function answerFailure({ log }: Server): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const code = error instanceof Fault ? error.code : null
    if (code === 'RATE_LIMITED') {
      response.set('retry-after', String((error as Fault).facts['retryAfter']))
      return sendMessage(response, 429, 'Too many attempts', ['Please try again in a minute.'])
    }
    const isAway = code === 'SERVICE_UNAVAILABLE' || error instanceof IssuerProblem || isConnectionLost(error)
    const report = { err: error, requestId: response.locals['requestId'] as unknown }
    if (isAway) log.warn(report, 'A sign-on found nobody at home')
    else log.error(report, 'A sign-on failed')
    sendMessage(response, isAway ? 503 : 500, 'You could not be signed in', ['Please try again in a few minutes.'])
  }
}
