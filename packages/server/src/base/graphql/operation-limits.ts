import {
  getNamedType,
  GraphQLError,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'
// Its ES module brings a second copy of graphql, which knows none of our types; its CommonJS module takes the one we use.
import queryComplexity, { type ComplexityEstimator, type ComplexityEstimatorArgs } from 'graphql-query-complexity/cjs'
import { Fault } from '../errors.ts'
import { MAX_PAGE_SIZE, PAGE_SIZE } from './connection.ts'

const { fieldExtensionsEstimator, getComplexity } = queryComplexity

/** Words, names and signs of one document. */
export const MAX_TOKENS = 3_000
/** Fields within fields. */
export const MAX_DEPTH = 12
/** Objects that an operation may answer, by estimate. */
export const MAX_COST = 5_000
/** Times that one document may ask for a field under other names, or for the same field at the same place. */
export const MAX_ALIASES = 30
const MAX_ROOT_FIELDS = 30
const MAX_DIRECTIVES = 50
/** Selections after fragments are unfolded; more cost more than is allowed. */
const MAX_SELECTIONS = 10_000
/** Values in one list among the variables of a query. */
const MAX_LISTED = 1_000
/** Objects in a list that is not paged, by estimate. */
const UNPAGED_SIZE = 10
/** What it costs to change something, beside what is answered. */
const MUTATION_COST = 10

/** What can be too much about a document, whatever its variables. Validation asks these once per document. */
export const limitRules: readonly ValidationRule[] = [limitDepth, limitRepetition, limitRootFields, limitDirectives]

/** An operation as it was sent. */
export interface AskedOperation {
  document: DocumentNode
  operationName?: string | null | undefined
  variables?: Readonly<Record<string, unknown>> | null | undefined
}

/** Throws QUERY_TOO_COMPLEX for an operation that would answer too many objects, before any of them is looked up. */
export function requireAffordable(schema: GraphQLSchema, asked: AskedOperation): void {
  for (const [name, value] of Object.entries(asked.variables ?? {})) requireShortLists(name, value)
  const cost = rememberedCost(schema, asked)
  if (cost > MAX_COST) {
    throw tooComplex(
      'cost',
      cost,
      MAX_COST,
      `This operation may answer about ${cost} objects; at most ${MAX_COST} are allowed.`,
      'Ask for smaller pages with `first`, or for lists inside of lists in requests of their own.',
    )
  }
}

// A mutation says of each of its lists what is too long in terms of that list, and as an error that a person can read.
function requireShortLists(path: string, value: unknown): void {
  if (path === 'input' || typeof value !== 'object' || value === null) return
  if (Array.isArray(value) && value.length > MAX_LISTED) {
    throw new Fault(
      'BAD_USER_INPUT',
      `A list may have at most ${MAX_LISTED} values; $${path} has ${value.length}. Ask for them in several requests.`,
      { maximum: MAX_LISTED },
    )
  }
  for (const [name, inner] of Object.entries(value)) requireShortLists(`${path}.${name}`, inner)
}

/** Longer variables are hardly sent twice. */
const LONGEST_REMEMBERED = 300
const MOST_REMEMBERED = 50
// For as long as the server remembers the document itself.
const costs = new WeakMap<DocumentNode, Map<string, number>>()

// Programs ask the same again and again, and estimating takes as long as carrying a small query out.
function rememberedCost(schema: GraphQLSchema, asked: AskedOperation): number {
  const key = JSON.stringify([asked.operationName ?? null, asked.variables ?? null])
  if (key.length > LONGEST_REMEMBERED) return costOf(schema, asked)
  const known = costs.get(asked.document) ?? new Map<string, number>()
  const cost = known.get(key) ?? costOf(schema, asked)
  if (known.size >= MOST_REMEMBERED) known.clear()
  costs.set(asked.document, known.set(key, cost))
  return cost
}

function costOf(schema: GraphQLSchema, { document, operationName, variables }: AskedOperation): number {
  try {
    return getComplexity({
      schema,
      query: document,
      maxQueryNodes: MAX_SELECTIONS,
      estimators: [fieldExtensionsEstimator(), estimateCost],
      ...(operationName ? { operationName } : {}),
      ...(variables ? { variables } : {}),
    })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    // It gives up on documents whose fragments unfold to ten thousand selections.
    if (error.message.includes('number of nodes')) return MAX_SELECTIONS
    // Variables that do not fit are told by executing, which does nothing with them.
    return 0
  }
}

// An object costs 1 and its plain values nothing. A page multiplies what is asked of each of its items.
const estimateCost: ComplexityEstimator = ({ field, args, type, childComplexity }) => {
  if (isLeafType(getNamedType(field.type))) return isMutation(type) ? MUTATION_COST : 0
  if (field.args.some(({ name }) => name === 'first')) return 1 + pageSize(args) * childComplexity
  const size = isListOfNodes(field.type) && !isConnection(type) ? listSize(args) : 1
  return size * (1 + childComplexity) + (isMutation(type) ? MUTATION_COST : 0)
}

// A page that is too large is refused when it is asked for, with the maximum.
function pageSize({ first, last }: ComplexityEstimatorArgs['args']): number {
  const size = Number(first ?? last ?? PAGE_SIZE)
  return Math.min(MAX_PAGE_SIZE, Math.max(0, size))
}

function listSize({ ids }: ComplexityEstimatorArgs['args']): number {
  return Array.isArray(ids) ? ids.length : UNPAGED_SIZE
}

function isListOfNodes(type: GraphQLOutputType): boolean {
  const named = getNamedType(type)
  const isNode =
    (isObjectType(named) && named.getInterfaces().some(({ name }) => name === 'Node')) ||
    (isInterfaceType(named) && named.name === 'Node')
  return isNode && isListType(isNonNullType(type) ? type.ofType : type)
}

function isConnection({ name }: { name: string }): boolean {
  return name.endsWith('Connection')
}

function isMutation({ name }: { name: string }): boolean {
  return name === 'Mutation'
}

/**
 * Measures selections, those of fragments included. Each fragment is measured once: a document may spread them in each
 * other so often that nobody could count it out.
 */
function measureFragments(
  context: ValidationContext,
  measure: (selections: readonly SelectionNode[], inner: (selection: SelectionNode) => number) => number,
): (set: SelectionSetNode) => number {
  const known = new Map<string, number>()
  const ofSet = ({ selections }: SelectionSetNode): number => measure(selections, inner)
  const ofFragment = (name: string): number => {
    const earlier = known.get(name)
    if (earlier !== undefined) return earlier
    // For fragments that spread themselves, which another rule refuses.
    known.set(name, 0)
    const fragment = context.getFragment(name)
    const found = fragment ? ofSet(fragment.selectionSet) : 0
    known.set(name, found)
    return found
  }
  const inner = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
    return selection.selectionSet ? ofSet(selection.selectionSet) : 0
  }
  return ofSet
}

