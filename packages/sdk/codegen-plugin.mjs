// What `npm run codegen` makes of schema.graphql and the operations of the SDK: types that carry the descriptions of the
// schema, and documents as strings. It stands on the typescript-operations plugin and adds what that leaves out: the
// descriptions of selected fields, and documents that share their fragments and name no type of another package.
import { createHash } from 'node:crypto'
import { plugin as typesPlugin } from '@graphql-codegen/typescript-operations'
import { Kind, print, visit } from 'graphql'

/** The content of packages/sdk/src/generated/graphql.ts. */
export async function plugin(schema, files, config, info) {
  const definitions = files.flatMap((file) => file.document.definitions)
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  )
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  const hashes = new Map(operationTexts(files).map(({ name, text }) => [name, sha256(text)]))
  const types = await typesPlugin(schema, files, { ...config, printFieldsOnNewLines: true }, info)
  return {
    prepend: [
      `import { TypedDocumentString } from '../typed-document-string.ts'\n`,
      ...types.prepend.filter((text) => text && !text.includes('Incremental')),
    ],
    content: [describe(types.content, schema, fragments), ...documents(operations, fragments, hashes)].join('\n'),
  }
}

/** Writes the schema's descriptions over the types of fragments and over their fields. */
function describe(text, schema, fragments) {
  let type = null
  const lines = text.split('\n').map((line) => {
    const start = /^(?:export )?type (\w+) =/.exec(line)
    if (start) {
      const fragment = fragments.get(start[1])
      type = fragment ? schema.getType(fragment.typeCondition.name.value) : null
      return comment(type?.description, '') + line
    }
    const field = /^ {2}(\w+): /.exec(line)
    return comment(field && type?.getFields()[field[1]]?.description, '  ') + line
  })
  return lines.join('\n')
}

function comment(description, indent) {
  return description ? `${indent}/** ${description.replaceAll('\n', ' ')} */\n` : ''
}

/** The operations as they are sent, each with the fragments it needs. */
export function operationTexts(files) {
  const definitions = files.flatMap((file) => file.document.definitions)
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  )
  return definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((node) => ({
      name: node.name.value,
      type: node.operation,
      text: [node, ...spreads(node, fragments).map((part) => fragments.get(part))].map(compact).join('\n'),
    }))
}

export function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}

function documents(operations, fragments, hashes) {
  const used = new Set(operations.flatMap((node) => spreads(node, fragments)))
  return [
    ...[...used].map((name) => `const ${name}Fields = \`${compact(fragments.get(name))}\``),
    ...operations.map((node) => {
      const name = node.name.value
      const parts = [compact(node), ...spreads(node, fragments).map((part) => `\${${part}Fields}`)]
      // Marked as pure so that a bundler leaves out what is not used.
      return `/** The text of \`${name}\`. */
export const ${name}Document = /*#__PURE__*/ new TypedDocumentString<${name}, ${name}Variables>(
  \`${parts.join('\n')}\`,
  '${hashes.get(name)}',
)`
    }),
  ]
}

/** The names of all fragments a document needs, those of fragments included, in the order of the files. */
function spreads(node, fragments) {
  const found = new Set()
  const search = (part) =>
    visit(part, {
      FragmentSpread({ name }) {
        if (found.has(name.value)) return
        found.add(name.value)
        search(fragments.get(name.value))
      },
    })
  search(node)
  return [...fragments.keys()].filter((name) => found.has(name))
}

// One line, without the indentation that every user of the SDK would otherwise download and send.
function compact(node) {
  return print(node).replaceAll(/\s+/g, ' ')
}
