import type { Work } from '../base/work.ts'
import type { Email } from './email.ts'

/**
 * The fixed words of a mail, with places for values spelled `{{name}}`. Nothing in them was typed by a user, so
 * thousands of emails share one template and leave in one request.
 */
export interface EmailTemplate {
  subject: string
  html: string
  text: string
}

/** What one email says. Values are given raw; this room escapes them by where they stand. */
export interface EmailContent {
  template: EmailTemplate
  /** Whose mail the recipient sees it is, beside the address of the configuration. */
  fromName: string
  /** Where answers go; left out or null: to the address of the configuration. */
  replyTo?: string | null
  /** Values that are words: no part of them becomes a link, markup or a header. */
  words: Readonly<Record<string, string>>
  /** Values of several lines; otherwise like words. */
  texts?: Readonly<Record<string, string>>
  /** Values that are addresses to follow; made from the configuration, never from what somebody typed. */
  links: Readonly<Record<string, string>>
}

/** What became of emails: the mail service took them, or they came back. */
export type EmailNews = 'SENT' | 'BOUNCED'

/** How emails of one kind are made, by the room that knows what they are about. */
export interface EmailKind {
  kind: string
  /**
   * Runs in a transaction of its own just before sending, and again when sending is repeated: makes ready what the
   * emails carry and answers what they say by email id. An email without an answer is dead and is never sent; one
   * whose recipient has another address or name by now is changed in its row and in what was handed in.
   */
  prepare(work: Work, emails: readonly Email[]): Promise<ReadonlyMap<string, EmailContent>>
  /** Hears of emails of this kind, once for each piece of news, in the transaction that writes it down. */
  hear?(work: Work, news: EmailNews, emails: readonly Email[]): Promise<void>
}

/** Tells news of emails to the rooms that know what they are about. */
export async function tellKinds(
  work: Work,
  kinds: readonly EmailKind[],
  news: EmailNews,
  emails: readonly Email[],
): Promise<void> {
  for (const kind of kinds) {
    const own = emails.filter((email) => email.kind === kind.kind)
    if (own.length > 0) await kind.hear?.(work, news, own)
  }
}
