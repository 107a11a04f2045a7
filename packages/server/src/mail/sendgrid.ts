import { randomBytes } from 'node:crypto'
import sharedClient from '@sendgrid/client'
import { classes } from '@sendgrid/helpers'
import sharedService from '@sendgrid/mail'
import type { Log } from '../base/log.ts'
import { escapeValues, oneLine, replacePlaces, valueAt } from './fill-template.ts'
import type { Letter, Mailer, Outcome } from './mailer.ts'

// Both packages export their classes beside an instance for everybody, which their types do not say, nor that a message
// is taken as it is where its parts are taken as data.
const { Client } = sharedClient as unknown as { Client: new () => typeof sharedClient }
const { MailService } = sharedService as unknown as { MailService: new () => typeof sharedService }
type MailService = typeof sharedService
type MailData = Exclude<Parameters<MailService['send']>[0], readonly unknown[]>
type Mail = InstanceType<typeof classes.Mail>
type Personalization = Parameters<Mail['addPersonalization']>[0]

export interface SendGridOptions {
  apiKey: string
  /** Null: SendGrid's own. */
  baseUrl: string | null
  fromAddress: string
  log: Log
  now: () => Date
  /** How long one call may take. */
  timeoutMs?: number
}

/** Under the promised 10 s, so that giving up and the mark fit in. */
const TIMEOUT_MS = 9_000
/** A wrong header must not silence an organization for longer than this. */
const LONGEST_PAUSE_MS = 24 * 3_600_000

/** Mail through SendGrid: a batch is one request with a personalization for each letter. */
export function sendGrid(options: SendGridOptions): Mailer {
  // What SendGrid limits is the account, so all organizations keep to it.
  let quiet: Outcome & { pauseUntil: Date } = later('', new Date(0))
  return {
    async deliver(letters) {
      if (options.now() < quiet.pauseUntil) return quiet
      const outcome = await call(options, letters)
      if (outcome.result === 'LATER' && outcome.pauseUntil) quiet = { ...outcome, pauseUntil: outcome.pauseUntil }
      return outcome
    },
  }
}

async function call(options: SendGridOptions, letters: readonly Letter[]): Promise<Outcome> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    await mailService(options, timeout).send(mailOf(options.fromAddress, letters) as unknown as MailData)
    return { result: 'SENT' }
  } catch (error) {
    return timeout.aborted ? noAnswer('No answer in time') : outcomeOf(options, error as SendGridError)
  }
}

// A client for each call, because the client has no other place for the signal that ends it. Its own timeout would
// only count the silence between two bytes.
function mailService({ apiKey, baseUrl }: SendGridOptions, signal: AbortSignal): MailService {
  const client = new Client()
  client.setDefaultHeader('Authorization', `Bearer ${apiKey}`)
  // A connection kept for the next call may be closed by then, and whether that call arrived would not be known.
  client.setDefaultHeader('Connection', 'close')
  // The key must not follow a redirect.
  client.setDefaultRequest({ signal, maxRedirects: 0 } as never)
  if (baseUrl) client.setDefaultRequest('baseUrl', baseUrl)
  const service = new MailService()
  service.setClient(client)
  return service
}

/**
 * What all letters say alike is put into its place here. The other places become SendGrid's substitution tags, one for
 * each context. SendGrid replaces them as raw text, perhaps one after the other, so each request has tags of its own
 * that no value can contain.
 */
function mailOf(fromAddress: string, letters: readonly Letter[]): Mail {
  const { content } = letters[0] as Letter
  const { template, fromName, replyTo } = content
  const wrappers: [string, string] = ['%', `.${randomBytes(6).toString('hex')}%`]
  const differing = differingPlaces(letters)
  const alike = escapeValues(content)
  const filled = (context: 'text' | 'html', part: string) =>
    replacePlaces(part, (place) =>
      differing.has(place) ? wrappers.join(`${context}.${place}`) : valueAt(alike[context], place),
    )
  const mail = new classes.Mail({
    from: { email: fromAddress, name: oneLine(fromName) },
    ...(replyTo ? { replyTo } : {}),
    subject: filled('text', template.subject),
    content: [
      { type: 'text/plain', value: filled('text', template.text) },
      { type: 'text/html', value: filled('html', template.html) },
    ],
    substitutionWrappers: wrappers,
    personalizations: [],
    // A link that activates an account goes to its recipient and to nobody else's redirect or counter.
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
      subscriptionTracking: { enable: false },
    },
  })
  for (const letter of letters) mail.addPersonalization(personalizationOf(letter, differing))
  return mail
}

