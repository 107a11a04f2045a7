import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { CustomField } from './custom-field.ts'
import { User } from './user.ts'

const ERRORS = 'userErrors { code path message hint }'
const CREATE = `mutation ($input: CreateCustomFieldInput!) { createCustomField(input: $input) { customField { key label } ${ERRORS} } }`
const UPDATE = `mutation ($input: UpdateCustomFieldInput!) { updateCustomField(input: $input) { customField { key label } ${ERRORS} } }`
const DELETE = `mutation ($input: DeleteCustomFieldInput!) { deleteCustomField(input: $input) { deletedKey ${ERRORS} } }`
const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id customFields { key value } } ${ERRORS} } }`
const INVITE_MANY = `mutation ($input: InviteUsersInput!) { inviteUsers(input: $input) { results { user { customFields { key value } } ${ERRORS} } } }`
const CHANGE = `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { customFields { key value } } ${ERRORS} } }`

describe.each(databases)('fields of an organization (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    await house.run((work) => work.rows(CustomField).delete({}))
    await create({ key: 'costCentre', label: 'Cost centre' })
    await create({ key: 'badge', label: 'Badge number' })
  })

  const ask = async (document: string, input: object) =>
    Object.values((await house.ask(document, { input })).data)[0] as any // oxlint-disable-line typescript/no-explicit-any
  const create = (input: object) => ask(CREATE, input)
  const list = async () => (await house.ask('{ customFields { key label } }')).data.customFields

  let serial = 0
  const invite = (customFields: object[]) =>
    ask(INVITE, { email: `custom${serial++}@example.com`, name: 'Ana Ruiz', invite: 'NONE', customFields })
  async function addWith(customFields: object[]): Promise<string> {
    return (await invite(customFields)).user.id
  }
  const change = (userId: string, customFields: object[] | null) => ask(CHANGE, { userId, customFields })

  it('are listed in the order in which they were made, and renamed for people alone', async () => {
    expect(await list()).toEqual([
      { key: 'costCentre', label: 'Cost centre' },
      { key: 'badge', label: 'Badge number' },
    ])
    expect(await ask(UPDATE, { key: 'badge', label: ' Badge ' })).toEqual({
      customField: { key: 'badge', label: 'Badge' },
      userErrors: [],
    })
    expect((await list())[1]).toEqual({ key: 'badge', label: 'Badge' })
  })

  it.each([
    [{ key: '1st', label: 'First' }, 'key', 'INVALID'],
    [{ key: 'a"b', label: 'Quote' }, 'key', 'INVALID'],
    [{ key: 'x'.repeat(41), label: 'Long' }, 'key', 'INVALID'],
    [{ key: 'constructor', label: 'Builder' }, 'key', 'INVALID'],
    [{ key: 'BADGE', label: 'Other' }, 'key', 'INVALID'],
    [{ key: 'Badge', label: 'Other' }, 'key', 'INVALID'],
    [{ key: 'other', label: 'badge NUMBER' }, 'label', 'INVALID'],
    [{ key: 'other', label: ' ' }, 'label', 'REQUIRED'],
    [{ key: 'other', label: 'x'.repeat(201) }, 'label', 'TOO_LONG'],
    [{ key: 'other', label: 'two\nlines' }, 'label', 'INVALID'],
  ])('are refused when they cannot be: %j', async (input, field, code) => {
    expect(await create(input)).toMatchObject({ customField: null, userErrors: [{ code, path: ['input', field] }] })
    expect(await list()).toHaveLength(2)
  })

  it('are fifty at most', async () => {
    for (let number = 3; number <= 50; number++) await create({ key: `field${number}`, label: `Field ${number}` })
    expect(await list()).toHaveLength(50)
    expect((await create({ key: 'oneMore', label: 'One more' })).userErrors[0].message).toBe(
      'An organization has at most 50 custom fields.',
    )
  })

  it('are given to a user who is invited, each in its own words', async () => {
    const given = [
      { key: 'badge', value: '  0042 ' },
      { key: 'costCentre', value: 'Zürich “Süd”' },
    ]
    const { user, userErrors } = await invite(given)
    expect(userErrors).toEqual([])
    expect(user.customFields).toEqual([
      { key: 'costCentre', value: 'Zürich “Süd”' },
      { key: 'badge', value: '0042' },
    ])
  })

  it('are given to many who are invited together, and each hears of their own mistakes', async () => {
    const one = (value: string) => ({
      email: `custom${serial++}@example.com`,
      name: 'Ana Ruiz',
      invite: 'NONE',
      customFields: [{ key: 'badge', value }],
    })
    const { results } = await ask(INVITE_MANY, { users: [one('1'), one('x'.repeat(1_001)), one('3')] })
    const valueOf = ({ user }: { user: { customFields: { value: string }[] } | null }) => user?.customFields[0]?.value
    expect(results.map(valueOf)).toEqual(['1', undefined, '3'])
    expect(results[1].userErrors).toMatchObject([{ code: 'TOO_LONG', path: expect.arrayContaining(['customFields']) }])
  })

  it('change one by one: what is not named stays, and null or nothing takes a value away', async () => {
    const userId = await addWith([
      { key: 'badge', value: '1' },
      { key: 'costCentre', value: 'North' },
    ])
    expect((await change(userId, [{ key: 'badge', value: '2' }])).user.customFields).toEqual([
      { key: 'costCentre', value: 'North' },
      { key: 'badge', value: '2' },
    ])
    expect((await change(userId, [{ key: 'costCentre', value: ' ' }])).user.customFields).toEqual([
      { key: 'badge', value: '2' },
    ])
    expect((await change(userId, null)).user.customFields).toEqual([{ key: 'badge', value: '2' }])
    expect((await change(userId, [{ key: 'badge', value: null }])).user.customFields).toEqual([])
  })

  it('are told in the audit as they were and as they are, once and only where they differ', async () => {
    const userId = await addWith([{ key: 'badge', value: '1' }])
    const changes = () => house.run((work) => work.rows(AuditEvent).find({ action: 'user.updated' }))
    const before = (await changes()).length
    await change(userId, [{ key: 'badge', value: '1' }])
    expect(await changes()).toHaveLength(before)
    await change(userId, [{ key: 'badge', value: '2' }])
    const told = await changes()
    expect(told).toHaveLength(before + 1)
    expect(told.map(({ details }) => details)).toContainEqual({
      before: { customFields: { badge: '1' } },
      after: { customFields: { badge: '2' } },
    })
  })

  it.each([
    [[{ key: 'shoeSize', value: '42' }], 'NOT_FOUND', '0', 'The custom fields are: costCentre, badge.'],
    [
      [
        { key: 'badge', value: '1' },
        { key: 'badge', value: '2' },
      ],
      'INVALID',
      '1',
      null,
    ],
    [[{ key: 'badge', value: 'one\ntwo' }], 'INVALID', '0', 'Write it in one line.'],
    [[{ key: 'badge', value: 'x'.repeat(1_001) }], 'TOO_LONG', '0', null],
  ])('refuse values that cannot be, and say where: %#', async (given, code, position, hint) => {
    const { user, userErrors } = await invite(given)
    expect(user).toBeNull()
    expect(userErrors).toMatchObject([{ code, hint, path: ['input', 'customFields', position, expect.any(String)] }])
  })

  it('give a unique value to one user alone, whoever asks and how', async () => {
    await create({ key: 'token', label: 'Token', unique: true })
    const token = (value: string) => [{ key: 'token', value }]
    const ana = await invite(token('T1'))
    const userId = ana.user.id
    const taken = {
      code: 'IDENTIFIER_TAKEN',
      path: ['input', 'customFields'],
      message: expect.stringMatching(/^Ana Ruiz \(custom\d+@example\.com\) has this Token already\.$/),
    }
    expect((await invite(token('T1'))).userErrors).toMatchObject([taken])
    const other = await addWith(token('T2'))
    expect((await change(other, token('T1'))).userErrors).toMatchObject([taken])
    expect((await change(userId, token('T1'))).userErrors).toEqual([])
    const one = (value: string) => ({ email: `custom${serial++}@example.com`, name: 'Bo', customFields: token(value) })
    const { results } = await ask(INVITE_MANY, { users: [one('T3'), one('T3'), one('T1'), one('T4')] })
    const codesOf = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code)
    expect(results.map(codesOf)).toEqual([[], ['IDENTIFIER_TAKEN'], ['IDENTIFIER_TAKEN'], []])
    expect((await invite(token('x'.repeat(201)))).userErrors).toMatchObject([{ code: 'TOO_LONG' }])
  })

  it('let a unique value go with whoever gives it up, and with the field', async () => {
    await create({ key: 'token', label: 'Token', unique: true })
    const userId = await addWith([{ key: 'token', value: 'T1' }])
    await change(userId, [{ key: 'token', value: null }])
    const next = await invite([{ key: 'token', value: 'T1' }])
    expect(next.userErrors).toEqual([])
    await ask(DELETE, { key: 'token' })
    await create({ key: 'token', label: 'Token', unique: true })
    expect((await invite([{ key: 'token', value: 'T1' }])).userErrors).toEqual([])
  })

  it('give a unique value to one of ten who ask for it at once', async () => {
    await create({ key: 'token', label: 'Token', unique: true })
    const answers = await Promise.all(Array.from({ length: 10 }, () => invite([{ key: 'token', value: 'T9' }])))
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code))
    expect(codes).toEqual(Array<string>(9).fill('IDENTIFIER_TAKEN'))
  })

  it('take their values with them when they go, and none comes back with a new field of that key', async () => {
    const userId = await addWith([
      { key: 'badge', value: '1' },
      { key: 'costCentre', value: 'North' },
    ])
    expect(await ask(DELETE, { key: 'badge' })).toEqual({ deletedKey: 'badge', userErrors: [] })
    const stored = await house.run((work) => work.rows(User).find())
    expect(stored.flatMap(({ customFields }) => Object.keys(customFields ?? {}))).not.toContain('badge')
    await create({ key: 'badge', label: 'Badge again' })
    const { data } = await house.ask('query ($id: ID!) { user(id: $id) { customFields { key value } } }', {
      id: userId,
    })
    expect(data.user.customFields).toEqual([{ key: 'costCentre', value: 'North' }])
  })

  it('that there are not can be neither renamed nor taken away', async () => {
    for (const answer of [await ask(UPDATE, { key: 'no', label: 'No' }), await ask(DELETE, { key: 'no' })]) {
      expect(answer.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'key'] }])
    }
  })

  it('are those of one organization alone', async () => {
    const viewer = testViewer(await addOrganization(house, 'Strangers'), 'OWNER')
    expect((await house.ask('{ customFields { key } }', {}, viewer)).data.customFields).toEqual([])
    const theirs = await house.ask(CREATE, { input: { key: 'badge', label: 'Their badge' } }, viewer)
    expect(theirs.data.createCustomField.userErrors).toEqual([])
    expect(await list()).toContainEqual({ key: 'badge', label: 'Badge number' })
  })

  it('are read for a list of users by one statement for all of them', async () => {
    for (const value of ['1', '2', '3']) await addWith([{ key: 'badge', value }])
    house.statements.reset()
    await house.ask('{ users(first: 50) { nodes { customFields { key value } } } }')
    expect(house.statements.seen.filter((sql) => /FROM ["`]custom_fields/.test(sql))).toHaveLength(1)
  })

  it.each(['HR', 'CURATOR', 'LEARNER'] as const)('are none of the business of the role %s to make', async (role) => {
    const input = { key: 'mine', label: 'Mine' }
    expect((await house.ask(CREATE, { input }, house.as(role))).faults).toEqual(['FORBIDDEN'])
  })
})
