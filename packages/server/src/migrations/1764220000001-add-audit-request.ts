import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Audit events say with which request they came, and from where. */
export class AddAuditRequest1764220000001 implements MigrationInterface {
  name = 'AddAuditRequest1764220000001'

  async up(runner: QueryRunner): Promise<void> {
    // No other table hangs on this one, so that TypeORM may make it anew on SQLite.
    await runner.addColumns('audit_events', [
      new TableColumn({ name: 'request_id', type: 'varchar', length: '36', isNullable: true }),
      new TableColumn({ name: 'caller', type: 'varchar', length: '64', isNullable: true }),
    ])
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
