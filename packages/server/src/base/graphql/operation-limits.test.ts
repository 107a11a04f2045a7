import 'reflect-metadata'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Kind, parse, specifiedRules, validate } from 'graphql'
import { playgroundTabs } from '../../playground-tabs.ts'
import { makeSchema } from '../../schema.ts'
import { Fault } from '../errors.ts'
import { reading, type Context } from './mutate.ts'
import { limitRules, requireAffordable, type AskedOperation } from './operation-limits.ts'

const schema = makeSchema()
const OPERATIONS = new URL('../../../../sdk/src/operations/', import.meta.url)

function faultsOf(text: string): unknown[] {
  return validate(schema, parse(text), [...specifiedRules, ...limitRules]).map(({ originalError, message }) =>
    originalError instanceof Fault ? originalError.facts : message,
  )
}

function costFault(text: string, more: Omit<AskedOperation, 'document'> = {}): Fault | null {
  try {
    requireAffordable(schema, { document: parse(text), ...more })
    return null
  } catch (error) {
    return error as Fault
  }
}

const nested = (field: string, times: number): string => `${`${field} { `.repeat(times)}id${' }'.repeat(times)}`

describe('the limits of one operation', () => {
  it('let through everything the SDK and the playground ask, on the largest page', () => {
    const texts = readdirSync(OPERATIONS).map((name) => readFileSync(new URL(name, OPERATIONS), 'utf8'))
    const documents = [texts.join('\n'), ...playgroundTabs.map((tab) => tab.document)]
    let operations = 0
    for (const text of documents) {
      expect(faultsOf(text).filter((fault) => !/never used/.test(String(fault)))).toEqual([])
      for (const definition of parse(text).definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue
        operations += 1
        const variables = { id: 'x', userId: 'x', importId: 'x', email: 'x', token: 'x', input: {}, first: 200 }
        const asked = { operationName: definition.name?.value, variables }
        expect([definition.name?.value, costFault(text, asked)?.message]).toEqual([definition.name?.value, undefined])
      }
    }
    expect(operations).toBeGreaterThan(40)
  })

  it('refuse fields within fields beyond twelve, through fragments too', () => {
    expect(faultsOf(`{ user(id: "x") { ${nested('manager', 10)} } }`)).toEqual([])
    const deep = { measure: 'depth', cost: 22, limit: 12 }
    expect(faultsOf(`{ user(id: "x") { ${nested('manager', 20)} } }`)).toEqual([deep])
    expect(
      faultsOf(`{ user(id: "x") { ...Upper } }
        fragment Upper on User { ${nested('manager', 10).replace('id', '...Lower')} }
        fragment Lower on User { ${nested('manager', 10)} }`),
    ).toEqual([deep])
  })

  it('refuse one field under more than thirty names, and the same field repeated at one place', () => {
    const times = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i))
    expect(faultsOf(`{ ${times(30, (index) => `v${index}: serverInfo { version }`).join(' ')} }`)).toEqual([])
    const often = { measure: 'aliases', cost: 31, limit: 30 }
    const renamed = `{ serverInfo { ${times(101, (index) => `v${index}: version`).join(' ')} } }`
    expect(faultsOf(renamed)).toEqual([often])
    expect(faultsOf(`{ ${times(500, () => '__typename').join(' ')} }`)).toContainEqual(often)
  })

  it('refuse more than thirty fields at the root, through fragments too', () => {
    const fields = Array.from({ length: 16 }, (_, index) => `v${index}: serverInfo { version }`).join(' ')
    const more = fields.replaceAll('v', 'w').replaceAll('wersion', 'version').replaceAll('serwer', 'server')
    const text = `{ ...One ...Two } fragment One on Query { ${fields} } fragment Two on Query { ${more} }`
    expect(faultsOf(text)).toContainEqual({ measure: 'rootFields', cost: 32, limit: 30 })
  })

  it('refuse more than fifty directives, and count no fragment out that doubles itself a thousand times', () => {
    const text = Array.from({ length: 51 }, (_, index) => `v${index % 9}: version @skip(if: false)`).join(' ')
    expect(faultsOf(`{ serverInfo { ${text} } }`)).toContainEqual({ measure: 'directives', cost: 51, limit: 50 })
    const doubling = Array.from({ length: 100 }, (_, i) => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)
    const document = `{ user(id: "x") { ...F0 } } ${doubling.join(' ')} fragment F100 on User { id }`
    expect(validate(schema, parse(document), limitRules)).toEqual([])
    expect(costFault(document)).toMatchObject({ code: 'QUERY_TOO_COMPLEX' })
  })

  it('refuse lists inside of lists by how many objects they may answer, and say what to do', () => {
    const members =
      '{ users { nodes { primaryTeam { members { nodes { primaryTeam { members { totalCount } } } } } } } }'
    expect(costFault(members)).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      message: expect.stringMatching(/may answer about \d+ objects; at most 5000 are allowed\. .*smaller pages/),
      facts: { measure: 'cost', cost: expect.any(Number), limit: 5_000 },
    })
    const small =
      'query ($n: Int) { users(first: $n) { nodes { primaryTeam { members(first: 30) { nodes { id } } } } } }'
    expect(costFault(small, { variables: { n: 20 } })).toBeNull()
    expect(costFault(small, { variables: { n: 200 } })).toMatchObject({ facts: { cost: 6_601 } })
  })

  it('leave it to the list to refuse a page that is too large, and to execution what does not fit', () => {
    expect(costFault('{ users(first: 1000000) { nodes { id } } }')).toBeNull()
    expect(costFault('{ users(first: -1) { nodes { id } } }')).toBeNull()
    expect(costFault('query ($n: Int) { users(first: $n) { nodes { id } } }', { variables: { n: 'x' } })).toBeNull()
  })

  it('refuse a filter of more than a thousand values, naming the variable', () => {
    const text = 'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }'
    const email = Array.from({ length: 1_001 }, (_, index) => `p${index}@example.com`)
    expect(costFault(text, { variables: { filter: { email } } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('$filter.email has 1001'),
      facts: { maximum: 1_000 },
    })
    expect(costFault(text, { variables: { filter: { email: email.slice(1) } } })).toBeNull()
  })

  it('end a query that has run for too long, before it looks up more', () => {
    const context = { deadline: performance.now() - 1 } as Context
    expect(() => reading(context)).toThrow('took too long')
  })
})
