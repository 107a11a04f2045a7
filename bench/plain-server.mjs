// The least an Apollo Server does for an answer: a schema written by hand over objects in memory, no database, no
// credential, no limits. `bench/requests.mjs` tells it which objects.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express5'
import express from 'express'

const typeDefs = `
  type Query { viewer: Viewer users(first: Int): UserConnection }
  type Viewer { kind: String! canManagePeople: Boolean! grantableRoles: [String!]! organization: Organization! }
  type Organization { id: ID! name: String! }
  type UserConnection { nodes: [User!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type User { id: ID! email: String! name: String! role: String! status: String! jobTitle: String primaryTeam: Team secondaryTeams: [Team!]! }
  type Team { id: ID! name: String! }
`

const [{ viewer, users }] = await once(process, 'message')
const resolvers = { Query: { viewer: () => viewer, users: () => users } }
const apollo = new ApolloServer({ typeDefs, resolvers, nodeEnv: 'production' })
await apollo.start()
const app = express()
app.use('/graphql', express.json(), expressMiddleware(apollo))
const http = createServer(app).listen(0, '127.0.0.1', () => process.send({ port: http.address().port }))
