import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'

/** How an organization's mails read. */
export class AddMailSettings1764210000001 implements MigrationInterface {
  name = 'AddMailSettings1764210000001'

  async up(runner: QueryRunner): Promise<void> {
    const text = (name: string, length: number) =>
      new TableColumn({ name, type: 'varchar', length: String(length), isNullable: true })
    await runner.addColumns('organizations', [
      text('default_language', 35),
      text('invite_message', 2_000),
      text('reply_to', 254),
    ])
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('organizations', ['default_language', 'invite_message', 'reply_to'])
  }
}
