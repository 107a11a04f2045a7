import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider, type Configuration } from 'oidc-provider'

const CLIENT_ID = 'rollcall'
const CLIENT_SECRET = 'a secret of the provider and us'

/** Who is signed in at the provider: what it says of them. */
interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
}

/** An identity provider on this machine, where everybody is signed in already. */
export interface IdentityProvider {
  url: string
  clientId: string
  clientSecret: string
  /** Who signs on next. */
  person: Person
  /** Follows a person through the provider: from where they were sent to, to where they are sent back. */
  visit(address: string): Promise<string>
  close(): Promise<void>
}

/** Starts an identity provider on a free port. */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] }
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const provider = new Provider(
    url,
    configuration(jwks, () => house.person),
  )
  // Our address is known only when the provider is set up, which needs the provider to be there.
  provider.Client.prototype.redirectUriAllowed = (address: string) => address.endsWith('/callback')
  http.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response)
    const result = { login: { accountId: house.person.sub } }
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  const house: IdentityProvider = {
    url,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    person: { sub: 'nobody' },
    visit: (address) => visit(url, address),
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return house
}

function configuration(jwks: { keys: object[] }, person: () => Person): Configuration {
  const client = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: ['https://example.com/callback'] }
  return {
    clients: [client],
    jwks: jwks as never,
    cookies: { keys: ['a key of a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...person() }) }),
    async loadExistingGrant({ oidc }) {
      const { provider, session } = oidc
      const grant = new provider.Grant({ clientId: CLIENT_ID, accountId: session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  }
}

// As a browser does it, with the provider's cookies, until the way leads off.
async function visit(origin: string, address: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = address
  for (let step = 0; step < 10 && next.startsWith(origin); step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`The provider answered with ${response.status}: ${await response.text()}`)
    next = new URL(location, next).href
  }
  return next
}
