const MASK = '[secret]'
const SECRET_NAME = /password|secret|token|credential|authorization/i

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
