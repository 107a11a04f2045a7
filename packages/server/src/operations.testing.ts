import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
  isUnionType,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

/** The kinds of operation, by the word they begin with. */
export type OperationKind = 'query' | 'mutation' | 'subscription'

/** The root fields of a schema, by name. */
export function rootFields(schema: GraphQLSchema, kind: OperationKind): Record<string, GraphQLField<unknown, unknown>> {
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }
  return types[kind]?.getFields() ?? {}
}

/** An operation on one root field, which takes each argument as a variable, and asks for all there is so many levels down. */
export function operationOn(schema: GraphQLSchema, kind: OperationKind, name: string, levels = 1): string {
  const field = rootFields(schema, kind)[name]
  if (!field) throw new Error(`There is no ${kind} ${name}`)
  const variables = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ')
  const passed = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ')
  const selection = selectionOf(schema, getNamedType(field.type), levels)
  return `${kind}${variables && ` (${variables})`} { ${name}${passed && `(${passed})`} ${selection} }`
}

function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, levels: number): string {
  if (!isCompositeType(type)) return ''
  const fields = isUnionType(type) ? [] : fieldsOf(schema, type, levels)
  const fragments = isAbstractType(type) && levels > 1 ? fragmentsOf(schema, type, levels) : []
  return `{ ${['__typename', ...fields, ...fragments].join(' ')} }`
}

function fieldsOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType | GraphQLInterfaceType,
  levels: number,
  prefix = '',
): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    if (field.args.some(isRequiredArgument) || (isCompositeType(inner) && levels <= 1)) return []
    return [`${prefix && `${prefix}_${field.name}: `}${field.name} ${selectionOf(schema, inner, levels - 1)}`]
  })
}

// Under names of their own, because a status of one kind is not one of another.
function fragmentsOf(schema: GraphQLSchema, type: GraphQLAbstractType, levels: number): string[] {
  return schema.getPossibleTypes(type).map((kind) => {
    return `... on ${kind.name} { ${fieldsOf(schema, kind, levels, kind.name).join(' ')} }`
  })
}
