import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { newId, type Work } from '../base/work.ts'
import { Job } from '../jobs/job.ts'
import { runDueJobs, startWorker } from '../jobs/run-jobs.ts'
import { addOrganization, databases, openTestServer, testViewer, type TestServer } from '../testing.ts'
import { Email } from './email.ts'
import { eventAbout } from './delivery-events.testing.ts'
import { readSendGridEvents } from './read-sendgrid-events.ts'
import { recordDelivery } from './record-delivery.ts'
import { claimEmails } from './claim-emails.ts'
import type { EmailKind } from './email-kind.ts'
import type { Mailer } from './mailer.ts'
import { prepareLetters } from './prepare-letters.ts'
import { queueEmails, type NewEmail } from './queue-email.ts'
import { releaseEmails } from './release-emails.ts'
import { sendEmails } from './send-emails.ts'
import { sendGrid } from './sendgrid.ts'
import { refusing, startSendGridStandIn, taking, type SendGridStandIn } from './sendgrid-stand-in.testing.ts'
import { voidEmails } from './void-emails.ts'

const API_KEY = 'SG.canary-of-the-key'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const template = {
  subject: 'Hello {{name}}',
  text: 'Hello {{name}}, go to {{link}}',
  html: '<p>Hello {{name}}, <a href="{{link}}">go</a></p>',
}

/** Emails of this kind greet; those about a subject that is `dead` have nothing to say. */
const dead = new Set<string>()
const greeting: EmailKind = {
  kind: 'greeting',
  async prepare(_, emails) {
    return new Map(
      emails
        .filter(({ subjectId }) => !dead.has(subjectId))
        .map(({ id, toName, subjectId }) => [
          id,
          {
            template,
            fromName: 'Example Academy',
            words: { name: toName },
            links: { link: `https://x.test/${subjectId}` },
          },
        ]),
    )
  },
}

