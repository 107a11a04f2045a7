import { LessThan } from 'typeorm'
import { isUniqueViolation } from '../base/database.ts'
import { systemViewer } from '../base/viewer.ts'
import { inTransaction, type Server, type Work } from '../base/work.ts'
import { afterEvent, DELIVERY_MARKS, DeliveryEvent, type NewDeliveryEvent } from './delivery-event.ts'
import { Email } from './email.ts'
import { tellKinds, type EmailKind } from './email-kind.ts'
import type { ToldEvent } from './read-sendgrid-events.ts'
import { suppressAddresses } from './suppress-addresses.ts'

const KEPT_DAYS = 90
const TRIES = 3

/**
 * Writes down what the mail service told of emails, each event once. By few statements an organization, however many
 * events there are. It opens its own transactions, because a request can be about several organizations.
 */
export async function recordDelivery(
  server: Server,
  kinds: readonly EmailKind[],
  told: readonly ToldEvent[],
): Promise<void> {
  const byOrganization = new Map<string, NewDeliveryEvent[]>()
  for (const { organizationId, event } of told) {
    const events = byOrganization.get(organizationId)
    if (events) events.push(event)
    else byOrganization.set(organizationId, [event])
  }
  for (const [organizationId, events] of byOrganization) await recordOnce(server, kinds, organizationId, events)
}

// Copies of one request may arrive at the same moment; whoever comes second finds the events written.
async function recordOnce(
  server: Server,
  kinds: readonly EmailKind[],
  organizationId: string,
  events: readonly NewDeliveryEvent[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(server, systemViewer(organizationId), (work) => recordEvents(work, kinds, events))
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === TRIES) throw error
    }
  }
}

async function recordEvents(
  work: Work,
  kinds: readonly EmailKind[],
  events: readonly NewDeliveryEvent[],
): Promise<void> {
  const fresh = await withoutKnown(work, events)
  const emailIds = [...new Set(fresh.map(({ emailId }) => emailId))].toSorted()
  const emails = await work.rows(Email).findIn('id', emailIds, { forUpdate: true })
  const byId = new Map(emails.map((email) => [email.id, email]))
  const ours = fresh.filter(({ emailId }) => byId.has(emailId))
  if (ours.length === 0) return
  const unsent = emails.filter(({ sentAt }) => sentAt === null)
  const whole = emails.filter(({ bouncedAt }) => bouncedAt === null)
  for (const event of ours) {
    const email = byId.get(event.emailId) as Email
    Object.assign(email, afterEvent(email, event))
  }
  await work.rows(DeliveryEvent).insertMany(ours.map((event) => ({ ...event, createdAt: work.now() })))
  await work.rows(Email).updateMany(emails, DELIVERY_MARKS)
  await tellKinds(
    work,
    kinds,
    'SENT',
    unsent.filter(({ sentAt }) => sentAt !== null),
  )
  await tellKinds(
    work,
    kinds,
    'BOUNCED',
    whole.filter(({ bouncedAt }) => bouncedAt !== null),
  )
  await suppressAddresses(work, emails)
  await forgetOld(work)
}

async function withoutKnown(work: Work, events: readonly NewDeliveryEvent[]): Promise<NewDeliveryEvent[]> {
  const byId = new Map(events.map((event) => [event.id, event]))
  for (const { id } of await work.rows(DeliveryEvent).findIn('id', [...byId.keys()])) byId.delete(id)
  return [...byId.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

async function forgetOld(work: Work): Promise<void> {
  const before = new Date(work.now().getTime() - KEPT_DAYS * 24 * 3_600_000)
  await work.rows(DeliveryEvent).delete({ createdAt: LessThan(before) })
}
