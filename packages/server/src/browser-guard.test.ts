import { watch } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from './base/config.ts'
import { startTestServer, type ServedHouse } from './testing.ts'

const SHOP = 'https://learn.example.com'

describe('what a browser is told', () => {
  let house: ServedHouse
  let open: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite')
    open = await startTestServer('SQLite', { CORS_ORIGINS: `${SHOP}, https://people.example.com:8443` })
  })
  afterAll(async () => {
    await house.close()
    await open.close()
  })

  const preflight = ({ url }: ServedHouse, origin: string, path = '/graphql') =>
    fetch(url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })

  it('goes with every answer: no frame, no script, no guessing, no referrer', async () => {
    for (const path of ['/graphql', '/schema.graphql', '/healthz', '/template.csv', '/nowhere', '/downloads/x']) {
      const { headers } = await fetch(house.url + path)
      expect([path, headers.get('content-security-policy')]).toEqual([
        path,
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      ])
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('strict-transport-security')).toContain('max-age=')
      expect(headers.get('x-powered-by')).toBeNull()
    }
  })

  it('is a policy without inline scripts and other hosts on each page for people', async () => {
    for (const path of ['/playground/', '/accept?token=x', '/reset-password?token=x']) {
      const { headers } = await fetch(house.url + path)
      const policy = headers.get('content-security-policy') ?? ''
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? /default-src ([^;]*)/.exec(policy)?.[1]
      expect([path, scripts]).toEqual([path, path === '/playground/' ? "'self'" : "'none'"])
      expect(policy).toMatch(/frame-ancestors '(none|self)'/)
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
    }
  })

  it('is that no other site may call the API, unless it is named', async () => {
    for (const path of ['/graphql', '/graphql/stream']) {
      const closed = await preflight(house, SHOP, path)
      expect(closed.headers.get('access-control-allow-origin')).toBeNull()
      const allowed = await preflight(open, SHOP, path)
      expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP)
      expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization')
      expect(allowed.headers.get('access-control-allow-credentials')).toBeNull()
    }
    for (const other of ['https://evil.example', `${SHOP}.evil.example`, 'null', 'http://learn.example.com']) {
      expect((await preflight(open, other)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('names to a page that may call the header with the request id', async () => {
    const response = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { origin: 'https://people.example.com:8443', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ serverInfo { version } }' }),
    })
    expect(response.headers.get('access-control-expose-headers')).toContain('X-Request-Id')
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it('comes from sites that are written as an origin, or the start is refused', () => {
    for (const wrong of ['*', 'learn.example.com', 'https://learn.example.com/', 'https://a.example, null']) {
      expect(() => readConfig({ CORS_ORIGINS: wrong })).toThrow('CORS_ORIGINS')
    }
    expect(readConfig({}).corsOrigins).toEqual([])
  })
})

describe('an upload that is refused', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite')
  })
  afterAll(() => house.close())

  /** Announces an upload of 50 MB and sends no byte of it; answers what comes back. */
  function announce(headers: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(house.url).port), '127.0.0.1', () => {
        socket.write(
          `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 50000000\r\n${headers}\r\n`,
        )
      })
      socket.once('data', (part) => {
        resolve(part.toString())
        socket.destroy()
      })
      socket.once('error', reject)
    })
  }

  it('is answered before its body is read, and nothing of it is kept at any time', async () => {
    const kept: string[] = []
    const watching = watch(tmpdir(), (_event, name) => {
      if (name?.startsWith('capacitor-')) kept.push(name)
    })
    const preflighted = 'apollo-require-preflight: true\r\n'
    expect(await announce(preflighted)).toMatch(/^HTTP\/1\.1 401 .*UNAUTHENTICATED/s)
    expect(await announce(`${preflighted}authorization: Bearer rck_wrong\r\n`)).toMatch(/^HTTP\/1\.1 401 /)
    const authorization = `authorization: Bearer ${house.apiKey}\r\n`
    expect(await announce(authorization)).toMatch(/^HTTP\/1\.1 400 .*Apollo-Require-Preflight/s)
    // With some of its body there, nothing is kept either.
    const form = new FormData()
    form.set('operations', '{"query":"mutation { x }","variables":{"file":null}}')
    form.set('map', '{"0":["variables.file"]}')
    form.set('0', new Blob(['x'.repeat(2_000_000)]), 'people.csv')
    const headers = { authorization: `Bearer ${house.apiKey}` }
    expect((await fetch(`${house.url}/graphql`, { method: 'POST', body: form, headers })).status).toBe(400)
    watching.close()
    expect(kept).toEqual([])
  })

  it('is no way around the limits of what strangers may send', async () => {
    const query = JSON.stringify({ query: `{ serverInfo { version } } # ${'x'.repeat(150_000)}` })
    const post = (headers: Record<string, string>) =>
      fetch(`${house.url}/graphql`, {
        method: 'POST',
        body: query,
        headers: { 'content-type': 'application/json', ...headers },
      })
    const refused = await post({})
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] })
    expect((await post({ authorization: `Bearer ${house.apiKey}` })).status).toBe(200)
  })
})
