import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql'
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm'
import { Fault } from '../errors.ts'
import { readMany } from '../rows.ts'

/** Rows of one page, at most. */
export const MAX_PAGE_SIZE = 200
/** Rows of a page that does not say how many. */
export const PAGE_SIZE = 50

/** Which part of a list is asked for; a list with a filter extends it. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'Number of items from the start.' })
  first?: number | null

  @Field(() => String, { nullable: true, description: 'Items after this cursor.' })
  after?: string | null

  @Field(() => Int, { nullable: true, description: 'Number of items from the end.' })
  last?: number | null

  @Field(() => String, { nullable: true, description: 'Items before this cursor.' })
  before?: string | null
}

@ObjectType('PageInfo', { description: 'Where a page of a list lies in the whole list.' })
class PageInfoType {
  @Field(() => Boolean, { description: 'Whether `after: endCursor` would return more items.' })
  hasNextPage!: boolean

  @Field(() => Boolean, { description: 'Whether `before: startCursor` would return more items.' })
  hasPreviousPage!: boolean

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item of this page; null when the page is empty.',
  })
  startCursor!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last item of this page; null when the page is empty.',
  })
  endCursor!: string | null
}

/** A page of a list, as resolvers answer it. `totalCount` is counted only when it is asked for. */
export interface Connection<Node> {
  nodes: Node[]
  edges: { cursor: string; node: Node }[]
  pageInfo: PageInfoType
  readonly totalCount: number | Promise<number>
}

/** The types `<Name>Connection` and `<Name>Edge` for lists of a node; `words` as in "A page of users", "A user in a list". */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
  words: { one: string; many: string },
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `${words.one} in a list.` })
  class EdgeType {
    @Field(() => String, { description: 'Cursor of this item.' })
    cursor!: string

    @Field(node, { description: 'The item.' })
    node!: Node
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${words.many}.` })
  class ConnectionType {
    @Field(() => [EdgeType], {
      description: 'The items with their cursors.',
      complexity: ({ childComplexity }) => childComplexity,
    })
    edges!: EdgeType[]

    @Field(() => [node()], { description: 'The items alone.' })
    nodes!: Node[]

    @Field(() => PageInfoType, { description: 'Where this page lies.', complexity: 0 })
    pageInfo!: PageInfoType

    @Field(() => Int, { description: 'How many there are on all pages.' })
    totalCount!: number
  }
  return ConnectionType as unknown as ClassType<Connection<Node>>
}

/** What a page asks for, checked: rows to take, where to begin, and whether from the end. */
export interface PageRequest {
  take: number
  /** Sort values of the row to begin behind; the last of them is the id. */
  from: readonly (string | number | null)[] | null
  backward: boolean
}

/** Checks the arguments of a page; a size or cursor that cannot be is the fault BAD_USER_INPUT. */
export function pageRequest({ first, after, last, before }: PageArgs): PageRequest {
  const backward = first == null && (last != null || before != null)
  const size = (backward ? last : first) ?? PAGE_SIZE
  if (size < 0 || size > MAX_PAGE_SIZE) {
    throw new Fault('BAD_USER_INPUT', `A page has from 0 to ${MAX_PAGE_SIZE} rows; ${size} were asked for.`, {
      maximum: MAX_PAGE_SIZE,
    })
  }
  const cursor = backward ? before : after
  return { take: size, from: cursor ? fromCursor(cursor) : null, backward }
}

export function toCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

function fromCursor(cursor: string): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(values) && values.length > 0) return values as (string | number | null)[]
  } catch {
    // Said below.
  }
  throw new Fault('BAD_USER_INPUT', 'This cursor is not one that this list gave out.')
}

/** One page of rows that are in order already, from a list in memory. */
export function pageOf<Node>(
  page: PageRequest,
  rows: Node[],
  hasMore: boolean,
  values: (node: Node) => unknown[],
  totalCount: () => number | Promise<number>,
): Connection<Node> {
  const cursorOf = (node: Node) => toCursor(values(node))
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    nodes: rows,
    // Most callers ask for the nodes alone.
    get edges() {
      return rows.map((node) => ({ cursor: cursorOf(node), node }))
    },
    pageInfo: {
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
      hasNextPage: page.backward ? page.from !== null : hasMore,
      hasPreviousPage: page.backward ? hasMore : page.from !== null,
    },
    get totalCount() {
      return totalCount()
    },
  }
}

/**
 * One page of a query, by the values of the row it begins behind: as fast on the last page as on the first.
 * `sortBy` is a property of the row, or null to sort by id, which is the order in which rows were made.
 */
export async function findPage<R extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<R>,
  page: PageRequest,
  sortBy: (keyof R & string) | null,
  direction: 'ASC' | 'DESC' = 'ASC',
): Promise<Connection<R>> {
  const { alias } = query
  const counted = query.clone()
  const ascending = (direction === 'ASC') !== page.backward
  const order = ascending ? 'ASC' : 'DESC'
  const beyond = ascending ? '>' : '<'
  if (page.from) {
    const [value, id] = sortBy ? page.from : [null, page.from[0]]
    if (typeof id !== 'string') throw new Fault('BAD_USER_INPUT', 'This cursor is not one that this list gave out.')
    query.andWhere(
      sortBy
        ? `(${alias}.${sortBy} ${beyond} :cursorValue OR (${alias}.${sortBy} = :cursorValue AND ${alias}.id ${beyond} :cursorId))`
        : `${alias}.id ${beyond} :cursorId`,
      { cursorValue: cursorParameter(value), cursorId: id },
    )
  }
  if (sortBy) query.addOrderBy(`${alias}.${sortBy}`, order)
  query.addOrderBy(`${alias}.id`, order)
  const found = await readMany(query.limit(page.take + 1))
  const rows = found.slice(0, page.take)
  if (page.backward) rows.reverse()
  return pageOf(
    page,
    rows,
    found.length > page.take,
    (row) => (sortBy ? [row[sortBy], row.id] : [row.id]),
    () => counted.getCount(),
  )
}

/**
 * Only rows in which the text occurs in one of the properties, in whatever case. `name` tells several texts apart.
 * SQLite knows upper and lower case of ASCII letters alone, so other letters are asked for in each likely case.
 */
export function whereOccurs<R extends ObjectLiteral>(
  query: SelectQueryBuilder<R>,
  name: string,
  properties: readonly (keyof R & string)[],
  text: string,
): void {
  const capitalised = text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
  const spellings = new Set([text, text.toLowerCase(), text.toUpperCase(), capitalised].map(asciiLowerCase))
  const parameters: Record<string, string> = {}
  const conditions = [...spellings].flatMap((spelling, index) => {
    parameters[`${name}${index}`] = `%${spelling.replace(/[!%_]/g, '!$&')}%`
    return properties.map((property) => `LOWER(${query.alias}.${property}) LIKE :${name}${index} ESCAPE '!'`)
  })
  query.andWhere(`(${conditions.join(' OR ')})`, parameters)
}

function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

// A moment went into the cursor as text and must be compared as a moment.
function cursorParameter(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? new Date(value) : value
}
