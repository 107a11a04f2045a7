import {
  CreateHrIntegrationDocument,
  DeleteHrIntegrationDocument,
  ListHrIntegrationsDocument,
  ReleaseHrUserDocument,
  RotateHrIntegrationTokenDocument,
  UpdateHrIntegrationDocument,
  type CreateHrIntegrationInput,
  type HrIntegration,
  type UpdateHrIntegrationInput,
  type User,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Links to HR and identity systems that keep users in step: `rollcall.hr`. */
export class HrIntegrations {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** The integrations by name, with where each stands and what was refused lately. */
  list(query: ListOptions = {}): Listing<HrIntegration> {
    return listOf(this.#transport, ListHrIntegrationsDocument, query, ({ hrIntegrations }) => hrIntegrations)
  }

  /** Makes an integration. Its token, and `baseUrl` of the integration, are what the HR system asks for; shown this once. */
  async create(
    input: CreateHrIntegrationInput,
    options?: CallOptions,
  ): Promise<{ integration: HrIntegration; token: string }> {
    const { hrIntegration, token } = await this.#transport.mutate(CreateHrIntegrationDocument, input, 'never', options)
    return { integration: hrIntegration, token }
  }

  /** Changes, pauses or resumes an integration; what is left out stays. */
  async update(
    id: string,
    changes: Omit<UpdateHrIntegrationInput, 'hrIntegrationId'>,
    options?: CallOptions,
  ): Promise<HrIntegration> {
    const input = { ...changes, hrIntegrationId: id }
    return (await this.#transport.mutate(UpdateHrIntegrationDocument, input, 'harmless', options)).hrIntegration
  }

  /** Makes a new token and shows it only this once; the old one works for 24 hours more. */
  async rotateToken(id: string, options?: CallOptions): Promise<string> {
    const input = { hrIntegrationId: id }
    return (await this.#transport.mutate(RotateHrIntegrationTokenDocument, input, 'never', options)).token
  }

  /**
   * Lets people and files change what an integration keeps in step of a user, or with `released: false` takes that back.
   * Owners alone may.
   */
  async releaseUser(
    userId: string,
    { released = true, ...options }: CallOptions & { released?: boolean } = {},
  ): Promise<User> {
    const input = { userId, released }
    return (await this.#transport.mutate(ReleaseHrUserDocument, input, 'harmless', options)).user
  }

  /** Removes an integration. Its users stay. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    // A second time it would not be found, though the first had worked.
    await this.#transport.mutate(DeleteHrIntegrationDocument, { hrIntegrationId: id }, 'never', options)
  }
}
