import { viewerOfHrIntegration, type HrIntegration } from '../access/hr-integration.ts'
import { globalId } from '../base/graphql/ids.ts'
import { Refusal } from '../base/errors.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { databases, openHouse, type TestHouse } from '../testing.ts'
import { createCustomField } from '../users/create-custom-field.ts'
import { deleteCustomField } from '../users/delete-custom-field.ts'
import { User } from '../users/user.ts'
import { createHrIntegration } from './create-hr-integration.ts'
import { addHrUser, pushUser } from './push-user.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const FILE = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const COST_CENTRE = { field: 'custom.costCentre', attributes: [`${ENTERPRISE}:costCenter`] }
const CHANGE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) {
  user { customFields { key value } } userErrors { code message path ... on HrOwnedError { fields } } } }`

describe.each(databases)('custom fields that an HR system keeps in step (%s)', (on) => {
  let house: TestHouse
  let integration: HrIntegration
  beforeAll(async () => {
    house = await openHouse(on)
    for (const [key, label, unique] of [
      ['costCentre', 'Cost centre', false],
      ['badge', 'Badge', true],
      ['shoeSize', 'Shoe size', false],
    ] as const) {
      await house.run((work) => createCustomField(work, { key, label, unique }))
    }
    integration = await integrationWith([COST_CENTRE])
  })
  afterAll(() => house.close())

  let count = 0
  async function integrationWith(attributeMapping: { field: string; attributes: string[] }[]) {
    const input = { name: `HR ${++count}`, sendInvites: false, attributeMapping }
    return (await house.run((work) => createHrIntegration(work, input))).hrIntegration
  }
  const document = (email: string, more: object) => ({ userName: email, displayName: 'Ana Ruiz', ...more })
  const inCostCentre = (costCenter?: string) => ({ [ENTERPRISE]: { ...(costCenter !== undefined && { costCenter }) } })

  async function synced(more: object = {}, by = integration): Promise<User> {
    const email = `custom${++count}@hr.example`
    const add = house.run((work) => addHrUser(work, by, document(email, more)), viewerOfHrIntegration(by))
    return (await add).user
  }
  const push = (user: User, more: object, by = integration) =>
    house.run(
      (work) => pushUser(work, by, { userId: user.id, change: () => document(user.email, more) }),
      viewerOfHrIntegration(by),
    )
  const stored = (user: User) => house.run((work) => work.rows(User).findOne({ id: user.id })) as Promise<User>
  async function change(user: User, key: string, value: string) {
    const input = { userId: globalId('User', user.id), customFields: [{ key, value }] }
    return (await house.ask(CHANGE, { input })).data.updateUser
  }

  it('are taken from the attribute they are mapped to, change with it, and are emptied with it', async () => {
    const user = await synced(inCostCentre('4711'))
    expect(await stored(user)).toMatchObject({ customFields: { costCentre: '4711' } })
    await push(user, inCostCentre('0815'))
    expect(await stored(user)).toMatchObject({ customFields: { costCentre: '0815' } })
    const before = await stored(user)
    await push(user, inCostCentre('0815'))
    expect(await stored(user)).toEqual(before)
    await push(user, inCostCentre())
    expect(await stored(user)).toMatchObject({ customFields: null })
  })

  it('are changed by no hand, while the others are', async () => {
    const user = await synced(inCostCentre('4711'))
    expect((await change(user, 'costCentre', '1')).userErrors).toEqual([
      {
        code: 'HR_OWNED',
        message: `${integration.name} keeps Ana Ruiz in step and owns their Cost centre.`,
        path: ['input', 'customFields'],
        fields: ['custom.costCentre'],
      },
    ])
    const { user: changed } = await change(user, 'shoeSize', '42')
    expect(changed.customFields).toEqual([
      { key: 'costCentre', value: '4711' },
      { key: 'shoeSize', value: '42' },
    ])
    await push(user, inCostCentre('12'))
    expect(await stored(user)).toMatchObject({ customFields: { costCentre: '12', shoeSize: '42' } })
  })

  it('are left as they are by a file of people, which changes the others and says so', async () => {
    const user = await synced(inCostCentre('4711'))
    const csv = `Email,Name,Cost centre,Shoe size\n${user.email},Ana Ruiz,99,40\n`
    const { id, report } = await importSteps(house).run(csv, FILE)
    expect(report).toMatchObject({ updated: 1, issues: [{ code: 'HR_OWNED', severity: 'WARNING', lines: [2] }] })
    const { nodes } = await importSteps(house).rows(id)
    expect(nodes).toMatchObject([
      {
        changes: [{ field: { key: 'custom.shoeSize' }, before: null, after: '40' }],
        issues: [
          {
            field: { key: 'custom.costCentre' },
            value: '99',
            message: expect.stringContaining('keeps the Cost centre of Ana Ruiz in step'),
          },
        ],
      },
    ])
    expect(await stored(user)).toMatchObject({ customFields: { costCentre: '4711', shoeSize: '40' } })
    const again = await importSteps(house).run(csv, FILE)
    expect(again.report).toMatchObject({ unchanged: 1, updated: 0 })
  })

  it('are people’s again at once when they are mapped to nothing, and can only then be deleted', async () => {
    await house.run((work) => createCustomField(work, { key: 'desk', label: 'Desk' }))
    const by = await integrationWith([{ field: 'custom.desk', attributes: ['nickName'] }])
    const user = await synced({ nickName: 'D1' }, by)
    const remove = () => house.run((work) => deleteCustomField(work, { key: 'desk' }))
    const refusal = await remove().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).mistakes).toEqual([
      {
        code: 'INVALID',
        message: `${by.name} keeps Desk in step with an HR system.`,
        path: ['input', 'key'],
        hint: 'Map custom.desk to no attributes with updateHrIntegration first.',
      },
    ])
    await house.run((work) => updateHrIntegration(work, { hrIntegrationId: by.id, attributeMapping: [] }))
    expect((await change(user, 'desk', 'D2')).userErrors).toEqual([])
    await push(user, { nickName: 'D3' }, by)
    expect(await stored(user)).toMatchObject({ customFields: { desk: 'D2' } })
    expect(await remove()).toEqual({ deletedKey: 'desk' })
    await push(user, { nickName: 'D4' }, by)
    expect(await stored(user)).toMatchObject({ customFields: {} })
  })

  it('are shown with the mapping, each left alone until it is mapped', async () => {
    const { data } = await house.ask('{ hrIntegrations { nodes { id attributeMapping { field label attributes } } } }')
    const shown = data.hrIntegrations.nodes.find(
      ({ id }: { id: string }) => id === globalId('HrIntegration', integration.id),
    )
    expect(shown.attributeMapping).toEqual(
      expect.arrayContaining([
        { ...COST_CENTRE, label: 'Cost centre' },
        { field: 'custom.badge', label: 'Badge', attributes: [] },
      ]),
    )
  })

  it('that there are not cannot be mapped, and one that is unique stays so', async () => {
    const refused = await integrationWith([{ field: 'custom.desks', attributes: ['title'] }]).catch((error) => error)
    expect(refused.mistakes).toMatchObject([
      { code: 'FIELD_UNKNOWN', hint: expect.stringContaining('custom.costCentre, custom.badge, custom.shoeSize') },
    ])
    const by = await integrationWith([{ field: 'custom.badge', attributes: ['nickName'] }])
    await synced({ nickName: 'B7' }, by)
    const taken = await synced({ nickName: 'B7' }, by).catch((error: unknown) => error)
    expect((taken as Refusal).mistakes).toMatchObject([{ path: expect.arrayContaining(['customFields']) }])
  })

  it('are owned by a roster that has a column for them', async () => {
    const by = (await house.run((work) => createHrIntegration(work, { name: 'Nightly', protocol: 'ROSTER' })))
      .hrIntegration
    const email = `roster${++count}@hr.example`
    const csv = `Email,Name,Cost centre\n${email},Ana Ruiz,4711\n`
    const { report } = await importSteps(house, viewerOfHrIntegration(by)).run(csv, FILE)
    expect(report).toMatchObject({ created: 1 })
    const user = (await house.run((work) => work.rows(User).findOne({ emailKey: email }))) as User
    expect(user.hrFields).toContain('custom.costCentre')
    expect((await change(user, 'costCentre', '1')).userErrors).toMatchObject([{ fields: ['custom.costCentre'] }])
    expect((await change(user, 'shoeSize', '1')).userErrors).toEqual([])
  })
})
