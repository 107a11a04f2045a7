import { isIP } from 'node:net'
import { Refusal } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { timeZoneName } from '../users/check-details.ts'
import { hostOf, isPublicAddress } from '../webhooks/webhook-address.ts'
import { encryptSecret } from '../webhooks/webhook-secret.ts'

const LONGEST_URL = 2_000
const LONGEST_CREDENTIAL = 4_000

/** The address as it is called, or the refusal of one that this server is not to be led to. */
export function checkOutsideUrl({ config }: Work, typed: string, path: readonly string[]): string {
  const text = typed.trim()
  const url = URL.canParse(text) ? new URL(text) : null
  const isAny = config.webhookTargets === 'any'
  if (!url || !(url.protocol === 'https:' || (isAny && url.protocol === 'http:'))) {
    throw refusal(path, `${text.slice(0, 200)} is no https address.`)
  }
  if (text.length > LONGEST_URL) throw refusal(path, `An address has at most ${LONGEST_URL} characters.`)
  if (url.username || url.password) {
    throw refusal(path, 'The address holds a user name or password, which everybody who sees it could read.')
  }
  if (!isAny && isIP(hostOf(url)) && !isPublicAddress(hostOf(url))) {
    throw refusal(path, `${url.hostname} is not an address on the public internet.`)
  }
  return url.href
}

/** A time zone by its IANA name, or the refusal of what is none. */
export function checkTimeZone(typed: string, path: readonly string[]): string {
  const name = timeZoneName(typed)
  if (name) return name
  throw refusal(path, `${typed.slice(0, 100)} is no time zone. Use an IANA name such as Europe/London.`)
}

/** What is kept of a credential: encrypted for this integration; null for none. */
export function keptCredential(
  work: Work,
  hrIntegrationId: string,
  typed: string | null,
  path: readonly string[],
): string | null {
  const text = typed?.trim()
  if (!text) return null
  if (text.length > LONGEST_CREDENTIAL) throw refusal(path, `At most ${LONGEST_CREDENTIAL} characters.`)
  if (!/^[\x20-\x7e]+$/.test(text)) throw refusal(path, 'A header holds plain letters, digits and signs.')
  return encryptSecret(work.secretKey, hrIntegrationId, text)
}

/** Whether two addresses lead to one server: a credential for one is not shown to another. */
export function isSameServer(one: string | null | undefined, other: string | null | undefined): boolean {
  return Boolean(one && other && new URL(one).host === new URL(other).host)
}

/** What a setting is refused with. */
export function refusal(path: readonly string[], message: string): Refusal {
  return new Refusal({ code: 'INVALID', message, path })
}
