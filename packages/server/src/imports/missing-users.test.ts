import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Not } from 'typeorm'
import { createApiKey } from '../access/create-api-key.ts'
import { Organization } from '../access/organization.ts'
import { Role } from '../base/viewer.ts'
import { inviteUser } from '../invites/invite-user.ts'
import { loadViewer } from '../sign-in/load-viewer.ts'
import { startSession } from '../sign-in/start-session.ts'
import { addOrganization, addUser, databases, houseOf, openHouse, openMailbox, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { importSteps } from './import-steps.testing.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }

describe.each(databases)('a column that says who leaves (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeEach(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    for (const name of ['Ana', 'Bo', 'Cy']) await addUser(house, { email: `${name.toLowerCase()}@example.com`, name })
  })
  afterEach(() => house.close())

  const statusOf = async (email: string) =>
    (await house.run((work) => work.rows(User).findOne({ emailKey: email })))?.status

  async function mapped(csv: string, mapping: object = {}) {
    const { importSession } = await steps.start(csv)
    const column = csv.split('\n')[0]!.split(',').at(-1)
    const answer = await steps.map(importSession.id, [{ column, field: 'deactivate', ...mapping }])
    expect(answer.userErrors).toEqual([])
    return answer.importSession
  }

  it('deactivates the users whose cell says so, once their number was confirmed', async () => {
    const csv =
      'Email,Name,Job title,Deactivate\nana@example.com,Ana,Cook,yes\nbo@example.com,Bo,Cook,No\ncy@example.com,Cy,Cook,\nnew@example.com,New,Cook,oui'
    const { id } = await mapped(csv)
    const preview = await steps.preview(id, SETTINGS)
    expect(preview).toMatchObject({ toCreate: 0, toUpdate: 3, skipped: 1, invalid: 0, toDeactivate: 1 })
    expect(preview.blockers).toMatchObject([{ code: 'DEACTIVATION_UNCONFIRMED' }])
    expect(preview.deactivations.nodes).toEqual([{ email: 'ana@example.com' }])
    const { userErrors } = await steps.commit(id, SETTINGS)
    expect(userErrors).toMatchObject([{ code: 'DEACTIVATION_UNCONFIRMED' }])
    expect((await steps.commit(id, SETTINGS, { confirmDeactivations: 1 })).userErrors).toEqual([])
    await house.runJobs()
    expect((await steps.show(id)).report).toMatchObject({
      created: 0,
      updated: 3,
      skipped: 1,
      failed: 0,
      deactivated: 1,
    })
    expect(await statusOf('ana@example.com')).toBe('DEACTIVATED')
    expect(await statusOf('bo@example.com')).toBe('NOT_INVITED')
    expect(await statusOf('cy@example.com')).toBe('NOT_INVITED')
    expect(await statusOf('new@example.com')).toBeUndefined()
    const { nodes } = await steps.rows(id)
    expect(nodes[0].changes).toEqual([{ field: { key: 'deactivate' }, before: 'no', after: 'yes' }])

    const again = await mapped(csv)
    expect(await steps.preview(again.id, SETTINGS)).toMatchObject({
      toUpdate: 0,
      unchanged: 3,
      skipped: 1,
      toDeactivate: 0,
    })
  })

  it('that says who is active is taken the other way round, and the mapping says so', async () => {
    const csv = 'Email,Name,Active\nana@example.com,Ana,true\nbo@example.com,Bo,false\ncy@example.com,Cy,'
    const { id, columns } = await mapped(csv)
    expect(columns[2]).toMatchObject({ field: { key: 'deactivate' }, inverted: true })
    expect((await steps.preview(id, SETTINGS)).deactivations.nodes).toEqual([{ email: 'bo@example.com' }])
    const literal = await mapped(csv, { inverted: false })
    expect(literal.columns[2]).toMatchObject({ inverted: false })
    expect((await steps.preview(literal.id, SETTINGS)).deactivations.nodes).toEqual([{ email: 'ana@example.com' }])
  })

  it('is never mapped by a suggestion alone, unless it has the header of the template', async () => {
    const ofHeader = async (header: string) => {
      const { importSession } = await steps.start(`Email,Name,${header}\nana@example.com,Ana,no`)
      const answer = await steps.map(importSession.id)
      return [importSession.columns[2].suggestion?.confidence, answer.importSession.columns[2].field?.key]
    }
    expect(await ofHeader('Active')).toEqual([0.75, undefined])
    expect(await ofHeader('Inaktiv')).toEqual([0.75, undefined])
    expect(await ofHeader('Deactivate')).toEqual([1, 'deactivate'])
  })

  it('deactivates neither the last owner nor anybody above the importer, and refuses what is neither yes nor no', async () => {
    await addUser(house, { email: 'owner@example.com', name: 'Owner', role: Role.OWNER })
    const csv = 'Email,Name,Deactivate\nowner@example.com,Owner,yes\nana@example.com,Ana,perhaps'
    const { id } = await mapped(csv)
    expect(await steps.preview(id, SETTINGS)).toMatchObject({
      invalid: 2,
      toDeactivate: 0,
      issues: [
        { code: 'LAST_OWNER', lines: [2] },
        { code: 'YES_NO_INVALID', lines: [3] },
      ],
    })
    steps = importSteps(house, house.as(Role.ADMIN))
    const other = await mapped(csv)
    expect((await steps.preview(other.id, SETTINGS)).issues).toMatchObject([{ code: 'ROLE_NOT_ALLOWED' }, {}])
  })

  it('works beside the mode that deactivates who is missing', async () => {
    const { id } = await mapped('Email,Name,Deactivate\nana@example.com,Ana,yes\nbo@example.com,Bo,no')
    const settings = { ...SETTINGS, mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING' }
    const { toDeactivate, deactivations } = await steps.preview(id, settings)
    expect(toDeactivate).toBe(2)
    expect(deactivations.nodes).toEqual([{ email: 'ana@example.com' }, { email: 'cy@example.com' }])
  })

  it('spares who came by single sign-on and is only missing, for no file made them', async () => {
    const dee = await addUser(house, { email: 'dee@example.com', name: 'Dee' })
    await house.run((work) => work.rows(User).update({ id: dee.id }, { source: 'SSO' }))
    const missing = { ...SETTINGS, mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING' }
    const silent = await mapped('Email,Name,Deactivate\nana@example.com,Ana,no')
    expect((await steps.preview(silent.id, missing)).deactivations.nodes).toEqual([
      { email: 'bo@example.com' },
      { email: 'cy@example.com' },
    ])
    const named = await mapped('Email,Name,Deactivate\ndee@example.com,Dee,yes')
    expect((await steps.preview(named.id, SETTINGS)).deactivations.nodes).toEqual([{ email: 'dee@example.com' }])
  })
})

