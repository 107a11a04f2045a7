import { In } from 'typeorm'
import { bareId, globalId } from './base/graphql/ids.ts'
import type { Row, Table } from './base/rows.ts'
import type { Viewer } from './base/viewer.ts'
import { HrIntegration } from './access/hr-integration.ts'
import { applyImport } from './imports/apply-import.ts'
import { ImportSession, OPEN_STATES } from './imports/import-session.ts'
import { importSteps } from './imports/import-steps.testing.ts'
import { runUndo } from './imports/run-undo.ts'
import { runDueJobs } from './jobs/run-jobs.ts'
import { handOver } from './sign-in/finish-sign-on.ts'
import { openIssuer } from './sign-in/issuer.testing.ts'
import { loadViewer } from './sign-in/load-viewer.ts'
import { SsoProvider } from './sign-in/sso-provider.ts'
import { addUser, openMailbox, type TestHouse } from './testing.ts'
import { CustomField } from './users/custom-field.ts'
import { hashPassword } from './users/password.ts'
import { WebhookDelivery } from './webhooks/webhook-delivery.ts'
import { Webhook } from './webhooks/webhook.ts'

/** Of every user who has one. */
export const PASSWORD = 'four words beside a river'
const OTHER_PASSWORD = 'five words behind a mountain'
const DOMAIN = 'walks.example'
const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const CUSTOM_FIELD = { key: 'badge', label: 'Badge' }
const DAY_MS = 24 * 3_600_000
const NOBODY = null

/** What a mutation is called with, when everything it needs is there. */
interface MutationCall {
  input?: object
  /** An owner's API key, unless somebody else has to call: null for nobody. */
  viewer?: Viewer | null
}

