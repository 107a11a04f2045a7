import { ServerError } from './errors.ts'
import { splitOptions, type CallOptions, type Transport } from './transport.ts'
import type { TypedDocumentString } from './typed-document-string.ts'

/** One page of a list. */
export interface Page<T> {
  nodes: T[]
  /** How many there are on all pages. */
  totalCount: number
  hasNext: boolean
  /** The page behind this one; undefined behind the last. */
  next(): Promise<Page<T> | undefined>
}

/** Await it for one page, or loop over it with `for await` for everything. Nothing is asked before that. */
export interface Listing<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {
  /** Everything, or the first `limit`, as an array. */
  toArray(options?: { limit?: number | undefined }): Promise<T[]>
}

/** How to walk through a list. */
export interface ListOptions extends CallOptions {
  /** Page size, default 50. */
  first?: number | undefined
  /** Begins behind this cursor. */
  after?: string | undefined
}

/** A page as the API writes it. */
export interface Connection<T> {
  nodes: T[]
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

/** A list that a query answers; what is asked for beside the page stands in `query`, and `pick` finds it in the answer. */
export function listOf<Result, Variables extends object, T>(
  transport: Transport,
  document: TypedDocumentString<Result, Variables>,
  query: ListOptions & Omit<Variables, 'after'>,
  pick: (result: Result) => Connection<T> | null | undefined,
): Listing<T> {
  const { after: start, ...given } = query
  const { options, values } = splitOptions(given)
  return listingOf(async (after) => {
    const variables = { ...values, after } as unknown as Variables
    return pick(await transport.query(document, variables, options))
  }, start)
}

/** A list whose pages are fetched by `fetchPage` as they are needed. */
export function listingOf<T>(
  fetchPage: (after: string | undefined) => Promise<Connection<T> | null | undefined>,
  start?: string,
): Listing<T> {
  async function load(after: string | undefined): Promise<Page<T>> {
    const connection = await fetchPage(after)
    if (!connection) throw new ServerError('BAD_RESPONSE', 'The server answered with no list and gave no reason.')
    const { nodes, totalCount, pageInfo } = connection
    const { hasNextPage: hasNext, endCursor } = pageInfo
    return { nodes, totalCount, hasNext, next: async () => (hasNext ? load(endCursor ?? undefined) : undefined) }
  }
  async function* walk(): AsyncGenerator<T> {
    for (let page: Page<T> | undefined = await load(start); page; page = await page.next()) yield* page.nodes
  }
  return {
    // oxlint-disable-next-line unicorn/no-thenable -- awaiting a list is how its first page is asked for
    then: (onPage, onError) => load(start).then(onPage, onError),
    [Symbol.asyncIterator]: walk,
    async toArray({ limit = Number.POSITIVE_INFINITY } = {}) {
      const items: T[] = []
      if (limit <= 0) return items
      for await (const item of walk()) {
        items.push(item)
        if (items.length >= limit) break
      }
      return items
    },
  }
}

/** The same list with each item made into something else. */
export function mapPage<From, To>(connection: Connection<From>, make: (item: From) => To): Connection<To> {
  return { ...connection, nodes: connection.nodes.map(make) }
}