describe.each(databases)('the mode that deactivates who is missing (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    await addUser(house, { email: 'made.by.hand@example.com', name: 'May' })
    await steps.run('Email,Name\nana@example.com,Ana\nbo@example.com,Bo', SETTINGS)
  })
  afterAll(() => house.close())

  it('judges everybody, or only those whom imports have made', async () => {
    const { importSession } = await steps.start('Email,Name\nana@example.com,Ana')
    await steps.map(importSession.id)
    const missing = async (deactivationScope?: string) => {
      const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE', deactivationScope }
      const { toDeactivate, deactivations } = await steps.preview(importSession.id, settings)
      expect(deactivations.nodes).toHaveLength(toDeactivate)
      return deactivations.nodes.map(({ email }: { email: string }) => email)
    }
    expect(await missing()).toEqual(['made.by.hand@example.com', 'bo@example.com'])
    expect(await missing('EVERYBODY')).toEqual(['made.by.hand@example.com', 'bo@example.com'])
    expect(await missing('IMPORTED')).toEqual(['bo@example.com'])
  })

  it('leaves an owner alone whom it does not judge, and then may let another go', async () => {
    await addUser(house, { email: 'olga@example.com', name: 'Olga', role: Role.OWNER })
    await steps.run('Email,Name,Role\notto@example.com,Otto,Owner', SETTINGS)
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE', deactivationScope: 'IMPORTED' }
    const done = await steps.run('Email,Name\nana@example.com,Ana', settings, { confirmDeactivations: 2 })
    expect(done.settings.deactivationScope).toBe('IMPORTED')
    const active = await house.run((work) => work.rows(User).find({ status: Not('DEACTIVATED') }))
    expect(active.map(({ email }) => email).sort()).toEqual([
      'ana@example.com',
      'made.by.hand@example.com',
      'olga@example.com',
    ])
  })

  it('stops at the number of users that one import may deactivate, however large the share', async () => {
    const there = houseOf(house, await addOrganization(house, 'Careful Academy'))
    await house.database.writer.manager.update(
      Organization,
      { id: there.organizationId },
      { deactivationLimitPercent: 100, deactivationLimitCount: 2 },
    )
    const { run, start, map, commit, preview } = importSteps(there)
    await run('Email,Name\na@example.com,A\nb@example.com,B\nc@example.com,C\nd@example.com,D', SETTINGS)
    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const { importSession } = await start('Email,Name\na@example.com,A')
    await map(importSession.id)
    const both = [{ code: 'DEACTIVATION_UNCONFIRMED' }, { code: 'DEACTIVATION_LIMIT' }]
    expect((await preview(importSession.id, settings)).blockers).toMatchObject(both)
    expect((await commit(importSession.id, settings)).userErrors).toMatchObject(both)
    const refused = await commit(importSession.id, settings, { confirmDeactivations: 3 })
    expect(refused.userErrors).toMatchObject([{ code: 'DEACTIVATION_LIMIT', wouldDeactivate: 3, limit: 2 }])
    const fewer = await start('Email,Name\na@example.com,A\nb@example.com,B')
    await map(fewer.importSession.id)
    expect((await commit(fewer.importSession.id, settings, { confirmDeactivations: 2 })).userErrors).toEqual([])
    await house.runJobs()
  })

  it('ends what each of them had: sessions, keys, links and mails to come; and each can be brought back', async () => {
    const there = houseOf(house, await addOrganization(house, 'Leaving Academy'))
    const mailbox = await openMailbox(house)
    const ada = await addUser(
      house,
      { email: 'ada@example.com', name: 'Ada', role: Role.ADMIN },
      { status: 'CONFIRMED' },
      there.as(Role.OWNER),
    )
    const session = await there.run((work) => startSession(work, ada))
    const { secret } = await there.run(
      (work) => createApiKey(work, { name: 'Partner', role: Role.HR }),
      viewerOfUser(ada),
    )
    expect([await loadViewer(house, session.token), await loadViewer(house, secret)]).not.toContain(null)
    await there.run((work) => inviteUser(work, { email: 'ben@example.com', name: 'Ben' }))
    await mailbox.sendDue()
    const sendAt = new Date(house.now().getTime() + 3_600_000)
    await there.run((work) => inviteUser(work, { email: 'cem@example.com', name: 'Cem', invite: 'SCHEDULED', sendAt }))

    const settings = { mode: 'ADD_UPDATE_AND_DEACTIVATE_MISSING', invites: 'NONE' }
    const done = await importSteps(there).run('Email,Name\ndee@example.com,Dee', settings, { confirmDeactivations: 3 })
    expect(done.report.deactivated).toBe(3)
    expect([await loadViewer(house, session.token), await loadViewer(house, secret)]).toEqual([null, null])
    const accept = 'mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { userErrors { code } } }'
    const input = { token: mailbox.tokenTo('ben@example.com'), password: 'four words beside a river' }
    const { data } = await house.ask(accept, { input }, null)
    expect(data.acceptInvite.userErrors).toEqual([{ code: 'INVITE_NOT_USABLE' }])
    house.wait(2 * 3_600_000)
    await mailbox.sendDue()
    expect(mailbox.letters.map(({ toAddress }) => toAddress)).toEqual(['ben@example.com'])

    const reactivate = 'mutation ($id: ID!) { reactivateUser(input: { userId: $id }) { user { name status } } }'
    const everybody = (await there.ask('{ users(filter: { status: [DEACTIVATED] }) { nodes { id } } }')).data.users
      .nodes
    const back = []
    for (const { id } of everybody) back.push((await there.ask(reactivate, { id })).data.reactivateUser.user)
    expect(back).toEqual([
      { name: 'Ada', status: 'CONFIRMED' },
      { name: 'Ben', status: 'INVITE_PENDING' },
      { name: 'Cem', status: 'NOT_INVITED' },
    ])
  })
})
