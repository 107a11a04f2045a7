import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { Role } from '../base/viewer.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { findOrAddLocations } from '../teams/find-or-add-location.ts'
import { addUser, databases, openHouse, refusalOf, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { User } from '../users/user.ts'
import { inviteUsers } from './invite-users.ts'
import type { InviteUserValues } from './invite-user.ts'

const INVITE_MANY = `mutation ($input: InviteUsersInput!) { inviteUsers(input: $input) {
  results { user { id email status } invite { id status scheduledFor }
    userErrors { __typename code message path hint ... on EmailTakenError { user { email } } } }
  userErrors { code message path hint } } }`

describe.each(databases)('inviting many users at once (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on, { INVITES_PER_HOUR: '3000' })
  })
  afterAll(() => house.close())

  const inviteMany = (users: readonly InviteUserValues[]) => house.run((work) => inviteUsers(work, { users }))
  const ask = async (input: object, viewer = house.as(Role.OWNER)) => house.ask(INVITE_MANY, { input }, viewer)
  const people = (count: number, at: string) =>
    Array.from({ length: count }, (_, index) => ({ email: `user${index}@${at}`, name: `User ${index}` }))

  it('gives each their manager, and refuses the entry alone that names one who is nobody', async () => {
    const boss = await addUser(house, { email: 'boss@managed.example', name: 'The Boss' })
    const [ann, ben, cem] = people(3, 'managed.example')
    const { data } = await ask({
      users: [{ ...ann, managerId: `usr_${boss.id}` }, { ...ben, managerId: 'usr_nobody' }, cem],
    })
    expect(data.inviteUsers.results).toMatchObject([
      { user: { email: 'user0@managed.example' }, userErrors: [] },
      { user: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'users', '1', 'managerId'] }] },
      { user: { email: 'user2@managed.example' }, userErrors: [] },
    ])
    const saved = await house.run((work) => work.rows(User).findOne({ emailKey: 'user0@managed.example' }))
    expect(saved?.managerId).toBe(boss.id)
  })

  it('answers each entry by itself, in order, and none stands in the way of another', async () => {
    const taken = await addUser(house, { email: 'taken@one.example', name: 'Grace Hopper' })
    const gone = await addUser(house, { email: 'gone@one.example', name: 'Alan Turing' })
    await house.run((work) => deactivateUser(work, { userId: gone.id }))
    const sendAt = new Date(house.now().getTime() + 3_600_000).toISOString()
    const { data } = await ask({
      users: [
        { email: 'ada@one.example', name: 'Ada Lovelace' },
        { email: 'TAKEN@one.example', name: 'Grace' },
        { email: 'not an address', name: 'X' },
        { email: 'quiet@one.example', name: 'Silent', invite: 'NONE' },
        { email: 'later@one.example', name: 'Later', invite: 'SCHEDULED', sendAt },
        { email: 'past@one.example', name: 'Past', invite: 'SCHEDULED', sendAt: '2020-01-01T00:00:00Z' },
        { email: 'gone@one.example', name: 'Alan' },
        { email: 'ada@one.example', name: 'Ada again' },
        { email: 'team@one.example', name: 'Team', primaryTeamId: 'team_nowhere' },
      ],
    })
    const { results, userErrors } = data.inviteUsers
    expect(userErrors).toEqual([])
    expect(results[0]).toMatchObject({
      user: { email: 'ada@one.example', status: 'INVITE_PENDING' },
      invite: { status: 'QUEUED' },
      userErrors: [],
    })
    expect(results[1]).toMatchObject({
      user: null,
      invite: null,
      userErrors: [
        {
          __typename: 'EmailTakenError',
          code: 'EMAIL_TAKEN',
          path: ['input', 'users', '1', 'email'],
          user: { email: taken.email },
        },
      ],
    })
    expect(results[2].userErrors).toMatchObject([{ code: 'EMAIL_INVALID', path: ['input', 'users', '2', 'email'] }])
    expect(results[3]).toMatchObject({ user: { status: 'NOT_INVITED' }, invite: null })
    expect(results[4]).toMatchObject({
      user: { status: 'INVITE_SCHEDULED' },
      invite: { status: 'SCHEDULED', scheduledFor: new Date(sendAt) },
    })
    expect(results[5].userErrors).toMatchObject([{ code: 'TIME_INVALID', path: ['input', 'users', '5', 'sendAt'] }])
    expect(results[6].userErrors).toMatchObject([
      { code: 'EMAIL_TAKEN', hint: expect.stringContaining('reactivateUser') },
    ])
    expect(results[7].userErrors).toMatchObject([{ code: 'EMAIL_TAKEN', path: ['input', 'users', '7', 'email'] }])
    expect(results[8].userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'users', '8', 'primaryTeamId'] }])
  })

  it('takes what is known of a user in every way of adding one: one, many, or a file', async () => {
    const { data: made } = await house.ask(`mutation {
      one: createTeam(input: { name: "Research" }) { team { id } }
      two: createTeam(input: { name: "Choir" }) { team { id } }
      three: createTeam(input: { name: "Chess" }) { team { id } } }`)
    const [location] = (await house.run((work) => findOrAddLocations(work, ['Zürich']))).values()
    const details = {
      name: 'Zoë Łukasiewicz-山田 O’Neil',
      jobTitle: 'Head of R&D',
      primaryTeamId: made.one.team.id,
      secondaryTeamIds: [made.two.team.id, made.three.team.id],
      role: 'REPORTER',
      language: 'Deutsch',
      locationId: `loc_${location}`,
      timeZone: 'Europe/Zurich',
      hireDate: '2026-11-22',
      invite: 'NONE',
    }
    const email = (way: string) => `${way}@ways.example`
    await house.ask('mutation ($input: InviteUserInput!) { inviteUser(input: $input) { userErrors { code } } }', {
      input: { ...details, email: email('one'), externalId: '007' },
    })
    await ask({ users: [{ ...details, email: email('many'), externalId: '008' }] })
    await importSteps(house).run(
      'Email,Name,Job title,Primary team,Secondary teams,Role,Language,Location,Time zone,Hire date,Employee ID\n' +
        `${email('file')},${details.name},Head of R&D,Research,"Choir; Chess",reporter,Deutsch,Zürich,Europe/Zurich,2026-11-22,009\n`,
      { mode: 'ADD_ONLY', invites: 'NONE' },
    )
    const added = { name: details.name, jobTitle: 'Head of R&D', role: 'REPORTER', language: 'de' }
    for (const [way, externalId] of Object.entries({ one: '007', many: '008', file: '009' })) {
      const { data } = await house.ask(
        `query ($email: String!) { userByEmail(email: $email) {
          name jobTitle role language timeZone hireDate externalId status
          primaryTeam { name } secondaryTeams { name } location { name } } }`,
        { email: email(way) },
      )
      expect([way, data.userByEmail]).toEqual([
        way,
        {
          ...added,
          timeZone: 'Europe/Zurich',
          hireDate: '2026-11-22',
          externalId,
          status: 'NOT_INVITED',
          primaryTeam: { name: 'Research' },
          secondaryTeams: [{ name: 'Choir' }, { name: 'Chess' }],
          location: { name: 'Zürich' },
        },
      ])
    }
  })

  it('takes a thousand with as few statements as a hundred, and mails each of them once', async () => {
    const count = async (users: InviteUserValues[]) => {
      house.statements.reset()
      const { results } = await inviteMany(users)
      expect(results.filter((result) => 'user' in result)).toHaveLength(users.length)
      return house.statements.seen.length
    }
    const hundred = await count(people(100, 'hundred.example'))
    const thousand = await count(people(1_000, 'thousand.example'))
    // A statement takes 500 rows, and SQLite writes its rows one by one under one prepared statement.
    expect(thousand - hundred).toBeLessThan(20)
    expect(hundred).toBeLessThan(40)
  })

  it('refuses more than a thousand at once, and says what to do', async () => {
    const { mistakes } = await refusalOf(inviteMany(people(1_001, 'toomany.example')))
    expect(mistakes).toMatchObject([{ code: 'TOO_LONG', path: ['input', 'users'], hint: expect.any(String) }])
    const { data } = await ask({ users: people(1_001, 'toomany.example') })
    expect(data.inviteUsers).toMatchObject({ results: [], userErrors: [{ code: 'TOO_LONG' }] })
  })

  it('gives nobody a role above that of the caller', async () => {
    const { data } = await ask(
      {
        users: [
          { email: 'owner@roles.example', name: 'Owner', role: 'OWNER' },
          { email: 'hr@roles.example', name: 'HR', role: 'HR' },
        ],
      },
      house.as(Role.HR),
    )
    expect(data.inviteUsers.results).toMatchObject([
      { user: null, userErrors: [{ code: 'ROLE_NOT_ALLOWED', path: ['input', 'users', '0', 'role'] }] },
      { user: { email: 'hr@roles.example' } },
    ])
    expect((await ask({ users: people(1, 'learner.example') }, house.as(Role.LEARNER))).faults).toEqual(['FORBIDDEN'])
  })

  it('repeated with the same key answers the same and mails nobody twice', async () => {
    const input = { users: [...people(2, 'key.example'), { email: 'nonsense', name: 'N' }], idempotencyKey: 'many' }
    const first = await ask(input)
    const second = await ask(input)
    expect(second.data).toEqual(first.data)
    expect(first.data.inviteUsers.results[2].userErrors).toMatchObject([{ code: 'EMAIL_INVALID' }])
    const { data } = await ask({ ...input, users: people(1, 'other.example') })
    expect(data.inviteUsers.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
  })

  it('finds the holder of an address that somebody else takes at the same moment', async () => {
    const [one, other] = await Promise.all([
      inviteMany(people(300, 'race.example')),
      inviteMany(people(300, 'race.example').toReversed()),
    ])
    const made = [...one.results, ...other.results].filter((result) => 'user' in result)
    expect(made).toHaveLength(300)
    const refused = [...one.results, ...other.results].flatMap((result) =>
      'mistakes' in result ? result.mistakes : [],
    )
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['EMAIL_TAKEN']))
  })

  it('leaves one entry in the audit log that names the users', async () => {
    const { results } = await inviteMany(people(2, 'audit.example'))
    const events = await house.run((work) => work.rows(AuditEvent).find({ action: 'users.invited' }))
    const ids = results.flatMap((result) => ('user' in result ? [result.user.id] : []))
    expect(events.filter(({ details }) => JSON.stringify(details?.['userIds']) === JSON.stringify(ids))).toHaveLength(1)
  })

  it('is held back by the number of invites an organization may send within an hour', async () => {
    const { faults, data } = await ask({ users: people(1_000, 'limit.example') })
    expect([faults, data.inviteUsers?.userErrors]).toEqual([[], []])
    const again = await ask({ users: people(1_000, 'limit2.example') })
    const third = await ask({ users: people(1_000, 'limit3.example') })
    expect([...again.faults, ...third.faults]).toContain('RATE_LIMITED')
    const silent = people(1_000, 'silent.example').map((user) => ({ ...user, invite: 'NONE' }))
    expect((await ask({ users: silent })).faults).toEqual([])
    const found = await house.run((work) => work.rows(User).findIn('emailKey', ['user0@limit3.example']))
    expect(found).toEqual([])
  })
})
