import { Table, TableColumn, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const text = (length: number) => ({ type: 'varchar', length: String(length) })
const time = { type: 'datetime', precision: 3 }

/** What the mail service tells of emails, and the addresses that get none any more. */
export class AddDelivery1764210000000 implements MigrationInterface {
  name = 'AddDelivery1764210000000'

  async up(runner: QueryRunner): Promise<void> {
    const marks: TableColumnOptions[] = [
      { name: 'delivered_at', ...time },
      { name: 'bounced_at', ...time },
      { name: 'bounce_kind', ...text(32) },
      { name: 'bounce_reason', ...text(500) },
    ]
    await runner.addColumns(
      'emails',
      marks.map((mark) => new TableColumn({ ...mark, isNullable: true })),
    )
    await runner.createTable(
      new Table({
        name: 'suppressions',
        columns: [
          { name: 'organization_id', ...text(36), isPrimary: true },
          { name: 'address', ...text(254), isPrimary: true },
          { name: 'kind', ...text(32) },
          { name: 'reason', ...text(500), isNullable: true },
          { name: 'email_id', ...text(36) },
          { name: 'created_at', ...time },
        ],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'delivery_events',
        columns: [
          { name: 'organization_id', ...text(36), isPrimary: true },
          { name: 'id', ...text(100), isPrimary: true },
          { name: 'email_id', ...text(36) },
          { name: 'kind', ...text(32) },
          { name: 'bounce_kind', ...text(32), isNullable: true },
          { name: 'reason', ...text(500), isNullable: true },
          { name: 'at', ...time },
          { name: 'created_at', ...time },
        ],
        indices: [
          { name: 'delivery_events_email', columnNames: ['organization_id', 'email_id'] },
          { name: 'delivery_events_created_at', columnNames: ['organization_id', 'created_at'] },
        ],
      }),
    )
  }

  async down(): Promise<void> {
    throw new Error('What was told of emails is not forgotten: restore a backup instead.')
  }
}
