import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Whether an organization signs in by single sign-on alone. */
export class AddSsoOnly1764430000002 implements MigrationInterface {
  name = 'AddSsoOnly1764430000002'

  async up(runner: QueryRunner): Promise<void> {
    const boolean = runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint'
    await runner.query(`ALTER TABLE organizations ADD COLUMN sso_only ${boolean} NOT NULL DEFAULT 0`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('organizations', 'sso_only')
  }
}
