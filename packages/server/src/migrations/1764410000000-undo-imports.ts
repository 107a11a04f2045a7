import type { MigrationInterface, QueryRunner } from 'typeorm'

/** An import can be taken back: what was before is kept with each user whom it changed. */
export class UndoImports1764410000000 implements MigrationInterface {
  name = 'UndoImports1764410000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_users ADD COLUMN written json NULL')
    await runner.query('ALTER TABLE import_users ADD COLUMN undone varchar(32) NULL')
    await runner.query('ALTER TABLE import_sessions ADD COLUMN undo_state json NULL')
    await runner.query('ALTER TABLE import_sessions ADD COLUMN undo_started_at datetime(3) NULL')
    await runner.query('ALTER TABLE import_sessions ADD COLUMN undo_finished_at datetime(3) NULL')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import_sessions DROP COLUMN undo_finished_at')
    await runner.query('ALTER TABLE import_sessions DROP COLUMN undo_started_at')
    await runner.query('ALTER TABLE import_sessions DROP COLUMN undo_state')
    await runner.query('ALTER TABLE import_users DROP COLUMN undone')
    await runner.query('ALTER TABLE import_users DROP COLUMN written')
  }
}
