import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

const organization: TableColumnOptions = { name: 'organization_id', type: 'varchar', length: '36', isPrimary: true }
const id: TableColumnOptions = { name: 'id', type: 'varchar', length: '36', isPrimary: true }

const text = (name: string, length: number): TableColumnOptions => ({ name, type: 'varchar', length: String(length) })
const time = (name: string): TableColumnOptions => ({ name, type: 'datetime', precision: 3 })

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

/** Where users sign in elsewhere, the domains for which that was proved, and who of there is which user of ours. */
export class AddSso1764430000000 implements MigrationInterface {
  name = 'AddSso1764430000000'

  async up(runner: QueryRunner): Promise<void> {
    const boolean = runner.connection.driver.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint'
    await runner.createTable(
      new Table({
        name: 'sso_providers',
        columns: [
          organization,
          id,
          text('name', 200),
          text('issuer', 500),
          text('client_id', 255),
          { name: 'creates_users', type: boolean },
          { name: 'asserts_addresses', type: boolean },
          text('domain_proof', 43),
          time('created_at'),
        ],
        indices: [{ name: 'sso_providers_issuer', columnNames: ['issuer'] }],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'sso_domains',
        columns: [organization, id, text('provider_id', 36), text('domain', 253), time('proved_at')],
        indices: [
          { name: 'sso_domains_domain', columnNames: ['organization_id', 'provider_id', 'domain'], isUnique: true },
        ],
        foreignKeys: [belongsTo('sso_domains_provider_id', 'provider_id', 'sso_providers')],
      }),
    )
    await runner.createTable(
      new Table({
        name: 'identities',
        columns: [
          organization,
          id,
          text('provider_id', 36),
          text('issuer', 500),
          text('subject', 255),
          text('subject_key', 43),
          text('user_id', 36),
          time('created_at'),
        ],
        indices: [
          {
            name: 'identities_subject',
            columnNames: ['organization_id', 'provider_id', 'subject_key'],
            isUnique: true,
          },
          { name: 'identities_user', columnNames: ['organization_id', 'user_id', 'provider_id'], isUnique: true },
        ],
        foreignKeys: [
          belongsTo('identities_provider_id', 'provider_id', 'sso_providers'),
          belongsTo('identities_user_id', 'user_id', 'users'),
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('identities')
    await runner.dropTable('sso_domains')
    await runner.dropTable('sso_providers')
  }
}
