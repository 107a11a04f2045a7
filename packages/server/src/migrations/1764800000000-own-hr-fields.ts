import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Which HR integration looks after a user, on the user; what is its own to say follows with its next change of them. */
export class OwnHrFields1764800000000 implements MigrationInterface {
  name = 'OwnHrFields1764800000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN hr_integration_id varchar(36) NULL')
    await runner.query('ALTER TABLE users ADD COLUMN hr_fields json NULL')
    await runner.query('ALTER TABLE users ADD COLUMN hr_released_at datetime(3) NULL')
    const columnNames = ['organization_id', 'hr_integration_id']
    await runner.createIndex('users', new TableIndex({ name: 'users_hr_integration', columnNames }))
    await runner.query(
      'UPDATE users SET hr_integration_id = (SELECT hr_users.hr_integration_id FROM hr_users ' +
        'WHERE hr_users.organization_id = users.organization_id AND hr_users.user_id = users.id ' +
        'AND hr_users.removed_at IS NULL)',
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('users', 'users_hr_integration')
    for (const name of ['hr_released_at', 'hr_fields', 'hr_integration_id']) await runner.dropColumn('users', name)
  }
}
