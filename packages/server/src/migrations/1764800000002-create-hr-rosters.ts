import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const text = (name: string, length: number): TableColumnOptions => ({ name, type: 'varchar', length: String(length) })
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true })
const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true })

/** Files of everybody that HR systems write, fetched or dropped. */
export class CreateHrRosters1764800000002 implements MigrationInterface {
  name = 'CreateHrRosters1764800000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'hr_rosters',
        columns: [
          key(text('organization_id', 36)),
          key(text('hr_integration_id', 36)),
          optional(text('url', 2000)),
          optional({ name: 'credential', type: 'text' }),
          optional(text('schedule', 100)),
          text('time_zone', 64),
          optional({ name: 'mappings', type: 'json' }),
          { name: 'settings', type: 'json' },
          optional(text('etag', 255)),
          optional(text('file_sha256', 64)),
          optional({ name: 'row_count', type: 'integer' }),
          optional(text('last_import_id', 36)),
        ],
        foreignKeys: [
          {
            name: 'hr_rosters_integration_id',
            columnNames: ['organization_id', 'hr_integration_id'],
            referencedTableName: 'hr_integrations',
            referencedColumnNames: ['organization_id', 'id'],
            onDelete: 'CASCADE',
            onUpdate: 'NO ACTION',
          },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('hr_rosters')
  }
}
