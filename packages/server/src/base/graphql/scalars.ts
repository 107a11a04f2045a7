import { GraphQLScalarType } from 'graphql'
import { GraphQLDateTime, GraphQLURL } from 'graphql-scalars'

/** `Date` in code; output is always UTC. */
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: 'DateTime',
  description:
    'A moment in time, ISO 8601 with a time zone, for example `2026-11-22T09:00:00+01:00`. Output is always UTC.',
})

/** Text in code. */
export const UrlScalar = new GraphQLScalarType({
  ...GraphQLURL.toConfig(),
  name: 'URL',
  description: 'An absolute http or https address.',
  serialize: String,
})
