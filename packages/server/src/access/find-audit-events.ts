import { AuditEvent } from '../audit/audit-event.ts'
import { findPage, type Connection, type PageRequest } from '../base/graphql/connection.ts'
import type { Work } from '../base/work.ts'
import { requireAdminister } from './permissions.ts'

/** Which audit events are asked for; ids are bare, and what is left out, or null, is any. */
export interface AuditConditions {
  subjectId?: string | null
  actorId?: string | null
  actions?: readonly string[] | null
  since?: Date | null
  until?: Date | null
}

/** What was done in the organization, newest first. */
export async function findAuditEvents(
  work: Work,
  { subjectId, actorId, actions, since, until }: AuditConditions,
  page: PageRequest,
): Promise<Connection<AuditEvent>> {
  requireAdminister(work)
  const query = work.rows(AuditEvent).query('event')
  if (subjectId != null) query.andWhere('event.subjectId = :subjectId', { subjectId })
  if (actorId != null) query.andWhere('event.actorId = :actorId', { actorId })
  // An empty list fits nothing, and SQL has none.
  if (actions) query.andWhere('event.action IN (:...actions)', { actions: actions.length > 0 ? actions : [''] })
  if (since) query.andWhere('event.at >= :since', { since })
  if (until) query.andWhere('event.at < :until', { until })
  return findPage(query, page, null, 'DESC')
}
