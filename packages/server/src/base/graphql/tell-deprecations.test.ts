import { ApolloServer } from '@apollo/server'
import { describe, expect, it } from '@jest/globals'
import { buildSchema, parse } from 'graphql'
import { deprecationsOf, tellDeprecations } from './tell-deprecations.ts'

const typeDefs = `
  enum Kind { OLD @deprecated(reason: "Use NEW. Works until 2027-06-30.") NEW }
  input Filter { kind: Kind, nick: String @deprecated(reason: "Use name. Works until 2027-06-30.") }
  type User {
    name(short: Boolean @deprecated(reason: "Always short. Works until 2027-06-30.")): String
    nickname: String @deprecated(reason: "Use name. Works until 2027-06-30.")
    friends: [User!]
  }
  type Query { user(filter: Filter, kind: Kind): User }
`
const schema = buildSchema(typeDefs)
const pathsOf = (text: string) => deprecationsOf(schema, parse(text)).map(({ path }) => path)

describe('what will be gone from the schema', () => {
  it('is found in a document wherever it is used, each once', () => {
    const all = `
      query ($kind: Kind) {
        user(kind: OLD, filter: { kind: OLD, nick: "b" }) { nickname friends { ...F } }
        again: user(kind: $kind) { nickname }
      }
      fragment F on User { name(short: true) nickname }`
    expect(pathsOf(all)).toEqual(['Kind.OLD', 'Filter.nick', 'User.nickname', 'User.name(short:)'])
    expect(pathsOf('{ user(kind: NEW, filter: { kind: NEW }) { name friends { name } } }')).toEqual([])
  })

  it('is told beside the answer, with its reason and for how long it works', async () => {
    const server = new ApolloServer({ typeDefs, plugins: [tellDeprecations(schema)] })
    const ask = async (query: string) => {
      const { body } = await server.executeOperation({ query })
      return body.kind === 'single' ? body.singleResult : null
    }
    expect(await ask('{ user { nickname } }')).toEqual({
      data: { user: null },
      extensions: { deprecations: [{ path: 'User.nickname', reason: 'Use name. Works until 2027-06-30.' }] },
    })
    expect(await ask('{ user { name } }')).toEqual({ data: { user: null } })
    expect(await ask('{ user { nickname surname } }')).not.toHaveProperty('extensions')
    await server.stop()
  })

  it('costs nothing while there is none', () => {
    expect(tellDeprecations(buildSchema('type Query { a: String }'))).toEqual({})
  })
})
