import { BlockList, isIP } from 'node:net'
import type { Config } from '../base/config.ts'
import { Refusal } from '../base/errors.ts'
import { LONGEST_URL } from './webhook.ts'

/** Where webhooks may point. */
export type WebhookTargets = Config['webhookTargets']

const PATH = ['input', 'url']

/** The address as it is called, or a refusal of one that nobody may be sent to. Names are looked up when it is called. */
export function checkWebhookUrl(value: string, targets: WebhookTargets): string {
  const text = value.trim()
  if (!text) throw refusal('REQUIRED', 'A webhook needs an address.')
  if (text.length > LONGEST_URL) {
    throw refusal('TOO_LONG', `The address has ${text.length} characters, and at most ${LONGEST_URL} are allowed.`)
  }
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refusal('INVALID', `${text} is not an https address.`)
  }
  if (url.protocol === 'http:' && targets === 'public') {
    throw refusal('INVALID', 'A webhook is called over https only, because what it tells is about people.')
  }
  if (url.username || url.password) {
    throw refusal(
      'INVALID',
      'The address holds a user name or password, which everybody who sees it could read.',
      'Leave it out and check the signature of each request instead.',
    )
  }
  if (targets === 'public' && isIP(hostOf(url)) && !isPublicAddress(hostOf(url))) {
    throw refusal('INVALID', `${url.hostname} is not an address on the public internet.`)
  }
  url.hash = ''
  return url.href
}

/** The host of an address without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function refusal(code: 'REQUIRED' | 'TOO_LONG' | 'INVALID', message: string, hint = EXAMPLE): Refusal {
  return new Refusal({ code, message, path: PATH, hint })
}

const EXAMPLE = 'Give the full address, for example https://example.com/rollcall-events.'

// What the registries of special addresses keep from the public internet.
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, prefix, 'ipv4')
}
// Within the block from which public addresses are given out; everything outside of it is refused. Those that carry an
// IPv4 address inside (2001::/32, 2002::/16) lead wherever that one does.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, prefix, 'ipv6')
}
const givenOut = new BlockList()
givenOut.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address belongs to the public internet, and not to this machine or a network around it. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4')
  return isIP(address) === 6 && givenOut.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
