import {
  AcceptInviteDocument,
  DiagnoseMailDocument,
  ListInvitesDocument,
  LookAtInvitationDocument,
  PreviewInviteDocument,
  RequestNewInviteDocument,
  ResendInviteDocument,
  ResendInvitesDocument,
  RevokeInviteDocument,
  RevokeInvitesDocument,
  type EmailPreview,
  type InvitationInfo,
  type Invite,
  type InviteFilter,
  type MailDiagnosis,
  type ResendSkip,
  type RevokeSkip,
  type User,
  type UserFilter,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Activation links and the mails that carry them: `rollcall.invites`. */
export class Invites {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Invites, newest first. */
  list(query: { filter?: InviteFilter | undefined } & ListOptions = {}): Listing<Invite> {
    return listOf(this.#transport, ListInvitesDocument, query, ({ invites }) => invites)
  }

  /** Why the mail to a user has not arrived, or where it is, and what to do; null for a user who does not exist. */
  async diagnose(userId: string, options?: CallOptions): Promise<MailDiagnosis | null> {
    return (await this.#transport.query(DiagnoseMailDocument, { userId }, options)).user?.mailDiagnosis ?? null
  }

  /** Sends a user a fresh link, now or at `sendAt`; older links stop working. */
  async resend(userId: string, options: CallOptions & { sendAt?: Date | string | undefined } = {}): Promise<Invite> {
    const { sendAt, ...call } = options
    return (await this.#transport.mutate(ResendInviteDocument, { userId, sendAt }, 'keyed', call)).invite
  }

  /**
   * Sends many users a fresh link, or the first one: those named, or all who fit a filter with at least one condition.
   * `skipped` says to whom nothing was sent and why; `dryRun` only counts.
   */
  async resendMany(
    who: { userIds: string[] } | { filter: UserFilter },
    options: CallOptions & { sendAt?: Date | string | undefined; dryRun?: boolean | undefined } = {},
  ): Promise<{ queued: number; skipped: ResendSkip[] }> {
    const { sendAt, dryRun, ...call } = options
    const input = { ...who, sendAt, dryRun }
    return this.#transport.mutate(ResendInvitesDocument, input, 'keyed', call)
  }

  /** Takes an invite back: the link stops working, a scheduled mail is not sent. */
  async revoke(inviteId: string, options?: CallOptions): Promise<Invite> {
    // A second time it would be refused, though the first had worked.
    return (await this.#transport.mutate(RevokeInviteDocument, { inviteId }, 'never', options)).invite
  }

  /**
   * Takes many invites back: those named, or all that fit a filter with at least one condition, such as
   * `{ status: ['SCHEDULED'] }`. `skipped` says how many had ended already; `dryRun` only counts.
   */
  async revokeMany(
    which: { inviteIds: string[] } | { filter: InviteFilter },
    options: CallOptions & { dryRun?: boolean | undefined } = {},
  ): Promise<{ revoked: number; skipped: RevokeSkip[] }> {
    const { dryRun, ...call } = options
    const input = { ...which, dryRun }
    return this.#transport.mutate(RevokeInvitesDocument, input, 'keyed', call)
  }

  /** The invite mail as this user would get it, in their language or another; null: no such user. Sends nothing. */
  async preview(
    userId: string,
    options: CallOptions & { language?: string | undefined } = {},
  ): Promise<EmailPreview | null> {
    const { language, ...call } = options
    return (await this.#transport.query(PreviewInviteDocument, { userId, language }, call)).invitePreview
  }

  /** What the holder of a link may see before accepting; needs no credential and changes nothing. Null: no such link. */
  async look(token: string, options?: CallOptions): Promise<InvitationInfo | null> {
    return (await this.#transport.query(LookAtInvitationDocument, { token }, options)).invitation
  }

  /**
   * Has a new link mailed in the place of one that expired or was replaced, to the address the old one went to; needs no
   * credential. It never tells whether a mail was sent; `renewable` of `look` does.
   */
  async requestNew(token: string, options?: CallOptions): Promise<void> {
    // The server sends at most one a minute.
    await this.#transport.mutate(RequestNewInviteDocument, { token }, 'harmless', options)
  }

  /** Accepts an invite and sets the password; needs no credential. */
  async accept(
    token: string,
    password: string,
    options: CallOptions & { name?: string | undefined } = {},
  ): Promise<User> {
    const { name, ...call } = options
    // The link works once.
    return (await this.#transport.mutate(AcceptInviteDocument, { token, password, name }, 'never', call)).user
  }
}
