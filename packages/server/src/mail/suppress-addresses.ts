import type { Work } from '../base/work.ts'
import { type Email, isLasting } from './email.ts'
import { findSuppressions } from './find-suppressions.ts'
import { Suppression, suppressionKey } from './suppression.ts'
import type { Values } from '../base/rows.ts'

/** Sends no more mail to the addresses of those emails that came back for good. */
export async function suppressAddresses(
  work: Work,
  emails: readonly Pick<Email, 'id' | 'toAddress' | 'bounceKind' | 'bounceReason'>[],
): Promise<void> {
  const addresses = emails.filter(({ bounceKind }) => isLasting(bounceKind)).map(({ toAddress }) => toAddress)
  const known = await findSuppressions(work, addresses)
  const fresh = new Map<string, Values<Suppression>>()
  for (const { id, toAddress, bounceKind, bounceReason } of emails) {
    if (!isLasting(bounceKind) || known.has(toAddress)) continue
    const address = suppressionKey(toAddress)
    fresh.set(address, { address, kind: bounceKind, reason: bounceReason, emailId: id, createdAt: work.now() })
  }
  await work.rows(Suppression).insertMany([...fresh.values()])
}
