import * as oidc from 'openid-client'
import type { Server } from '../base/work.ts'
import { globalId } from '../base/graphql/ids.ts'
import { decryptSecret } from '../webhooks/webhook-secret.ts'
import { discoverIssuer } from './discover-issuer.ts'
import { openFetchOutside } from './fetch-outside.ts'
import type { SsoProvider } from './sso-provider.ts'

const SCOPE = 'openid email profile'

/** What a provider is sent and has to give back. */
interface Checks {
  state: string
  nonce: string
  verifier: string
}

/** Why a provider's answer was not taken, for the log. */
export class SignOnFailed extends Error {}

/** Where a provider sends people back to: another address for each, so that no answer is taken for that of another. */
export function redirectAddress({ config }: Pick<Server, 'config'>, { id }: Pick<SsoProvider, 'id'>): string {
  return `${config.publicUrl}/sso/${globalId('SsoProvider', id)}/callback`
}

/** Where somebody signs in at the provider, who is then sent back with what the checks ask for. */
export async function signOnAddress(server: Server, provider: SsoProvider, checks: Checks): Promise<string> {
  const client = await openClient(server, provider)
  const address = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectAddress(server, provider),
    scope: SCOPE,
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
  })
  return address.href
}

/** What came of a sign-on. */
export interface SignOn {
  idToken: string
  /** What the provider says of the person beside the token, where the token has no address. */
  userInfo: Record<string, unknown>
}

/**
 * Takes the code that somebody was sent back with to the provider and answers the identity token. State, issuer and nonce
 * are checked; the signature is not yet.
 */
export async function redeemCode(
  server: Server,
  provider: SsoProvider,
  { query, checks }: { query: string; checks: Checks },
): Promise<SignOn> {
  const client = await openClient(server, provider)
  try {
    const tokens = await oidc.authorizationCodeGrant(client, new URL(`${redirectAddress(server, provider)}?${query}`), {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    const isComplete = claims?.['email'] !== undefined || !client.serverMetadata().userinfo_endpoint
    const userInfo = isComplete ? {} : await oidc.fetchUserInfo(client, tokens.access_token, claims?.sub ?? '')
    return { idToken: tokens.id_token ?? '', userInfo }
  } catch (error) {
    const { code, error: told } = error as { code?: unknown; error?: unknown }
    throw new SignOnFailed([code, told].filter((word) => typeof word === 'string').join(' '), { cause: error })
  }
}

// The metadata is asked for anew at each sign-on: two requests of a person are nothing to a provider.
async function openClient(server: Server, provider: SsoProvider): Promise<oidc.Configuration> {
  const { metadata } = await discoverIssuer(server, provider.issuer)
  const secret = provider.clientSecret && decryptSecret(server.secretKey, provider.id, provider.clientSecret)
  const client = new oidc.Configuration(metadata as oidc.ServerMetadata, provider.clientId, {}, authentication())
  client[oidc.customFetch] = openFetchOutside(server.config.webhookTargets) as oidc.CustomFetch
  if (server.config.webhookTargets === 'any') oidc.allowInsecureRequests(client)
  return client

  function authentication(): oidc.ClientAuth {
    if (!secret) return oidc.None()
    const methods = metadata['token_endpoint_auth_methods_supported']
    // The one that every provider has unless it says otherwise.
    const isBasic = !Array.isArray(methods) || methods.includes('client_secret_basic')
    return isBasic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret)
  }
}
