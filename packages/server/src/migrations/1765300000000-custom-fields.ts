import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

function belongsTo(name: string, columnName: string, { table, column }: { table: string; column: string }) {
  return {
    name,
    columnNames: ['organization_id', columnName],
    referencedTableName: table,
    referencedColumnNames: ['organization_id', column],
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  }
}

/** Fields that an organization keeps of its users beside those that all have. */
export class CustomFields1765300000000 implements MigrationInterface {
  name = 'CustomFields1765300000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean = runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint'
    await runner.createTable(
      new Table({
        name: 'custom_fields',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'key', type: 'varchar', length: '40', isPrimary: true },
          { name: 'label', type: 'varchar', length: '200' },
          { name: 'unique', type: boolean },
          { name: 'position', type: 'integer' },
        ],
      }),
    )
    await runner.query('ALTER TABLE users ADD COLUMN custom_fields json NULL')
    await runner.createTable(
      new Table({
        name: 'unique_values',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'field_key', type: 'varchar', length: '40', isPrimary: true },
          { name: 'value', type: 'varchar', length: '200', isPrimary: true },
          { name: 'user_id', type: 'varchar', length: '36' },
        ],
        indices: [{ name: 'unique_values_user', columnNames: ['organization_id', 'user_id'] }],
        foreignKeys: [
          belongsTo('unique_values_user_id', 'user_id', { table: 'users', column: 'id' }),
          belongsTo('unique_values_field_key', 'field_key', { table: 'custom_fields', column: 'key' }),
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('unique_values')
    await runner.query('ALTER TABLE users DROP COLUMN custom_fields')
    await runner.dropTable('custom_fields')
  }
}
