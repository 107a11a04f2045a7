import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { takeOrWait } from '../access/rate-limit.ts'
import type { Server } from '../base/work.ts'

const OF_A_SUBJECT = { name: 'calls-about', most: 10, seconds: 60 }
const SIGN_ONS = { name: 'sign-ons', most: 300, seconds: 60 }
const OF_A_CALLER = { name: 'calls-from', most: 10, seconds: 60 }

/** Who calls without a credential, and about whom. */
export interface AnonymousCall {
  /** The email address or token that the call is about. */
  subject: string
  /** The address of the machine that calls; null where nobody calls over the network. */
  caller: string | null
}

/**
 * Counts a call without credential, or says how long to wait. What it answers takes the call back from the caller: one
 * that turned out to be honest is not held against those who share an office's way out.
 */
export async function limitCalls(server: Server, { subject, caller }: AnonymousCall): Promise<() => Promise<void>> {
  const from = caller === null ? null : networkOf(caller)
  if (from !== null) await takeOrWait(server, OF_A_CALLER, { key: from, what: 'Calls without a credential' })
  await takeOrWait(server, OF_A_SUBJECT, { key: hashed(subject), what: 'Calls about one address or link' })
  return async () => {
    if (from !== null) await server.rates.giveBack(OF_A_CALLER, from)
  }
}

/** Counts a sign-on that begins, or says how long to wait: a whole office begins its day behind one address. */
export async function limitSignOns(server: Server, caller: string | null): Promise<void> {
  if (caller !== null) await takeOrWait(server, SIGN_ONS, { key: networkOf(caller), what: 'Sign-ons' })
}

/** What is counted in the place of an address or token, which the counter has no business knowing. */
export function hashed(subject: string): string {
  return createHash('sha256').update(subject).digest('base64url')
}

// One household or office has a whole /64 of IPv6 addresses.
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (mapped) return mapped
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const groups =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return `${groups.slice(0, 4).join(':')}::/64`
}
