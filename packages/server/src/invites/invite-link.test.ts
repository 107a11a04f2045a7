import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startTestServer, type ServedHouse } from '../testing.ts'

describe('the link in an invite', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite', { PUBLIC_URL: 'https://learn.example.org' })
  })
  afterAll(() => house.close())

  const post = (headers: Record<string, string>, body: string) =>
    new Promise<string>((resolve, reject) => {
      request(`${house.url}/graphql`, { method: 'POST', headers }, (response) => resolve(text(response)))
        .on('error', reject)
        .end(body)
    })

  it('starts with the configured address, whatever host the request names', async () => {
    const answer = await post(
      {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        'content-type': 'application/json',
        authorization: `Bearer ${house.apiKey}`,
      },
      JSON.stringify({
        query: `mutation { inviteUser(input: { name: "Ada", email: "ada@example.com" }) { userErrors { message } } }`,
      }),
    )
    expect(JSON.parse(answer)).toEqual({ data: { inviteUser: { userErrors: [] } } })
    const mail = await firstMail(join(house.dataDir, 'mail'))
    expect(mail).toContain('https://learn.example.org/accept?token=')
    expect(mail).not.toContain('evil')
  })
})

/** The first mail that appears in the folder, with its lines as they were before they were folded for sending. */
async function firstMail(folder: string): Promise<string> {
  for (;;) {
    const [file] = await Promise.resolve()
      .then(() => readdirSync(folder).filter((name) => name.endsWith('.eml')))
      .catch(() => [])
    if (file) return readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=')
    await new Promise(setImmediate)
  }
}
