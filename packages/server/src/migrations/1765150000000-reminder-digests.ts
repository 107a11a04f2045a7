import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Whether those who invited are told whom reminders went to, and what each of these mails is about. */
export class ReminderDigests1765150000000 implements MigrationInterface {
  name = 'ReminderDigests1765150000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organizations ADD COLUMN reminder_digest boolean NOT NULL DEFAULT 0')
    await runner.createTable(
      new Table({
        name: 'reminder_digests',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'inviter_id', type: 'varchar', length: '36' },
          { name: 'since', type: 'datetime', precision: 3 },
          { name: 'until', type: 'datetime', precision: 3 },
        ],
        indices: [{ name: 'reminder_digests_inviter', columnNames: ['organization_id', 'inviter_id', 'until'] }],
        foreignKeys: [
          {
            name: 'reminder_digests_inviter_id',
            columnNames: ['organization_id', 'inviter_id'],
            referencedTableName: 'users',
            referencedColumnNames: ['organization_id', 'id'],
            onDelete: 'CASCADE',
            onUpdate: 'NO ACTION',
          },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('reminder_digests')
    await runner.dropColumn('organizations', 'reminder_digest')
  }
}
