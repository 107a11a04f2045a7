import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Invites of one import carry words of their own. */
export class AddInviteMessages1764700000000 implements MigrationInterface {
  name = 'AddInviteMessages1764700000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'invite_messages',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'text', type: 'varchar', length: '2000' },
        ],
      }),
    )
    // As a plain statement: TypeORM would make the table anew on SQLite.
    await runner.query('ALTER TABLE invites ADD COLUMN message_id varchar(36) NULL')
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
