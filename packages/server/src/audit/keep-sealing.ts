import { setTimeout as wait } from 'node:timers/promises'
import type { Server } from '../base/work.ts'
import { sealAudit } from './seal-audit.ts'

/** An event can be taken out unnoticed for no longer than this. */
const SEAL_EVERY_MS = 5_000

/** Seals what is written to the audit until it is stopped. */
export function keepSealing(server: Server): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const loop = async () => {
    while (!signal.aborted) {
      await sealAudit(server).catch((error: unknown) => server.log.warn({ err: error }, 'The audit was not sealed'))
      await wait(SEAL_EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }
  const looping = loop()
  return {
    async stop() {
      stopping.abort()
      await looping
    },
  }
}
