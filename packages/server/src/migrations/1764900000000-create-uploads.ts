import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

/** Addresses that take the bytes of a file. */
export class CreateUploads1764900000000 implements MigrationInterface {
  name = 'CreateUploads1764900000000'

  async up(runner: QueryRunner): Promise<void> {
    const text = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) })
    const time = (name: string) => ({ name, type: 'datetime', precision: 3 })
    await runner.createTable(
      new Table({
        name: 'uploads',
        columns: [
          { ...text('organization_id', 36), isPrimary: true },
          { ...text('id', 36), isPrimary: true },
          text('token_hash', 64),
          text('file_name', 255),
          { name: 'bytes', type: 'integer' },
          { ...text('file_id', 36), isNullable: true },
          { ...text('import_id', 36), isNullable: true },
          text('created_by_kind', 32),
          { ...text('created_by_id', 36), isNullable: true },
          time('created_at'),
          time('expires_at'),
        ],
        indices: [
          { name: 'uploads_token', columnNames: ['token_hash'] },
          { name: 'uploads_created', columnNames: ['organization_id', 'created_at'] },
        ],
      }),
    )
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('uploads')
  }
}
