import { globalId, type NodeName } from './base/graphql/ids.ts'
import { newId, type Work } from './base/work.ts'
import type { EveryMutation } from './every-mutation.testing.ts'
import { Location } from './teams/location.ts'
import type { TestHouse } from './testing.ts'

/** The arguments of every query and subscription there is. */
export interface EveryQuery {
  /** With what a query finds something; nothing for one that finds it without. */
  prepare(query: string): Promise<object>
  /** An object of every kind. */
  ids: Record<NodeName, string>
}

const ANNOUNCE = 'mutation { createUpload(input: { filename: "people.csv", bytes: 9 }) { target { id } } }'
const FOUND = `query ($userId: ID!, $importId: ID!) {
  user(id: $userId) { email }
  importSession(id: $importId) { rows(first: 1) { nodes { id } } }
  webhooks { id }
  auditEvents(first: 1) { nodes { id } }
}`

/** Makes an object of every kind in the organization of the house, and says how queries find them. */
export async function openEveryQuery(house: TestHouse, every: EveryMutation): Promise<EveryQuery> {
  const made = async (mutation: string) => (await every.prepare(mutation)).input as Record<string, string>
  const { userId = '' } = await made('updateUser')
  const { inviteId = '' } = await made('revokeInvite')
  const { teamId = '' } = await made('updateTeam')
  const { apiKeyId = '' } = await made('revokeApiKey')
  const { importId = '' } = await made('updateImportRows')
  const { webhookDeliveryId = '' } = await made('replayWebhookDelivery')
  const { ssoProviderId = '' } = await made('deleteSsoProvider')
  const { hrIntegrationId = '' } = await made('updateHrIntegration')
  const { data } = await house.ask(FOUND, { userId, importId })
  const announced = await house.ask(ANNOUNCE)
  const args: Record<string, object> = {
    importProgress: { importId },
    importSession: { id: importId },
    invitePreview: { userId },
    node: { id: userId },
    nodes: { ids: [userId] },
    user: { id: userId },
    userByEmail: { email: data.user.email },
  }
  return {
    async prepare(query) {
      if (query !== 'invitation') return args[query] ?? {}
      // One link may be looked at only so often.
      const { token } = await made('acceptInvite')
      return { token }
    },
    ids: {
      Organization: globalId('Organization', house.organizationId),
      User: userId,
      Invite: inviteId,
      Team: teamId,
      Location: globalId('Location', await house.run(newLocation)),
      ApiKey: apiKeyId,
      ImportSession: importId,
      ImportRow: data.importSession.rows.nodes[0].id,
      Webhook: data.webhooks[0].id,
      WebhookDelivery: webhookDeliveryId,
      SsoProvider: ssoProviderId,
      HrIntegration: hrIntegrationId,
      AuditEvent: data.auditEvents.nodes[0].id,
      Upload: announced.data.createUpload.target.id,
    },
  }
}

async function newLocation(work: Work): Promise<string> {
  const { id } = await work.rows(Location).insert({ id: newId(), name: `Place ${newId()}`, createdAt: work.now() })
  return id
}
