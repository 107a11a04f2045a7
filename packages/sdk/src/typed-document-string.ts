/**
 * A GraphQL document that knows the types of its variables and of its answer. Documents that GraphQL Code Generator
 * writes in its string mode are of this shape as well.
 */
export class TypedDocumentString<Result, Variables> extends String {
  /** Never set: it only carries the types. */
  readonly __apiType?: (variables: Variables) => Result
}
