import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Rows of an import can be corrected and left out by hand. */
export class AddRowEdits1764120000000 implements MigrationInterface {
  name = 'AddRowEdits1764120000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_batches ADD COLUMN edits json NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_batches DROP COLUMN edits')
  }
}
