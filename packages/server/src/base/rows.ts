import {
  PrimaryColumn,
  type EntityManager,
  type EntityMetadata,
  type FindManyOptions,
  type FindOptionsWhere,
  type ObjectLiteral,
  type QueryResult,
  type QueryRunner,
  type SelectQueryBuilder,
} from 'typeorm'
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js'
import type { Dialect } from './database.ts'
import { GatedQueryRunner, type TurnsQueryRunner } from './sqlite-gate.ts'

/** What every row of an organization begins with. */
export abstract class OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  organizationId!: string
}

/** A row with an id of its own, made by `newId`, without prefix. */
export abstract class Row extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string
}

export type Table<R extends OrganizationRow> = new () => R
/** The columns of a row but the organization, which is never a caller's to choose. */
export type Values<R> = { [Key in Exclude<keyof R, 'organizationId'>]: R[Key] }
type Where<R> = FindOptionsWhere<Omit<R, 'organizationId'>>
/** New values of columns; a function answers an SQL expression over the row's own columns. */
type Changes<R> = { [Key in keyof Values<R>]?: Values<R>[Key] | (() => string) }

/** What else columns must hold, beside one of several values. */
type Also<R> = { [Key in keyof Values<R>]?: string | number }

/** In which order rows come, and how many at most. */
interface Listed<R> {
  order?: { [Key in keyof R]?: 'ASC' | 'DESC' }
  take?: number
}

const ASKED_FOR_TOGETHER = 1_000
const WRITTEN_TOGETHER = 500

/** The way to a table: every statement carries the organization it was made with. */
export class Rows<R extends OrganizationRow & ObjectLiteral> {
  private readonly tx: EntityManager
  private readonly table: Table<R>
  private readonly organizationId: string
  private readonly dialect: Dialect

  constructor(tx: EntityManager, table: Table<R>, organizationId: string, dialect: Dialect) {
    this.tx = tx
    this.table = table
    this.organizationId = organizationId
    this.dialect = dialect
  }

  /** The same table of another organization. */
  of(organizationId: string): Rows<R> {
    return new Rows(this.tx, this.table, organizationId, this.dialect)
  }

  /** The same table through a transaction within the transaction. */
  through(tx: EntityManager): Rows<R> {
    return new Rows(tx, this.table, this.organizationId, this.dialect)
  }

  async find(where: Where<R> = {}, options: Listed<R> & Pick<FindManyOptions<R>, 'select'> = {}): Promise<R[]> {
    const own = this.own(where)
    if (!isPlain(own) || options.select) {
      return this.tx.find(this.table, { ...(options as FindManyOptions<R>), where: own })
    }
    const sql = selectWhere(this.writing().metadata, this.dialect, own, options)
    return readRows(this.tx, { table: this.table }, sql, bound(own))
  }

  findOne(where: Where<R>): Promise<R | null> {
    return this.readOne(where, {})
  }

  /** Reads one row and keeps others from changing it until the transaction ends. */
  findOneForUpdate(where: Where<R>): Promise<R | null> {
    return this.readOne(where, { forUpdate: true })
  }

  private async readOne(where: Where<R>, { forUpdate = false }): Promise<R | null> {
    const own = this.own(where)
    if (isPlain(own)) return readRow(this.tx, this.dialect, this.table, own, { forUpdate })
    const lock = forUpdate && this.dialect.hasRowLocks ? { lock: { mode: 'pessimistic_write' as const } } : {}
    return this.tx.findOne(this.table, { where: own, ...lock })
  }

  /** The same for many rows; in an order, so that two who want the same ones do not wait for each other. */
  findForUpdate(where: Where<R>, options: Pick<FindManyOptions<R>, 'order'> = {}): Promise<R[]> {
    const lock = this.dialect.hasRowLocks ? { lock: { mode: 'pessimistic_write' as const } } : {}
    return this.tx.find(this.table, { ...options, where: this.own(where), ...lock })
  }

  /**
   * The rows whose column has one of these values, in no order. For lookups by the hundred: TypeORM's own `find` takes
   * several times as long for the same rows. Half of that is gone where `only` some columns are asked for.
   */
  async findIn<Key extends keyof Values<R> & string, Only extends keyof R & string = keyof R & string>(
    key: Key,
    values: readonly NonNullable<R[Key]>[],
    { and = {}, forUpdate = false, only }: { and?: Also<R>; forUpdate?: boolean; only?: readonly Only[] } = {},
  ): Promise<Pick<R, Only>[]> {
    const { metadata } = this.writing()
    const columns = only?.map((property) => columnOf(metadata, property))
    const select = selectFrom(metadata, this.dialect, columns)
    const lock = forUpdate && this.dialect.hasRowLocks ? ' FOR UPDATE' : ''
    const found: Pick<R, Only>[] = []
    for (const some of inParts(values, ASKED_FOR_TOGETHER)) {
      const where = this.whereIn(key, some, and)
      const sql = `${select} WHERE ${where.sql}${lock}`
      found.push(...(await readRows(this.tx, { table: this.table, columns }, sql, where.values)))
    }
    return found
  }

