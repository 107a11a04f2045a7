import type DataLoader from 'dataloader'
import type { Context } from '../base/graphql/mutate.ts'
import { rowsById } from '../base/graphql/rows-by-id.ts'
import { Email } from './email.ts'

/** Emails by id, those of one request looked up together: how far the mail of an invite is. */
export function emailsById(context: Context): DataLoader<string, Email | null> {
  return rowsById(context, Email)
}
