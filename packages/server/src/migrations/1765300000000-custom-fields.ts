import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Fields that an organization keeps of its users beside those that all have. */
export class CustomFields1765300000000 implements MigrationInterface {
  name = 'CustomFields1765300000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'custom_fields',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'key', type: 'varchar', length: '40', isPrimary: true },
          { name: 'label', type: 'varchar', length: '200' },
          { name: 'created_at', type: 'datetime', precision: 3 },
        ],
      }),
    )
    await runner.query('ALTER TABLE users ADD COLUMN custom_fields json NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN custom_fields')
    await runner.dropTable('custom_fields')
  }
}
