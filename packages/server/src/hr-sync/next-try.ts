import type { HrIntegration } from '../access/hr-integration.ts'
import type { Server } from '../base/work.ts'
import { nextRun, type Schedule } from './schedule.ts'

const RETRY_AFTER_MS = 5 * 60_000
const MOST_RETRIES = 3

/** When an HR system is asked again after a failure: 5, 15 and 45 minutes later, and then at its next time. */
export function nextTry(
  server: Server,
  { consecutiveFailures }: HrIntegration,
  schedule: Schedule | null,
): Date | null {
  const next = schedule && nextRun(schedule, server.now())
  if (consecutiveFailures >= MOST_RETRIES) return next
  const soon = new Date(server.now().getTime() + RETRY_AFTER_MS * 3 ** consecutiveFailures)
  return next && next < soon ? next : soon
}
