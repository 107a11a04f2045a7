import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { addUser, databases, startTestServer, type ServedHouse } from '../testing.ts'
import { bareId } from '../base/graphql/ids.ts'
import { User } from '../users/user.ts'
import { deleteSsoProvider } from './delete-sso-provider.ts'
import { openIdentityProvider, type IdentityProvider } from './identity-provider.testing.ts'
import { loadViewer } from './load-viewer.ts'
import { SsoProvider } from './sso-provider.ts'
import { startSsoSession } from './start-sso-session.ts'

const RETURN_URL = 'https://platform.example/signed-in'
const CREATE = `mutation ($input: CreateSsoProviderInput!) { createSsoProvider(input: $input) {
  ssoProvider { id domainProof startUrl redirectUrl } userErrors { message }
} }`
const VERIFY = `mutation ($input: VerifySsoDomainInput!) { verifySsoDomain(input: $input) { userErrors { message } } }`

interface SetUp {
  id: string
  startUrl: string
  redirectUrl: string
}

describe.each(databases)('signing on at a provider (%s)', (on) => {
  let house: ServedHouse
  let one: IdentityProvider
  let other: IdentityProvider
  let ours: SetUp
  beforeAll(async () => {
    // The provider tells what it lacks for production.
    for (const told of ['info', 'warn'] as const) jest.spyOn(console, told).mockImplementation(() => {})
    house = await startTestServer(on, { WEBHOOK_TARGETS: 'any', SSO_RETURN_URL: RETURN_URL })
    one = await openIdentityProvider()
    other = await openIdentityProvider()
    ours = await setUp(one)
  })
  afterAll(async () => {
    jest.restoreAllMocks()
    await house.close()
    await one.close()
    await other.close()
  })

  let user: User
  let people = 0
  beforeEach(async () => {
    const email = `person${(people += 1)}@example.com`
    user = await addUser(house, { email, name: 'Ana Ruiz' })
    one.person = { sub: `subject ${people}`, email, email_verified: true }
    other.person = { ...one.person }
  })

  async function ask(query: string, input: object) {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { input } }),
    })
    // oxlint-disable-next-line typescript/no-explicit-any
    return ((await response.json()) as { data: any }).data
  }
  async function setUp({ url, clientId, clientSecret }: IdentityProvider): Promise<SetUp> {
    const made = await ask(CREATE, { name: 'Example sign-on', issuer: url, clientId, clientSecret })
    const { id, domainProof, ...addresses } = made.createSsoProvider.ssoProvider
    house.dns.set('_rollcall.example.com', [domainProof])
    await ask(VERIFY, { ssoProviderId: id, domain: 'example.com' })
    return { id, ...addresses }
  }

  const get = (address: string, cookie = '') => fetch(address, { redirect: 'manual', headers: { cookie } })
  /** Begins a sign-on: where the browser is sent, and the cookie it keeps. */
  async function start({ startUrl } = ours, query = ''): Promise<{ address: string; cookie: string; kept: string }> {
    const response = await get(startUrl + query)
    const [kept = ''] = response.headers.getSetCookie()
    return { address: response.headers.get('location') ?? '', cookie: kept.split(';')[0] ?? '', kept }
  }
  async function signOn(query = ''): Promise<Response> {
    const { address, cookie } = await start(ours, query)
    return get(await one.visit(address), cookie)
  }
  const codeOf = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const load = () => house.run((work) => work.rows(User).findOne({ id: user.id }))

  it('leads an invited user to a session of their own', async () => {
    const response = await signOn('?state=of-the-platform')
    expect(response.status).toBe(303)
    const back = new URL(response.headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(RETURN_URL)
    expect(back.searchParams.get('state')).toBe('of-the-platform')
    expect(await load()).toMatchObject({ status: 'CONFIRMED', confirmedBy: 'SSO' })
    const { token } = await startSsoSession(house, { code: codeOf(response) }, null)
    expect(await loadViewer(house, token)).toMatchObject({ kind: 'USER', id: user.id })
    expect((await signOn()).status).toBe(303)
  })

  it('keeps what it asked in a cookie of this host alone, and shows none of it', async () => {
    const { address, kept, cookie } = await start()
    expect(kept).toMatch(/^__Host-rollcall-sso=[\w-]{43}; Max-Age=600; Path=\/;.* HttpOnly; Secure; SameSite=Lax$/)
    const asked = new URL(address).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('redirect_uri')).toBe(ours.redirectUrl)
    expect(address).not.toContain(cookie.split('=')[1])
    const again = new URL((await start()).address).searchParams
    for (const name of ['state', 'nonce', 'code_challenge']) expect(again.get(name)).not.toBe(asked.get(name))
  })

  it('takes an answer once, and its code once', async () => {
    const { address, cookie } = await start()
    const answer = await one.visit(address)
    const [first, second] = [await get(answer, cookie), await get(answer, cookie)]
    expect([first.status, second.status]).toEqual([303, 400])
    const code = codeOf(first)
    await startSsoSession(house, { code }, null)
    await expect(startSsoSession(house, { code }, null)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  })

  it('takes no answer in another browser, or without the state it gave', async () => {
    const mine = await start()
    const theirs = await start()
    const answer = await one.visit(mine.address)
    expect((await get(answer)).status).toBe(400)
    expect((await get(answer, theirs.cookie)).status).toBe(403)
    const changed = new URL(answer)
    changed.searchParams.set('state', 'another')
    expect((await get(changed.href, mine.cookie)).status).toBe(403)
    expect((await load())?.status).toBe('NOT_INVITED')
  })

  it('takes no answer after ten minutes, and no code after one', async () => {
    const { address, cookie } = await start()
    const answer = await one.visit(address)
    const code = codeOf(await signOn())
    house.wait(61_000)
    await expect(startSsoSession(house, { code }, null)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
    house.wait(10 * 60_000)
    expect((await get(answer, cookie)).status).toBe(400)
    house.wait(-11 * 60_000 - 1_000)
  })

  it('takes no token with another nonce', async () => {
    const { address, cookie } = await start()
    const changed = new URL(address)
    changed.searchParams.set('nonce', 'another')
    expect((await get(await one.visit(changed.href), cookie)).status).toBe(403)
    expect((await load())?.status).toBe('NOT_INVITED')
  })

  it('takes no code that was asked for with another challenge', async () => {
    const { address, cookie } = await start()
    const changed = new URL(address)
    changed.searchParams.set('code_challenge', 'x'.repeat(43))
    expect((await get(await one.visit(changed.href), cookie)).status).toBe(403)
  })

  it('takes no answer of one provider for that of another', async () => {
    const theirs = await setUp(other)
    const mine = await start()
    // The other provider answers with its own name to the address of the first, and the other way round.
    const toOther = new URL(mine.address)
    const mixed = await other.visit(`${other.url}/auth${toOther.search}`)
    expect(new URL(mixed).searchParams.get('iss')).toBe(other.url)
    expect((await get(mixed, mine.cookie)).status).toBe(403)
    const again = await start()
    const answer = new URL(await one.visit(again.address))
    const misled = theirs.redirectUrl + answer.search
    expect((await get(misled, again.cookie)).status).toBe(400)
    expect((await load())?.status).toBe('NOT_INVITED')
  })

  it('lets nobody in whose address is not verified, or who declined', async () => {
    one.person.email_verified = false
    expect((await signOn()).status).toBe(403)
    const { cookie } = await start()
    expect((await get(`${ours.redirectUrl}?error=access_denied`, cookie)).status).toBe(403)
    expect((await load())?.status).toBe('NOT_INVITED')
  })

  it('knows no other provider', async () => {
    for (const id of ['sso_00000000000000000000000000', 'unknown']) {
      expect((await get(`${house.url}/sso/${id}/start`)).status).toBe(404)
      expect((await get(`${house.url}/sso/${id}/callback`)).status).toBe(404)
    }
  })

  it('says in the language of the browser why nobody is signed in', async () => {
    const headers = { 'accept-language': 'fr-CH, en;q=0.5' }
    const pages = await Promise.all([
      fetch(`${house.url}/sso/unknown/start`, { headers }),
      fetch(`${ours.redirectUrl}?error=access_denied`, { headers }),
    ])
    const [unknown, runOut] = await Promise.all(pages.map((page) => page.text()))
    expect(unknown).toContain('<html lang="fr">')
    expect(unknown).toContain('<h1>Ce moyen de connexion n’est pas connu</h1>')
    expect(runOut).toContain('<h1>Cette connexion n’est plus valable</h1>')
  })

  it('ends with the provider: its sessions are over and its secret is gone', async () => {
    const made = await setUp(other)
    const { address, cookie } = await start(made)
    const { token } = await startSsoSession(
      house,
      { code: codeOf(await get(await other.visit(address), cookie)) },
      null,
    )
    const id = bareId('SsoProvider', made.id)
    const row = await house.run((work) => work.rows(SsoProvider).findOne({ id }))
    expect(row?.clientSecret).not.toContain(other.clientSecret)
    await house.run((work) => deleteSsoProvider(work, { ssoProviderId: id }))
    expect(await loadViewer(house, token)).toBeNull()
    expect((await get(made.startUrl)).status).toBe(404)
  })
})
