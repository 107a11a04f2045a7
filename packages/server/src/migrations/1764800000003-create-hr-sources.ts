import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const text = (name: string, length: number): TableColumnOptions => ({ name, type: 'varchar', length: String(length) })
const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true })

/** HR systems that are asked for their people. */
export class CreateHrSources1764800000003 implements MigrationInterface {
  name = 'CreateHrSources1764800000003'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'hr_sources',
        columns: [
          key(text('organization_id', 36)),
          key(text('hr_integration_id', 36)),
          text('url', 2000),
          { name: 'credential', type: 'text', isNullable: true },
          text('schedule', 100),
          text('time_zone', 64),
          { ...text('mark', 255), isNullable: true },
        ],
        foreignKeys: [
          {
            name: 'hr_sources_integration_id',
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
    await runner.dropTable('hr_sources')
  }
}
