import type DataLoader from 'dataloader'
import { In } from 'typeorm'
import { loader, type Context } from '../base/graphql/mutate.ts'
import type { Work } from '../base/work.ts'
import { Email } from './email.ts'

/** Emails by id, for how far an invite's mail is. */
export function emailLoader(context: Context): DataLoader<string, Email> {
  return loader(context, 'emails', loadEmails)
}

async function loadEmails(work: Work, ids: readonly string[]): Promise<(Email | Error)[]> {
  const found = new Map((await work.rows(Email).find({ id: In([...ids]) })).map((email) => [email.id, email]))
  return ids.map((id) => found.get(id) ?? new Error('There is no such email'))
}
