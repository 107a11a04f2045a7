import { AuthenticationError } from './errors.ts'
import {
  GetOrganizationDocument,
  UpdateOrganizationDocument,
  type Organization as OrganizationData,
  type UpdateOrganizationInput,
} from './generated/graphql.ts'
import type { CallOptions, Transport } from './transport.ts'

/** The caller's organization and how it invites: `rollcall.organization`. */
export class Organization {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** The organization with its settings. */
  async get(options?: CallOptions): Promise<OrganizationData> {
    const { organization } = await this.#transport.query(GetOrganizationDocument, {}, options)
    if (!organization) throw new AuthenticationError('No credential was sent: set `auth`, or ROLLCALL_API_KEY.')
    return organization
  }

  /** Changes settings; a field left out stays, null takes the value away. */
  async update(changes: UpdateOrganizationInput, options?: CallOptions): Promise<OrganizationData> {
    return (await this.#transport.mutate(UpdateOrganizationDocument, { ...changes }, 'harmless', options)).organization
  }
}
