import { createPublicKey, type KeyObject } from 'node:crypto'

/** Everything an operator may set, read once at the start. `main.ts` hands in the environment; nothing else reads it. */
export interface Config {
  port: number
  host: string
  /** Without a trailing slash; the only source of links in mails. */
  publicUrl: string
  /** Link in invite mails, with `{token}` in it. */
  activationUrl: string
  dataDir: string
  database: DatabaseLocation
  redisUrl: string | null
  work: 'inline' | 'off'
  migrate: 'auto' | 'manual'
  bootstrap: { organization: string; ownerEmail: string; apiKey: string | null }
  sendGrid: { apiKey: string; baseUrl: string | null } | null
  /** By which events of the mail service are told from others; null: none are taken. */
  sendGridWebhookKey: KeyObject | null
  mailFrom: { name: string | null; address: string }
  /** From which the tokens of activation links are derived; null: kept in a file of the data folder. */
  secretKey: string | null
  inviteTtlHours: number
  /** Invites that calls of one organization may send within an hour. */
  invitesPerHour: number
  maxFileBytes: number
  maxRows: number
  /** An import that nobody commits is given up after so many days without a call. */
  importIdleDays: number
  /** The rows and the file of an import are kept for so many days after its end. */
  importRetentionDays: number
  /** An import can be taken back for so many days after its end, and never longer than its rows are kept. */
  undoDays: number
  /** Of one credential, from wherever they come. */
  requestsPerMinute: number
  scimRequestsPerMinute: number
  sessionTtlHours: number
  /** Link in mails to set the password anew, with `{token}` in it. */
  passwordResetUrl: string
  /** Where the platform takes people who signed on at a provider, with a code that becomes a session; null: nowhere. */
  ssoReturnUrl: string | null
  /** How many proxies stand in front, each of which names the one before it in X-Forwarded-For. */
  trustedProxies: number
  /** Where webhooks and providers of single sign-on may be: at https addresses on the public internet, or for development anywhere. */
  webhookTargets: 'public' | 'any'
  /** Sites whose pages may call the API from a browser. */
  corsOrigins: readonly string[]
  /** Files with the operations that callers without an API key are held to; empty: they may ask anything. */
  operationManifests: readonly string[]
  introspection: 'on' | 'authenticated'
  logLevel: string
}

export type DatabaseLocation = { type: 'sqlite'; path: string } | { type: 'mysql'; url: string }

/** A variable that cannot be used: says which, what is wrong with it, and how it could look. */
export class ConfigProblem extends Error {
  constructor(variable: string, fault: string, example: string) {
    super(`${variable} ${fault}. Example: ${variable}=${example}`)
    this.name = 'ConfigProblem'
  }
}

export type Environment = Record<string, string | undefined>

/** Reads and checks the environment; throws `ConfigProblem` for the first variable that cannot be used. */
export function readConfig(environment: Environment): Config {
  const read = (variable: string) => environment[variable]?.trim() || null

  const port = wholeNumber(read, 'PORT', 4000, 0, 65_535)
  const dataDir = read('DATA_DIR') ?? './data'
  const publicUrl = webAddress('PUBLIC_URL', read('PUBLIC_URL') ?? `http://localhost:${port}`).replace(/\/+$/, '')
  const apiKey = read('SENDGRID_API_KEY')
  const sendGridBaseUrl = read('SENDGRID_BASE_URL')
  if (sendGridBaseUrl) webAddress('SENDGRID_BASE_URL', sendGridBaseUrl)
  const mailFrom = sender(read('MAIL_FROM') ?? 'Rollcall <no-reply@localhost>')
  if (apiKey && !read('MAIL_FROM')) {
    throw new ConfigProblem(
      'MAIL_FROM',
      'must be set when mail goes through SendGrid',
      '"Example Academy <academy@example.com>"',
    )
  }
  const bootstrapKey = read('BOOTSTRAP_API_KEY')
  if (bootstrapKey && bootstrapKey.length < 32) {
    throw new ConfigProblem(
      'BOOTSTRAP_API_KEY',
      'is shorter than 32 characters',
      'rck_followed_by_32_random_characters_',
    )
  }
  const secretKey = read('SECRET_KEY')
  if (secretKey && secretKey.length < 32) {
    throw new ConfigProblem('SECRET_KEY', 'is shorter than 32 characters', 'the output of: openssl rand -base64 48')
  }
  const production = read('NODE_ENV') === 'production'

  return {
    port,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl,
    activationUrl: tokenLink(read, 'ACTIVATION_URL', `${publicUrl}/accept?token={token}`),
    dataDir,
    database: databaseLocation(read('DATABASE_URL') ?? `sqlite:${dataDir}/rollcall.sqlite`),
    redisUrl: redisAddress(read('REDIS_URL')),
    work: oneOf('WORK', read('WORK') ?? 'inline', ['inline', 'off']),
    migrate: oneOf('MIGRATE', read('MIGRATE') ?? 'auto', ['auto', 'manual']),
    bootstrap: {
      organization: read('BOOTSTRAP_ORGANIZATION') ?? 'Demo',
      ownerEmail: read('BOOTSTRAP_OWNER_EMAIL') ?? 'owner@example.com',
      apiKey: bootstrapKey,
    },
    sendGrid: apiKey ? { apiKey, baseUrl: sendGridBaseUrl } : null,
    sendGridWebhookKey: publicKey('SENDGRID_WEBHOOK_PUBLIC_KEY', read('SENDGRID_WEBHOOK_PUBLIC_KEY')),
    mailFrom,
    secretKey,
    inviteTtlHours: wholeNumber(read, 'INVITE_TTL_HOURS', 168, 1, 2_160),
    invitesPerHour: wholeNumber(read, 'INVITES_PER_HOUR', 50_000, 1, 10_000_000),
    maxFileBytes: wholeNumber(read, 'MAX_FILE_BYTES', 104_857_600, 1, 2_000_000_000),
    maxRows: wholeNumber(read, 'MAX_ROWS', 1_000_000, 1, 10_000_000),
    importIdleDays: wholeNumber(read, 'IMPORT_IDLE_DAYS', 7, 1, 30),
    importRetentionDays: wholeNumber(read, 'IMPORT_RETENTION_DAYS', 30, 1, 365),
    undoDays: wholeNumber(read, 'UNDO_DAYS', 30, 0, 30),
    sessionTtlHours: wholeNumber(read, 'SESSION_TTL_HOURS', 12, 1, 720),
    passwordResetUrl: tokenLink(read, 'PASSWORD_RESET_URL', `${publicUrl}/reset-password?token={token}`),
    ssoReturnUrl: read('SSO_RETURN_URL') && webAddress('SSO_RETURN_URL', read('SSO_RETURN_URL') ?? ''),
    trustedProxies: wholeNumber(read, 'TRUSTED_PROXIES', 0, 0, 10),
    requestsPerMinute: wholeNumber(read, 'REQUESTS_PER_MINUTE', 600, 1, 1_000_000),
    scimRequestsPerMinute: wholeNumber(read, 'SCIM_REQUESTS_PER_MINUTE', 1_200, 1, 1_000_000),
    webhookTargets: oneOf('WEBHOOK_TARGETS', read('WEBHOOK_TARGETS') ?? 'public', ['public', 'any']),
    corsOrigins: (read('CORS_ORIGINS') ?? '').split(',').flatMap((text) => webOrigin(text.trim())),
    operationManifests: (read('OPERATION_MANIFESTS') ?? '').split(',').flatMap((path) => path.trim() || []),
    introspection: oneOf('INTROSPECTION', read('INTROSPECTION') ?? (production ? 'authenticated' : 'on'), [
      'on',
      'authenticated',
    ]),
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL') ?? 'info', [
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'trace',
      'silent',
    ]),
  }
}

