import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Audit events form a chain: each has a place in it and a hash that holds everything before it. */
export class SealAudit1764220000002 implements MigrationInterface {
  name = 'SealAudit1764220000002'

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('audit_events', [
      new TableColumn({ name: 'position', type: 'integer', isNullable: true }),
      new TableColumn({ name: 'hash', type: 'varchar', length: '64', isNullable: true }),
    ])
    await runner.createIndices('audit_events', [
      new TableIndex({
        name: 'audit_events_position',
        columnNames: ['organization_id', 'position'],
        isUnique: true,
      }),
      new TableIndex({ name: 'audit_events_unsealed', columnNames: ['position', 'organization_id'] }),
    ])
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
