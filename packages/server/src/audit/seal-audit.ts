import { In, IsNull } from 'typeorm'
import { isUniqueViolation } from '../base/database.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { AuditEvent } from './audit-event.ts'
import { eventHash, sealingKey } from './event-hash.ts'

const SEALED_TOGETHER = 500
const MOST_ORGANIZATIONS = 1_000

/**
 * Gives every event that is written but not sealed yet its place in the chain of its organization.
 *
 * Why afterwards and not where it is written: the hash needs that of the event before it, so every writer of an
 * organization would wait for the one before it to commit, an invite for thousands of rows of an import. Nor is there a
 * job that each event asks for: all of them would write the row of the same job, and wait for each other there. So
 * events are found by having no place yet; any number of processes may look, and a crash leaves nothing behind.
 */
export async function sealAudit(server: Server): Promise<void> {
  for (const organizationId of await organizationsToSeal(server)) {
    for (let sealed = SEALED_TOGETHER; sealed === SEALED_TOGETHER;) sealed = await sealNext(server, organizationId)
  }
}

async function organizationsToSeal(server: Server): Promise<string[]> {
  const found = await server.database.reader.manager
    .createQueryBuilder(AuditEvent, 'event')
    .select('event.organizationId', 'id')
    .distinct()
    .where('event.position IS NULL /* every organization */')
    .limit(MOST_ORGANIZATIONS)
    .getRawMany<{ id: string }>()
  return found.map(({ id }) => id)
}

/** How many were sealed; none when another process is at it. */
async function sealNext(server: Server, organizationId: string): Promise<number> {
  try {
    const sealed = await inTransaction(server, systemViewer(organizationId), sealSome)
    const last = sealed.at(-1)
    // Whoever keeps the log elsewhere has a witness: the chain must hold this hash at this place for ever.
    if (last) {
      server.log.info({ organization: organizationId, position: last.position, hash: last.hash }, 'Sealed the audit')
    }
    return sealed.length
  } catch (error) {
    // Another process gave the place to another event at the same moment.
    if (isUniqueViolation(error)) return 0
    throw error
  }
}

async function sealSome(work: Work): Promise<{ id: string; position: number; hash: string }[]> {
  const rows = work.rows(AuditEvent)
  const order = { id: 'ASC' } as const
  const found = await rows.find({ position: IsNull() }, { order, take: SEALED_TOGETHER, select: { id: true } })
  const ids = found.map(({ id }) => id)
  // Only these are locked: a range would wait for every event whose transaction is still open.
  const events = await rows.findForUpdate({ id: In(ids), position: IsNull() }, { order })
  if (events.length < ids.length) return []
  const [head] = await rows.find({}, { order: { position: 'DESC' }, take: 1 })
  const key = sealingKey(work.secretKey)
  let { position, hash } = { position: head?.position ?? 0, hash: head?.hash ?? null }
  const sealed = events.map((event) => {
    position += 1
    hash = eventHash(key, hash, position, event)
    return { id: event.id, position, hash }
  })
  await rows.updateMany(sealed, ['position', 'hash'])
  return sealed
}
