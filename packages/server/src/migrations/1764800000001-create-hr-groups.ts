import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

function belongsTo(name: string, column: string, table: string) {
  return {
    name,
    columnNames: ['organization_id', column],
    referencedTableName: table,
    referencedColumnNames: ['organization_id', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  }
}

/** Teams whose members an HR system says. */
export class CreateHrGroups1764800000001 implements MigrationInterface {
  name = 'CreateHrGroups1764800000001'

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'hr_groups',
        columns: [
          { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'team_id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'hr_integration_id', type: 'varchar', length: '36' },
          { name: 'external_id', type: 'varchar', length: '255', isNullable: true },
        ],
        indices: [{ name: 'hr_groups_integration', columnNames: ['organization_id', 'hr_integration_id'] }],
        foreignKeys: [
          belongsTo('hr_groups_team_id', 'team_id', 'teams'),
          belongsTo('hr_groups_integration_id', 'hr_integration_id', 'hr_integrations'),
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('hr_groups')
  }
}
