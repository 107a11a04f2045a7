import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which rows of a file are the last of a circle of managers. */
export class ManagerCircles1765400000000 implements MigrationInterface {
  name = 'ManagerCircles1765400000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_batches ADD COLUMN manager_circles json NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_batches DROP COLUMN manager_circles')
  }
}
