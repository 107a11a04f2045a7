import express, { Router, type RequestHandler } from 'express'
import {
  getDistDirectory,
  isSandboxFrame,
  renderAltair,
  renderInitSnippet,
  SANDBOX_FRAME_CSP,
  type RenderOptions,
} from 'altair-static'
import { askForKey, NO_KEY } from './playground-key.ts'
import { playgroundTabs } from './playground-tabs.ts'

const OPTIONS_FILE = 'initial-options.js'
const ENVIRONMENT = 'rollcall'

// Everything comes from this server; styles are set by the page's own script.
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ')

// Altair opens the last of the tabs; somebody new begins with the first. Later visits find what they left.
const OPEN_FIRST_TAB = `
if (!localStorage.getItem('rollcall.visited')) {
  localStorage.setItem('rollcall.visited', 'yes');
  new MutationObserver((_, observer) => {
    const tabs = document.querySelectorAll('app-window-switcher-item .window-switcher__item');
    if (tabs.length < ${playgroundTabs.length}) return;
    observer.disconnect();
    setTimeout(() => tabs[0].click());
  }).observe(document.body, { childList: true, subtree: true });
}
`

/** The playground: Altair, served from this process alone, with a tab for each step of an import. */
export function playgroundRouter(): Router {
  const options = playgroundOptions()
  const initialOptions = askForKey + renderInitSnippet(options) + OPEN_FIRST_TAB
  const router = Router({ strict: true })
  router.use(withTrailingSlash, withPolicy)
  router.get('/', (_request, response) => void response.type('html').send(renderAltair(options)))
  router.get(`/${OPTIONS_FILE}`, (_request, response) => void response.type('js').send(initialOptions))
  router.use(express.static(getDistDirectory(), { index: false }))
  return router
}

function playgroundOptions(): RenderOptions {
  const headers = { Authorization: NO_KEY, 'Apollo-Require-Preflight': 'true' }
  return {
    baseURL: '/playground/',
    endpointURL: '/graphql',
    // Their spelling. A script of its own, so that the policy needs no inline script.
    serveInitialOptionsInSeperateRequest: OPTIONS_FILE,
    initialHeaders: headers,
    initialEnvironments: {
      activeSubEnvironment: ENVIRONMENT,
      subEnvironments: [{ id: ENVIRONMENT, title: 'Rollcall', variables: { importId: 'imp_...' } }],
    },
    initialWindows: playgroundTabs.map((tab) => ({
      initialName: tab.name,
      initialQuery: tab.document,
      initialVariables: JSON.stringify(tab.variables, null, 2),
      initialHeaders: headers,
    })),
    initialSettings: {
      'alert.disableUpdateNotification': true,
      disablePushNotification: true,
      'banners.disable': true,
    },
    disableAccount: true,
  }
}

const withTrailingSlash: RequestHandler = (request, response, next) => {
  if (request.originalUrl.replace(/\?.*$/, '') === request.baseUrl) response.redirect(`${request.baseUrl}/`)
  else next()
}

const withPolicy: RequestHandler = (request, response, next) => {
  // Whatever Altair would run in its frame, scripts of shared tabs and plugins, gets neither our origin nor the key.
  const policy = isSandboxFrame(request.path) ? `${SANDBOX_FRAME_CSP}; ${PAGE_POLICY}` : PAGE_POLICY
  response.setHeader('Content-Security-Policy', policy)
  response.setHeader('X-Frame-Options', 'SAMEORIGIN')
  // That frame belongs to no origin, and loads its scripts from here.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
  next()
}
