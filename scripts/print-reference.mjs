// The parts of docs/ that follow from the code: the API from schema.graphql, the SDK from its types, the table of errors.
// `npm run check` runs it and fails when that changes a file.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  getNamedType,
} from 'graphql'
import { Node, Project } from 'ts-morph'
import { REMEDIES } from './error-remedies.mjs'

const FOLDER = 'docs/reference'
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type))
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(Boolean)
const PAGES = [
  {
    page: 'objects',
    title: 'Objects',
    has: (type) => (isObjectType(type) && !roots.includes(type)) || isInterfaceType(type) || isUnionType(type),
  },
  { page: 'inputs', title: 'Inputs', has: (type) => isInputObjectType(type) },
  {
    page: 'enums',
    title: 'Enums and scalars',
    has: (type) => isEnumType(type) || (isScalarType(type) && !isSpecifiedScalarType(type)),
  },
]

mkdirSync(FOLDER, { recursive: true })
writePage(
  'queries',
  'Queries',
  [schema.getQueryType(), schema.getSubscriptionType()].filter(Boolean).flatMap(operations),
)
writePage('mutations', 'Mutations', operations(schema.getMutationType()))
for (const { page, title, has } of PAGES) writePage(page, title, types.filter(has).map(describeType))
writePage('sdk', 'The SDK', describeSdk())
writeErrors()
execFileSync('npx', ['--no-install', 'oxfmt', FOLDER, 'docs/errors.md'])

function writePage(name, title, sections) {
  writeFileSync(`${FOLDER}/${name}.md`, [`# ${title}`, ...sections].join('\n\n') + '\n')
}

function operations(type) {
  return Object.values(type.getFields()).map((field) =>
    [
      `## ${field.name}`,
      `Answers ${linked(field.type)}.`,
      ...deprecation(field),
      ...paragraph(field.description),
      ...table('argument', field.args),
    ].join('\n\n'),
  )
}

function describeType(type) {
  const parts = [`## ${type.name}`, ...paragraph(type.description)]
  if (isUnionType(type)) parts.push(`One of ${type.getTypes().map(linked).join(', ')}.`)
  else if (isEnumType(type))
    parts.push(
      ...rows(
        ['value', 'means'],
        type.getValues().map(({ name, description }) => [`\`${name}\``, oneLine(description)]),
      ),
    )
  else if (!isScalarType(type))
    parts.push(...table(isInputObjectType(type) ? 'argument' : 'field', Object.values(type.getFields())))
  return parts.join('\n\n')
}

function table(what, fields) {
  return rows(
    [what, 'type', 'means'],
    fields.map((field) => [
      `\`${field.name}\``,
      linked(field.type) + (field.defaultValue === undefined ? '' : ` = \`${inGraphql(field.defaultValue)}\``),
      [...deprecation(field), oneLine(field.description)].join(' '),
    ]),
  )
}

