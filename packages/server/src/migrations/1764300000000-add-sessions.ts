import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const organization: TableColumnOptions = { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true }
const id: TableColumnOptions = { name: 'id', type: 'varchar', length: '36', isPrimary: true }
const userId: TableColumnOptions = { name: 'user_id', type: 'varchar', length: '36' }

function text(name: string, length: number): TableColumnOptions {
  return { name, type: 'varchar', length: String(length) }
}

function time(name: string): TableColumnOptions {
  return { name, type: 'datetime', precision: 3 }
}

function ofUser(name: string) {
  return {
    name,
    columnNames: ['organization_id', 'user_id'],
    referencedTableName: 'users',
    referencedColumnNames: ['organization_id', 'id'],
    onDelete: 'CASCADE',
    onUpdate: 'NO ACTION',
  }
}

/** Sessions of users who signed in, and links with which a password can be set anew. */
export class AddSessions1764300000000 implements MigrationInterface {
  name = 'AddSessions1764300000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean = runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint'
    // As plain statements: TypeORM would make the table anew on SQLite, and deleting the old one deletes what hangs on it.
    await runner.query('ALTER TABLE users ADD COLUMN session_generation integer NOT NULL DEFAULT 0')
    await runner.query(`ALTER TABLE users ADD COLUMN must_change_password ${boolean} NOT NULL DEFAULT 0`)
    await runner.createIndex('users', new TableIndex({ name: 'users_email_key', columnNames: ['email_key'] }))
    await runner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          organization,
          id,
          userId,
          text('token_hash', 64),
          { name: 'generation', type: 'integer' },
          time('created_at'),
          time('expires_at'),
          time('last_used_at'),
        ],
        indices: [
          { name: 'sessions_token', columnNames: ['token_hash'] },
          { name: 'sessions_user', columnNames: ['organization_id', 'user_id'] },
        ],
        foreignKeys: [ofUser('sessions_user_id')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'password_resets',
        columns: [
          organization,
          id,
          userId,
          { name: 'generation', type: 'integer' },
          text('token_seed', 43),
          { ...text('token_hash', 64), isNullable: true },
          { ...time('expires_at'), isNullable: true },
          time('created_at'),
        ],
        indices: [
          { name: 'password_resets_user', columnNames: ['organization_id', 'user_id'], isUnique: true },
          { name: 'password_resets_token', columnNames: ['token_hash'] },
        ],
        foreignKeys: [ofUser('password_resets_user_id')],
      }),
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations are not taken back: restore a backup instead.')
  }
}
