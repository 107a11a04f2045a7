import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { Email } from './email.ts'
import { findSuppressions } from './find-suppressions.ts'
import type { Suppression } from './suppression.ts'

/** Emails by id, those of one request looked up together: how far the mail of an invite is. */
export function emailsById(context: Context): DataLoader<string, Email | null> {
  return rowsById(context, Email)
}

/** Why an address gets no mail any more, by address; null for one that does. */
export function suppressionsByAddress(context: Context): DataLoader<string, Suppression | null> {
  return loader(context, 'suppressionsByAddress', async (work, addresses: readonly string[]) => {
    const found = await findSuppressions(work, addresses)
    return addresses.map((address) => found.get(address) ?? null)
  })
}
