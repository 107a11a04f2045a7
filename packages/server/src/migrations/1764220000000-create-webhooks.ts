import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

type Column = Omit<TableColumnOptions, 'name'>

const text = (length: number): Column => ({ type: 'varchar', length: String(length) })
const id = text(36)
const number: Column = { type: 'integer' }
const json: Column = { type: 'json' }
const time: Column = { type: 'datetime', precision: 3 }
const optional = (column: Column): Column => ({ ...column, isNullable: true })
const key = (column: Column): Column => ({ ...column, isPrimary: true })

/** Webhooks, and what they are told. */
export class CreateWebhooks1764220000000 implements MigrationInterface {
  name = 'CreateWebhooks1764220000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean: Column = { type: runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint' }
    await runner.createTable(
      new Table({
        name: 'webhooks',
        columns: columns({
          organization_id: key(id),
          id: key(id),
          url: text(2_000),
          events: json,
          enabled: boolean,
          secret: text(200),
          previous_secret: optional(text(200)),
          previous_secret_until: optional(time),
          last_success_at: optional(time),
          consecutive_failures: number,
          failing_since: optional(time),
          paused_until: optional(time),
          created_at: time,
        }),
      }),
    )
    await runner.createTable(
      new Table({
        name: 'webhook_deliveries',
        columns: columns({
          organization_id: key(id),
          id: key(id),
          webhook_id: id,
          event: text(32),
          data: json,
          status: text(32),
          due_at: time,
          attempts: number,
          lease_until: optional(time),
          fence: number,
          http_status: optional(number),
          duration_ms: optional(number),
          last_error: optional(text(500)),
          delivered_at: optional(time),
          created_at: time,
        }),
        indices: [
          {
            name: 'webhook_deliveries_due',
            columnNames: ['organization_id', 'webhook_id', 'status', 'due_at'],
          },
          { name: 'webhook_deliveries_created_at', columnNames: ['organization_id', 'created_at'] },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('webhook_deliveries')
    await runner.dropTable('webhooks')
  }
}

function columns(fields: Record<string, Column>): TableColumnOptions[] {
  return Object.entries(fields).map(([name, column]) => ({ ...column, name }))
}
