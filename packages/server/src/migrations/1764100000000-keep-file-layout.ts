import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'

/** How the file of an import is laid out; null for imports of before. */
export class KeepFileLayout1764100000000 implements MigrationInterface {
  name = 'KeepFileLayout1764100000000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('import_sessions', new TableColumn({ name: 'file_layout', type: 'json', isNullable: true }))
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('import_sessions', 'file_layout')
  }
}