  /**
   * Changes the rows whose column has one of these values, all to the same, and says how many there were; inside a
   * transaction.
   */
  async updateIn<Key extends keyof Values<R> & string>(
    key: Key,
    values: readonly NonNullable<R[Key]>[],
    changes: Partial<Values<R>>,
    { and = {} }: { and?: Also<R> } = {},
  ): Promise<number> {
    const { queryRunner } = this.tx
    if (!queryRunner) throw new Error('Many rows are changed inside a transaction')
    const { metadata, write } = this.writing()
    const changed = Object.entries(changes).map(([property, value]) => [columnOf(metadata, property), value] as const)
    const set = changed.map(([{ databaseName }]) => `${this.name(databaseName)} = ?`).join(', ')
    const given = changed.map(([column, value]) => write(column, value))
    let count = 0
    for (const some of inParts(values, ASKED_FOR_TOGETHER)) {
      const where = this.whereIn(key, some, and)
      const sql = `UPDATE ${this.name(metadata.tableName)} SET ${set} WHERE ${where.sql}`
      const { affected } = (await queryRunner.query(sql, [...given, ...where.values], true)) as QueryResult
      count += affected ?? 0
    }
    return count
  }

  private whereIn(key: string, values: readonly unknown[], and: object): { sql: string; values: unknown[] } {
    const { metadata } = this.writing()
    const own = { organizationId: this.organizationId, ...and } as Plain
    // mysql2 writes a list in the place of one placeholder.
    const isOne = this.dialect.name === 'mysql'
    const places = isOne ? '?' : values.map(() => '?').join(', ')
    const last = `${columnName(metadata, this.dialect, key)} IN (${places})`
    return {
      sql: [...conditionsOf(metadata, this.dialect, own), last].join(' AND '),
      values: [...bound(own), ...(isOne ? [values] : values)],
    }
  }

  count(where: Where<R> = {}): Promise<number> {
    return this.tx.count(this.table, { where: this.own(where) })
  }

  /** A query on this table that already asks for the organization; add to it with `andWhere` only. */
  query(alias: string): SelectQueryBuilder<R> {
    return this.tx
      .createQueryBuilder(this.table, alias)
      .where(`${alias}.organizationId = :organizationId`, { organizationId: this.organizationId })
  }

  /** Changes the rows that match and says how many there were. */
  async update(where: Where<R>, changes: Changes<R>): Promise<number> {
    const result = await this.tx.update(this.table, this.own(where), changes as never)
    return result.affected ?? 0
  }

  async delete(where: Where<R>): Promise<number> {
    const result = await this.tx.delete(this.table, this.own(where))
    return result.affected ?? 0
  }

  async insert(row: Values<R>): Promise<R> {
    await this.insertMany([row])
    return Object.assign(new this.table(), row, { organizationId: this.organizationId })
  }

  /** Writes many rows by few statements; sort them by their unique key to keep writers from deadlocks. */
  async insertMany(rows: readonly Values<R>[]): Promise<void> {
    if (rows.length === 0) return
    const { metadata, write } = this.writing()
    // Half the columns of a new user are empty in every row of a file, and cost as much to send as the others.
    const columns = metadata.columns.filter(
      ({ propertyName, isNullable }) =>
        !isNullable || rows.some((row) => hasValue((row as ObjectLiteral)[propertyName])),
    )
    const head = `INSERT INTO ${this.name(metadata.tableName)} (${columns.map((column) => this.name(column.databaseName)).join(', ')}) VALUES `
    const valuesOf = (row: Values<R>): unknown[] =>
      columns.map((column) =>
        column.propertyName === 'organizationId'
          ? this.organizationId
          : write(column, (row as ObjectLiteral)[column.propertyName]),
      )
    const runner = this.tx.queryRunner
    if (runner instanceof GatedQueryRunner) {
      const one = `(${columns.map(() => '?').join(', ')})`
      return runner.runEach(head + one, mapped(rows, valuesOf))
    }
    // mysql2 writes lists of lists as (…), (…).
    for (const part of inParts(rows, WRITTEN_TOGETHER)) await this.tx.query(`${head}?`, [part.map(valuesOf)])
  }

