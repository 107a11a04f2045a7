import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'

/** What a key may do, who made it, and the secret it had before it was rotated. */
export class AddKeyScopes1764300000001 implements MigrationInterface {
  name = 'AddKeyScopes1764300000001'

  async up(runner: QueryRunner): Promise<void> {
    // No other table hangs on this one, so that TypeORM may make it anew on SQLite.
    await runner.addColumns('api_keys', [
      new TableColumn({ name: 'scopes', type: 'json', isNullable: true }),
      new TableColumn({ name: 'created_by_id', type: 'varchar', length: '36', isNullable: true }),
      new TableColumn({ name: 'previous_secret_hash', type: 'varchar', length: '64', isNullable: true }),
      new TableColumn({ name: 'previous_expires_at', type: 'datetime', precision: 3, isNullable: true }),
    ])
    await runner.createIndex(
      'api_keys',
      new TableIndex({ name: 'api_keys_previous_secret', columnNames: ['previous_secret_hash'] }),
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
