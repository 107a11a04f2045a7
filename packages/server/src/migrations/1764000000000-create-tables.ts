import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

type Column = Omit<TableColumnOptions, 'name'>

const text = (length: number): Column => ({ type: 'varchar', length: String(length) })
const id = text(36)
const word = text(32)
const number: Column = { type: 'integer' }
const json: Column = { type: 'json' }
const time: Column = { type: 'datetime', precision: 3 }
const optional = (column: Column): Column => ({ ...column, isNullable: true })
const key = (column: Column): Column => ({ ...column, isPrimary: true })

interface Keys {
  /** Names of unique keys and indexes with their columns behind the organization. */
  unique?: Record<string, string[]>
  index?: Record<string, string[]>
  /** Lookups by a random value, before any organization is known. */
  lookup?: Record<string, string[]>
  /** Column to the table it points into, within the organization; what happens when that row is deleted. */
  foreign?: Record<string, { table: string; onDelete: 'CASCADE' | 'NO ACTION' }>
  /** Hardly more than its primary key: SQLite then keeps the rows in the key's own tree. */
  isKeyAlone?: boolean
}

/** The first tables. Keys begin with the organization, and foreign keys never leave it. */
export class CreateTables1764000000000 implements MigrationInterface {
  name = 'CreateTables1764000000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean: Column = { type: runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint' }

    await runner.createTable(
      new Table({
        name: 'organizations',
        columns: columns({
          id: key(id),
          name: text(200),
          invite_ttl_hours: number,
          allowed_email_domains: json,
          deactivation_limit_percent: number,
          deactivation_limit_count: number,
          created_at: time,
        }),
      }),
    )

    const create = (name: string, fields: Record<string, Column>, keys: Keys = {}) =>
      runner.createTable(organizationTable(name, fields, keys))

    await create(
      'api_keys',
      {
        id: key(id),
        name: text(200),
        prefix: text(16),
        secret_hash: text(64),
        role: word,
        created_at: time,
        expires_at: optional(time),
        last_used_at: optional(time),
      },
      { lookup: { api_keys_secret: ['secret_hash'] } },
    )
    await create(
      'locations',
      { id: key(id), name: text(200), created_at: time },
      { unique: { locations_name: ['name'] } },
    )
    await create(
      'teams',
      { id: key(id), name: text(200), manager_id: optional(id), created_at: time },
      { unique: { teams_name: ['name'] } },
    )
    await create(
      'users',
      {
        id: key(id),
        email: text(254),
        email_key: text(254),
        name: text(401),
        first_name: optional(text(200)),
        last_name: optional(text(200)),
        status: word,
        role: word,
        has_people_permission: boolean,
        job_title: optional(text(200)),
        primary_team_id: optional(id),
        location_id: optional(id),
        language: optional(text(35)),
        external_id: optional(text(200)),
        time_zone: optional(text(64)),
        hire_date: optional(text(10)),
        source: word,
        invite_generation: number,
        last_invite_id: optional(id),
        password_hash: optional(text(200)),
        confirmed_at: optional(time),
        confirmed_by: optional(word),
        deactivated_at: optional(time),
        status_before_deactivation: optional(word),
        created_at: time,
        updated_at: time,
      },
      {
        unique: { users_email: ['email_key'], users_external_id: ['external_id'] },
        index: { users_name: ['name'], users_primary_team: ['primary_team_id'] },
        foreign: {
          primary_team_id: { table: 'teams', onDelete: 'NO ACTION' },
          location_id: { table: 'locations', onDelete: 'NO ACTION' },
        },
      },
    )
    await create(
      'user_teams',
      { user_id: key(id), team_id: key(id), position: number },
      {
        index: { user_teams_team: ['team_id'] },
        foreign: { user_id: { table: 'users', onDelete: 'CASCADE' }, team_id: { table: 'teams', onDelete: 'CASCADE' } },
      },
    )
    await create(
      'emails',
      {
        id: key(id),
        kind: text(64),
        subject_id: id,
        to_address: text(254),
        to_name: text(401),
        status: word,
        due_at: time,
        held_for: optional(id),
        attempts: number,
        lease_until: optional(time),
        fence: number,
        last_error: optional(text(500)),
        sent_at: optional(time),
        created_at: time,
      },
      { index: { emails_due: ['status', 'held_for', 'due_at'], emails_subject: ['subject_id'] } },
    )
    await create('mail_pauses', { until: time })
    await create(
      'import_sessions',
      {
        id: key(id),
        state: word,
        file_name: text(255),
        file_bytes: number,
        file_sha256: text(64),
        file_encoding: word,
        file_delimiter: text(1),
        file_warnings: json,
        row_count: number,
        batch_count: number,
        columns: json,
        settings: optional(json),
        plan: optional(json),
        committed_by_kind: optional(word),
        committed_by_id: optional(id),
        done_batches: number,
        fence: number,
        created_count: number,
        updated_count: number,
        reactivated_count: number,
        unchanged_count: number,
        skipped_count: number,
        failed_count: number,
        deactivated_count: number,
        invite_count: number,
        issue_counts: json,
        failure: optional(text(500)),
        created_by_id: optional(id),
        created_at: time,
        updated_at: time,
        committing_at: optional(time),
        finished_at: optional(time),
      },
      { index: { import_sessions_state: ['state'], import_sessions_sha256: ['file_sha256'] } },
    )
    // Batches are written before their import, which appears when the whole file was read: no foreign key.
    await create('import_batches', {
      import_id: key(id),
      number: key(number),
      row_count: number,
      rows: json,
      duplicates: optional(json),
      outcomes: optional(json),
    })
    await create(
      'import_users',
      { import_id: key(id), user_id: key(id), effect: word },
      { foreign: { import_id: { table: 'import_sessions', onDelete: 'CASCADE' } }, isKeyAlone: true },
    )
    await create(
      'invites',
      {
        id: key(id),
        user_id: id,
        email: text(254),
        generation: number,
        token_seed: text(43),
        token_hash: optional(text(64)),
        email_id: id,
        import_id: optional(id),
        requested_by_id: optional(id),
        scheduled_for: optional(time),
        expires_at: optional(time),
        accepted_at: optional(time),
        revoked_at: optional(time),
        created_at: time,
      },
      {
        index: { invites_user: ['user_id'], invites_email: ['email_id'] },
        lookup: { invites_token: ['token_hash'] },
        foreign: {
          user_id: { table: 'users', onDelete: 'CASCADE' },
          email_id: { table: 'emails', onDelete: 'NO ACTION' },
        },
      },
    )
    await create(
      'jobs',
      {
        id: key(id),
        name: text(64),
        unique_key: text(150),
        payload: json,
        run_at: time,
        asked: number,
        attempts: number,
        lease_until: optional(time),
        fence: number,
        last_error: optional(text(500)),
        created_at: time,
      },
      { unique: { jobs_unique_key: ['unique_key'] }, lookup: { jobs_due: ['run_at'] } },
    )
    await create(
      'audit_events',
      {
        id: key(id),
        at: time,
        actor_kind: word,
        actor_id: optional(id),
        actor_label: text(450),
        action: text(64),
        subject_id: optional(id),
        details: optional(json),
      },
      { index: { audit_events_subject: ['subject_id'] } },
    )
    await create('idempotency_keys', {
      credential: key(text(64)),
      mutation: key(text(64)),
      key_hash: key(text(64)),
      arguments_hash: text(64),
      answer: json,
      created_at: time,
    })
  }

  async down(): Promise<void> {
    throw new Error('The first tables are not taken back: restore a backup instead.')
  }
}

function columns(fields: Record<string, Column>): TableColumnOptions[] {
  return Object.entries(fields).map(([name, column]) => ({ ...column, name }))
}

function organizationTable(name: string, fields: Record<string, Column>, keys: Keys): Table {
  const behindOrganization = (column: readonly string[]) => ['organization_id', ...column]
  return new Table({
    name,
    withoutRowid: keys.isKeyAlone ?? false,
    columns: columns({ organization_id: key(id), ...fields }),
    indices: [
      ...Object.entries(keys.unique ?? {}).map(([unique, names]) => ({
        name: unique,
        columnNames: behindOrganization(names),
        isUnique: true,
      })),
      ...Object.entries(keys.index ?? {}).map(([index, names]) => ({
        name: index,
        columnNames: behindOrganization(names),
      })),
      ...Object.entries(keys.lookup ?? {}).map(([index, names]) => ({ name: index, columnNames: names })),
    ],
    foreignKeys: Object.entries(keys.foreign ?? {}).map(([column, { table, onDelete }]) => ({
      name: `${name}_${column}`,
      columnNames: ['organization_id', column],
      referencedTableName: table,
      referencedColumnNames: ['organization_id', 'id'],
      onDelete,
      onUpdate: 'NO ACTION',
    })),
  })
}
