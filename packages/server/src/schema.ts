import 'reflect-metadata'
import { createHash } from 'node:crypto'
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql'
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql'
import { DateTimeScalar } from './base/graphql/scalars.ts'
import { nodeResolver, type FindNode } from './base/graphql/node.ts'
import type { NodeName } from './base/graphql/ids.ts'

const findNode: Partial<Record<NodeName, FindNode>> = {}

/** The doors of all rooms, lowest floor first. */
const resolvers: NonEmptyArray<Function> = [nodeResolver(findNode)]

/** Types that only an interface reaches. */
const orphanedTypes: Function[] = []

/** Builds the one schema of the API from the doors. */
export function makeSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers,
    orphanedTypes,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  })
}

/** The schema as text, in alphabetical order, so that a difference is a change. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

/** SHA-256 of a schema's text, so that a client can tell whether it was generated from the same one. */
export function schemaHash(schema: GraphQLSchema): string {
  return createHash('sha256').update(schemaText(schema)).digest('hex')
}
