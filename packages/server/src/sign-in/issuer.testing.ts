import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'

/** How a token is made, where it is to differ from an ordinary one. */
interface Signing {
  audience?: string | string[]
  issuer?: string
  /** Seconds ago that it was made out, and from now that it ends. */
  age?: number
  life?: number
  /** Whose key signs it; else the issuer's own. */
  key?: CryptoKey | Uint8Array
  algorithm?: string
}

/** An issuer of identity tokens on this machine, with its own keys. */
export interface TestIssuer {
  url: string
  /** Calls for keys and metadata, by path. */
  calls: string[]
  /** What its metadata says in the place of what it should. */
  metadata: Record<string, unknown>
  sign(claims: JWTPayload, signing?: Signing): Promise<string>
  close(): Promise<void>
}

/** Opens an issuer on a free port, which goes by this clock. */
export async function openIssuer(clock: () => Date = () => new Date()): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }]
  const calls: string[] = []
  const metadata: Record<string, unknown> = {}
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    calls.push(path)
    response.setHeader('content-type', 'application/json')
    if (path === '/keys') return response.end(JSON.stringify({ keys }))
    if (path !== '/.well-known/openid-configuration') return response.writeHead(404).end()
    response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys`, ...metadata }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    calls,
    metadata,
    sign(claims, { audience = 'rollcall', issuer = url, age = 0, life = 300, key = privateKey, algorithm } = {}) {
      const now = Math.floor(clock().getTime() / 1_000)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm ?? 'RS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now - age)
        .setExpirationTime(now + life)
        .sign(key)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
