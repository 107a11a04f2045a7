import { Cron } from 'croner'
import { Refusal } from '../base/errors.ts'

const SHORTEST_PAUSE_MS = 15 * 60_000
const LONGEST = 100

/** When an HR system is asked: a cron expression of five parts, in a time zone. */
export interface Schedule {
  schedule: string
  timeZone: string
}

/** When an HR system is asked next; null for a schedule that has no next time. */
export function nextRun({ schedule, timeZone }: Schedule, after: Date): Date | null {
  return new Cron(schedule, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(after)
}

/** The schedule as it is stored, or the refusal of one that is none or would hardly ever rest. */
export function checkSchedule({ schedule: typed, timeZone }: Schedule, now: Date, path: readonly string[]): string {
  const schedule = typed.trim()
  const times = runsOf({ schedule, timeZone }, now)
  if (times.length < 2) {
    throw refusal(path, `"${schedule.slice(0, LONGEST)}" is no schedule that comes again and again.`)
  }
  const pauses = times.slice(1).map((time, index) => time.getTime() - (times[index] as Date).getTime())
  if (Math.min(...pauses) < SHORTEST_PAUSE_MS) throw refusal(path, 'An HR system is asked every 15 minutes at most.')
  return schedule
}

function runsOf({ schedule, timeZone }: Schedule, now: Date): Date[] {
  if (schedule.length > LONGEST) return []
  try {
    return new Cron(schedule, { timezone: timeZone, mode: '5-part', paused: true }).nextRuns(10, now)
  } catch {
    return []
  }
}

function refusal(path: readonly string[], message: string): Refusal {
  const hint = 'Write a cron expression of five parts: "30 2 * * *" is every night at half past two.'
  return new Refusal({ code: 'INVALID', message, path, hint })
}
