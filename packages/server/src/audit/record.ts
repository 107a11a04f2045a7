import { newId, type Work } from '../base/work.ts'
import type { AuditAction } from './actions.ts'
import { AuditEvent } from './audit-event.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Writes down what the viewer did, in the transaction that did it. Secrets among the details are masked. */
export async function record(
  work: Work,
  action: AuditAction,
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
    details: maskSecrets(details) as typeof details,
    requestId: work.request?.id ?? null,
    caller: work.request?.caller ?? null,
    position: null,
    hash: null,
  })
}
