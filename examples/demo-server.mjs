import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url))

/** Starts the API on a free port, with a SQLite file in a folder that is deleted by `stop`. */
export async function startDemoServer() {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-demo-'))
  const port = await freePort()
  const apiKey = `rck_${randomBytes(24).toString('base64url')}`
  // Nothing of the caller's settings: a demo touches no other database and sends no real mail.
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    DATA_DIR: dataDir,
    BOOTSTRAP_ORGANIZATION: 'Example Academy',
    BOOTSTRAP_API_KEY: apiKey,
    LOG_LEVEL: 'error',
  }
  const server = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const url = `http://localhost:${port}`
  await Promise.race([untilReady(url), ended.then((code) => Promise.reject(new Error(`The server ended: ${code}`)))])
  return {
    url,
    apiKey,
    mailFolder: join(dataDir, 'mail'),
    dataDir,
    async stop() {
      server.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function untilReady(url) {
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}
