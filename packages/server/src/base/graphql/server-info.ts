import { readFileSync } from 'node:fs'
import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { ApiErrorCode } from '../errors.ts'
import { MAX_PAGE_SIZE } from './connection.ts'
import type { Context } from './mutate.ts'
import { MAX_ALIASES, MAX_COST, MAX_DEPTH, MAX_TOKENS } from './operation-limits.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

@ObjectType('ServerInfo', { description: 'What this server is and what it allows.' })
export class ServerInfoType {
  @Field(() => String, { description: 'Version of the server, semantic versioning.' })
  version!: string

  @Field(() => String, {
    description:
      'SHA-256 of the schema this server runs, so a client can tell whether it was generated from the same one.',
  })
  schemaHash!: string

  @Field(() => Int, { description: 'Largest CSV file, in bytes.' })
  maxFileBytes!: number

  @Field(() => Int, { description: 'Most rows in one CSV file.' })
  maxRows!: number

  @Field(() => Int, { description: 'Largest page of any list.' })
  maxPageSize!: number

  @Field(() => Int, {
    description:
      'Most objects that one operation may answer, by estimate: a page counts what is asked of each item times `first` or `last`. More is QUERY_TOO_COMPLEX.',
  })
  maxQueryCost!: number

  @Field(() => Int, { description: 'Most fields within fields of one operation.' })
  maxQueryDepth!: number

  @Field(() => Int, {
    description: 'Most times that one document may ask for the same field, under other names or at the same place.',
  })
  maxQueryAliases!: number

  @Field(() => Int, { description: 'Most words, names and signs of one document.' })
  maxQueryTokens!: number

  @Field(() => Int, {
    description: 'Requests that one credential may make in a minute, from wherever they come. More are RATE_LIMITED.',
  })
  requestsPerMinute!: number

  @Field(() => Boolean, {
    description:
      'Whether mail is sent. False: the server has no mail service, and each mail becomes a file on it, whatever the status of an invite is.',
  })
  sendsMail!: boolean

  @Field(() => [ApiErrorCode], {
    description: 'Every code that can stand in `extensions.code` of a top-level error.',
  })
  apiErrorCodes!: ApiErrorCode[]
}

@Resolver()
export class ServerInfoResolver {
  @Query(() => ServerInfoType, {
    nullable: true,
    description: 'What this server is and what it allows. Needs no credential.',
  })
  serverInfo(@Ctx() { server, schemaHash }: Context): ServerInfoType {
    const { maxFileBytes, maxRows, requestsPerMinute, sendGrid } = server.config
    return {
      version,
      schemaHash,
      maxFileBytes,
      maxRows,
      maxPageSize: MAX_PAGE_SIZE,
      maxQueryCost: MAX_COST,
      maxQueryDepth: MAX_DEPTH,
      maxQueryAliases: MAX_ALIASES,
      maxQueryTokens: MAX_TOKENS,
      requestsPerMinute,
      sendsMail: sendGrid !== null,
      apiErrorCodes: Object.values(ApiErrorCode),
    }
  }
}
