import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'

const UPDATE = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
  organization { inviteTtlHours defaultLanguage inviteMessage replyTo } userErrors { code path message hint } } }`

describe.each(databases)('the settings of an organization (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  const update = async (input: Record<string, unknown>) => (await house.ask(UPDATE, { input })).data.updateOrganization

  it('are changed one by one, and taken away by null', async () => {
    const all = {
      inviteTtlHours: 48,
      defaultLanguage: 'de',
      inviteMessage: 'Welcome!\nSee you.',
      replyTo: 'hr@example.com',
    }
    expect(await update(all)).toEqual({ organization: all, userErrors: [] })
    expect(await update({ inviteMessage: null })).toMatchObject({ organization: { ...all, inviteMessage: null } })
    const { data } = await house.ask('{ organization { defaultLanguage inviteMessage replyTo } }')
    expect(data.organization).toEqual({ defaultLanguage: 'de', inviteMessage: null, replyTo: 'hr@example.com' })
  })

  it('are told in the audit, when something differs', async () => {
    const events = () => house.run((work) => work.rows(AuditEvent).find({ action: 'organization.updated' }))
    await update({ replyTo: 'office@example.com' })
    const before = await events()
    expect(before.at(-1)?.details).toMatchObject({ after: { replyTo: 'office@example.com' } })
    await update({ replyTo: 'office@example.com' })
    expect(await events()).toHaveLength(before.length)
  })

  it.each([
    [{ inviteTtlHours: 0 }, 'inviteTtlHours', 'INVALID'],
    [{ inviteTtlHours: 2_161 }, 'inviteTtlHours', 'INVALID'],
    [{ defaultLanguage: 'ja' }, 'defaultLanguage', 'INVALID'],
    [{ defaultLanguage: 'nonsense' }, 'defaultLanguage', 'INVALID'],
    [{ inviteMessage: 'x'.repeat(2_001) }, 'inviteMessage', 'TOO_LONG'],
    [{ replyTo: 'nobody\r\nBcc: eve@example.com' }, 'replyTo', 'EMAIL_INVALID'],
  ])('are refused when they cannot be: %j', async (input, field, code) => {
    expect(await update(input)).toMatchObject({ organization: null, userErrors: [{ code, path: ['input', field] }] })
  })

  it.each(['HR', 'CURATOR', 'LEARNER'] as const)('are none of the business of the role %s', async (role) => {
    expect((await house.ask(UPDATE, { input: { inviteTtlHours: 1 } }, house.as(role))).faults).toEqual(['FORBIDDEN'])
  })
})
