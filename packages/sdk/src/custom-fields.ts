import {
  CreateCustomFieldDocument,
  DeleteCustomFieldDocument,
  ListCustomFieldsDocument,
  UpdateCustomFieldDocument,
  type CreateCustomFieldInput,
  type CustomField,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Fields that the organization keeps of its users beside those that all have: `rollcall.customFields`. */
export class CustomFields {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** All of them, the oldest first. */
  async list(options?: CallOptions): Promise<CustomField[]> {
    return (await this.#transport.query(ListCustomFieldsDocument, {}, options)).customFields
  }

  /** Makes a field. The key stays as it is; the label can be changed. */
  async create(input: CreateCustomFieldInput, options?: CallOptions): Promise<CustomField> {
    return (await this.#transport.mutate(CreateCustomFieldDocument, input, 'never', options)).customField
  }

  /** Changes the name that people see. */
  async update(key: string, label: string, options?: CallOptions): Promise<CustomField> {
    return (await this.#transport.mutate(UpdateCustomFieldDocument, { key, label }, 'harmless', options)).customField
  }

  /** Takes a field away, and its value from everybody who has one. */
  async delete(key: string, options?: CallOptions): Promise<void> {
    await this.#transport.mutate(DeleteCustomFieldDocument, { key }, 'never', options)
  }
}
