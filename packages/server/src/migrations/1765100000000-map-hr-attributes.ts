import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

/** From which attributes an HR integration takes the fields of its users. */
export class MapHrAttributes1765100000000 implements MigrationInterface {
  name = 'MapHrAttributes1765100000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE hr_integrations ADD COLUMN attribute_mapping json NULL')
    await runner.query('ALTER TABLE hr_users ADD COLUMN mapping_version integer NOT NULL DEFAULT 0')
    await runner.query('ALTER TABLE hr_users ADD COLUMN user_name_key varchar(254) NULL')
    const columnNames = ['organization_id', 'user_name_key']
    await runner.createIndex('hr_users', new TableIndex({ name: 'hr_users_user_name', columnNames }))
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('hr_users', 'hr_users_user_name')
    for (const name of ['user_name_key', 'mapping_version']) await runner.dropColumn('hr_users', name)
    await runner.dropColumn('hr_integrations', 'attribute_mapping')
  }
}
