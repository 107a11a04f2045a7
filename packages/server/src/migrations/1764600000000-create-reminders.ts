import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

/** When users who have not accepted are reminded. */
export class CreateReminders1764600000000 implements MigrationInterface {
  name = 'CreateReminders1764600000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organizations ADD COLUMN reminder_days json')
    await runner.createTable(
      new Table({
        name: 'reminders',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'first_sent_at', type: 'datetime', precision: 3 },
          { name: 'remind_at', type: 'datetime', precision: 3, isNullable: true },
          { name: 'count', type: 'integer' },
          { name: 'last_at', type: 'datetime', precision: 3, isNullable: true },
        ],
        indices: [{ name: 'reminders_due', columnNames: ['organization_id', 'remind_at'] }],
        foreignKeys: [
          {
            name: 'reminders_invite_id',
            columnNames: ['organization_id', 'id'],
            referencedTableName: 'invites',
            referencedColumnNames: ['organization_id', 'id'],
            onDelete: 'CASCADE',
            onUpdate: 'NO ACTION',
          },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('reminders')
    await runner.dropColumn('organizations', 'reminder_days')
  }
}
