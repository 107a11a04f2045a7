import { attributesOf, mappedFields, type Mapped } from './attribute-mapping.ts'
import { ENTERPRISE_SCHEMA, GROUP_SCHEMA, parsePath, ROLLCALL_SCHEMA, USER_SCHEMA } from './scim-normalise.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0'

/** Rows of one page, at most. */
export const MOST_RESULTS = 200

/** What this service can do. */
export function serviceProviderConfig(baseUrl: string): Record<string, unknown> {
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token of the HR integration: "Authorization: Bearer rch_…".',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  }
}

/** Where an integration is answered, and from which attributes it reads. */
interface Called {
  baseUrl: string
  integration: Mapped
}

/** What kinds of resources there are. */
export function resourceTypes({ baseUrl, integration }: Called): Record<string, unknown>[] {
  const type = (name: string, endpoint: string, schema: string, extensions: object[]) => ({
    schemas: [`${CORE}:ResourceType`],
    id: name,
    name,
    endpoint,
    schema,
    schemaExtensions: extensions,
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  })
  return [
    type('User', '/Users', USER_SCHEMA, [
      { schema: ENTERPRISE_SCHEMA, required: false },
      { schema: ROLLCALL_SCHEMA, required: false },
      ...Object.keys(ownExtensions(integration)).map((schema) => ({ schema, required: false })),
    ]),
    type('Group', '/Groups', GROUP_SCHEMA, []),
  ]
}

interface Attribute {
  name: string
  type?: string
  sub?: Attribute[]
  isList?: boolean
  isRequired?: boolean
  isUnique?: boolean
}

const text = (name: string): Attribute => ({ name })
const list = (name: string): Attribute => ({
  name,
  type: 'complex',
  isList: true,
  sub: [text('value'), text('type'), text('display'), { name: 'primary', type: 'boolean' }],
})

const ATTRIBUTES: Record<string, Attribute[]> = {
  [USER_SCHEMA]: [
    { name: 'userName', isRequired: true, isUnique: true },
    { name: 'name', type: 'complex', sub: ['formatted', 'familyName', 'givenName'].map(text) },
    ...['displayName', 'title', 'preferredLanguage', 'locale', 'timezone'].map(text),
    { name: 'active', type: 'boolean' },
    ...['emails', 'phoneNumbers', 'addresses', 'roles'].map(list),
  ],
  [ENTERPRISE_SCHEMA]: [
    ...['employeeNumber', 'department', 'costCenter', 'organization', 'division'].map(text),
    { name: 'manager', type: 'complex', sub: [text('value'), text('displayName')] },
  ],
  [ROLLCALL_SCHEMA]: [text('hireDate')],
  [GROUP_SCHEMA]: [
    { name: 'displayName', isRequired: true, isUnique: true },
    { name: 'members', type: 'complex', isList: true, sub: [text('value'), text('display')] },
  ],
}

const NAMES: Record<string, string> = { [ENTERPRISE_SCHEMA]: 'EnterpriseUser', [ROLLCALL_SCHEMA]: 'RollcallUser' }

// What the mapping names of extensions that are the sender's own; what it leaves unnamed is kept and means nothing.
function ownExtensions(integration: Mapped): Record<string, Attribute[]> {
  const extensions: Record<string, Attribute[]> = {}
  for (const { schema, attribute, where, sub } of mappedFields(integration).flatMap((field) =>
    attributesOf(integration, field).map(parsePath),
  )) {
    if (schema === null || attribute === null || Object.hasOwn(ATTRIBUTES, schema)) continue
    const others = (extensions[schema] ?? []).filter(({ name }) => name !== attribute)
    const isComplex = where !== null || sub !== null
    extensions[schema] = [...others, isComplex ? { ...list(attribute), isList: where !== null } : text(attribute)]
  }
  return extensions
}

/** The attributes of each kind of resource. */
export function schemas({ baseUrl, integration }: Called): Record<string, unknown>[] {
  return Object.entries({ ...ATTRIBUTES, ...ownExtensions(integration) }).map(([id, attributes]) => ({
    schemas: [`${CORE}:Schema`],
    id,
    name: NAMES[id] ?? id.split(':').at(-1) ?? id,
    attributes: attributes.map(described),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  }))
}

function described({ name, type = 'string', sub, ...is }: Attribute): Record<string, unknown> {
  return {
    name,
    type,
    multiValued: is.isList ?? false,
    required: is.isRequired ?? false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: is.isUnique ? 'server' : 'none',
    ...(sub && { subAttributes: sub.map(described) }),
  }
}
