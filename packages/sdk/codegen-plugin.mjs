// What `npm run codegen` makes of schema.graphql and the operations of the SDK: types that carry the descriptions of the
// schema, and documents as strings. It stands on the typescript-operations plugin and adds what that leaves out: the
// descriptions of selected fields, and documents in the few words that src/documents.ts makes whole ones of, since every
// user of the SDK downloads them.
import { createHash } from 'node:crypto'
import { plugin as typesPlugin } from '@graphql-codegen/typescript-operations'
import { Kind, print, stripIgnoredCharacters, visit } from 'graphql'

/** The content of packages/sdk/src/generated/graphql.ts. */
export async function plugin(schema, files, config, info) {
  const written = definitionsOf(files)
  const short = inlined(written)
  const types = await typesPlugin(schema, files, { ...config, printFieldsOnNewLines: true }, info)
  return {
    prepend: [
      `import { documentsWith } from '../documents.ts'\n`,
      ...types.prepend.filter((text) => text && !text.includes('Incremental')),
    ],
    content: [describe(types.content, schema, written.fragments), ...documents(short.operations, short.fragments)].join(
      '\n',
    ),
  }
}

/** The operations of the files, and their fragments by name. */
function definitionsOf(files) {
  const definitions = files.flatMap((file) => file.document.definitions)
  return {
    operations: definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION),
    fragments: new Map(
      definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
    ),
  }
}

/** The same with fragments that stand in one place only written out there: their names are for types, not for servers. */
function inlined({ operations, fragments }) {
  const needed = new Set(operations.flatMap((node) => spreads(node, fragments)))
  const places = new Map()
  for (const node of [...operations, ...[...needed].map((name) => fragments.get(name))]) {
    visit(node, { FragmentSpread: ({ name }) => void places.set(name.value, (places.get(name.value) ?? 0) + 1) })
  }
  const writtenOut = (set, condition) => {
    const own = new Set(set.selections.filter(({ kind }) => kind === Kind.FIELD).map(print))
    const selections = set.selections.flatMap((selection) => {
      if (selection.kind !== Kind.FRAGMENT_SPREAD || places.get(selection.name.value) !== 1) {
        if (!selection.selectionSet) return [selection]
        return [{ ...selection, selectionSet: writtenOut(selection.selectionSet, selection.typeCondition?.name.value) }]
      }
      const { typeCondition, selectionSet } = fragments.get(selection.name.value)
      const whole = writtenOut(selectionSet, typeCondition.name.value).selections
      if (!condition || condition === typeCondition.name.value) return whole
      // A type of an interface: what the interface has was asked for beside it.
      const rest = whole.filter((part) => !own.has(print(part)))
      const part = { kind: Kind.SELECTION_SET, selections: rest }
      return rest.length > 0 ? [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: part }] : []
    })
    return { ...set, selections }
  }
  const shorter = (node) => ({ ...node, selectionSet: writtenOut(node.selectionSet, node.typeCondition?.name.value) })
  return {
    operations: operations.map(shorter),
    fragments: new Map([...fragments].map(([name, node]) => [name, shorter(node)])),
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
  const { operations, fragments } = inlined(definitionsOf(files))
  return operations.map((node) => ({
    name: node.name.value,
    type: node.operation,
    text: [node, ...spreads(node, fragments).map((name) => fragments.get(name))].map(compact).join(''),
  }))
}

export function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}

function documents(operations, fragments) {
  const used = new Set(operations.flatMap((node) => spreads(node, fragments)))
  const table = [...used].map((name) => {
    const node = fragments.get(name)
    return `  ${name}: '${node.typeCondition.name.value}${compact(node.selectionSet)}',`
  })
  // Marked as pure so that a bundler leaves out what is not used.
  return [
    `const { document, mutation } = /*#__PURE__*/ documentsWith({\n${table.join('\n')}\n})`,
    ...operations.map((node) => {
      const name = node.name.value
      return `/** The text of \`${name}\`. */
export const ${name}Document = /*#__PURE__*/ ${inShort(node)(`<${name}, ${name}Variables>`)}`
    }),
  ]
}

// Nearly all mutations differ in their name and in what they give back alone.
function inShort(node) {
  const name = node.name.value
  const text = compact(node)
  const start = `mutation ${name}($input:${name}Input!){${name[0].toLowerCase()}${name.slice(1)}(input:$input){`
  const end = 'userErrors{...UserError}}}'
  if (!text.startsWith(start) || !text.endsWith(end)) return (types) => `document${types}('${text}')`
  const payload = text.slice(start.length, -end.length).trim()
  return (types) => `mutation${types}('${name}', '${payload}')`
}

/** The names of all fragments a document needs, those of fragments included, in the order they are come upon. */
function spreads(node, fragments) {
  const found = new Set()
  const search = (part) =>
    visit(part, {
      FragmentSpread({ name }) {
        found.add(name.value)
      },
    })
  search(node)
  // A set is walked to the end of what is added on the way.
  for (const name of found) search(fragments.get(name))
  return [...found]
}

function compact(node) {
  return stripIgnoredCharacters(print(node))
}
