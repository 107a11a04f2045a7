import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'
import { Fault } from '../base/errors.ts'
import type { Server } from '../base/work.ts'
import { discoverIssuer, IssuerProblem } from './discover-issuer.ts'
import { openFetchOutside } from './fetch-outside.ts'
import { LONGEST_SUBJECT } from './identity.ts'
import type { SsoProvider } from './sso-provider.ts'

/** What a provider says of who signed in there; checked, but for whether it may be believed about addresses. */
export interface Assertion {
  issuer: string
  subject: string
  email: string | null
  isEmailVerified: boolean
  name: string | null
}

/** Signatures that only the issuer can make: nothing that is signed with a shared secret, and nothing unsigned. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
/** A sign-on is told at once, or not at all. */
const OLDEST_TOKEN = '10m'
const CLOCK_DIFFERENCE_SECONDS = 60

/** The issuer that a token names and whom it is for, before anything of it is believed; null when it is no token. */
export function readClaim(idToken: string): { issuer: string; audiences: string[] } | null {
  try {
    const { iss, aud } = decodeJwt(idToken)
    return typeof iss === 'string' ? { issuer: iss, audiences: [aud ?? []].flat() } : null
  } catch {
    return null
  }
}

/** What an identity token says, or null when it is not one of this provider, not for us, or no longer valid. */
export async function verifyIdToken(server: Server, provider: SsoProvider, idToken: string): Promise<Assertion | null> {
  const { issuer, clientId } = provider
  try {
    const { payload } = await jwtVerify(idToken, await keysOf(server, provider), {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'iat', 'exp'],
      maxTokenAge: OLDEST_TOKEN,
      clockTolerance: CLOCK_DIFFERENCE_SECONDS,
      currentDate: server.now(),
    })
    return isForClient(payload, clientId) && isOfTenant(issuer, payload['tid']) ? assertionOf(issuer, payload) : null
  } catch (error) {
    if (error instanceof IssuerProblem || error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
      server.log.warn({ err: error, issuer }, 'The keys of an issuer could not be read')
      throw new Fault('SERVICE_UNAVAILABLE', 'The provider of single sign-on does not answer. Try again in a minute.')
    }
    server.log.info({ issuer, reason: error.code }, 'An identity token was refused')
    return null
  }
}

/** What checked claims say; null where the subject is none. */
function assertionOf(issuer: string, claims: JWTPayload): Assertion | null {
  const { sub, email, email_verified: isVerified, name } = claims
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT) return null
  return {
    issuer,
    subject: sub,
    email: typeof email === 'string' ? email : null,
    // The boolean alone: the text "false" would be true as well.
    isEmailVerified: isVerified === true,
    name: typeof name === 'string' ? name : null,
  }
}

/** The same with what the provider says beside the token, about the same person, where the token names no address. */
export function withUserInfo(assertion: Assertion, userInfo: Record<string, unknown>): Assertion {
  if (assertion.email !== null || userInfo['sub'] !== assertion.subject) return assertion
  return assertionOf(assertion.issuer, userInfo) ?? assertion
}

/** Who the token was made out to, where it is for several. */
function isForClient({ aud, azp }: JWTPayload, clientId: string): boolean {
  return azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId
}

const ENTRA_HOSTS = ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn']

/** Whether a token of Entra is of the tenant that its issuer names; every other issuer has no tenants. */
export function isOfTenant(issuer: string, tenant: unknown): boolean {
  const { hostname, pathname } = new URL(issuer)
  return !ENTRA_HOSTS.includes(hostname) || pathname.split('/')[1] === tenant
}

const MOST_ISSUERS = 1_000
const KEPT_MS = 3_600_000

interface KnownKeys {
  keys: JWTVerifyGetKey
  readAt: number
}

// By provider, whose issuer never changes: what one organization set up is nothing to another.
const known = new Map<string, KnownKeys>()

async function keysOf(server: Server, { id, issuer }: SsoProvider): Promise<JWTVerifyGetKey> {
  const found = known.get(id)
  if (found && found.readAt + KEPT_MS > Date.now()) return found.keys
  const { jwksUri } = await discoverIssuer(server, issuer)
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: openFetchOutside(server.config.webhookTargets),
  })
  known.delete(id)
  known.set(id, { keys, readAt: Date.now() })
  const [oldest] = known.keys()
  if (known.size > MOST_ISSUERS && oldest !== undefined) known.delete(oldest)
  return keys
}
