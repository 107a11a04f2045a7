import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'

/** When an email was given up. */
export class AddFailedAt1764200000000 implements MigrationInterface {
  name = 'AddFailedAt1764200000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'emails',
      new TableColumn({ name: 'failed_at', type: 'datetime', precision: 3, isNullable: true }),
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
