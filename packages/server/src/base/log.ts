import { pino } from 'pino'

/** JSON lines. Never secrets, tokens, passwords or the parameters of SQL statements. */
export type Log = pino.Logger

const SECRETS = [
  'authorization',
  'password',
  'token',
  'idToken',
  'secret',
  'clientSecret',
  'secretKey',
  'apiKey',
  'cookie',
]
/** How deep in what is written down a secret may be whose name betrays it. */
const AT = ['', '*.', '*.*.']

export function openLog(level: string): Log {
  return pino({
    level,
    redact: { paths: AT.flatMap((way) => SECRETS.map((name) => way + name)), censor: '[hidden]' },
    serializers: { err: withoutSecrets },
  })
}

// An error of the database carries the statement's parameters, one of a mail client the key: only what names the
// cause is written down.
function withoutSecrets(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = (error as { code?: unknown }).code
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(error.cause instanceof Error ? { cause: withoutSecrets(error.cause) } : {}),
  }
}