/** A call of every mutation there is. */
export interface EveryMutation {
  /** Makes everything that a call of this mutation needs. */
  prepare(mutation: string): Promise<MutationCall>
  /** Calls a mutation, which must work, and answers the fields of its payload. */
  ask(mutation: string, call: MutationCall, fields?: string): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** Makes ready to call every mutation of a house whose webhooks may go anywhere: `WEBHOOK_TARGETS: 'any'`. */
export async function openEveryMutation(house: TestHouse): Promise<EveryMutation> {
  const issuer = await openIssuer(house.now)
  const mailbox = await openMailbox(house)
  const passwordHash = await hashPassword(PASSWORD)

  let people = 0
  const newEmail = () => `user${(people += 1)}@${DOMAIN}`

  async function newUser(marks: Parameters<typeof addUser>[2] = {}): Promise<{ userId: string; email: string }> {
    const { id, email } = await addUser(house, { email: newEmail(), name: 'Ana Ruiz' }, marks)
    return { userId: globalId('User', id), email }
  }
  const confirmed = () => newUser({ status: 'CONFIRMED', passwordHash })

  async function invited(): Promise<{ email: string; inviteId: string }> {
    const email = newEmail()
    const inviteId = await madeId('inviteUser', 'invite', { email, name: 'Ana Ruiz' })
    await mailbox.sendDue()
    return { email, inviteId }
  }

  async function session(): Promise<Viewer> {
    const { email } = await confirmed()
    const { token } = await ask('signIn', { input: { email, password: PASSWORD }, viewer: NOBODY }, 'token')
    return (await loadViewer(house, token as string)) as Viewer
  }

  async function madeId(mutation: string, field: string, input: object): Promise<string> {
    const answer = await ask(mutation, { input }, `${field} { id }`)
    return (answer[field] as { id: string }).id
  }
  const apiKey = () => madeId('createApiKey', 'apiKey', { name: 'Partner', role: 'HR' })
  const team = () => madeId('createTeam', 'team', { name: `Team of ${newEmail()}` })

  async function customField(): Promise<string> {
    await house.run((work) => work.rows(CustomField).delete({}))
    await ask('createCustomField', { input: CUSTOM_FIELD })
    return CUSTOM_FIELD.key
  }

  // An organization has few of these.
  const removeAll = <R extends Row>(table: Table<R>) => house.run((work) => work.rows(table).delete({}))
  async function webhook(): Promise<string> {
    await removeAll(WebhookDelivery)
    await removeAll(Webhook)
    return madeId('createWebhook', 'webhook', { url: 'http://127.0.0.1:9/', events: ['USER_CREATED'] })
  }
  async function hrIntegration(): Promise<string> {
    await removeAll(HrIntegration)
    return madeId('createHrIntegration', 'hrIntegration', { name: 'Okta' })
  }
  const sso = { name: 'Sso', issuer: issuer.url, clientId: 'rollcall' }
  async function ssoProvider(): Promise<{ id: string; domainProof: string }> {
    await removeAll(SsoProvider)
    const made = await ask('createSsoProvider', { input: sso }, 'ssoProvider { id domainProof }')
    return made['ssoProvider'] as { id: string; domainProof: string }
  }
  async function provableDomain(): Promise<{ ssoProviderId: string; domain: string }> {
    const { id, domainProof } = await ssoProvider()
    house.dns.set(`_rollcall.${DOMAIN}`, [domainProof])
    return { ssoProviderId: id, domain: DOMAIN }
  }

  async function imported(until: 'UPLOADED' | 'MAPPED' | 'CONFIGURED'): Promise<string> {
    await runDueJobs(house, [applyImport, runUndo])
    // Few may be open.
    await house.run((work) => work.rows(ImportSession).update({ state: In([...OPEN_STATES]) }, { state: 'CANCELLED' }))
    const steps = importSteps(house)
    const { importSession } = await steps.start(`Email,Name\n${newEmail()},Ana Ruiz\n`)
    if (until !== 'UPLOADED') await steps.map(importSession.id)
    if (until === 'CONFIGURED') await steps.configure(importSession.id, SETTINGS)
    return importSession.id as string
  }

  async function deliveryId(): Promise<string> {
    const webhookId = await webhook()
    await ask('testWebhook', { input: { webhookId, event: 'USER_CREATED' } })
    const [delivery] = await house.run((work) =>
      work.rows(WebhookDelivery).find({}, { order: { id: 'DESC' }, take: 1 }),
    )
    return globalId('WebhookDelivery', String(delivery?.id))
  }

  const calls: Record<string, () => MutationCall | Promise<MutationCall>> = {
    acceptInvite: async () => {
      const { email } = await invited()
      return { input: { token: mailbox.tokenTo(email), password: PASSWORD }, viewer: NOBODY }
    },
    abortImport: async () => {
      const importId = await imported('CONFIGURED')
      await ask('commitImport', { input: { importId, waitSeconds: 0 } })
      return { input: { importId } }
    },
    cancelImport: async () => ({ input: { importId: await imported('MAPPED') } }),
    changePassword: async () => ({
      input: { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
      viewer: await session(),
    }),
    commitImport: async () => ({ input: { importId: await imported('CONFIGURED'), waitSeconds: 0 } }),
    completeSsoLogin: async () => {
      await ask('verifySsoDomain', { input: await provableDomain() })
      const { email } = await newUser()
      return { input: { idToken: await issuer.sign({ sub: email, email, email_verified: true }) }, viewer: NOBODY }
    },
    configureImport: async () => ({ input: { importId: await imported('MAPPED'), settings: SETTINGS } }),
    createApiKey: () => ({ input: { name: 'Partner', role: 'HR' } }),
    createSsoProvider: () => ({ input: sso }),
    createHrIntegration: () => ({ input: { name: 'Okta' } }),
    createCustomField: async () => {
      await house.run((work) => work.rows(CustomField).delete({}))
      return { input: CUSTOM_FIELD }
    },
    createTeam: () => ({ input: { name: `Team of ${newEmail()}` } }),
    createUpload: () => ({ input: { filename: 'people.csv', bytes: 100 } }),
    createWebhook: () => ({ input: { url: 'https://example.com/', events: ['USER_CREATED'] } }),
    deactivateUser: async () => ({ input: { userId: (await newUser()).userId } }),
    deleteSsoProvider: async () => ({ input: { ssoProviderId: (await ssoProvider()).id } }),
    deleteHrIntegration: async () => ({ input: { hrIntegrationId: await hrIntegration() } }),
    deleteCustomField: async () => ({ input: { key: await customField() } }),
    deleteWebhook: async () => ({ input: { webhookId: await webhook() } }),
    inviteUser: () => ({ input: { email: newEmail(), name: 'Ana Ruiz' } }),
    inviteUsers: () => ({ input: { users: [1, 2].map(() => ({ email: newEmail(), name: 'Ana Ruiz' })) } }),
    mapColumns: async () => ({ input: { importId: await imported('UPLOADED') } }),
    reactivateUser: async () => ({ input: { userId: (await newUser({ status: 'DEACTIVATED' })).userId } }),
    releaseHrUser: async () => {
      const hrIntegrationId = bareId('HrIntegration', await hrIntegration())
      return { input: { userId: (await newUser({ hrIntegrationId })).userId } }
    },
    replayWebhookDelivery: async () => ({ input: { webhookDeliveryId: await deliveryId() } }),
    requestNewInvite: async () => {
      const { email } = await invited()
      house.wait(8 * DAY_MS)
      return { input: { token: mailbox.tokenTo(email) }, viewer: NOBODY }
    },
    requestPasswordReset: async () => ({ input: { email: (await confirmed()).email }, viewer: NOBODY }),
    resendInvite: async () => ({ input: { userId: (await newUser()).userId } }),
    resendInvites: async () => ({ input: { userIds: [(await newUser()).userId, (await newUser()).userId] } }),
    resetPassword: async () => {
      const { email } = await confirmed()
      await ask('requestPasswordReset', { input: { email }, viewer: NOBODY })
      await mailbox.sendDue()
      return { input: { token: mailbox.tokenTo(email), password: OTHER_PASSWORD }, viewer: NOBODY }
    },
    revokeApiKey: async () => ({ input: { apiKeyId: await apiKey() } }),
    revokeInvite: async () => ({ input: { inviteId: (await invited()).inviteId } }),
    revokeInvites: async () => ({ input: { inviteIds: [(await invited()).inviteId, (await invited()).inviteId] } }),
    rotateApiKey: async () => ({ input: { apiKeyId: await apiKey() } }),
    rotateHrIntegrationToken: async () => ({ input: { hrIntegrationId: await hrIntegration() } }),
    rotateWebhookSecret: async () => ({ input: { webhookId: await webhook() } }),
    setSsoOnly: () => ({ input: { ssoOnly: false } }),
    setUserPassword: async () => ({ input: { userId: (await newUser()).userId, password: PASSWORD } }),
    signIn: async () => ({ input: { email: (await confirmed()).email, password: PASSWORD }, viewer: NOBODY }),
    signOut: async () => ({ viewer: await session() }),
    startSsoSession: async () => {
      const ssoProviderId = bareId('SsoProvider', (await ssoProvider()).id)
      const user = await addUser(house, { email: newEmail(), name: 'Ana Ruiz' }, { status: 'CONFIRMED' })
      const provider = await house.run((work) => work.rows(SsoProvider).findOne({ id: ssoProviderId }))
      const code = await house.run((work) => handOver(work, provider as SsoProvider, user))
      return { input: { code }, viewer: NOBODY }
    },
    startImport: () => ({ input: { csv: `Email,Name\n${newEmail()},Ana Ruiz\n` } }),
    testWebhook: async () => ({ input: { webhookId: await webhook(), event: 'USER_CREATED' } }),
    undoImport: async () => {
      const importId = await imported('CONFIGURED')
      await ask('commitImport', { input: { importId, waitSeconds: 0 } })
      await ask('abortImport', { input: { importId } })
      return { input: { importId } }
    },
    updateImportRows: async () => ({
      input: { importId: await imported('MAPPED'), rows: [{ line: 2, skip: true }] },
    }),
    updateOrganization: () => ({ input: { inviteTtlHours: 100 } }),
    updateHrIntegration: async () => ({ input: { hrIntegrationId: await hrIntegration(), paused: true } }),
    updateCustomField: async () => ({ input: { key: await customField(), label: newEmail() } }),
    updateTeam: async () => ({ input: { teamId: await team(), name: `Team of ${newEmail()}` } }),
    updateUser: async () => ({ input: { userId: (await newUser()).userId, jobTitle: 'Engineer' } }),
    verifySsoDomain: async () => ({ input: await provableDomain() }),
    updateWebhook: async () => ({ input: { webhookId: await webhook(), enabled: false } }),
  }

  /** Calls a mutation, which must work, and answers the fields of its payload. */
  async function ask(mutation: string, { input, viewer }: MutationCall, fields = ''): Promise<Record<string, unknown>> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const payload = `{ ${fields} userErrors { code message } }`
    const document = input
      ? `mutation ($input: ${type}!) { ${mutation}(input: $input) ${payload} }`
      : `mutation { ${mutation} ${payload} }`
    const { data, faults } = await house.ask(document, { input }, viewer)
    if (faults.length > 0 || data[mutation].userErrors.length > 0) {
      throw new Error(`${mutation} did not work: ${JSON.stringify({ faults, data })}`)
    }
    return data[mutation]
  }

  async function prepare(mutation: string): Promise<MutationCall> {
    const call = calls[mutation]
    if (!call) throw new Error(`Write down in every-mutation.testing.ts how ${mutation} is called`)
    return call()
  }

  return { prepare, ask, close: () => issuer.close() }
}
