import {
  CompleteSsoLoginDocument,
  CreateSsoProviderDocument,
  DeleteSsoProviderDocument,
  ListSsoProvidersDocument,
  SetSsoOnlyDocument,
  VerifySsoDomainDocument,
  type CreateSsoProviderInput,
  type SsoProvider,
  type User,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Single sign-on, by OpenID Connect: `rollcall.sso`. */
export class Sso {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** All providers. */
  async list(options?: CallOptions): Promise<SsoProvider[]> {
    return (await this.#transport.query(ListSsoProvidersDocument, {}, options)).ssoProviders ?? []
  }

  /** Sets up single sign-on with a provider; next, prove the domains of its addresses with `verifyDomain`. */
  async create(input: CreateSsoProviderInput, options?: CallOptions): Promise<SsoProvider> {
    return (await this.#transport.mutate(CreateSsoProviderDocument, input, 'never', options)).ssoProvider
  }

  /** Proves a domain by the TXT record that `domainProof` says, at `_rollcall.` before the domain. */
  async verifyDomain(id: string, domain: string, options?: CallOptions): Promise<SsoProvider> {
    const input = { ssoProviderId: id, domain }
    return (await this.#transport.mutate(VerifySsoDomainDocument, input, 'harmless', options)).ssoProvider
  }

  /** Ends single sign-on with a provider; its users stay. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    // A second time it would not be found, though the first had worked.
    await this.#transport.mutate(DeleteSsoProviderDocument, { ssoProviderId: id }, 'never', options)
  }

  /** Takes no password any more, or takes them again; an Owner has to have signed on before. */
  async setOnly(ssoOnly: boolean, options?: CallOptions): Promise<void> {
    await this.#transport.mutate(SetSsoOnlyDocument, { ssoOnly }, 'harmless', options)
  }

  /** Tells that somebody signed in elsewhere, by their identity token; the first time that confirms them. */
  async completeLogin(idToken: string, options?: CallOptions): Promise<{ user: User; newlyConfirmed: boolean }> {
    return this.#transport.mutate(CompleteSsoLoginDocument, { idToken }, 'harmless', options)
  }
}
