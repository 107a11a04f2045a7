import { lockOrganization } from '../access/organization.ts'
import { requireAdminister, requireOwner } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, newId, readingWork, type Server, type Work } from '../base/work.ts'
import { encryptSecret } from '../webhooks/webhook-secret.ts'
import { discoverIssuer, IssuerProblem } from './discover-issuer.ts'
import { LONGEST_CLIENT_ID, LONGEST_ISSUER, newDomainProof, SsoProvider } from './sso-provider.ts'

const MOST_PROVIDERS = 10
const LONGEST_NAME = 200
/** Encrypted, as much as its column takes. */
const LONGEST_SECRET = 500

export interface CreateSsoProviderValues {
  name: string
  issuer: string
  clientId: string
  /** Left out where the provider gave none. */
  clientSecret?: string | null | undefined
  /** Whether somebody unknown becomes a user at the first sign-on. */
  createsUsers?: boolean | null | undefined
  /** Whether addresses are believed that the provider does not call verified; for an Owner alone to say. */
  assertsAddresses?: boolean | null | undefined
}

type Settings = Pick<SsoProvider, 'name' | 'issuer' | 'clientId' | 'createsUsers' | 'assertsAddresses'>

/**
 * Sets up single sign-on with a provider, which is asked for its metadata first. It opens its own transaction, because
 * nobody waits for a provider while one is open.
 */
export async function createSsoProvider(
  server: Server,
  viewer: Viewer,
  input: CreateSsoProviderValues,
): Promise<{ ssoProvider: SsoProvider }> {
  const reading = readingWork(server, viewer)
  requireAdminister(reading)
  if (input.assertsAddresses) requireOwner(reading, 'answer for the addresses of a provider')
  const settings = checkedSettings(input, server.config.webhookTargets === 'public')
  const secret = checkedSecret(input.clientSecret)
  await requireIssuer(server, settings.issuer)
  return inTransaction(server, viewer, async (work) => {
    await lockOrganization(work)
    await requireRoom(work)
    const id = newId()
    const ssoProvider = await work.rows(SsoProvider).insert({
      id,
      ...settings,
      clientSecret: secret && encryptSecret(work.secretKey, id, secret),
      domainProof: newDomainProof(),
      createdAt: work.now(),
    })
    await record(work, 'sso_provider.created', id, { ...settings, hasSecret: secret !== null })
    return { ssoProvider }
  })
}

function checkedSettings(input: CreateSsoProviderValues, isPublicOnly: boolean): Settings {
  const mistakes: Mistake[] = []
  const text = (field: 'name' | 'issuer' | 'clientId', longest: number): string => {
    const value = input[field].trim()
    const path = ['input', field]
    if (!value) mistakes.push({ code: 'REQUIRED', message: `A provider has ${WHAT[field]}.`, path })
    if (value.length > longest) {
      const message = `At most ${longest} characters; this has ${value.length}.`
      mistakes.push({ code: 'TOO_LONG', message, path })
    }
    return value
  }
  const settings = {
    name: text('name', LONGEST_NAME),
    issuer: text('issuer', LONGEST_ISSUER),
    clientId: text('clientId', LONGEST_CLIENT_ID),
    createsUsers: input.createsUsers ?? false,
    assertsAddresses: input.assertsAddresses ?? false,
  }
  if (settings.issuer && !isIssuer(settings.issuer, isPublicOnly)) {
    const message = `${settings.issuer} is not an issuer: an https address without a user name, a question mark or a hash.`
    mistakes.push({ code: 'INVALID', message, path: ISSUER, hint: WHERE_IT_STANDS })
  }
  const [first, ...others] = mistakes
  if (first) throw new Refusal(first, ...others)
  return settings
}

function checkedSecret(typed: string | null | undefined): string | null {
  const secret = typed?.trim() || null
  if (secret === null || secret.length <= LONGEST_SECRET) return secret
  const message = `At most ${LONGEST_SECRET} characters; this has ${secret.length}.`
  throw new Refusal({ code: 'TOO_LONG', message, path: ['input', 'clientSecret'] })
}

const WHAT = { name: 'a name', issuer: 'an issuer', clientId: 'a client id' }
const ISSUER = ['input', 'issuer']
const WHERE_IT_STANDS =
  'Copy the issuer as the provider shows it, for example https://login.microsoftonline.com/<your tenant id>/v2.0 or https://example.okta.com.'

function isIssuer(text: string, isPublicOnly: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  if (username || password || /[?#]/.test(text)) return false
  return protocol === 'https:' || (protocol === 'http:' && !isPublicOnly)
}

async function requireIssuer(server: Server, issuer: string): Promise<void> {
  try {
    await discoverIssuer(server, issuer)
  } catch (error) {
    if (!(error instanceof IssuerProblem)) throw error
    throw new Refusal({ code: 'INVALID', message: error.message, path: ISSUER, hint: WHERE_IT_STANDS })
  }
}

async function requireRoom(work: Work): Promise<void> {
  const count = await work.rows(SsoProvider).count()
  if (count < MOST_PROVIDERS) return
  throw new Refusal({
    code: 'TOO_LONG',
    message: `This organization has ${count} providers of single sign-on, and at most ${MOST_PROVIDERS} are allowed.`,
    path: [],
    hint: 'Delete one that is no longer needed.',
  })
}
