import {
  CreateTeamDocument,
  ListTeamsDocument,
  UpdateTeamDocument,
  type CreateTeamInput,
  type Team,
  type UpdateTeamInput,
} from './generated/graphql.ts'
import { listOf, type Listing, type ListOptions } from './listing.ts'
import type { CallOptions, Transport } from './transport.ts'

/** Where users belong: `rollcall.teams`. */
export class Teams {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Teams by name. */
  list(query: { search?: string | undefined } & ListOptions = {}): Listing<Team> {
    return listOf(this.#transport, ListTeamsDocument, query, ({ teams }) => teams)
  }

  /** Makes a team. */
  async create(input: CreateTeamInput, options?: CallOptions): Promise<Team> {
    return (await this.#transport.mutate(CreateTeamDocument, input, 'never', options)).team
  }

  /** Changes a team; a new manager becomes the manager of everybody whose primary team it is. */
  async update(id: string, changes: Omit<UpdateTeamInput, 'teamId'>, options?: CallOptions): Promise<Team> {
    return (await this.#transport.mutate(UpdateTeamDocument, { ...changes, teamId: id }, 'harmless', options)).team
  }
}
