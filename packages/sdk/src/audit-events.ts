import { ListAuditEventsDocument, type AuditEvent } from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { Transport } from './transport.ts'

/** Which audit events are asked for; what is left out is any. */
export interface AuditQuery extends ListOptions {
  /** What was done to this object. */
  subjectId?: string | undefined
  /** What this user or API key did. */
  actorId?: string | undefined
  /** For example `user.deactivated`. */
  actions?: readonly string[] | undefined
  /** From this moment on. */
  since?: Date | string | undefined
  /** Before this moment. */
  until?: Date | string | undefined
}

/** What was done, by whom and to what, for Owner and Admin: `rollcall.auditEvents`. */
export class AuditEvents {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** What was done, newest first. */
  list(query: AuditQuery = {}): Listing<AuditEvent> {
    const actions = query.actions && [...query.actions]
    return listOf(this.#transport, ListAuditEventsDocument, { ...query, actions }, ({ auditEvents }) => auditEvents)
  }
}