function limitDepth(context: ValidationContext) {
  const measure = measureFragments(context, (selections, inner) =>
    Math.max(
      0,
      ...selections.map((selection) => {
        if (selection.kind !== Kind.FIELD) return inner(selection)
        // How far the schema is asked about itself is limited by a rule of GraphQL's own.
        return selection.name.value.startsWith('__') ? 0 : 1 + inner(selection)
      }),
    ),
  )
  return {
    OperationDefinition(node: OperationDefinitionNode) {
      const depth = measure(node.selectionSet)
      if (depth <= MAX_DEPTH) return
      report(
        context,
        node,
        tooComplex(
          'depth',
          depth,
          MAX_DEPTH,
          `This operation is ${depth} fields deep; at most ${MAX_DEPTH} are allowed.`,
          'Ask for the inner objects by their ids in a request of their own.',
        ),
      )
    },
  }
}

function limitRepetition(context: ValidationContext) {
  const renamed = new Map<string, number>()
  const count = (counts: Map<string, number>, { name }: FieldNode): number => {
    const times = (counts.get(name.value) ?? 0) + 1
    counts.set(name.value, times)
    return times
  }
  // One error says it; a document may hold thousands.
  let isReported = false
  const requireFew = (times: number, node: FieldNode): void => {
    if (times <= MAX_ALIASES || isReported) return
    isReported = true
    const name = node.name.value
    report(
      context,
      node,
      tooComplex(
        'aliases',
        times,
        MAX_ALIASES,
        `This document asks for ${name} more than ${MAX_ALIASES} times.`,
        'Use a mutation or a filter that takes a list, or send several requests.',
      ),
    )
  }
  return {
    SelectionSet({ selections }: SelectionSetNode) {
      const here = new Map<string, number>()
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD) continue
        requireFew(count(here, selection), selection)
        if (selection.alias) requireFew(count(renamed, selection), selection)
      }
    },
  }
}

function limitRootFields(context: ValidationContext) {
  const measure = measureFragments(context, (selections, inner) =>
    selections.reduce((sum, selection) => sum + (selection.kind === Kind.FIELD ? 1 : inner(selection)), 0),
  )
  return {
    OperationDefinition(node: OperationDefinitionNode) {
      const found = measure(node.selectionSet)
      if (found <= MAX_ROOT_FIELDS) return
      report(
        context,
        node,
        tooComplex(
          'rootFields',
          found,
          MAX_ROOT_FIELDS,
          `This operation has ${found} fields at its root; at most ${MAX_ROOT_FIELDS} are allowed.`,
          'Send several requests.',
        ),
      )
    },
  }
}

function limitDirectives(context: ValidationContext) {
  let found = 0
  return {
    Directive(node: ASTNode) {
      found += 1
      if (found !== MAX_DIRECTIVES + 1) return
      report(
        context,
        node,
        tooComplex(
          'directives',
          found,
          MAX_DIRECTIVES,
          `This document has more than ${MAX_DIRECTIVES} directives.`,
          'Send only the fields that are wanted.',
        ),
      )
    },
  }
}

type Measure = 'depth' | 'cost' | 'aliases' | 'directives' | 'rootFields'

function tooComplex(measure: Measure, cost: number, limit: number, message: string, hint: string): Fault {
  return new Fault('QUERY_TOO_COMPLEX', `${message} ${hint}`, { measure, cost, limit })
}

function report(context: ValidationContext, nodes: ASTNode, originalError: Fault): void {
  context.reportError(new GraphQLError(originalError.message, { nodes, originalError }))
}
