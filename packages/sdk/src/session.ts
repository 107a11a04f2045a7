import {
  ChangePasswordDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  SignInDocument,
  SignOutDocument,
  StartSsoSessionDocument,
  type User,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

/** What somebody who signed in is given. */
export interface SignedIn {
  /** Goes into `auth` of a client that calls as this user. */
  token: string
  /** When the session ends at the latest. */
  expiresAt: string
  /** Whether the user has to choose a password of their own, with `changePassword`, before anything else. */
  mustChangePassword: boolean
  user: User
}

/** Signing in and out, and one's own password: `rollcall.session`. */
export class Session {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Begins a session; needs no credential. */
  async signIn(email: string, password: string, options?: CallOptions): Promise<SignedIn> {
    return this.#transport.mutate(SignInDocument, { email, password }, 'never', options)
  }

  /** Begins a session with the code that a sign-on at a provider's `startUrl` led back with; needs no credential. */
  async startWithSso(code: string, options?: CallOptions): Promise<SignedIn> {
    return this.#transport.mutate(StartSsoSessionDocument, { code }, 'never', options)
  }

  /** Ends the session whose token this client sends. */
  async signOut(options?: CallOptions): Promise<void> {
    await this.#transport.query(SignOutDocument, {}, options)
  }

  /** Has a link mailed with which the password can be set anew; says nothing about whether the address is known. */
  async requestPasswordReset(email: string, options?: CallOptions): Promise<void> {
    await this.#transport.mutate(RequestPasswordResetDocument, { email }, 'never', options)
  }

  /** Sets the password anew with the token of a link; needs no credential, and ends every session of the user. */
  async resetPassword(token: string, password: string, options?: CallOptions): Promise<User> {
    // The link works once.
    return (await this.#transport.mutate(ResetPasswordDocument, { token, password }, 'never', options)).user
  }

  /** Changes one's own password; this session goes on, every other one of the user ends. */
  async changePassword(currentPassword: string, newPassword: string, options?: CallOptions): Promise<User> {
    const input = { currentPassword, newPassword }
    return (await this.#transport.mutate(ChangePasswordDocument, input, 'never', options)).user
  }
}
