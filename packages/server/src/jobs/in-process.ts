import type { Queue } from './queue.ts'

/** Without Redis this process rings for itself. */
export function inProcessQueue(): Queue {
  const listeners: (() => void)[] = []
  return {
    announce() {
      for (const wake of listeners) setImmediate(wake)
    },
    async listen(wake) {
      listeners.push(wake)
    },
    isReady: () => true,
    async close() {
      listeners.length = 0
    },
  }
}
