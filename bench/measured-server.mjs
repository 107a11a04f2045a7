import { spawn } from 'node:child_process'
import { openAsBlob, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url))
const API_KEY = 'rck_for_measuring_only_0123456789abcdef'

/** The built server as a process of its own, with its memory watched. */
export async function startMeasuredServer(environment) {
  const port = await freePort()
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      MAX_FILE_BYTES: '200000000',
      REQUESTS_PER_MINUTE: '1000000',
      BOOTSTRAP_API_KEY: API_KEY,
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peakKb = 0
  const sampling = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peakKb = Math.max(peakKb, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0))
    } catch {
      // The process has just ended, or this system has no /proc.
    }
  }, 50)
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child)
  return {
    url,
    headers: { authorization: `Bearer ${API_KEY}` },
    ask: (query, variables) => ask(url, JSON.stringify({ query, variables }), { 'content-type': 'application/json' }),
    upload: async (query, variables, path) => ask(url, await multipart(query, variables, path)),
    peakMegabytes: () => Math.round(peakKb / 1024),
    async stop() {
      clearInterval(sampling)
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function ask(url, body, headers = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${API_KEY}`, 'apollo-require-preflight': 'true', ...headers },
  })
  const { data, errors } = await response.json()
  const refused = data && Object.values(data).flatMap((field) => field?.userErrors ?? [])
  if (errors || refused?.length > 0) throw new Error(JSON.stringify(errors ?? refused))
  return data
}

async function multipart(query, variables, path) {
  const form = new FormData()
  form.set('operations', JSON.stringify({ query, variables: { ...variables, file: null } }))
  form.set('map', JSON.stringify({ 0: ['variables.file'] }))
  form.set('0', await openAsBlob(path), 'people.csv')
  return form
}

async function untilReady(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`)
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** Takes what would go to SendGrid and counts the requests and the mails in them. */
export async function startMailCounter() {
  const counted = { requests: 0, mails: 0 }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      counted.requests++
      counted.mails += JSON.parse(body).personalizations.length
      response.writeHead(202).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { counted, url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() }
}
