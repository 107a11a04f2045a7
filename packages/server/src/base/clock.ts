import type { DataSource } from 'typeorm'
import type { Database } from './database.ts'
import type { Log } from './log.ts'

const MEASURED_EVERY_MS = 60_000
/** A difference that a person should know of: the clock of one of the machines is wrong. */
const WORTH_A_WARNING_MS = 2_000

/** Tells the time. */
export interface Clock {
  now(): Date
}

/**
 * The time as the database has it, so that all processes agree on what is due, expired or still claimed, whatever the
 * clocks of their machines say. SQLite has the clock of this machine; others are asked once a minute.
 */
export async function openClock(
  { dialect, writer }: Pick<Database, 'dialect' | 'writer'>,
  log: Log,
  machineNow: () => number = Date.now,
): Promise<Clock> {
  if (dialect.name === 'sqlite') return { now: () => new Date(machineNow()) }
  let ahead = await measure(writer, machineNow)
  if (Math.abs(ahead) > WORTH_A_WARNING_MS) log.warn({ ahead }, 'The clocks of this machine and the database differ')
  setInterval(() => {
    // A database that is away for a moment has not changed its clock.
    measure(writer, machineNow).then(
      (measured) => (ahead = measured),
      () => {},
    )
  }, MEASURED_EVERY_MS).unref()
  return { now: () => new Date(machineNow() + ahead) }
}

/** How many milliseconds the database is ahead of this machine, to half the time that asking takes. */
async function measure(writer: DataSource, machineNow: () => number): Promise<number> {
  const before = machineNow()
  const [answer] = await writer.query<{ time: string | number }[]>(
    'SELECT ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) AS time',
  )
  return Math.round(Number(answer?.time) - (before + machineNow()) / 2)
}
