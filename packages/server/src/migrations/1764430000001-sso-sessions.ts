import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

const id = { type: 'varchar', length: '36' }

/** Signing on at a provider by our own pages: its secret, attempts that are under way, and the sessions they led to. */
export class AddSsoSessions1764430000001 implements MigrationInterface {
  name = 'AddSsoSessions1764430000001'

  async up(runner: QueryRunner): Promise<void> {
    // As plain statements: TypeORM would make the tables anew on SQLite.
    await runner.query('ALTER TABLE sso_providers ADD COLUMN client_secret varchar(1000) NULL')
    await runner.query('ALTER TABLE sessions ADD COLUMN provider_id varchar(36) NULL')
    await runner.createTable(
      new Table({
        name: 'sso_attempts',
        columns: [
          { ...id, name: 'organization_id', isPrimary: true },
          { ...id, name: 'id', isPrimary: true },
          { ...id, name: 'provider_id' },
          { ...id, name: 'user_id', isNullable: true },
          { name: 'secret_hash', type: 'varchar', length: '64' },
          { name: 'return_state', type: 'varchar', length: '200', isNullable: true },
          { name: 'expires_at', type: 'datetime', precision: 3 },
        ],
        indices: [
          { name: 'sso_attempts_secret', columnNames: ['secret_hash'] },
          { name: 'sso_attempts_expiry', columnNames: ['organization_id', 'expires_at'] },
        ],
        foreignKeys: [
          {
            name: 'sso_attempts_provider_id',
            columnNames: ['organization_id', 'provider_id'],
            referencedTableName: 'sso_providers',
            referencedColumnNames: ['organization_id', 'id'],
            onDelete: 'CASCADE',
            onUpdate: 'NO ACTION',
          },
        ],
      }),
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