type Read = (variable: string) => string | null

function wholeNumber(read: Read, variable: string, otherwise: number, least: number, most: number): number {
  const text = read(variable)
  if (text === null) return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ConfigProblem(
      variable,
      `is ${JSON.stringify(text)}, not a whole number from ${least} to ${most}`,
      String(otherwise),
    )
  }
  return value
}

function oneOf<const Word extends string>(variable: string, value: string, words: readonly [Word, ...Word[]]): Word {
  const found = words.find((word) => word === value)
  if (found) return found
  throw new ConfigProblem(variable, `is ${JSON.stringify(value)}, not one of ${words.join(', ')}`, words[0])
}

function webAddress(variable: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return value
  throw new ConfigProblem(
    variable,
    `is ${JSON.stringify(value)}, not an absolute http or https address`,
    'https://rollcall.example.com',
  )
}

function webOrigin(value: string): [string] | [] {
  if (value === '') return []
  if (/^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value) return [value]
  throw new ConfigProblem(
    'CORS_ORIGINS',
    `holds ${JSON.stringify(value)}, not the scheme, host and port of a site alone`,
    'https://learn.example.com,https://people.example.com',
  )
}

function publicKey(variable: string, value: string | null): KeyObject | null {
  if (value === null) return null
  const key = ellipticKey(value)
  if (key) return key
  throw new ConfigProblem(
    variable,
    'is not a public key as SendGrid shows it under Signed Event Webhook',
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
  )
}

function ellipticKey(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' ? key : null
  } catch {
    return null
  }
}

function tokenLink(read: Read, variable: string, otherwise: string): string {
  const link = webAddress(variable, read(variable) ?? otherwise)
  if (link.includes('{token}')) return link
  throw new ConfigProblem(
    variable,
    'has no {token} in it, so no link would work',
    'https://learn.example.com/page?token={token}',
  )
}

function databaseLocation(value: string): DatabaseLocation {
  if (value.startsWith('sqlite:')) {
    const path = value.slice('sqlite:'.length)
    if (path) return { type: 'sqlite', path }
  }
  if (URL.canParse(value)) {
    const url = new URL(value)
    if ((url.protocol === 'mysql:' || url.protocol === 'mariadb:') && url.pathname.length > 1) {
      return { type: 'mysql', url: value }
    }
  }
  // The value may hold a password, so it is not repeated.
  throw new ConfigProblem(
    'DATABASE_URL',
    'names neither a SQLite file nor a MySQL or MariaDB database',
    'mysql://rollcall:secret@db.example.com:3306/rollcall (or sqlite:./data/rollcall.sqlite)',
  )
}

function redisAddress(value: string | null): string | null {
  if (value === null) return null
  if (URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol)) return value
  throw new ConfigProblem('REDIS_URL', 'is not a redis: or rediss: address', 'redis://127.0.0.1:6379/0')
}

function sender(value: string): { name: string | null; address: string } {
  const match = /^(?:"?([^"<>\r\n]*?)"?\s*<([^<>\s@]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))$/.exec(value)
  const address = match?.[2] ?? match?.[3]
  if (!address) {
    throw new ConfigProblem(
      'MAIL_FROM',
      `is ${JSON.stringify(value)}, not an address`,
      '"Example Academy <academy@example.com>"',
    )
  }
  return { name: match?.[1] || null, address }
}
