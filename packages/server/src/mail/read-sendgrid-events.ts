import { oneLine } from './fill-template.ts'
import { DeliveryEventKind, type NewDeliveryEvent } from './delivery-event.ts'
import { BounceKind } from './email.ts'

/** An event with the organization whose email it is about. */
export interface ToldEvent {
  organizationId: string
  event: NewDeliveryEvent
}

/** Of what SendGrid posts, the part that is read. */
interface SendGridEvent {
  event?: unknown
  sg_event_id?: unknown
  timestamp?: unknown
  reason?: unknown
  response?: unknown
  status?: unknown
  type?: unknown
  email_id?: unknown
  organization_id?: unknown
}

const LONGEST_ID = 100
const LONGEST_REASON = 500
const ROW_ID = /^[0-9a-z-]{10,36}$/

/** The events of a request that are about emails of ours; null when the body is no list of events. */
export function readSendGridEvents(body: Buffer): { told: ToldEvent[]; ignored: number } | null {
  const list = parse(body)
  if (!Array.isArray(list)) return null
  const told = list.flatMap((one) => readEvent((one ?? {}) as SendGridEvent) ?? [])
  return { told, ignored: list.length - told.length }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

function readEvent(raw: SendGridEvent): ToldEvent | null {
  const { sg_event_id: id, email_id: emailId, organization_id: organizationId, timestamp } = raw
  const kind = kindOf(raw)
  if (!kind || !isRowId(emailId) || !isRowId(organizationId)) return null
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) return null
  if (typeof timestamp !== 'number' || !(timestamp > 0 && timestamp < 1e11)) return null
  const at = new Date(timestamp * 1_000)
  return { organizationId, event: { id, emailId, ...kind, reason: reasonOf(raw), at } }
}

function isRowId(value: unknown): value is string {
  return typeof value === 'string' && ROW_ID.test(value)
}

function kindOf(raw: SendGridEvent): Pick<NewDeliveryEvent, 'kind' | 'bounceKind'> | null {
  const bounced = (bounceKind: BounceKind) => ({ kind: DeliveryEventKind.BOUNCED, bounceKind })
  switch (raw.event) {
    case 'processed':
      return { kind: DeliveryEventKind.PROCESSED, bounceKind: null }
    case 'deferred':
      return { kind: DeliveryEventKind.DEFERRED, bounceKind: null }
    case 'delivered':
      return { kind: DeliveryEventKind.DELIVERED, bounceKind: null }
    case 'bounce':
      return bounced(bounceKindOf(raw))
    case 'dropped':
      return bounced(droppedKindOf(raw))
    case 'spamreport':
      return bounced(BounceKind.SPAM_REPORT)
    default:
      return null
  }
}

// The enhanced status code (RFC 3463): 4 is a passing failure, and so is a full mailbox, whatever its class.
function bounceKindOf({ type, status }: SendGridEvent): BounceKind {
  if (typeof status === 'string' && (status.startsWith('4') || /^\d\.2\.2$/.test(status))) return BounceKind.SOFT
  return type === 'blocked' ? BounceKind.BLOCKED : BounceKind.HARD
}

// SendGrid drops what it will not send to this address again, and what it will not send to anybody now.
function droppedKindOf({ reason }: SendGridEvent): BounceKind {
  return typeof reason === 'string' && /address/i.test(reason) ? BounceKind.DROPPED : BounceKind.BLOCKED
}

function reasonOf({ reason, response }: SendGridEvent): string | null {
  const said = typeof reason === 'string' ? reason : response
  return typeof said === 'string' && said !== '' ? oneLine(said).slice(0, LONGEST_REASON) : null
}
