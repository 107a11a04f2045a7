import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { Import, Rollcall } from './index.ts'
import type { ImportSession } from './generated/graphql.ts'
import { Transport } from './transport.ts'

const schema = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')
const [, body = ''] = /^type Mutation \{\n(.*?)^\}/ms.exec(schema) ?? []
const mutations = [...body.matchAll(/^ {2}(\w+)[(:]/gm)].map(([, name]) => name)

const settings = { mode: 'ADD_ONLY', invites: 'NONE' } as const
const calls: Record<string, (rollcall: Rollcall, imp: Import) => Promise<unknown>> = {
  abortImport: ({ imports }) => imports.abort('imp_1'),
  acceptInvite: ({ invites }) => invites.accept('token', 'password'),
  changePassword: ({ session }) => session.changePassword('old', 'new'),
  cancelImport: (_, imp) => imp.cancel(),
  commitImport: (_, imp) => imp.commit(),
  completeSsoLogin: ({ sso }) => sso.completeLogin('token'),
  configureImport: (_, imp) => imp.configure(settings),
  createApiKey: ({ apiKeys }) => apiKeys.create({ name: 'Partner', role: 'HR' }),
  createSsoProvider: ({ sso }) =>
    sso.create({ name: 'Okta', issuer: 'https://example.okta.com', clientId: 'rollcall' }),
  createCustomField: ({ customFields }) => customFields.create({ key: 'badge', label: 'Badge' }),
  updateCustomField: ({ customFields }) => customFields.update('badge', 'Badge number'),
  deleteCustomField: ({ customFields }) => customFields.delete('badge'),
  createTeam: ({ teams }) => teams.create({ name: 'Sales' }),
  createHrIntegration: ({ hr }) => hr.create({ name: 'Okta' }),
  updateHrIntegration: ({ hr }) => hr.update('hr_1', { paused: true }),
  rotateHrIntegrationToken: ({ hr }) => hr.rotateToken('hr_1'),
  releaseHrUser: ({ hr }) => hr.releaseUser('usr_1'),
  deleteHrIntegration: ({ hr }) => hr.delete('hr_1'),
  createWebhook: ({ webhooks }) => webhooks.create({ url: 'https://example.com', events: ['USER_CREATED'] }),
  deactivateUser: ({ users }) => users.deactivate('usr_1'),
  deleteSsoProvider: ({ sso }) => sso.delete('sso_1'),
  deleteWebhook: ({ webhooks }) => webhooks.delete('whk_1'),
  inviteUser: ({ users }) => users.invite({ email: 'ana@example.com' }),
  inviteUsers: ({ users }) => users.inviteMany([{ email: 'ana@example.com' }]),
  mapColumns: (_, imp) => imp.mapColumns(),
  reactivateUser: ({ users }) => users.reactivate('usr_1'),
  replayWebhookDelivery: ({ webhooks }) => webhooks.replay('whd_1'),
  resendInvite: ({ invites }) => invites.resend('usr_1'),
  requestNewInvite: ({ invites }) => invites.requestNew('token'),
  requestPasswordReset: ({ session }) => session.requestPasswordReset('ana@example.com'),
  resetPassword: ({ session }) => session.resetPassword('token', 'password'),
  revokeApiKey: ({ apiKeys }) => apiKeys.revoke('key_1'),
  rotateApiKey: ({ apiKeys }) => apiKeys.rotate('key_1'),
  resendInvites: ({ invites }) => invites.resendMany({ userIds: ['usr_1'] }),
  revokeInvite: ({ invites }) => invites.revoke('inv_1'),
  revokeInvites: ({ invites }) => invites.revokeMany({ filter: { status: ['SCHEDULED'] } }),
  rotateWebhookSecret: ({ webhooks }) => webhooks.rotateSecret('whk_1'),
  setSsoOnly: ({ sso }) => sso.setOnly(true),
  setUserPassword: ({ users }) => users.setPassword('usr_1', 'password'),
  signIn: ({ session }) => session.signIn('ana@example.com', 'password'),
  signOut: ({ session }) => session.signOut(),
  startSsoSession: ({ session }) => session.startWithSso('code'),
  createUpload: ({ imports }) => imports.start({ text: 'email,name' }, { transport: 'put' }),
  startImport: ({ imports }) => imports.start({ text: 'email,name' }),
  testWebhook: ({ webhooks }) => webhooks.test('whk_1', 'USER_CREATED'),
  undoImport: ({ imports }) => imports.undo('imp_1'),
  updateImportRows: (_, imp) => imp.updateRows([{ line: 2, skip: true }]),
  updateOrganization: ({ organization }) => organization.update({ inviteMessage: 'See you soon.' }),
  updateTeam: ({ teams }) => teams.update('team_1', { name: 'Sales' }),
  updateUser: ({ users }) => users.update('usr_1', { name: 'Ana' }),
  verifySsoDomain: ({ sso }) => sso.verifyDomain('sso_1', 'example.com'),
  updateWebhook: ({ webhooks }) => webhooks.update('whk_1', { enabled: false }),
}

test('the schema has mutations, and each has a method', () => {
  expect(mutations).not.toEqual([])
  expect(Object.keys(calls).sort()).toEqual([...mutations].sort())
})

describe.each(Object.entries(calls))('the method for %s', (mutation, call) => {
  test('sends that mutation', async () => {
    const sent: string[] = []
    const options = {
      maxRetries: 0,
      async fetch(_url: unknown, init?: RequestInit) {
        // JSON, or a form that holds it.
        const [, query = ''] = /"query":"(.*?)","variables"/.exec(await new Response(init?.body ?? null).text()) ?? []
        sent.push(query)
        return Promise.reject(new Error('offline'))
      },
    }
    const imp = new Import(new Transport(options), { id: 'imp_1' } as ImportSession)
    await expect(call(new Rollcall(options), imp)).rejects.toMatchObject({ code: 'NETWORK' })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatch(new RegExp(`^mutation \\w+(\\(\\$input:\\w+!\\))?\\{${mutation}\\b`))
  })
})
