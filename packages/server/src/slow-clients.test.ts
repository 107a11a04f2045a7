import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import express from 'express'
import { connectionLimits, cutOffIdle, cutOffSlowBodies, PATIENCE, type Patience } from './slow-clients.ts'

const SHORT: Patience = {
  headers: 300,
  body: 500,
  upload: { every: 300, leastBytes: 1_000 },
  request: 5_000,
  keepAlive: 300,
  idle: 1_000,
}
const MULTIPART = 'content-type: multipart/form-data; boundary=x\r\n'

describe('clients that are slow', () => {
  let http: Server
  let received = 0
  beforeAll(async () => {
    const app = express()
    app.use(cutOffSlowBodies(SHORT))
    app.get('/never', () => {})
    app.post('/', (request, response) => {
      request.on('data', (part: Buffer) => (received += part.length))
      request.on('end', () => response.send('all of it'))
    })
    http = createServer(connectionLimits(SHORT), app)
    cutOffIdle(http, SHORT)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => void http.close())

  /** Sends the start, then the drip every 50 ms, and answers what came back and after how long the connection ended. */
  function talk(start: string, drip = '', most = Infinity): Promise<{ answer: string; after: number }> {
    const { port } = http.address() as AddressInfo
    return new Promise((resolve) => {
      const began = performance.now()
      let answer = ''
      let drips = 0
      const socket = connect(port, '127.0.0.1', () => socket.write(start))
      const dripping = setInterval(() => {
        if (drip && drips++ < most) socket.write(drip)
      }, 50)
      socket.on('data', (part) => (answer += part.toString()))
      socket.on('error', () => {})
      socket.on('close', () => {
        clearInterval(dripping)
        resolve({ answer, after: performance.now() - began })
      })
    })
  }
  const post = (more: string) => `POST / HTTP/1.1\r\nhost: x\r\n${more}\r\n`

  it('are cut off when they say nothing, or never end their headers', async () => {
    expect((await talk('')).after).toBeLessThan(2_000)
    const trickle = await talk('GET / HTTP/1.1\r\nhost: x\r\n', 'x-more: y\r\n')
    expect(trickle.after).toBeLessThan(2_000)
    expect(trickle.answer).not.toContain('200 OK')
  })

  it('are cut off and told when a body trickles in', async () => {
    const json = await talk(post('content-type: application/json\r\ncontent-length: 1000\r\n'), 'x')
    expect(json.answer).toMatch(/^HTTP\/1\.1 408 .*"message":"The request arrived too slowly/s)
    expect(json.after).toBeLessThan(1_500)
    const upload = await talk(post(`${MULTIPART}content-length: 1000000\r\n`), 'x'.repeat(10))
    expect(upload.answer).toContain('408 Request Timeout')
  })

  it('may take their time with an upload that goes on', async () => {
    received = 0
    const upload = await talk(post(`${MULTIPART}content-length: 12000\r\n`), 'x'.repeat(400), 30)
    expect(upload.answer).toContain('all of it')
    expect(upload.after).toBeGreaterThan(1_400)
    expect(received).toBe(12_000)
  })

  it('are cut off when nothing moves any more', async () => {
    const answered = await talk(post('content-length: 1\r\n'), 'x', 1)
    expect(answered.answer).toContain('all of it')
    expect(answered.after).toBeLessThan(2_500)
    expect((await talk('GET /never HTTP/1.1\r\nhost: x\r\n\r\n')).after).toBeLessThan(2_500)
  })

  it('are waited for no longer than is right in production', () => {
    expect(PATIENCE).toMatchObject({ headers: 10_000, body: 60_000 })
  })
})