  /** Sets the named columns of many rows, found by id, by multi-row statements. Needs a table with the column id. */
  async updateMany<Key extends keyof Values<R> & string>(
    rows: readonly ({ id: string } & Pick<Values<R>, Key>)[],
    keys: readonly Key[],
  ): Promise<void> {
    const { metadata, write } = this.writing()
    const columns = keys.map((key) => metadata.findColumnWithPropertyName(key) as ColumnMetadata)
    const runner = this.tx.queryRunner
    if (runner instanceof GatedQueryRunner) {
      const set = columns.map((column) => `${this.name(column.databaseName)} = ?`).join(', ')
      const sql = `UPDATE ${this.name(metadata.tableName)} SET ${set} WHERE organization_id = ? AND id = ?`
      const valuesOf = (row: ObjectLiteral): unknown[] => [
        ...columns.map((column) => write(column, row[column.propertyName])),
        this.organizationId,
        row['id'],
      ]
      return runner.runEach(sql, mapped(rows, valuesOf))
    }
    for (const part of inParts(rows, WRITTEN_TOGETHER)) {
      const values: unknown[] = []
      for (const row of part) {
        values.push(row.id)
        for (const column of columns) values.push(write(column, (row as ObjectLiteral)[column.propertyName]))
      }
      await this.tx.query(this.updateStatement(metadata, columns, part.length), [...values, this.organizationId])
    }
  }

  // Each row is found by its primary key.
  private updateStatement(metadata: EntityMetadata, columns: readonly ColumnMetadata[], count: number): string {
    const table = this.name(metadata.tableName)
    const names = columns.map((column) => this.name(column.databaseName))
    const first = `SELECT ? AS id, ${columns.map((_, index) => `? AS value${index}`).join(', ')}`
    const others = ` UNION ALL SELECT ${['?', ...columns.map(() => '?')].join(', ')}`
    const set = names.map((name, index) => `${table}.${name} = changed.value${index}`).join(', ')
    return (
      `UPDATE ${table} JOIN (${first}${others.repeat(count - 1)}) AS changed ` +
      `ON ${table}.organization_id = ? AND ${table}.id = changed.id SET ${set}`
    )
  }

  private own(where: Where<R>): FindOptionsWhere<R> {
    return { organizationId: this.organizationId, ...where } as FindOptionsWhere<R>
  }

  private name(identifier: string): string {
    return quoted(this.dialect, identifier)
  }

  private writing(): { metadata: EntityMetadata; write: (column: ColumnMetadata, value: unknown) => unknown } {
    return {
      metadata: this.tx.connection.getMetadata(this.table),
      write: this.dialect.name === 'sqlite' ? sqliteValue : mysqlValue,
    }
  }
}

/** Values of properties that a row must have, all of them. */
type Plain = Record<string, string | number | boolean>

function isPlain(where: object): where is Plain {
  return Object.values(where).every((value) => ['string', 'number', 'boolean'].includes(typeof value))
}

/**
 * The row whose properties have these values; mind the organization. TypeORM's own `findOne` takes several times as long
 * to write the statement and to read the row.
 */
export async function readRow<R extends ObjectLiteral>(
  tx: EntityManager,
  dialect: Dialect,
  table: new () => R,
  where: Plain,
  { forUpdate = false, comment = '' } = {},
): Promise<R | null> {
  const metadata = tx.connection.getMetadata(table)
  const sql =
    (comment && `/* ${comment} */ `) +
    selectWhere(metadata, dialect, where, { take: 1 }) +
    (forUpdate && dialect.hasRowLocks ? ' FOR UPDATE' : '')
  const [row] = await readRows(tx, { table }, sql, bound(where))
  return row ?? null
}

function selectWhere(
  metadata: EntityMetadata,
  dialect: Dialect,
  where: Plain,
  { order = {}, take }: Listed<Record<string, unknown>>,
): string {
  const by = Object.entries(order).map(([property, way]) => `${columnName(metadata, dialect, property)} ${way}`)
  return (
    `${selectFrom(metadata, dialect)} WHERE ${conditionsOf(metadata, dialect, where).join(' AND ')}` +
    (by.length > 0 ? ` ORDER BY ${by.join(', ')}` : '') +
    (take === undefined ? '' : ` LIMIT ${take}`)
  )
}

function bound(where: Plain): (string | number)[] {
  return Object.values(where).map((value) => (typeof value === 'boolean' ? Number(value) : value))
}

/**
 * The rows of a query that selects one table as it is. TypeORM's own `getMany` takes several times as long to read the
 * same rows.
 */
export async function readMany<R extends ObjectLiteral>(query: SelectQueryBuilder<R>): Promise<R[]> {
  const { metadata } = query.expressionMap.mainAlias as { metadata: EntityMetadata }
  const names = metadata.columns.map(({ databaseName }) => `${query.escape(query.alias)}.${query.escape(databaseName)}`)
  const [sql, values] = query.select(names.join(', ')).getQueryAndParameters()
  const { queryRunner } = query as unknown as RunnerOfQuery
  const table = metadata.target as new () => R
  return readRows(queryRunner?.manager ?? query.connection.manager, { table }, sql, values)
}

