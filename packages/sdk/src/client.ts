import type { RawAnswer } from './answer.ts'
import { ApiKeys } from './api-keys.ts'
import { AuditEvents } from './audit-events.ts'
import { AuthenticationError } from './errors.ts'
import { GetViewerDocument, type Viewer } from './generated/graphql.ts'
import { importCsv, type ImportCsvOptions } from './import-csv.ts'
import type { ImportResult } from './import.ts'
import { HrIntegrations } from './hr-integrations.ts'
import { Imports } from './imports.ts'
import { Invites } from './invites.ts'
import { Session } from './session.ts'
import { Sso } from './sso.ts'
import { CustomFields } from './custom-fields.ts'
import { Organization } from './organization.ts'
import { Teams } from './teams.ts'
import { Transport, type CallOptions, type RollcallOptions } from './transport.ts'
import type { TypedDocumentString } from './typed-document-string.ts'
import type { CsvSource } from './upload.ts'
import { Users } from './users.ts'
import { Webhooks } from './webhooks.ts'

/** A Rollcall server, as one credential sees it. */
export class Rollcall {
  readonly users: Users
  readonly invites: Invites
  readonly imports: Imports
  readonly teams: Teams
  readonly customFields: CustomFields
  readonly webhooks: Webhooks
  readonly hr: HrIntegrations
  readonly organization: Organization
  readonly session: Session
  readonly sso: Sso
  readonly apiKeys: ApiKeys
  readonly auditEvents: AuditEvents
  readonly #transport: Transport

  constructor(options: RollcallOptions = {}) {
    this.#transport = new Transport(options)
    this.users = new Users(this.#transport)
    this.invites = new Invites(this.#transport)
    this.imports = new Imports(this.#transport)
    this.teams = new Teams(this.#transport)
    this.customFields = new CustomFields(this.#transport)
    this.webhooks = new Webhooks(this.#transport)
    this.hr = new HrIntegrations(this.#transport)
    this.organization = new Organization(this.#transport)
    this.session = new Session(this.#transport)
    this.sso = new Sso(this.#transport)
    this.apiKeys = new ApiKeys(this.#transport)
    this.auditEvents = new AuditEvents(this.#transport)
  }

  /** Who is asking, and what they may do. */
  async viewer(options?: CallOptions): Promise<Viewer> {
    const { viewer } = await this.#transport.query(GetViewerDocument, {}, options)
    if (!viewer) throw new AuthenticationError('No credential was sent: set `auth`, or ROLLCALL_API_KEY.')
    return viewer
  }

  /** A whole import in one call: upload, mapping, settings, preview, commit. */
  importCsv(source: CsvSource, options: ImportCsvOptions): Promise<ImportResult> {
    return importCsv(this.imports, source, options)
  }

  /** Any document, typed when it is a TypedDocumentString. One request, exactly the fields asked for. */
  request<Result = unknown, Variables extends Record<string, unknown> = Record<string, unknown>>(
    document: TypedDocumentString<Result, Variables> | string,
    variables?: Variables,
    options?: CallOptions,
  ): Promise<Result> {
    return this.#transport.query<Result, object>(document.toString(), variables ?? {}, options)
  }

  /** The same, but top-level errors come back beside partial data instead of being thrown. */
  rawRequest<Result = unknown, Variables extends Record<string, unknown> = Record<string, unknown>>(
    document: TypedDocumentString<Result, Variables> | string,
    variables?: Variables,
    options?: CallOptions,
  ): Promise<RawAnswer<Result>> {
    return this.#transport.raw<Result, object>(document.toString(), variables ?? {}, options)
  }
}
