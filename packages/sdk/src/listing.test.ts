import { describe, expect, test } from '@jest/globals'
import { listingOf, type Connection } from './listing.ts'
import { rejection } from './testing.ts'

const NAMES = ['Ana', 'Ben', 'Chi', 'Dov', 'Eva']

function names(size: number): {
  asked: (string | undefined)[]
  fetchPage: (after?: string) => Promise<Connection<string>>
} {
  const asked: (string | undefined)[] = []
  return {
    asked,
    fetchPage(after) {
      asked.push(after)
      const start = after === undefined ? 0 : Number(after)
      const end = Math.min(NAMES.length, start + size)
      const pageInfo = { hasNextPage: end < NAMES.length, endCursor: String(end) }
      return Promise.resolve({ nodes: NAMES.slice(start, end), totalCount: NAMES.length, pageInfo })
    },
  }
}

describe('a list', () => {
  test('is not asked for before somebody wants it', () => {
    const { asked, fetchPage } = names(2)
    listingOf(fetchPage)
    expect(asked).toEqual([])
  })

  test('gives a page when awaited, and the pages behind it one by one', async () => {
    const { asked, fetchPage } = names(2)
    const page = await listingOf(fetchPage)
    expect(page).toMatchObject({ nodes: ['Ana', 'Ben'], totalCount: 5, hasNext: true })
    const third = await (await page.next())?.next()
    expect(third).toMatchObject({ nodes: ['Eva'], hasNext: false })
    expect(await third?.next()).toBeUndefined()
    expect(asked).toEqual([undefined, '2', '4'])
  })

  test('gives everything in a loop, and asks for no page that is not reached', async () => {
    const { asked, fetchPage } = names(2)
    const seen: string[] = []
    for await (const name of listingOf(fetchPage)) {
      seen.push(name)
      if (name === 'Chi') break
    }
    expect(seen).toEqual(['Ana', 'Ben', 'Chi'])
    expect(asked).toEqual([undefined, '2'])
  })

  test('begins behind a cursor', async () => {
    expect(await listingOf(names(2).fetchPage, '3').toArray()).toEqual(['Dov', 'Eva'])
  })

  test('becomes an array, as long as wanted', async () => {
    const { asked, fetchPage } = names(2)
    expect(await listingOf(fetchPage).toArray()).toEqual(NAMES)
    expect(await listingOf(fetchPage).toArray({ limit: 2 })).toEqual(['Ana', 'Ben'])
    expect(await listingOf(fetchPage).toArray({ limit: 0 })).toEqual([])
    expect(asked).toEqual([undefined, '2', '4', undefined])
  })

  test('that the server leaves out without a reason is an error', async () => {
    expect(await rejection(listingOf(() => Promise.resolve(null)))).toMatchObject({ code: 'BAD_RESPONSE' })
  })
})
