import { TypedDocumentString } from './typed-document-string.ts'

/**
 * Makes documents of what sets them apart, so that a program that is downloaded need not hold what they share: each gets
 * the fragments it spreads. `fragments` has the type and the selection of each by its name.
 */
export function documentsWith(fragments: Readonly<Record<string, string>>) {
  function document<Result, Variables>(text: string): TypedDocumentString<Result, Variables> {
    const names = new Set<string>()
    const search = (part: string): void => {
      for (const [, name] of part.matchAll(/\.\.\.(\w+)/g)) if (name && name in fragments) names.add(name)
    }
    search(text)
    // A set is walked to the end of what is added on the way.
    for (const name of names) {
      const fragment = `fragment ${name} on ${fragments[name]}`
      search(fragment)
      text += fragment
    }
    return new TypedDocumentString(text)
  }
  /** A mutation with one input, which gives back `payload` or errors. */
  function mutation<Result, Variables>(name: string, payload: string): TypedDocumentString<Result, Variables> {
    const field = name.charAt(0).toLowerCase() + name.slice(1)
    const errors = `${/\w$/.test(payload) ? ' ' : ''}userErrors{...UserError}`
    return document(`mutation ${name}($input:${name}Input!){${field}(input:$input){${payload}${errors}}}`)
  }
  return { document, mutation }
}