/** What TypeORM keeps to itself of a query: the runner of its transaction, if it is part of one. */
interface RunnerOfQuery {
  queryRunner?: QueryRunner
}

/** The rows of a statement that selects the columns of a table, all of them in their order or the given ones. */
async function readRows<R extends ObjectLiteral>(
  tx: EntityManager,
  { table, columns }: { table: new () => R; columns?: readonly ColumnMetadata[] | undefined },
  sql: string,
  values: readonly unknown[],
): Promise<R[]> {
  const metadata = tx.connection.getMetadata(table)
  const isSqlite = tx.connection.options.type === 'better-sqlite3'
  const readers = isSqlite ? fromSqlite : fromMysql
  const known = columns ? undefined : hydrations.get(metadata)
  const hydrate = (known ?? hydration(table, columns ?? metadata.columns, readers)) as Hydrate<R>
  if (!columns) hydrations.set(metadata, hydrate)
  if (!isSqlite) return (await tx.query<ObjectLiteral[]>(sql, [...values])).map((raw) => hydrate(Object.values(raw)))
  const runner = (tx.queryRunner ?? tx.connection.createQueryRunner()) as TurnsQueryRunner
  return (await runner.readLists(sql, values)).map(hydrate)
}

type Hydrate<R = ObjectLiteral> = (values: unknown[]) => R
const hydrations = new WeakMap<EntityMetadata, Hydrate>()

type ReadValue = (value: never) => unknown

/** Makes rows of a table out of their values, which it changes. Measured: a third of the time that one loop takes. */
function hydration(
  table: new () => ObjectLiteral,
  columns: readonly ColumnMetadata[],
  readers: Partial<Record<string, ReadValue>>,
): Hydrate {
  const properties = columns.map(({ propertyName }) => propertyName)
  const toRead = columns.flatMap(({ type }, index) => {
    const read = readers[String(type)]
    return read ? [{ index, read }] : []
  })
  return (values) => {
    for (const { index, read } of toRead) {
      if (values[index] !== null) values[index] = read(values[index] as never)
    }
    const row = new table()
    for (const [index, property] of properties.entries()) row[property] = values[index]
    return row
  }
}

const selects = new WeakMap<EntityMetadata, string>()

function selectFrom(metadata: EntityMetadata, dialect: Dialect, some?: readonly ColumnMetadata[]): string {
  const known = some ? undefined : selects.get(metadata)
  if (known) return known
  const names = (some ?? metadata.columns).map(({ databaseName }) => quoted(dialect, databaseName)).join(', ')
  const select = `SELECT ${names} FROM ${quoted(dialect, metadata.tableName)}`
  if (!some) selects.set(metadata, select)
  return select
}

function conditionsOf(metadata: EntityMetadata, dialect: Dialect, where: Plain): string[] {
  return Object.keys(where).map((property) => `${columnName(metadata, dialect, property)} = ?`)
}

function columnName(metadata: EntityMetadata, dialect: Dialect, property: string): string {
  return quoted(dialect, columnOf(metadata, property).databaseName)
}

function columnOf(metadata: EntityMetadata, property: string): ColumnMetadata {
  const column = metadata.findColumnWithPropertyName(property)
  if (!column) throw new Error(`${metadata.name} has no ${property}`)
  return column
}

function* inParts<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}

function quoted({ name }: Dialect, identifier: string): string {
  return name === 'sqlite' ? `"${identifier}"` : `\`${identifier}\``
}

function* mapped<Item, Result>(items: readonly Item[], map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item)
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined
}

/** Text that is JSON already is written as it is. */
function json(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const fromSqlite = {
  datetime: (value: string): Date => new Date(`${value.replace(' ', 'T')}Z`),
  json: (value: string): unknown => JSON.parse(value),
  boolean: (value: number): boolean => value === 1,
}

const fromMysql = {
  // MariaDB keeps JSON as text, MySQL does not.
  json: (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value),
  boolean: (value: number): boolean => value === 1,
}

function sqliteValue(column: ColumnMetadata, value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (column.type === 'json') return json(value)
  if (value instanceof Date) return sqliteTime(value)
  return value === true ? 1 : value === false ? 0 : value
}

// As TypeORM writes it, so that both kinds of statement compare alike. Rows that are written together bear the same time.
const lastTime = { at: Number.NaN, text: '' }

function sqliteTime(time: Date): string {
  const at = time.getTime()
  if (at !== lastTime.at) Object.assign(lastTime, { at, text: time.toISOString().replace('T', ' ').slice(0, -1) })
  return lastTime.text
}

function mysqlValue(column: ColumnMetadata, value: unknown): unknown {
  if (value === undefined || value === null) return null
  return column.type === 'json' ? json(value) : value
}
