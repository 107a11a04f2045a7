import type { ApolloServerPlugin } from '@apollo/server'
import {
  isIntrospectionType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { hideSecrets } from './audit/mask-secrets.ts'
import type { RefusedRight } from './audit/record-refusal.ts'
import { Fault } from './base/errors.ts'
import type { Context } from './base/graphql/mutate.ts'
import { requireAffordable } from './base/graphql/operation-limits.ts'
import { tellDeprecations } from './base/graphql/tell-deprecations.ts'
import { isForbidden, logIfUnexpected, noteRefusals, refused, schemaIsHidden } from './http-errors.ts'

/** Looking at what an import of a million rows would do takes part of a minute. */
const QUERY_SECONDS = 120
/** A list of users can refuse the same field fifty times; which one it was is enough. */
const MOST_REFUSALS_OF_A_REQUEST = 10

type Plugin = ApolloServerPlugin<Context>

/** What is done with each operation beside carrying it out: limits, records, and ids for what went wrong. */
export function operationPlugins(schema: GraphQLSchema, introspection: 'on' | 'authenticated'): Plugin[] {
  return [
    withRequestId,
    logUnexpected,
    recordRefusals,
    guardIntrospection(schema, introspection),
    sendSubscriptionsElsewhere,
    limitWork(schema),
    tellDeprecations(schema),
  ]
}

const withRequestId: Plugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response, contextValue }) {
        if (response.body.kind !== 'single') return
        const { errors } = response.body.singleResult
        if (!errors) return
        const waits = errors.flatMap(({ extensions }) => (extensions?.['retryAfter'] as number | undefined) ?? [])
        if (waits.length > 0) response.http.headers.set('retry-after', String(Math.max(...waits)))
        response.body.singleResult.errors = errors.map((error) => ({
          ...error,
          // What does not fit is told with its value, which may be a password.
          message: hideSecrets(error.message, request.variables),
          extensions: { ...error.extensions, requestId: contextValue.requestId },
        }))
      },
    }
  },
}

// Here, because whoever formats an error does not know which request it belongs to.
const logUnexpected: Plugin = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue }) {
        for (const error of errors) logIfUnexpected(contextValue, error)
      },
    }
  },
}

const recordRefusals: Plugin = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, contextValue: { server, viewer } }) {
        const refused = new Map<string, RefusedRight>()
        for (const { originalError, nodes } of errors) {
          const [node] = nodes ?? []
          const field = node?.kind === Kind.FIELD ? node.name.value : ''
          if (isForbidden(originalError)) refused.set(field, { field, fault: originalError })
        }
        await noteRefusals(server, viewer, [...refused.values()].slice(0, MOST_REFUSALS_OF_A_REQUEST))
      },
    }
  },
}

function guardIntrospection(schema: GraphQLSchema, allowed: 'on' | 'authenticated'): Plugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, contextValue }) {
          if (allowed === 'on' || contextValue.viewer || !asksForSchema(schema, document)) return
          throw refused(schemaIsHidden())
        },
      }
    },
  }
}

function asksForSchema(schema: GraphQLSchema, document: DocumentNode): boolean {
  let asks = false
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        if (node.name.value === '__schema' || node.name.value === '__type') asks = true
        const parent = types.getParentType()
        if (parent && isIntrospectionType(parent)) asks = true
      },
    }),
  )
  return asks
}

const sendSubscriptionsElsewhere: Plugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return
        throw refused(new Fault('BAD_USER_INPUT', 'Subscriptions are served at /graphql/stream.'))
      },
    }
  },
}

function limitWork(schema: GraphQLSchema): Plugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          try {
            requireAffordable(schema, { document, ...request })
          } catch (error) {
            throw error instanceof Fault ? refused(error) : error
          }
          // What changes something is carried out and answered, however long it takes.
          if (operation?.operation === 'query') contextValue.deadline = performance.now() + QUERY_SECONDS * 1_000
        },
      }
    },
  }
}
