import type { FetchOutside } from '../sign-in/fetch-outside.ts'
import type { ScimDocument } from './scim-normalise.ts'

/** An HR system that is asked for its people. */
export interface HrSource {
  /**
   * Who has changed since the mark of an earlier page, some at a time and the oldest change first; everybody without a
   * mark. A page is written before the next one is asked for, and asked for no more once it is.
   */
  changedSince(mark: string | null): AsyncIterable<HrSourcePage>
}

export interface HrSourcePage {
  /** As SCIM writes them: `userName` is the address, `externalId` what the HR system calls them. */
  people: ScimDocument[]
  /** What the HR system called people whom it has no more. */
  goneIds: string[]
  mark: string
}

/** What an adapter is opened with. */
export interface HrSourceAccess {
  /** Without a slash at its end. */
  url: string
  apiKey: string
  /** Leads to the public internet alone, and gives up on what is slow or long. */
  fetch: FetchOutside
}

/** Why an HR system did not tell its people, in a sentence for whoever looks after the integration. */
export class SourceProblem extends Error {
  /** How long it asked to be left alone; null where it did not. */
  readonly retryAfterSeconds: number | null

  constructor(message: string, retryAfterSeconds: number | null = null) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
