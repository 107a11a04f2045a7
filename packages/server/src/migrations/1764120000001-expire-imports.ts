import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The rows and the file of an import are deleted some time after its end. */
export class ExpireImports1764120000001 implements MigrationInterface {
  name = 'ExpireImports1764120000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_sessions ADD COLUMN data_deleted_at datetime(3) NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_sessions DROP COLUMN data_deleted_at')
  }
}
