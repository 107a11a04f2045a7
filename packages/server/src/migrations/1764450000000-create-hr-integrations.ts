import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const organization: TableColumnOptions = { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true }

const text = (name: string, length: number): TableColumnOptions => ({ name, type: 'varchar', length: String(length) })
const time = (name: string): TableColumnOptions => ({ name, type: 'datetime', precision: 3 })
const json = (name: string): TableColumnOptions => ({ name, type: 'json' })
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true })
const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true })

function belongsTo(name: string, column: string, table: string) {
  return {
    name,
    columnNames: ['organization_id', column],
    referencedTableName: table,
    referencedColumnNames: ['organization_id', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  }
}

/** Links to HR systems, and whom they look after. */
export class CreateHrIntegrations1764450000000 implements MigrationInterface {
  name = 'CreateHrIntegrations1764450000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean = runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint'
    const yesOrNo = (name: string): TableColumnOptions => ({ name, type: boolean })
    await runner.createTable(
      new Table({
        name: 'hr_integrations',
        columns: [
          organization,
          key(text('id', 36)),
          text('name', 200),
          text('protocol', 32),
          yesOrNo('paused'),
          yesOrNo('send_invites'),
          yesOrNo('deactivate_leavers'),
          text('default_role', 32),
          text('token_hash', 64),
          text('token_hint', 4),
          optional(text('previous_token_hash', 64)),
          optional(time('previous_token_until')),
          optional(time('last_sync_at')),
          { name: 'consecutive_failures', type: 'integer' },
          json('recent_failures'),
          time('created_at'),
        ],
        indices: [
          { name: 'hr_integrations_token', columnNames: ['token_hash'] },
          { name: 'hr_integrations_previous_token', columnNames: ['previous_token_hash'] },
        ],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'hr_users',
        columns: [
          organization,
          key(text('user_id', 36)),
          text('hr_integration_id', 36),
          json('document'),
          optional(text('external_id', 255)),
          optional(text('work_email_key', 254)),
          yesOrNo('is_active'),
          optional(time('started_at')),
          optional(time('removed_at')),
        ],
        indices: [
          { name: 'hr_users_integration', columnNames: ['organization_id', 'hr_integration_id', 'user_id'] },
          { name: 'hr_users_external_id', columnNames: ['organization_id', 'external_id'] },
        ],
        foreignKeys: [
          belongsTo('hr_users_user_id', 'user_id', 'users'),
          belongsTo('hr_users_integration_id', 'hr_integration_id', 'hr_integrations'),
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('hr_users')
    await runner.dropTable('hr_integrations')
  }
}
