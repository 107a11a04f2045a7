import { IsNull } from 'typeorm'
import { globalId } from '../base/graphql/ids.ts'
import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server, type Work } from '../base/work.ts'
import { AuditEvent } from './audit-event.ts'
import { eventHash, sealingKey } from './event-hash.ts'

const READ_TOGETHER = 1_000

/** What became of looking over the chain of an organization. */
export interface AuditChain {
  /** Events in an unbroken chain from the first one on. */
  sealed: number
  /** Hash of the last of them; null when there is none. */
  hash: string | null
  /** Written, but not sealed yet. */
  waiting: number
  /** Where the chain breaks and how; null when it does not. */
  fault: string | null
}

/** Looks over the audit of an organization from its first event on: none was changed, taken out or put in. */
export async function verifyAudit(server: Server, organizationId: string): Promise<AuditChain> {
  const work = readingWork(server, systemViewer(organizationId))
  const key = sealingKey(work.secretKey)
  const waiting = await work.rows(AuditEvent).count({ position: IsNull() })
  let [sealed, hash]: [number, string | null] = [0, null]
  for (;;) {
    const events = await nextEvents(work, sealed)
    for (const event of events) {
      const position = sealed + 1
      if (event.position !== position) {
        const fault = `Event ${position} is missing; the next one is event ${event.position}.`
        return { sealed, hash, waiting, fault }
      }
      const expected = eventHash(key, hash, position, event)
      if (event.hash !== expected) {
        const fault = `Event ${position} (${globalId('AuditEvent', event.id)}) is not what was written.`
        return { sealed, hash, waiting, fault }
      }
      sealed = position
      hash = expected
    }
    if (events.length < READ_TOGETHER) return { sealed, hash, waiting, fault: null }
  }
}

function nextEvents(work: Work, behind: number): Promise<AuditEvent[]> {
  return work
    .rows(AuditEvent)
    .query('event')
    .andWhere('event.position > :behind', { behind })
    .orderBy('event.position')
    .limit(READ_TOGETHER)
    .getMany()
}
