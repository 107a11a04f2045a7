import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A manager for one user alone, instead of the one of the primary team. Like that one it is a plain id: no user is ever deleted. */
export class AddManager1765050000000 implements MigrationInterface {
  name = 'AddManager1765050000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN manager_id varchar(36) NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN manager_id')
  }
}
