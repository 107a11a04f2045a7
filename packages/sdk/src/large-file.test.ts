import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startTestServer } from '../../server/src/testing.ts'
import { Rollcall, type AttemptEvent } from './index.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-large-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a file of 200 MiB goes from its path without being held in memory, also when the connection breaks in the middle', async () => {
  const path = join(folder, 'people.csv')
  const file = await open(path, 'w')
  await file.truncate(200 * MIB)
  await file.close()
  const received: number[] = []
  const server = createServer((request, response) => void answer(request, response, received))
  const url = await listening(server)
  try {
    const code = `
      import { Rollcall } from ${JSON.stringify(new URL('../dist/esm/index.js', import.meta.url).href)}
      let last
      const rollcall = new Rollcall({ url: ${JSON.stringify(`${url}/graphql`)} })
      const imp = await rollcall.imports.start({ path: ${JSON.stringify(path)} }, { onUploadProgress: (p) => (last = p) })
      console.log(JSON.stringify({ id: imp.id, last, mib: process.resourceUsage().maxRSS / 1024 }))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code])
    const { id, last, mib } = JSON.parse(stdout) as { id: string; last: unknown; mib: number }
    expect({ id, last }).toEqual({ id: 'imp_1', last: { sent: 200 * MIB, total: 200 * MIB } })
    expect(received).toEqual([expect.any(Number), 200 * MIB])
    expect(mib).toBeLessThan(300)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}, 60_000)

/** Takes a file, but breaks off in the middle of the first attempt. */
async function answer(request: IncomingMessage, response: ServerResponse, received: number[]): Promise<void> {
  if (request.method === 'PUT') {
    const attempt = received.push(0) - 1
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => {
      received[attempt] = (received[attempt] ?? 0) + chunk.length
      if (attempt === 0 && received[attempt] > 50 * MIB) request.destroy()
    })
    request.on('end', () => response.writeHead(204).end())
    return
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const target = { id: 'upl_1', url: `http://${request.headers.host}/uploads/token`, headers: [] }
  const importSession = { id: 'imp_1', state: 'UPLOADED' }
  const isAnnouncement = Buffer.concat(chunks).includes('createUpload')
  const data = isAnnouncement
    ? { createUpload: { target, userErrors: [] } }
    : { startImport: { importSession, userErrors: [] } }
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }))
}

test('a connection that breaks in the middle of an upload, and after the import has begun, makes one import', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `user${index}@example.com,User ${index}`)
  const path = join(folder, 'people.csv')
  await writeFile(path, `Email,Name\n${rows.join('\n')}\n`)
  let port = 0
  const proxy = breakingProxy(() => port)
  const url = await listening(proxy)
  const house = await startTestServer('SQLite', { PUBLIC_URL: url })
  port = Number(new URL(house.url).port)
  try {
    const attempts: AttemptEvent[] = []
    const onAttempt = (event: AttemptEvent): void => void attempts.push(event)
    const rollcall = new Rollcall({ url: `${url}/graphql`, auth: house.apiKey, onAttempt })
    const imp = await rollcall.imports.start({ path }, { transport: 'put' })
    expect(imp.data.file.rowCount).toBe(rows.length)
    expect(attempts.map(({ operation, error }) => `${operation} ${error?.code ?? 'arrived'}`)).toEqual([
      'CreateUpload arrived',
      'upload NETWORK',
      'upload arrived',
      'StartImport NETWORK',
      'StartImport arrived',
    ])
    expect(await rollcall.imports.list()).toMatchObject({ totalCount: 1, nodes: [{ id: imp.id }] })
  } finally {
    await house.close()
    proxy.close()
  }
}, 60_000)

/** Hands everything on, but the first PUT breaks off in the middle and the first answer to startImport does not come. */
function breakingProxy(port: () => number): Server {
  const broken = new Set<string>()
  return createTcpServer((client) => {
    const server = connect(port(), '127.0.0.1')
    let isUpload = false
    let isStart = false
    let bytes = 0
    const cut = (what: string): void => {
      broken.add(what)
      client.destroy()
      server.destroy()
    }
    client.on('data', (chunk) => {
      bytes += chunk.length
      isUpload ||= chunk.includes('PUT /uploads')
      isStart ||= chunk.includes('startImport(')
      if (isUpload && bytes > 200_000 && !broken.has('put')) cut('put')
      else server.write(chunk)
    })
    server.on('data', (chunk) => {
      if (isStart && !broken.has('start')) cut('start')
      else client.write(chunk)
    })
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
  })
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
