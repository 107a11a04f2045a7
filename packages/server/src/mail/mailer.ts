import type { EmailContent } from './email-kind.ts'

/** The most letters that one call may carry: SendGrid's limit. */
export const LARGEST_BATCH = 1_000

/** An email that is ready to leave. */
export interface Letter {
  /** Of the email. */
  id: string
  organizationId: string
  toAddress: string
  toName: string
  content: EmailContent
}

/** What became of a batch: all of it has left, or none of it. */
export type Outcome =
  | { result: 'SENT' }
  | {
      result: 'LATER'
      reason: string
      /** Whether the mail service certainly has not taken the batch, or may have done so without our hearing of it. */
      taken: 'NO' | 'UNKNOWN'
      /** Until when the mail service asked not to be called at all. */
      pauseUntil: Date | null
    }
  /**
   * ADDRESS, LETTER: one of several may be the reason, and without it the others would be taken; its address is none,
   * or something else about it is wrong.
   */
  | { result: 'REFUSED'; reason: string; because: 'ADDRESS' | 'LETTER' | 'BATCH' }

/** The way out of the house for mail. */
export interface Mailer {
  /** Hands over up to `LARGEST_BATCH` letters of one template and one sender in one call. Answers within 10 s. */
  deliver(letters: readonly Letter[]): Promise<Outcome>
}
