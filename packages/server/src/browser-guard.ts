import cors from 'cors'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Headers of every answer: a browser shows it in no frame, runs nothing in it and guesses nothing. The pages that show
 * something say over it what they may.
 */
export function browserHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
}

/** Lets pages of these sites call the API; of no other, and of none when there are none. */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  if (origins.length === 0) return (_request, _response, next) => next()
  return cors({
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Accept-Language', 'Apollo-Require-Preflight'],
    exposedHeaders: ['X-Request-Id', 'Retry-After', 'X-Known-Operations'],
    // Credentials go into a header; cookies are not looked at.
    credentials: false,
    maxAge: 600,
  })
}
