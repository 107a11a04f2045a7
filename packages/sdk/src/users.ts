import { UserInputError } from './errors.ts'
import {
  DeactivateUserDocument,
  GetUserByEmailDocument,
  GetUserDocument,
  InviteUserDocument,
  InviteUsersDocument,
  ListUsersDocument,
  ReactivateUserDocument,
  SetUserPasswordDocument,
  UpdateUserDocument,
  type Invite,
  type InviteUserInput,
  type UpdateUserInput,
  type User,
  type UserFilter,
  type UserOrder,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** What became of one entry of `inviteMany`. */
export type InviteOutcome = { ok: true; user: User; invite: Invite | null } | { ok: false; error: UserInputError }

/** The people of the organization: `rollcall.users`. */
export class Users {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Adds one person and, unless told otherwise, mails the activation link; `invite` is null with `invite: 'NONE'`. */
  async invite(
    input: Omit<InviteUserInput, 'idempotencyKey'>,
    options?: CallOptions,
  ): Promise<{ user: User; invite: Invite | null }> {
    return this.#transport.mutate(InviteUserDocument, input, 'keyed', options)
  }

  /**
   * Adds up to 1,000 people in one call, with one outcome per entry in the same order: an entry that is refused stands
   * in no other's way.
   */
  async inviteMany(
    inputs: readonly Omit<InviteUserInput, 'idempotencyKey'>[],
    options?: CallOptions,
  ): Promise<InviteOutcome[]> {
    const input = { users: [...inputs] }
    const { results } = await this.#transport.mutate(InviteUsersDocument, input, 'keyed', options)
    return results.map(({ user, invite, userErrors: [first, ...others] }) => {
      if (first) return { ok: false, error: new UserInputError([first, ...others], { operation: 'InviteUsers' }) }
      return { ok: true, user: user as User, invite }
    })
  }

  /** The user with this id; null when there is none. */
  async get(id: string, options?: CallOptions): Promise<User | null> {
    return (await this.#transport.query(GetUserDocument, { id }, options)).user
  }

  /** The user with this address, in whatever case it is typed; null when there is none. */
  async getByEmail(email: string, options?: CallOptions): Promise<User | null> {
    return (await this.#transport.query(GetUserByEmailDocument, { email }, options)).userByEmail
  }

  /** Users by name, or in another order. */
  list(query: { filter?: UserFilter | undefined; orderBy?: UserOrder | undefined } & ListOptions = {}): Listing<User> {
    return listOf(this.#transport, ListUsersDocument, query, ({ users }) => users)
  }

  /** Changes a user; what is left out stays, null removes the value. */
  async update(id: string, changes: Omit<UpdateUserInput, 'userId'>, options?: CallOptions): Promise<User> {
    const input = { ...changes, userId: id }
    return (await this.#transport.mutate(UpdateUserDocument, input, 'harmless', options)).user
  }

  /** Stops a user from signing in; sessions and links end at once. */
  async deactivate(id: string, options?: CallOptions): Promise<User> {
    return (await this.#transport.mutate(DeactivateUserDocument, { userId: id }, 'harmless', options)).user
  }

  /** Brings a deactivated user back; with `sendInvite` one who never confirmed gets a fresh link. */
  async reactivate(id: string, options: CallOptions & { sendInvite?: boolean | undefined } = {}): Promise<User> {
    const { sendInvite, ...call } = options
    // A second time it would be refused, though the first had worked.
    return (await this.#transport.mutate(ReactivateUserDocument, { userId: id, sendInvite }, 'never', call)).user
  }

  /** Sets a password for a user who is stuck: confirms one who is pending. The user is told by mail, without it. */
  async setPassword(
    id: string,
    password: string,
    options: CallOptions & { mustChange?: boolean | undefined } = {},
  ): Promise<User> {
    const { mustChange, ...call } = options
    const input = { userId: id, password, mustChange }
    // A second time it would end sessions that began after the first.
    return (await this.#transport.mutate(SetUserPasswordDocument, input, 'never', call)).user
  }
}