// Made step by step, because whatever is handed over as data is copied twice.
function personalizationOf(letter: Letter, differing: ReadonlySet<string>): Personalization {
  const personalization = new classes.Personalization()
  personalization.addTo({ email: letter.toAddress, name: oneLine(letter.toName) })
  personalization.setSubstitutions(substitutions(letter, differing))
  // They come back in the events about this mail.
  personalization.setCustomArgs({ email_id: letter.id, organization_id: letter.organizationId })
  return personalization as unknown as Personalization
}

const VALUES = ['words', 'texts', 'links'] as const

function differingPlaces([first, ...others]: readonly Letter[]): ReadonlySet<string> {
  const differing = new Set<string>()
  for (const { content } of others) {
    for (const kind of VALUES) {
      const values = first?.content[kind]
      for (const place in content[kind]) if (content[kind]?.[place] !== values?.[place]) differing.add(place)
    }
  }
  return differing
}

function substitutions({ content }: Letter, differing: ReadonlySet<string>): Record<string, string> {
  const only = (values: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(values).filter(([place]) => differing.has(place)))
  const { text, html } = escapeValues({
    words: only(content.words),
    texts: only(content.texts),
    links: only(content.links),
  })
  const named = (context: string, values: Record<string, string>) =>
    Object.entries(values).map(([place, value]) => [`${context}.${place}`, value] as const)
  return Object.fromEntries([...named('text', text), ...named('html', html)])
}

/** What SendGrid's client throws; it can hold the key, so nothing of it but what is read here goes on. */
interface SendGridError {
  /** The status of an answer, or the word for a broken connection. */
  code?: number | string
  response?: {
    status?: number
    headers?: Record<string, unknown>
    body?: { errors?: { message?: unknown; field?: unknown }[] }
  }
}

/** Words for a connection that was never made: nothing can have been taken. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

function outcomeOf(options: SendGridOptions, { code, response }: SendGridError): Outcome {
  const status = typeof code === 'number' ? code : response?.status
  if (status === undefined) {
    return NOT_CONNECTED.has(String(code))
      ? later(`No connection: ${code}`, null)
      : noAnswer(`Connection lost: ${code ?? 'no reason given'}`)
  }
  const reason = `${status}${saidBy(response, options.apiKey)}`
  if (status === 400 || status === 413) return { result: 'REFUSED', reason, because: blamed(status, response) }
  // The key or the sender is wrong, not the mail: they can be put right, and then everything that waits leaves.
  if (status === 401 || status === 403) {
    options.log.error({ status }, 'SendGrid refuses the key or the sender: see SENDGRID_API_KEY and MAIL_FROM')
    return later(reason, null)
  }
  if (status < 400 || status === 408 || status === 429 || status >= 500) {
    return later(reason, pauseUntil(response?.headers ?? {}, options.now()))
  }
  return { result: 'REFUSED', reason, because: 'BATCH' }
}

// SendGrid names the part of the request that it does not like. Too large a request is helped by halving, too.
function blamed(status: number, response: SendGridError['response']): 'ADDRESS' | 'LETTER' | 'BATCH' {
  const errors = response?.body?.errors
  if (status === 413 || !Array.isArray(errors)) return 'LETTER'
  const isOfBatch = (field: unknown) => typeof field === 'string' && !field.startsWith('personalizations')
  if (errors.length > 0 && errors.every(({ field }) => isOfBatch(field))) return 'BATCH'
  return errors.some(({ message }) => /valid (email )?address/i.test(String(message))) ? 'ADDRESS' : 'LETTER'
}

function saidBy(response: SendGridError['response'], apiKey: string): string {
  const errors = response?.body?.errors
  if (!Array.isArray(errors)) return ''
  const said = errors.map(({ message }) => oneLine(String(message))).join(' ')
  return ` ${said}`.replaceAll(apiKey, '[hidden]').replaceAll(/SG\.[\w.-]+/g, '[hidden]')
}

/** `Retry-After` in seconds or as a date, and `X-RateLimit-Reset` in seconds since 1970; the later one counts. */
function pauseUntil(headers: Record<string, unknown>, now: Date): Date | null {
  const after = headers['retry-after']
  const seconds = Number(after)
  const times = [
    Number.isFinite(seconds) ? now.getTime() + seconds * 1_000 : Date.parse(String(after)),
    Number(headers['x-ratelimit-reset']) * 1_000,
  ].filter((time) => time > now.getTime())
  if (times.length === 0) return null
  return new Date(Math.min(Math.max(...times), now.getTime() + LONGEST_PAUSE_MS))
}

function later<Pause extends Date | null>(
  reason: string,
  pauseUntil: Pause,
): Outcome & { result: 'LATER' } & { pauseUntil: Pause } {
  return { result: 'LATER', reason, taken: 'NO', pauseUntil }
}

function noAnswer(reason: string): Outcome {
  return { result: 'LATER', reason, taken: 'UNKNOWN', pauseUntil: null }
}
