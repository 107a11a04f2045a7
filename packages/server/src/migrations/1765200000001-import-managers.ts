import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = ['outside_managers', 'late_managers']

/** Which rows of a file name a manager who has no row in it, and which were applied before their manager was there. */
export class ImportManagers1765200000001 implements MigrationInterface {
  name = 'ImportManagers1765200000001'

  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE import_batches ADD COLUMN ${column} json NULL`)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE import_batches DROP COLUMN ${column}`)
  }
}
