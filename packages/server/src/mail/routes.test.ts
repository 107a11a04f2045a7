import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newId } from '../base/work.ts'
import { addOrganization, databases, startTestServer, testViewer, type ServedHouse } from '../testing.ts'
import { DeliveryEvent } from './delivery-event.ts'
import { eventAbout, signedEvents, WEBHOOK_PUBLIC_KEY } from './delivery-events.testing.ts'
import { Email } from './email.ts'
import { findSuppressions } from './find-suppressions.ts'
import { queueEmails } from './queue-email.ts'

// Published with SendGrid's own libraries.
const VECTOR = {
  publicKey:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
  signature: 'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
  timestamp: '1600112502',
  body: `${JSON.stringify([
    {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1600112492,
    },
  ])}\r\n`,
}

const SIGNATURE = 'x-twilio-email-event-webhook-signature'
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp'

describe('the signature of delivery events', () => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer('SQLite', { SENDGRID_WEBHOOK_PUBLIC_KEY: VECTOR.publicKey, WORK: 'off' })
  })
  afterAll(() => house.close())

  async function statusOf(change: { body?: string; headers?: Record<string, string | null> } = {}): Promise<number> {
    const headers = new Headers({ 'content-type': 'application/json' })
    headers.set(SIGNATURE, VECTOR.signature)
    headers.set(TIMESTAMP, VECTOR.timestamp)
    for (const [name, value] of Object.entries(change.headers ?? {})) {
      if (value === null) headers.delete(name)
      else headers.set(name, value)
    }
    const body = change.body ?? VECTOR.body
    return (await fetch(`${house.url}/hooks/sendgrid`, { method: 'POST', headers, body })).status
  }

  it('is right for the published example', async () => {
    expect(await statusOf()).toBe(204)
  })

  it.each([
    ['one byte of the body is another', { body: VECTOR.body.replace('hello@', 'hallo@') }],
    ['the JSON was written anew', { body: JSON.stringify(JSON.parse(VECTOR.body)) }],
    ['the body is empty', { body: '' }],
    ['the time is another', { headers: { [TIMESTAMP]: '1600112503' } }],
    ['the time is missing', { headers: { [TIMESTAMP]: null } }],
    ['the signature is missing', { headers: { [SIGNATURE]: null } }],
    ['the signature is empty', { headers: { [SIGNATURE]: '' } }],
    ['the signature is zero', { headers: { [SIGNATURE]: 'MAYCAQACAQA=' } }],
    ['the signature is no signature', { headers: { [SIGNATURE]: 'bm90IG9uZQ==' } }],
  ])('is refused when %s', async (_, change) => {
    expect(await statusOf(change)).toBe(403)
  })

  it('is looked at only where a key is set: else there is nothing at the address', async () => {
    const without = await startTestServer('SQLite', { WORK: 'off' })
    const { body, headers } = signedEvents([])
    expect((await fetch(`${without.url}/hooks/sendgrid`, { method: 'POST', headers, body })).status).toBe(404)
    await without.close()
  })
})

