import { newId, type Work } from '../base/work.ts'
import { AuditEvent } from './audit-event.ts'

/** Writes down what the viewer did, in the transaction that did it. Details must hold no secret. */
export async function record(
  work: Work,
  action: string,
  subjectId: string | null,
  details: Record<string, unknown> | null = null,
): Promise<void> {
  await work.rows(AuditEvent).insert({
    id: newId(),
    at: work.now(),
    actorKind: work.viewer.kind,
    actorId: work.viewer.id,
    actorLabel: work.viewer.label,
    action,
    subjectId,
    details,
  })
}
