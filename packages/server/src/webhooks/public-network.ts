import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { hostOf, isPublicAddress } from './webhook-address.ts'

/** A name that leads into our own network. */
export class NotPublic extends Error {
  constructor(host: string) {
    super(`${host} is not an address on the public internet.`)
  }
}

/** Throws for an address that leads nowhere on the public internet, or unencrypted. Names are looked up later. */
export function requirePublic(url: URL): void {
  if (url.protocol !== 'https:') throw new Error('It is called over https only.')
  // A literal address is never looked up.
  if (isIP(hostOf(url)) && !isPublicAddress(hostOf(url))) throw new NotPublic(hostOf(url))
}

/**
 * Looks a name up, and answers nothing for one that leads into our own network. The very addresses that were looked at
 * are connected to, so that a name cannot answer otherwise the second time.
 */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, [])
    if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(new NotPublic(host), [])
    const [first] = addresses
    if (options.all || !first) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
