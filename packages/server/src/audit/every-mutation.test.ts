import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { globalId } from '../base/graphql/ids.ts'
import { ViewerKind, type Viewer } from '../base/viewer.ts'
import { applyImport } from '../imports/apply-import.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { Invite } from '../invites/invite.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { makeSchema } from '../schema.ts'
import { handOver } from '../sign-in/finish-sign-on.ts'
import { openIssuer, type TestIssuer } from '../sign-in/issuer.testing.ts'
import { loadViewer } from '../sign-in/load-viewer.ts'
import { SsoProvider } from '../sign-in/sso-provider.ts'
import { addUser, databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { hashPassword } from '../users/password.ts'
import { WebhookDelivery } from '../webhooks/webhook-delivery.ts'
import { AuditEvent } from './audit-event.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const PASSWORD = 'four words beside a river'
const OTHER_PASSWORD = 'five words behind a mountain'
const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const NOBODY = null
const ASKED_BY_ANYBODY = ['requestNewInvite', 'requestPasswordReset']
const SHOWN = 'query ($id: ID!) { node(id: $id) { ... on AuditEvent { subjectId subject { id } } } }'

/** What a mutation is called with, when everything it needs is there. */
interface Call {
  input?: object
  /** An owner's API key, unless somebody else has to call. */
  viewer?: Viewer | null
}

describe.each(databases)('every mutation (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let passwordHash: string
  let issuer: TestIssuer
  beforeAll(async () => {
    house = await openHouse(on, { WEBHOOK_TARGETS: 'any' })
    issuer = await openIssuer()
    mailbox = await openMailbox(house)
    passwordHash = await hashPassword(PASSWORD)
  })
  afterAll(async () => {
    await house.close()
    await issuer.close()
  })

  let people = 0
  const newEmail = () => `user${(people += 1)}@audit.example`

  async function newUser(marks: Parameters<typeof addUser>[2] = {}): Promise<{ userId: string; email: string }> {
    const { id, email } = await addUser(house, { email: newEmail(), name: 'Ana Ruiz' }, marks)
    return { userId: globalId('User', id), email }
  }
  const confirmed = () => newUser({ status: 'CONFIRMED', passwordHash })

  async function invited(): Promise<{ email: string; inviteId: string }> {
    const email = newEmail()
    await ask('inviteUser', { input: { email, name: 'Ana Ruiz' } })
    await mailbox.sendDue()
    const invites = await house.run((work) => work.rows(Invite).find({ email }))
    return { email, inviteId: globalId('Invite', String(invites[0]?.id)) }
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
  const webhook = () => madeId('createWebhook', 'webhook', { url: 'http://127.0.0.1:9/', events: ['USER_CREATED'] })
  const ssoProvider = () =>
    madeId('createSsoProvider', 'ssoProvider', { name: 'Sso', issuer: issuer.url, clientId: 'rollcall' })
  async function provableDomain(): Promise<{ ssoProviderId: string; domain: string }> {
    const input = { name: 'Sso', issuer: issuer.url, clientId: 'rollcall' }
    const { ssoProvider: made } = await ask('createSsoProvider', { input }, 'ssoProvider { id domainProof }')
    const { id, domainProof } = made as { id: string; domainProof: string }
    house.dns.set('_rollcall.audit.example', [domainProof])
    return { ssoProviderId: id, domain: 'audit.example' }
  }
  const hrIntegration = () => madeId('createHrIntegration', 'hrIntegration', { name: 'Okta' })
  const team = () => madeId('createTeam', 'team', { name: `Team ${newEmail()}` })

  async function imported(until: 'UPLOADED' | 'MAPPED' | 'CONFIGURED'): Promise<string> {
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

  const calls: Record<string, () => Call | Promise<Call>> = {
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
    createSsoProvider: () => ({ input: { name: 'Sso', issuer: issuer.url, clientId: 'rollcall' } }),
    createHrIntegration: () => ({ input: { name: 'Okta' } }),
    createTeam: () => ({ input: { name: 'Sales' } }),
    createWebhook: () => ({ input: { url: 'https://example.com/', events: ['USER_CREATED'] } }),
    deactivateUser: async () => ({ input: { userId: (await newUser()).userId } }),
    deleteSsoProvider: async () => ({ input: { ssoProviderId: await ssoProvider() } }),
    deleteHrIntegration: async () => ({ input: { hrIntegrationId: await hrIntegration() } }),
    deleteWebhook: async () => ({ input: { webhookId: await webhook() } }),
    inviteUser: () => ({ input: { email: newEmail(), name: 'Ana Ruiz' } }),
    inviteUsers: () => ({ input: { users: [1, 2].map(() => ({ email: newEmail(), name: 'Ana Ruiz' })) } }),
    mapColumns: async () => ({ input: { importId: await imported('UPLOADED') } }),
    reactivateUser: async () => ({ input: { userId: (await newUser({ status: 'DEACTIVATED' })).userId } }),
    replayWebhookDelivery: async () => ({ input: { webhookDeliveryId: await deliveryId() } }),
    requestNewInvite: async () => {
      const { email } = await invited()
      house.wait(8 * 24 * 3_600_000)
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
      const ssoProviderId = (await ssoProvider()).replace('sso_', '')
      const user = await addUser(house, { email: newEmail(), name: 'Ana Ruiz' }, { status: 'CONFIRMED' })
      const provider = await house.run((work) => work.rows(SsoProvider).findOne({ id: ssoProviderId }))
      const code = await house.run((work) => handOver(work, provider as SsoProvider, user))
      return { input: { code }, viewer: NOBODY }
    },
    startImport: () => ({ input: { csv: `Email,Name\n${newEmail()},Ana Ruiz\n` } }),
    testWebhook: async () => ({ input: { webhookId: await webhook(), event: 'USER_CREATED' } }),
    undoImport: async () => {
      const importId = await imported('CONFIGURED')
      await runDueJobs(house, [applyImport])
      await ask('commitImport', { input: { importId, waitSeconds: 0 } })
      await ask('abortImport', { input: { importId } })
      return { input: { importId } }
    },
    updateImportRows: async () => ({
      input: { importId: await imported('MAPPED'), rows: [{ line: 2, skip: true }] },
    }),
    updateOrganization: () => ({ input: { inviteTtlHours: 100 } }),
    updateHrIntegration: async () => ({ input: { hrIntegrationId: await hrIntegration(), paused: true } }),
    updateTeam: async () => ({ input: { teamId: await team(), name: 'Marketing' } }),
    updateUser: async () => ({ input: { userId: (await newUser()).userId, jobTitle: 'Engineer' } }),
    verifySsoDomain: async () => ({ input: await provableDomain() }),
    updateWebhook: async () => ({ input: { webhookId: await webhook(), enabled: false } }),
  }

  /** Calls a mutation, which must work, and answers the fields of its payload. */
  async function ask(mutation: string, { input, viewer }: Call, fields = ''): Promise<Record<string, unknown>> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const payload = `{ ${fields} userErrors { code message } }`
    const document = input
      ? `mutation ($input: ${type}!) { ${mutation}(input: $input) ${payload} }`
      : `mutation { ${mutation} ${payload} }`
    const { data, faults } = await house.ask(document, { input }, viewer)
    expect(faults).toEqual([])
    expect(data[mutation]).toMatchObject({ userErrors: [] })
    return data[mutation]
  }

  const events = () => house.run((work) => work.rows(AuditEvent).find())

  it('of the schema is called here', () => {
    const mutations = Object.keys(makeSchema().getMutationType()?.getFields() ?? {})
    expect(Object.keys(calls).toSorted()).toEqual(mutations.toSorted())
  })

  it.each(Object.keys(calls))('leaves one audit event: %s', async (mutation) => {
    const call = await calls[mutation]?.()
    const before = new Set((await events()).map(({ id }) => id))
    await ask(mutation, call as Call)
    const left = (await events()).filter(({ id }) => !before.has(id))
    expect(left).toHaveLength(1)
    const viewer = call?.viewer === undefined ? house.as('OWNER') : call.viewer
    // Who proves who they are by a link or password did it themselves; whoever asks for a link may be anybody.
    const actor = viewer ?? { kind: ASKED_BY_ANYBODY.includes(mutation) ? ViewerKind.SYSTEM : ViewerKind.USER }
    expect(left[0]).toMatchObject({ actorKind: actor.kind, ...('id' in actor && { actorId: actor.id }) })
    const { data } = await house.ask(SHOWN, { id: globalId('AuditEvent', String(left[0]?.id)) })
    const isGone = ['deleteHrIntegration', 'deleteSsoProvider', 'deleteWebhook', 'revokeApiKey'].includes(mutation)
    expect(data.node.subject).toEqual(isGone || !data.node.subjectId ? null : { id: data.node.subjectId })
    expect(data.node.subjectId === null).toBe(left[0]?.subjectId === null)
    expect(JSON.stringify(left)).not.toMatch(/four words beside|five words behind|rck_|rcs_|rch_|whsec_/)
  })

  it('is in one unbroken chain with all others', async () => {
    await sealAudit(house)
    expect(await verifyAudit(house, house.organizationId)).toMatchObject({
      sealed: (await events()).length,
      waiting: 0,
      fault: null,
    })
  })
})