/** Until it is so, looked at again and again. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe.each(databases)('sending emails (%s)', (on) => {
  let server: TestServer
  let service: SendGridStandIn
  let mailer: Mailer
  beforeEach(async () => {
    server = await openTestServer(on)
    service = await startSendGridStandIn()
    mailer = throughSendGrid()
  })
  afterEach(async () => {
    await service.close()
    await server.close()
  })

  function throughSendGrid(timeoutMs = 5_000): Mailer {
    const { log, now } = server
    return sendGrid({ apiKey: API_KEY, baseUrl: service.baseUrl, fromAddress: 'mail@example.com', log, now, timeoutMs })
  }

  function greetings(count: number, values: Partial<NewEmail> = {}): NewEmail[] {
    return Array.from({ length: count }, (_, index) => ({
      id: newId(),
      kind: 'greeting',
      subjectId: newId(),
      toAddress: `user${index}@example.com`,
      toName: `User ${index}`,
      dueAt: server.now(),
      heldFor: null,
      ...values,
    }))
  }

  async function queue(emails: readonly NewEmail[]): Promise<void> {
    await server.run((work) => queueEmails(work, emails))
  }

  const sendDue = (through = mailer) => runDueJobs(server, [sendEmails(through, [greeting])])

  // One worker by itself, without the job's lease that keeps others away.
  function workOn(through: Mailer, kind = greeting, signal = new AbortController().signal): Promise<Date | null> {
    const job = { organizationId: server.organizationId, payload: {} as never, failures: 0, signal }
    return sendEmails(through, [kind]).run(server, job)
  }

  async function tell(emails: readonly NewEmail[], event: string, more = {}): Promise<void> {
    const { organizationId } = server
    const events = emails.map((email) => eventAbout({ ...email, organizationId }, event, more))
    await recordDelivery(server, [], readSendGridEvents(Buffer.from(JSON.stringify(events)))?.told ?? [])
  }

  const stored = () => server.run((work) => work.rows(Email).find({}, { order: { id: 'ASC' } }))
  const statuses = async () => [...new Set((await stored()).map(({ status }) => status))].toSorted()

  async function theOnly(): Promise<Email> {
    const [email] = await stored()
    return email as Email
  }

  const addressees = () => service.mails.map(({ toAddress }) => toAddress).toSorted()
  const expectEachOnce = (emails: readonly NewEmail[]) =>
    expect(service.mails.map(({ emailId }) => emailId).toSorted()).toEqual(emails.map(({ id }) => id).toSorted())

  it('writes email and job with the transaction that asks for them, or not at all', async () => {
    const counts = (work: Work) => Promise.all([work.rows(Email).count(), work.rows(Job).count()])
    const failing = server.run(async (work) => {
      await queueEmails(work, greetings(3))
      expect(await counts(work)).toEqual([3, 1])
      throw new Error('as intended')
    })
    await expect(failing).rejects.toThrow('as intended')
    expect(await server.run(counts)).toEqual([0, 0])

    await queue(greetings(3))
    expect(await server.run(counts)).toEqual([3, 1])
    await sendDue()
    expect(service.mails).toHaveLength(3)
    expect(await server.run(counts)).toEqual([3, 0])
  })

  it('sends each mail to its recipient with the words of its own', async () => {
    const emails = greetings(2)
    await queue(emails)
    await sendDue()
    expect(service.requests[0]?.authorization).toBe(`Bearer ${API_KEY}`)
    expect(service.mails.find(({ toAddress }) => toAddress === 'user1@example.com')).toEqual({
      emailId: emails[1]?.id,
      fromAddress: 'mail@example.com',
      fromName: 'Example Academy',
      toAddress: 'user1@example.com',
      toName: 'User 1',
      subject: 'Hello User 1',
      text: `Hello User 1, go to https://x.test/${emails[1]?.subjectId}`,
      html: `<p>Hello User 1, <a href="https://x.test/${emails[1]?.subjectId}">go</a></p>`,
    })
    const [email] = await stored()
    expect(email).toMatchObject({ status: 'SENT', attempts: 1, leaseUntil: null, lastError: null })
    expect(email?.sentAt).toBeInstanceOf(Date)
  })

  it('sends 3,000 emails in five languages in at most 10 requests, each once', async () => {
    const emails = greetings(3_000)
    const words = ['Hello', 'Hallo', 'Bonjour', 'Hola', 'Olá']
    const inLanguages: EmailKind = {
      ...greeting,
      async prepare(work, letters) {
        const contents = [...(await greeting.prepare(work, letters))]
        return new Map(
          contents.map(([id, content], index) => {
            const subject = `${words[index % words.length]} {{name}}`
            return [id, { ...content, template: { ...template, subject } }]
          }),
        )
      },
    }
    await queue(emails)
    await runDueJobs(server, [sendEmails(mailer, [inLanguages])])
    expect(service.requests.length).toBeLessThanOrEqual(10)
    expectEachOnce(emails)
    expect(await statuses()).toEqual(['SENT'])
  })

  it('gives other organizations their turn before an organization with many emails is through', async () => {
    const other = testViewer(await addOrganization(server, 'Another Academy'), 'OWNER')
    await queue(greetings(3_500))
    const [email] = greetings(1, { toAddress: 'another@example.com' }) as [NewEmail]
    await server.run((work) => queueEmails(work, [email]), other)
    await sendDue()
    expect(service.mails).toHaveLength(3_501)
    expect(service.mails.findIndex(({ emailId }) => emailId === email.id)).toBe(3_000)
  })

  it('sends a single mail within 10 s while another organization has 100,000 to send through a slow mail service', async () => {
    await queue(greetings(100_000))
    const job = sendEmails(mailer, [greeting])
    service.answer(() => new Promise((resolve) => setTimeout(() => resolve({ status: 202 }), 300)))
    const worker = startWorker(server, [job])
    await until(() => service.mails.length >= 2_000)
    const other = testViewer(await addOrganization(server, 'Another Academy'), 'OWNER')
    const [email] = greetings(1, { toAddress: 'another@example.com' }) as [NewEmail]
    const asked = performance.now()
    await server.run((work) => queueEmails(work, [email]), other)
    worker.wake()
    await until(() => service.mails.some(({ emailId }) => emailId === email.id))
    expect(performance.now() - asked).toBeLessThan(10_000)
    expect(service.mails.length).toBeLessThan(100_000)
    await worker.stop()
  }, 60_000)

  it('gives others their turn when the mail service hangs', async () => {
    await queue(greetings(3_000))
    const other = testViewer(await addOrganization(server, 'Another Academy'), 'OWNER')
    await server.run((work) => queueEmails(work, greetings(1, { toAddress: 'another@example.com' })), other)
    // By the clock of the server a call takes its full time.
    service.answer(({ body }) => {
      if (body.personalizations.length === 1) return taking()
      server.wait(9_000)
      return 'CUT'
    })
    const job = {
      organizationId: server.organizationId,
      payload: {} as never,
      failures: 0,
      signal: new AbortController().signal,
    }
    await sendEmails(mailer, [greeting]).run(server, job)
    expect(service.requests).toHaveLength(1)
    await sendDue()
    expect(addressees()).toEqual(['another@example.com'])
  })

  it('sends no email before its time, and one that is due soon before one that is due later', async () => {
    await queue(greetings(1, { toAddress: 'later@example.com', dueAt: new Date(server.now().getTime() + 2 * HOUR) }))
    await queue(greetings(1, { toAddress: 'soon@example.com', dueAt: new Date(server.now().getTime() + HOUR) }))
    await sendDue()
    expect(service.requests).toHaveLength(0)
    server.wait(HOUR)
    await sendDue()
    expect(addressees()).toEqual(['soon@example.com'])
    server.wait(HOUR)
    await sendDue()
    expect(addressees()).toEqual(['later@example.com', 'soon@example.com'])
  })

  it('holds emails until what they wait for lets them go', async () => {
    const importId = newId()
    await queue(greetings(2, { heldFor: importId }))
    await queue(greetings(1, { heldFor: newId() }))
    server.wait(HOUR)
    await sendDue()
    expect(service.requests).toHaveLength(0)
    await server.run((work) => releaseEmails(work, importId))
    await sendDue()
    expect(service.mails).toHaveLength(2)
  })

  it('never sends an email that was made void', async () => {
    const emails = greetings(3)
    await queue(emails)
    await server.run((work) => voidEmails(work, [emails[0]?.subjectId as string]))
    await sendDue()
    expectEachOnce(emails.slice(1))
    expect((await theOnly()).status).toBe('VOID')
  })

  it('makes void what has nothing to say any more', async () => {
    const emails = greetings(2)
    dead.add(emails[0]?.subjectId as string)
    await queue(emails)
    await sendDue()
    expectEachOnce(emails.slice(1))
    expect(await theOnly()).toMatchObject({ status: 'VOID', attempts: 0, sentAt: null })
  })

  it('makes no call before the moment that Retry-After names, not even for a new email', async () => {
    const emails = greetings(2)
    await queue(emails)
    service.answer(() => ({ status: 429, headers: { 'retry-after': '120' } }))
    await sendDue()
    expect(service.requests).toHaveLength(1)

    service.answer(taking)
    const another = greetings(1)
    await queue(another)
    await sendDue()
    server.wait(100_000)
    await sendDue()
    expect(service.requests).toHaveLength(1)

    server.wait(21_000)
    await sendDue()
    expectEachOnce([...emails, ...another])
  })

  it('makes no call before the moment that X-RateLimit-Reset names', async () => {
    await queue(greetings(1))
    const reset = Math.ceil(server.now().getTime() / 1_000) + 600
    service.answer(() => ({ status: 429, headers: { 'retry-after': '1', 'x-ratelimit-reset': String(reset) } }))
    await sendDue()
    service.answer(taking)
    server.wait(9 * MINUTE)
    await sendDue()
    expect(service.requests).toHaveLength(1)
    server.wait(MINUTE + 1_000)
    await sendDue()
    expect(service.mails).toHaveLength(1)
  })

  it('gives up a call that hangs, sends the other mails, and tries the hanging ones again', async () => {
    const emails = greetings(1_500)
    await queue(emails)
    service.answer(() => (service.requests.length === 1 ? 'HANG' : taking()))
    const impatient = throughSendGrid(2_000)
    await sendDue(impatient)
    expect(service.mails).toHaveLength(500)
    // Whether they were taken is not known, so they wait for word of that.
    server.wait(40_000)
    await sendDue(impatient)
    expect(service.mails).toHaveLength(500)
    server.wait(21_000)
    await sendDue(impatient)
    expectEachOnce(emails)
  })

  it('waits longer after each failure, and sends all of it once when the mail service is back', async () => {
    const emails = greetings(20)
    await queue(emails)
    service.answer(() => ({ status: 500 }))
    const waits: number[] = []
    for (let failure = 1; failure <= 4; failure++) {
      await sendDue()
      const { dueAt, status } = await theOnly()
      expect(status).toBe('QUEUED')
      waits.push(dueAt.getTime() - server.now().getTime())
      server.wait((waits.at(-1) as number) + 10)
    }
    expect(service.requests).toHaveLength(4)
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    service.answer(taking)
    await sendDue()
    expectEachOnce(emails)
    expect(await theOnly()).toMatchObject({ status: 'SENT', attempts: 5, lastError: null })
  })

  it('calls an email failed after eight attempts in about a day, and says why', async () => {
    await queue(greetings(1))
    const begun = server.now().getTime()
    service.answer(() => ({ status: 503, errors: [{ message: `Busy ${API_KEY}`, field: null }] }))
    for (;;) {
      await sendDue()
      const { dueAt, status } = await theOnly()
      if (status !== 'QUEUED') break
      server.wait(dueAt.getTime() - server.now().getTime() + 10)
    }
    expect(await theOnly()).toMatchObject({
      status: 'FAILED',
      attempts: 8,
      lastError: '503 Busy [hidden]',
      sentAt: null,
    })
    const hours = (server.now().getTime() - begun) / HOUR
    expect(hours).toBeGreaterThan(18)
    expect(hours).toBeLessThan(30)
    server.wait(48 * HOUR)
    await sendDue()
    expect(service.requests).toHaveLength(8)
  })

  it('keeps the mails while the key is refused, since it can be put right', async () => {
    const emails = greetings(2)
    await queue(emails)
    service.answer(() => ({ status: 401 }))
    await sendDue()
    expect(await statuses()).toEqual(['QUEUED'])
    service.answer(taking)
    server.wait(MINUTE)
    await sendDue()
    expectEachOnce(emails)
  })

  it('isolates an address that is refused, so that the others of its batch leave', async () => {
    const emails = greetings(64)
    Object.assign(emails[40] as NewEmail, { toAddress: 'refused@example.com' })
    await queue(emails)
    service.answer(refusing('refused@example.com'))
    await sendDue()
    expectEachOnce(emails.filter(({ toAddress }) => toAddress !== 'refused@example.com'))
    expect(service.requests.length).toBeLessThanOrEqual(1 + 2 * Math.log2(64))
    const failed = (await stored()).filter(({ status }) => status === 'FAILED')
    expect(failed).toMatchObject([
      { toAddress: 'refused@example.com', lastError: '400 Does not contain a valid address.' },
    ])
    server.wait(48 * HOUR)
    await sendDue()
    expect(service.mails).toHaveLength(63)
  })

  it('does not take a batch apart when what all its mails share is refused', async () => {
    await queue(greetings(8))
    service.answer(() => ({ status: 400, errors: [{ message: 'The from name is too long.', field: 'from.name' }] }))
    await sendDue()
    expect(service.requests).toHaveLength(1)
    expect(await statuses()).toEqual(['FAILED'])
  })

  it('sends again what may not have been taken, with the same link', async () => {
    await queue(greetings(1))
    service.answer(() => 'TAKE_AND_CUT')
    await sendDue()
    expect(await statuses()).toEqual(['QUEUED'])
    service.answer(taking)
    server.wait(40_000)
    await sendDue()
    expect(service.requests).toHaveLength(1)
    server.wait(21_000)
    await sendDue()
    expect(service.mails).toHaveLength(2)
    expect(service.mails[1]).toEqual(service.mails[0])
  })

  it('does not send again what the mail service has told of meanwhile', async () => {
    const emails = greetings(3)
    await queue(emails)
    service.answer(() => 'TAKE_AND_CUT')
    await sendDue()
    service.answer(taking)
    await tell(emails.slice(0, 2), 'processed')
    server.wait(61_000)
    await sendDue()
    expect(addressees()).toEqual(['user0@example.com', 'user1@example.com', 'user2@example.com', 'user2@example.com'])
    expect(await statuses()).toEqual(['SENT'])
  })

  it('believes the mail service that a mail was delivered even after it was given up', async () => {
    const emails = greetings(1)
    await queue(emails)
    service.answer(() => ({ status: 400, errors: [{ message: 'Not now', field: 'from' }] }))
    await sendDue()
    expect(await statuses()).toEqual(['FAILED'])
    await tell(emails, 'delivered')
    expect(await theOnly()).toMatchObject({ status: 'SENT', deliveredAt: expect.any(Date), lastError: null })
  })

  it('sends nothing more after a crash behind the answer of the mail service when that tells of the mail', async () => {
    const emails = greetings(5)
    await queue(emails)
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    service.answer(() => {
      asked()
      return 'TAKE_AND_HANG'
    })
    const dying = workOn(throughSendGrid(MINUTE))
    await isAsked
    service.answer(taking)
    await tell(emails, 'processed')
    server.wait(61_000)
    await sendDue()
    expectEachOnce(emails)
    await service.close()
    await dying
    expect(await statuses()).toEqual(['SENT'])
  })

  it('looks once more before it repeats a mail, because word of it may come at that moment', async () => {
    const emails = greetings(1)
    await queue(emails)
    service.answer(() => 'TAKE_AND_CUT')
    await sendDue()
    service.answer(taking)
    server.wait(61_000)
    // Claimed already, and not yet handed over.
    const [claimed] = (await server.run(claimEmails)) as [Email]
    await tell(emails, 'processed')
    const { run } = server
    const { letters } = await prepareLetters({ server, run, kinds: [greeting] }, [claimed])
    expect(letters).toEqual([])
  })

  it('sends nothing to an address that does not exist, and says so', async () => {
    const first = greetings(1, { toAddress: 'Gone@example.com' })
    await queue(first)
    await sendDue()
    await tell(first, 'bounce', { type: 'bounce', status: '5.1.1', reason: '550 No such user' })
    const [again, other] = [greetings(1, { toAddress: 'gone@example.com' }), greetings(1)]
    await queue([...again, ...other])
    await sendDue()
    expectEachOnce([...first, ...other])
    const email = (await stored()).find(({ id }) => id === again[0]?.id)
    expect(email).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      bounceKind: 'HARD',
      bounceReason: expect.stringContaining('does not exist'),
    })
  })

  it('takes an address that the mail service refuses for one that came back', async () => {
    await queue(greetings(1, { toAddress: 'refused@example.com' }))
    service.answer(refusing('refused@example.com'))
    await sendDue()
    expect(await theOnly()).toMatchObject({ bounceKind: 'HARD', bounceReason: '400 Does not contain a valid address.' })
    await queue(greetings(1, { toAddress: 'refused@example.com' }))
    await sendDue()
    expect(service.requests).toHaveLength(1)
  })

  it('keeps all organizations quiet while the mail service wants to be left alone', async () => {
    const other = testViewer(await addOrganization(server, 'Another Academy'), 'OWNER')
    await queue(greetings(1))
    await server.run((work) => queueEmails(work, greetings(1)), other)
    service.answer(() => ({ status: 429, headers: { 'retry-after': '120' } }))
    await sendDue()
    expect(service.requests).toHaveLength(1)
    service.answer(taking)
    server.wait(121_000)
    await sendDue()
    expect(service.mails).toHaveLength(2)
  })

  it('sends what a worker that died had in hand when its lease is over, and not before', async () => {
    const emails = greetings(5)
    await queue(emails)
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    service.answer(() => {
      asked()
      return 'HANG'
    })
    const dying = workOn(throughSendGrid(MINUTE))
    await isAsked
    service.answer(taking)
    server.wait(40_000)
    await sendDue()
    expect(service.mails).toHaveLength(0)
    server.wait(21_000)
    await sendDue()
    expectEachOnce(emails)
    await service.close()
    await dying
    expect(await statuses()).toEqual(['SENT'])
  })

  it('never sends one mail twice when several workers send at once', async () => {
    const emails = greetings(3_500)
    await queue(emails)
    await Promise.all([workOn(mailer), workOn(throughSendGrid()), workOn(throughSendGrid()), sendDue()])
    await sendDue()
    expectEachOnce(emails)
    expect(await statuses()).toEqual(['SENT'])
  })

  it('lets only the newest worker say what became of an email', async () => {
    await queue(greetings(1))
    service.answer(async () => {
      service.answer(taking)
      server.wait(61_000)
      await workOn(throughSendGrid())
      return { status: 400 }
    })
    await workOn(mailer)
    expect(service.mails).toHaveLength(1)
    expect(await theOnly()).toMatchObject({ status: 'SENT', attempts: 2, lastError: null })
  })

  it('hands back what it has not begun when it is told to stop', async () => {
    const emails = greetings(3)
    await queue(emails)
    const stopping = new AbortController()
    const stopped: EmailKind = {
      ...greeting,
      prepare(work, claimed) {
        stopping.abort()
        return greeting.prepare(work, claimed)
      },
    }
    await workOn(mailer, stopped, stopping.signal)
    expect(service.requests).toHaveLength(0)
    expect(await theOnly()).toMatchObject({ status: 'QUEUED', attempts: 0, leaseUntil: null })
    await sendDue()
    expectEachOnce(emails)
  })

  it('goes on with the others when one kind of mail cannot be made', async () => {
    const broken: EmailKind = { kind: 'broken', prepare: () => Promise.reject(new Error('as intended')) }
    await queue(greetings(1, { kind: 'broken' }))
    await queue(greetings(1, { kind: 'of a newer version' }))
    await runDueJobs(server, [sendEmails(mailer, [greeting, broken])])
    expect((await stored()).map(({ status, lastError }) => [status, lastError])).toEqual([
      ['QUEUED', 'The mail could not be prepared.'],
      ['QUEUED', 'This version of Rollcall does not know this kind of mail.'],
    ])
    const emails = greetings(1)
    await queue(emails)
    await runDueJobs(server, [sendEmails(mailer, [greeting, broken])])
    expectEachOnce(emails)
  })
})
