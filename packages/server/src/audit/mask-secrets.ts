const MASK = '[secret]'
const SECRET_NAME = /password|secret|token|credential|authorization/i
/** What callers send has one name more: the code that becomes a session. Elsewhere a code says what happened. */
const SECRET_ARGUMENT = new RegExp(`${SECRET_NAME.source}|^code$`, 'i')

/**
 * The same values without what nobody may read, whoever forgot to leave it out: an audit is read by many, and for ever.
 * Texts under a telling name are masked at any depth; that something was changed stays visible.
 */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && SECRET_NAME.test(name) ? MASK : maskSecrets(inner),
    ]),
  )
}

/** A text that may repeat some of what a caller sent, without those that nobody may read. */
export function hideSecrets(text: string, values: unknown): string {
  return secretsIn(values).reduce((hidden, secret) => hidden.replaceAll(secret, MASK), text)
}

// Within a text a value may also stand as JSON writes it.
function secretsIn(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (!SECRET_ARGUMENT.test(name) || inner === null || inner === '' || typeof inner === 'boolean')
      return secretsIn(inner)
    if (typeof inner === 'object') return [...secretsIn(inner), ...Object.values(inner).filter(isText)]
    const written = String(inner)
    return [written, JSON.stringify(written).slice(1, -1)]
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
