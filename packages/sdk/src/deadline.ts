import { AbortedError, type FailedCall } from './errors.ts'

/** A signal that fires when the time is over or the caller's own signal fires. */
export interface Deadline {
  signal: AbortSignal
  /** Whether it was the time. */
  isOver(): boolean
  /** Does something unless it is too late, and rejects as soon as the signal fires, whether or not that listens to it. */
  race<Value>(act: () => Promise<Value>): Promise<Value>
  /** Stops the clock. The signal fires, so that nothing goes on unheard. */
  clear(): void
}

// Not AbortSignal.timeout and AbortSignal.any: the first does not keep a process alive, and on Node 20 the garbage
// collector takes signals made by the second while somebody still waits for them.
/** Starts the clock; `clear` it when the work is done. */
export function startDeadline(milliseconds: number | undefined, callers: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  let over = false
  const abort = (): void => controller.abort(callers?.reason)
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => {
          over = !signal.aborted
          controller.abort()
        }, milliseconds)
  if (callers?.aborted) abort()
  else callers?.addEventListener('abort', abort)
  return {
    signal,
    isOver: () => over,
    race(act) {
      const fired = new Promise<never>((_resolve, reject) => {
        if (signal.aborted) reject(signal.reason as Error)
        else signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
      return Promise.race(signal.aborted ? [fired] : [fired, act()])
    },
    clear() {
      clearTimeout(timer)
      callers?.removeEventListener('abort', abort)
      controller.abort()
    },
  }
}

/** Waits, and throws AbortedError as soon as the signal fires. */
export async function pause(
  milliseconds: number,
  signal: AbortSignal | undefined,
  facts: FailedCall = {},
): Promise<void> {
  if (!signal?.aborted) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      signal?.addEventListener('abort', done)
    })
  }
  if (signal?.aborted) throw new AbortedError({ ...facts, cause: signal.reason })
}
