import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql'

/** Something that a document uses and that will be gone: where it stands in the schema, and until when it works. */
export interface Deprecation {
  /** For example `User.nickname`. */
  path: string
  reason: string
}

/** An answer that is about to leave, as Apollo Server shows it to its plugins. */
interface Leaving {
  document?: DocumentNode
  errors?: readonly GraphQLError[]
  response: {
    body: { kind: 'single'; singleResult: { extensions?: Record<string, unknown> } } | { kind: 'incremental' }
  }
}

/** Says in `extensions.deprecations` of an answer what its document should not use any more: a plugin of Apollo Server. */
export function tellDeprecations(schema: GraphQLSchema) {
  // Most of the time there is nothing to tell, and then no document is looked through.
  if (!hasDeprecations(schema)) return {}
  // For as long as the server remembers the document itself.
  const found = new WeakMap<DocumentNode, readonly Deprecation[]>()
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ document, errors, response }: Leaving) {
          if (!document || response.body.kind !== 'single') return
          // One that does not fit the schema is told so, and no more.
          if (errors?.some(({ extensions }) => extensions['code'] === 'GRAPHQL_VALIDATION_FAILED')) return
          const deprecations = found.get(document) ?? deprecationsOf(schema, document)
          found.set(document, deprecations)
          if (deprecations.length === 0) return
          const { singleResult } = response.body
          singleResult.extensions = { ...singleResult.extensions, deprecations }
        },
      }
    },
  }
}

/** The deprecated fields, arguments and values that a document uses, each once. Values of variables are not looked at. */
export function deprecationsOf(schema: GraphQLSchema, document: DocumentNode): readonly Deprecation[] {
  const reasons = new Map<string, string>()
  const note = (path: string, reason: string | null | undefined): void => {
    if (reason) reasons.set(path, reason)
  }
  const types = new TypeInfo(schema)
  const field = (): string => `${types.getParentType()?.name}.${types.getFieldDef()?.name}`
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => note(field(), types.getFieldDef()?.deprecationReason),
      Argument: ({ name }) => note(`${field()}(${name.value}:)`, types.getArgument()?.deprecationReason),
      ObjectField({ name }) {
        const input = getNamedType(types.getParentInputType())
        if (!isInputObjectType(input)) return
        note(`${input.name}.${name.value}`, input.getFields()[name.value]?.deprecationReason)
      },
      EnumValue({ value }) {
        note(`${getNamedType(types.getInputType())?.name}.${value}`, types.getEnumValue()?.deprecationReason)
      },
    }),
  )
  return [...reasons].map(([path, reason]) => ({ path, reason }))
}

function hasDeprecations(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).some((type) => {
    if (type.name.startsWith('__')) return false
    if (isEnumType(type)) return type.getValues().some(isDeprecated)
    if (isInputObjectType(type)) return Object.values(type.getFields()).some(isDeprecated)
    if (!isObjectType(type) && !isInterfaceType(type)) return false
    return Object.values(type.getFields()).some((field) => isDeprecated(field) || field.args.some(isDeprecated))
  })
}

function isDeprecated({ deprecationReason }: { deprecationReason?: string | null | undefined }): boolean {
  return Boolean(deprecationReason)
}