function rows(head, cells) {
  if (cells.length === 0) return []
  const line = (texts) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
  return [[line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n')]
}

function linked(type) {
  const named = getNamedType(type)
  const page = PAGES.find(({ has }) => has(named))?.page
  return page ? `[${escaped(type)}](${page}.md#${named.name.toLowerCase()})` : escaped(type)
}

// A list reads as a link within a link otherwise.
function escaped(type) {
  return String(type).replaceAll('[', '\\[').replaceAll(']', '\\]')
}

function inGraphql(value) {
  if (typeof value !== 'object' || value === null) return String(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inGraphql(inner)}`)
    .join(', ')} }`
}

function deprecation({ deprecationReason }) {
  return deprecationReason ? [`**Deprecated:** ${oneLine(deprecationReason)}`] : []
}

function paragraph(text) {
  return text ? [oneLine(text)] : []
}

function oneLine(text) {
  return (text ?? '').replaceAll(/\s*\n\s*/g, ' ').trim()
}

function describeSdk() {
  const project = new Project({
    compilerOptions: { strict: true, target: 9, moduleResolution: 100, module: 100, skipLibCheck: true },
  })
  const index = project.addSourceFileAtPath('packages/sdk/src/index.ts')
  project.resolveSourceFileDependencies()
  const declared = [...index.getExportedDeclarations()].flatMap(([name, [declaration]]) =>
    name === 'schema' || !declaration ? [] : [{ name, declaration }],
  )
  const ofKind = (isKind) => declared.filter(({ declaration }) => isKind(declaration))
  const classes = ofKind(Node.isClassDeclaration)
  const errors = classes.filter(({ name }) => name.endsWith('Error'))
  const client = classes.find(({ name }) => name === 'Rollcall')
  const resources = new Map(
    client.declaration
      .getProperties()
      .map((property) => [property.getTypeNode()?.getText(), `rollcall.${property.getName()}`]),
  )
  const others = classes.filter((one) => one !== client && !errors.includes(one))
  return [
    'What `@rollcall/sdk` exports, from its types. Arguments and answers that are not listed here are types of the API, which\n`schema` holds.',
    ...[client, ...others].map(({ name, declaration }) =>
      describeClass(name, declaration, resources.get(name) ?? name.toLowerCase()),
    ),
    '## Errors',
    ...rows(
      ['error', 'means'],
      errors.map(({ name, declaration }) => [`\`${name}\``, docsOf(declaration)]),
    ),
    '## Functions',
    ...ofKind(Node.isFunctionDeclaration).map(({ name, declaration }) =>
      section(`### ${name}`, docsOf(declaration), signature(declaration)),
    ),
    '## Types',
    ...[...ofKind(Node.isInterfaceDeclaration), ...ofKind(Node.isTypeAliasDeclaration)].map(({ name, declaration }) =>
      section(`### ${name}`, docsOf(declaration), withoutDocs(declaration)),
    ),
  ]
}

function describeClass(name, declaration, object) {
  const isPublic = (member) =>
    !member.getName().startsWith('#') && !member.hasModifier('private') && !member.hasModifier('static')
  const members = [
    ...declaration.getConstructors().filter(() => name === 'Rollcall'),
    ...declaration.getProperties().filter((property) => name !== 'Rollcall' && isPublic(property)),
    ...declaration.getGetAccessors().filter(isPublic),
    ...declaration.getMethods().filter(isPublic),
  ]
  const described = members.map((member) => {
    const title = Node.isConstructorDeclaration(member) ? `new ${name}` : `${object}.${member.getName()}`
    return section(`### ${title}`, docsOf(member), signature(member))
  })
  return [section(`## ${name}`, docsOf(declaration)), ...described].join('\n\n')
}

function section(title, text, code) {
  return [title, ...(text ? [text] : []), ...(code ? ['```typescript\n' + code + '\n```'] : [])].join('\n\n')
}

function docsOf(declaration) {
  return (
    declaration
      .getJsDocs?.()
      .map((doc) => oneLine(doc.getDescription()))
      .join(' ') ?? ''
  )
}

/** As it was written, without body and values. */
function signature(member) {
  const text = withoutDocs(member)
  const body = member.getBody?.()
  const short = body ? text.slice(0, text.length - body.getText().length) : text.replace(/\s*=(?!>)[^=]*$/s, '')
  return short
    .replace(/^(export |async |readonly )+/, '')
    .replaceAll(/^ {2}/gm, '')
    .trim()
}

function withoutDocs(declaration) {
  return declaration.getText(false).replace(/^export /, '')
}

function writeErrors() {
  const tables = Object.entries(REMEDIES).map(([name, remedies]) => {
    const values = schema.getType(name).getValues()
    const missing = values.filter((value) => !remedies[value.name]).map((value) => value.name)
    const gone = Object.keys(remedies).filter((code) => !values.some((value) => value.name === code))
    if (missing.length > 0 || gone.length > 0) {
      throw new Error(
        `scripts/error-remedies.mjs, ${name}: without remedy: ${missing.join(', ')}; not in the schema: ${gone.join(', ')}`,
      )
    }
    return [
      name,
      rows(
        ['code', 'means', 'what to do'],
        values.map((value) => [`\`${value.name}\``, oneLine(value.description), remedies[value.name]]),
      )[0],
    ]
  })
  let page = readFileSync('docs/errors.md', 'utf8')
  for (const [name, rendered] of tables) {
    const place = new RegExp(`(?<=<!-- ${name} -->\n\n)((?!<!--).*?\n\n)?(?=<!-- end -->)`, 's')
    if (!place.test(page)) throw new Error(`docs/errors.md has no place for ${name}.`)
    page = page.replace(place, () => `${rendered}\n\n`)
  }
  writeFileSync('docs/errors.md', page)
}
