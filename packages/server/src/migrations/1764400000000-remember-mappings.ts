import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

/** A file with the headers of an earlier one is mapped in the same way. */
export class RememberMappings1764400000000 implements MigrationInterface {
  name = 'RememberMappings1764400000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_sessions ADD COLUMN headers_sha256 varchar(64) NULL')
    const index = new TableIndex({
      name: 'import_sessions_headers',
      columnNames: ['organization_id', 'headers_sha256'],
    })
    await runner.createIndex('import_sessions', index)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('import_sessions', 'import_sessions_headers')
    await runner.query('ALTER TABLE import_sessions DROP COLUMN headers_sha256')
  }
}
