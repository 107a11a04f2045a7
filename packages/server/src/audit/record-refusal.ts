import type { Fault } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { record } from './record.ts'

/** A program that asks for what it may not have, again and again, is written down no more often than this. */
const REFUSALS = { name: 'refusals', most: 60, seconds: 60 }

/** What somebody asked for, and why they may not. */
export interface RefusedRight {
  /** The field of the API. */
  field: string
  fault: Fault
}

/** Writes down which rights a caller was refused; in a transaction of its own, because that of the verb is undone. */
export async function recordRefusal(server: Server, viewer: Viewer, refused: readonly RefusedRight[]): Promise<void> {
  const { organizationId, kind, id } = viewer
  if ((await server.rates.take(REFUSALS, `${organizationId} ${kind} ${id}`)) > 0) {
    return server.log.warn(
      { organization: organizationId, viewer: id },
      'More rights were refused than are written down',
    )
  }
  await inTransaction(server, viewer, (work) =>
    record(work, 'right.refused', null, {
      refused: refused.map(({ field, fault }) => ({
        field,
        requires: fault.facts['requires'],
        message: fault.message,
      })),
    }),
  )
}