describe.each(databases)('what the mail service tells of emails (%s)', (on) => {
  let house: ServedHouse
  beforeAll(async () => {
    house = await startTestServer(on, { SENDGRID_WEBHOOK_PUBLIC_KEY: WEBHOOK_PUBLIC_KEY, WORK: 'off' })
  })
  afterAll(() => house.close())

  /** An email that waits for its time, so that nothing but the events changes it. */
  async function addEmail(toAddress = `${newId()}@example.com`): Promise<Email> {
    const id = newId()
    await house.run((work) =>
      queueEmails(work, [
        { id, kind: 'test', subjectId: newId(), toAddress, toName: 'Ada', dueAt: later(), heldFor: null },
      ]),
    )
    return read(id)
  }
  const later = () => new Date(house.now().getTime() + 3_600_000)
  const read = async (id: string) => (await house.run((work) => work.rows(Email).findOne({ id }))) as Email
  const suppressionOf = async (address: string) =>
    (await house.run((work) => findSuppressions(work, [address]))).get(address) ?? null

  async function tell(...events: readonly Record<string, unknown>[]): Promise<void> {
    const { body, headers } = signedEvents(events)
    const response = await fetch(`${house.url}/hooks/sendgrid`, { method: 'POST', headers, body })
    expect(response.status).toBe(204)
  }

  it('shows when a mail was delivered', async () => {
    const email = await addEmail()
    await tell(eventAbout(email, 'processed'), eventAbout(email, 'delivered', { timestamp: 1_790_000_000 }))
    expect(await read(email.id)).toMatchObject({
      status: 'SENT',
      deliveredAt: new Date(1_790_000_000_000),
      bouncedAt: null,
    })
  })

  it('shows why a mail came back, and sends no more to an address that does not exist', async () => {
    const email = await addEmail('Nobody.Here@example.com')
    const reason = '550 5.1.1 The account\r\ndoes not exist'
    await tell(eventAbout(email, 'bounce', { type: 'bounce', status: '5.1.1', reason, timestamp: 1_790_000_000 }))
    expect(await read(email.id)).toMatchObject({
      bouncedAt: new Date(1_790_000_000_000),
      bounceKind: 'HARD',
      bounceReason: '550 5.1.1 The account does not exist',
    })
    expect(await suppressionOf('nobody.here@EXAMPLE.com')).toMatchObject({ kind: 'HARD', emailId: email.id })
  })

  it.each([
    ['HARD', 'bounce', { type: 'bounce', status: '5.1.1' }, true],
    ['SOFT', 'bounce', { type: 'blocked', status: '5.2.2' }, false],
    ['SOFT', 'bounce', { type: 'blocked', status: '4.7.0' }, false],
    ['BLOCKED', 'bounce', { type: 'blocked', status: '5.7.1' }, false],
    ['DROPPED', 'dropped', { reason: 'Bounced Address' }, true],
    ['DROPPED', 'dropped', { reason: 'Spam Reporting Address' }, true],
    ['BLOCKED', 'dropped', { reason: 'Spam Content' }, false],
    ['SPAM_REPORT', 'spamreport', {}, true],
  ])('takes a %s for what it is (%s %j)', async (kind, event, more, isSuppressed) => {
    const email = await addEmail()
    await tell(eventAbout(email, event, more))
    expect((await read(email.id)).bounceKind).toBe(kind)
    expect((await suppressionOf(email.toAddress)) !== null).toBe(isSuppressed)
  })

  it.each(['in order', 'the other way round', 'in one request'])(
    'ends with bounced when a mail is delivered and then comes back: told %s',
    async (order) => {
      const email = await addEmail()
      const delivered = eventAbout(email, 'delivered', { timestamp: 1_790_000_000 })
      const bounced = eventAbout(email, 'bounce', { type: 'bounce', status: '5.1.1', timestamp: 1_790_000_060 })
      if (order === 'in one request') await tell(bounced, delivered)
      else for (const event of order === 'in order' ? [delivered, bounced] : [bounced, delivered]) await tell(event)
      expect(await read(email.id)).toMatchObject({
        deliveredAt: new Date(1_790_000_000_000),
        bouncedAt: new Date(1_790_000_060_000),
        bounceKind: 'HARD',
      })
    },
  )

  it('keeps what a receiving server said that asked to come again, until the mail is delivered', async () => {
    const email = await addEmail()
    await tell(eventAbout(email, 'deferred', { response: '451 Greylisted, try again later' }))
    expect(await read(email.id)).toMatchObject({ status: 'SENT', lastError: '451 Greylisted, try again later' })
    await tell(eventAbout(email, 'delivered'))
    expect((await read(email.id)).lastError).toBeNull()
  })

  it('changes nothing by the 46th copy of an event', async () => {
    const email = await addEmail()
    const event = eventAbout(email, 'bounce', { type: 'bounce', status: '5.1.1' })
    await tell(...Array.from({ length: 20 }, () => event))
    await Promise.all(Array.from({ length: 26 }, () => tell(event)))
    const found = await house.run((work) => work.rows(DeliveryEvent).find({ emailId: email.id }))
    expect(found).toMatchObject([{ kind: 'BOUNCED', bounceKind: 'HARD' }])
  })

  it('ignores what is no news of a mail of ours', async () => {
    const email = await addEmail()
    const stranger = { ...email, organizationId: await addOrganization(house, 'Another Academy') }
    await tell(
      eventAbout(email, 'open'),
      eventAbout(email, 'click'),
      eventAbout(email, 'a later invention'),
      eventAbout(stranger, 'delivered'),
      eventAbout({ ...email, id: newId() }, 'delivered'),
      eventAbout(email, 'delivered', { sg_event_id: undefined }),
      eventAbout(email, 'delivered', { email_id: ['x'] }),
      { event: 'delivered' },
    )
    expect(await read(email.id)).toEqual(email)
    expect(await house.run((work) => work.rows(DeliveryEvent).find({ emailId: email.id }))).toEqual([])
  })

  it('suppresses an address for one organization alone', async () => {
    const email = await addEmail()
    await tell(eventAbout(email, 'spamreport'))
    const other = testViewer(await addOrganization(house, 'Another Academy'), 'OWNER')
    const found = await house.run((work) => findSuppressions(work, [email.toAddress]), other)
    expect(found.size).toBe(0)
  })

  it('writes a thousand events by a few statements', async () => {
    const emails = Array.from({ length: 1_000 }, (_, index) => ({
      id: newId(),
      kind: 'test',
      subjectId: newId(),
      toAddress: `many${index}@example.com`,
      toName: 'Ada',
      dueAt: later(),
      heldFor: null,
    }))
    await house.run((work) => queueEmails(work, emails))
    house.statements.reset()
    const { organizationId } = house
    await tell(...emails.map((email) => eventAbout({ ...email, organizationId }, 'spamreport')))
    // SQLite runs one prepared INSERT for each row.
    const statements = house.statements.seen.filter((sql) => !sql.startsWith('INSERT'))
    expect(statements.length).toBeLessThan(20)
    expect(await house.run((work) => work.rows(Email).count({ bounceKind: 'SPAM_REPORT' }))).toBeGreaterThan(999)
  })

  it('forgets events after 90 days', async () => {
    const email = await addEmail()
    await tell(eventAbout(email, 'processed'))
    house.wait(91 * 24 * 3_600_000)
    await tell(eventAbout(email, 'delivered'))
    const found = await house.run((work) => work.rows(DeliveryEvent).find({ emailId: email.id }))
    expect(found.map(({ kind }) => kind)).toEqual(['DELIVERED'])
  })
})
