import type { Server } from '../base/work.ts'

/** The name of a kind of job, and of what a job of that kind carries. */
export interface JobName<Payload> {
  readonly name: string
  /** Never set: it ties the payload to the name for the compiler. */
  readonly payload?: Payload
}

/** A job in the hands of a worker. */
export interface RunningJob<Payload> {
  organizationId: string
  payload: Payload
  /** Runs before this one that failed, since the last that did not. */
  failures: number
  /** Aborted when the lease is lost to another worker or the process stops: finish what is in hand and answer now. */
  signal: AbortSignal
}

/** How jobs of one kind are run. Running one twice must do no more than running it once. */
export interface JobDefinition {
  readonly name: string
  /** Whether one run may take minutes: such jobs never take up the whole worker. */
  readonly isLong: boolean
  /** Answers when to run again, or null when nothing is left to do. */
  run(server: Server, job: RunningJob<never>): Promise<Date | null>
}

/** Names a kind of job, so that a lower room can ask for what an upper one runs. */
export function jobName<Payload>(name: string): JobName<Payload> {
  return { name }
}

/** Says how jobs of that name are run; `worker.ts` lists all definitions. */
export function defineJob<Payload>(
  { name }: JobName<Payload>,
  run: (server: Server, job: RunningJob<Payload>) => Promise<Date | null>,
  { isLong = false }: { isLong?: boolean } = {},
): JobDefinition {
  return { name, run, isLong }
}
