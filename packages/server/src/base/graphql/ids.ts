/** The prefix that names the kind of an id at the doors; below the doors ids are bare. */
const IdPrefix = {
  Organization: 'org',
  User: 'usr',
  Invite: 'inv',
  Team: 'team',
  Location: 'loc',
  ApiKey: 'key',
  ImportSession: 'imp',
  ImportRow: 'row',
  Webhook: 'whk',
  WebhookDelivery: 'whd',
  SsoProvider: 'sso',
  HrIntegration: 'hr',
  AuditEvent: 'aud',
  Upload: 'upl',
} as const
export type NodeName = keyof typeof IdPrefix

/** Which kind of node an argument names; it has the same name everywhere. */
export const NODE_OF_ARGUMENT: Record<string, NodeName> = {
  userId: 'User',
  userIds: 'User',
  managerId: 'User',
  ownerId: 'User',
  createdById: 'User',
  inviteId: 'Invite',
  inviteIds: 'Invite',
  teamId: 'Team',
  primaryTeamId: 'Team',
  secondaryTeamIds: 'Team',
  locationId: 'Location',
  importId: 'ImportSession',
  apiKeyId: 'ApiKey',
  webhookId: 'Webhook',
  webhookDeliveryId: 'WebhookDelivery',
  ssoProviderId: 'SsoProvider',
  hrIntegrationId: 'HrIntegration',
  uploadId: 'Upload',
}

/** The id as callers see it. */
export function globalId(node: NodeName, id: string): string {
  return `${IdPrefix[node]}_${id}`
}

/** The bare id, or an empty text, which no row has, for an id of another kind. */
export function bareId(node: NodeName, id: string): string {
  const prefix = `${IdPrefix[node]}_`
  return id.startsWith(prefix) ? id.slice(prefix.length) : ''
}

/** Which kind of node an id names, and its bare id; null when it names none. */
export function parseId(id: string): { node: NodeName; id: string } | null {
  const [prefix] = id.split('_', 1)
  const node = (Object.keys(IdPrefix) as NodeName[]).find((name) => IdPrefix[name] === prefix)
  return node ? { node, id: bareId(node, id) } : null
}

/** The same arguments with bare ids: arguments that name a node have the same name everywhere. */
export function withBareIds<Input extends object>(input: Input): Input {
  return withIds(input, bareId)
}

/** The other way round, for what is shown as it was stored. */
export function withGlobalIds<Values extends object>(values: Values): Values {
  return withIds(values, globalId)
}

function withIds<Values extends object>(values: Values, spelled: (node: NodeName, id: string) => string): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => {
      const node = NODE_OF_ARGUMENT[name]
      if (!node) return [name, value]
      if (typeof value === 'string') return [name, spelled(node, value)]
      return [name, Array.isArray(value) ? value.map((id) => spelled(node, String(id))) : value]
    }),
  ) as Values
}
