import {
  CreateApiKeyDocument,
  ListApiKeysDocument,
  RevokeApiKeyDocument,
  RotateApiKeyDocument,
  type ApiKey,
  type CreateApiKeyInput,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Keys for programs, such as partner apps: `rollcall.apiKeys`. */
export class ApiKeys {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** The keys of the organization, oldest first. */
  async list(options?: CallOptions): Promise<ApiKey[]> {
    // Null with an error alone, and that was thrown.
    return (await this.#transport.query(ListApiKeysDocument, {}, options)).apiKeys ?? []
  }

  /** Makes a key. The secret is shown this once. */
  async create(input: CreateApiKeyInput, options?: CallOptions): Promise<{ apiKey: ApiKey; secret: string }> {
    return this.#transport.mutate(CreateApiKeyDocument, input, 'never', options)
  }

  /** Gives a key another secret, shown this once; the one before works for 24 hours more. */
  async rotate(id: string, options?: CallOptions): Promise<{ apiKey: ApiKey; secret: string }> {
    return this.#transport.mutate(RotateApiKeyDocument, { apiKeyId: id }, 'never', options)
  }

  /** Ends a key at once. */
  async revoke(id: string, options?: CallOptions): Promise<void> {
    // A second time it would be refused, though the first had worked.
    await this.#transport.mutate(RevokeApiKeyDocument, { apiKeyId: id }, 'never', options)
  }
}
