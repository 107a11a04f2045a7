import { viewerOfHrIntegration, type HrIntegration } from '../access/hr-integration.ts'
import { globalId } from '../base/graphql/ids.ts'
import type { Viewer } from '../base/viewer.ts'
import { importSteps } from '../imports/import-steps.testing.ts'
import { addOrganization, databases, houseOf, openHouse, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import { createHrIntegration } from './create-hr-integration.ts'
import { deleteHrIntegration } from './delete-hr-integration.ts'
import { addHrUser, pushUser } from './push-user.ts'
import { updateHrIntegration } from './update-hr-integration.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const FILE = { mode: 'ADD_AND_UPDATE', invites: 'NONE', createMissingTeams: true, createMissingLocations: true }
const ERRORS = 'userErrors { __typename code message path hint ... on HrOwnedError { hrIntegrationName fields } }'

describe.each(databases)('what an HR system keeps in step (%s)', (on) => {
  let house: TestHouse
  let integration: HrIntegration
  beforeAll(async () => {
    house = await openHouse(on)
    const made = await house.run((work) => createHrIntegration(work, { name: 'Okta', sendInvites: false }))
    integration = made.hrIntegration
  })
  afterAll(() => house.close())

  let count = 0
  const document = (email: string, more = {}) => ({
    userName: email,
    name: { givenName: 'Ana', familyName: 'Ruiz' },
    title: 'Engineer',
    [ENTERPRISE]: { department: 'Sales', employeeNumber: `E${count}` },
    ...more,
  })

  async function synced(more = {}): Promise<User> {
    const email = `owned${++count}@hr.example`
    const told = await house.run(
      (work) => addHrUser(work, integration, document(email, more)),
      viewerOfHrIntegration(integration),
    )
    return told.user
  }
  const push = (user: User, more = {}) =>
    house.run(
      (work) => pushUser(work, integration, { userId: user.id, change: () => document(user.email, more) }),
      viewerOfHrIntegration(integration),
    )
  const stored = (user: User) => house.run((work) => work.rows(User).findOne({ id: user.id })) as Promise<User>
  const idOf = (user: User) => globalId('User', user.id)

  async function call(mutation: string, input: object, viewer?: Viewer) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const { data, faults } = await house.ask(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) {
        user { status jobTitle hrSync { hrIntegrationName ownedFields releasedAt } } ${ERRORS} } }`,
      { input },
      viewer,
    )
    return { ...data[mutation], faults }
  }

  it('is not changed by hand, and the refusal says whose it is and how it is let go', async () => {
    const user = await synced()
    const { userErrors } = await call('updateUser', { userId: idOf(user), jobTitle: 'Boss', language: 'de' })
    expect(userErrors).toEqual([
      {
        __typename: 'HrOwnedError',
        code: 'HR_OWNED',
        message: 'Okta keeps Ana Ruiz in step and owns their job title.',
        path: ['input', 'jobTitle'],
        hint: 'Change it in the HR system, or ask an Owner to release Ana Ruiz with releaseHrUser.',
        hrIntegrationName: 'Okta',
        fields: ['jobTitle'],
      },
    ])
    expect(await stored(user)).toMatchObject({ jobTitle: 'Engineer', language: null })
  })

  it('leaves to people what the HR system says nothing of', async () => {
    const user = await synced({ title: undefined })
    const { user: after } = await call('updateUser', { userId: idOf(user), jobTitle: 'Boss', language: 'de' })
    expect(after.jobTitle).toBe('Boss')
    expect(after.hrSync.ownedFields).toEqual(
      expect.arrayContaining(['email', 'name', 'firstName', 'lastName', 'primaryTeam', 'externalId']),
    )
    expect(after.hrSync.ownedFields).not.toContain('jobTitle')
  })

  it('takes the same value again without a word', async () => {
    const user = await synced()
    expect((await call('updateUser', { userId: idOf(user), jobTitle: 'Engineer' })).userErrors).toEqual([])
  })

  it('is let go by an Owner alone, and given back', async () => {
    const user = await synced()
    const input = { userId: idOf(user) }
    expect((await call('releaseHrUser', input, house.as('ADMIN'))).faults).toEqual(['FORBIDDEN'])
    const { user: released } = await call('releaseHrUser', input)
    expect(released.hrSync).toMatchObject({ hrIntegrationName: 'Okta', ownedFields: [] })
    expect(released.hrSync.releasedAt).not.toBeNull()
    expect((await call('updateUser', { ...input, jobTitle: 'Boss' })).userErrors).toEqual([])
    // What it merely repeats does not undo what a person corrected.
    await push(user)
    expect(await stored(user)).toMatchObject({ jobTitle: 'Boss' })
    await call('releaseHrUser', { ...input, released: false })
    expect((await call('updateUser', { ...input, jobTitle: 'Chief' })).userErrors).toMatchObject([{ code: 'HR_OWNED' }])
  })

  it('is nothing to be let go of for a user whom nobody looks after', async () => {
    const { data } = await house.ask(
      `mutation { inviteUser(input: { email: "free@hr.example", name: "Free", invite: NONE }) { user { id hrSync { releasedAt } } } }`,
    )
    expect(data.inviteUser.user.hrSync).toBeNull()
    const { userErrors } = await call('releaseHrUser', { userId: data.inviteUser.user.id })
    expect(userErrors).toMatchObject([{ code: 'INVALID', path: ['input', 'userId'] }])
  })

  it('includes that somebody has left: they are not brought back by hand, and anybody can be deactivated', async () => {
    const user = await synced()
    const input = { userId: idOf(user) }
    await call('deactivateUser', input)
    expect((await call('reactivateUser', input)).user.status).toBe('NOT_INVITED')
    await push(user, { active: false })
    expect((await call('reactivateUser', input)).userErrors).toMatchObject([
      { code: 'HR_OWNED', path: ['input', 'userId'], fields: ['status'] },
    ])
    await push(user, { active: true })
    expect(await stored(user)).toMatchObject({ status: 'NOT_INVITED' })
  })

  it('is nobody in an organization without an integration at work, and everybody there is told so', async () => {
    const there = houseOf(house, await addOrganization(house, 'Academy without an HR system'))
    const isOn = async () => {
      const { data } = await there.ask('{ organization { hrSyncEnabled } }', {}, there.as('LEARNER'))
      return data.organization.hrSyncEnabled
    }
    expect(await isOn()).toBe(false)
    const { hrIntegration } = await there.run((work) => createHrIntegration(work, { name: 'Okta' }))
    expect(await isOn()).toBe(true)
    const pause = (paused: boolean) =>
      there.run((work) => updateHrIntegration(work, { hrIntegrationId: hrIntegration.id, paused }))
    await pause(true)
    expect(await isOn()).toBe(false)
    await pause(false)
    expect(await isOn()).toBe(true)
    await there.run((work) => deleteHrIntegration(work, { hrIntegrationId: hrIntegration.id }))
    expect(await isOn()).toBe(false)
  })

  it('belongs to people again when the integration is removed', async () => {
    const { hrIntegration } = await house.run((work) => createHrIntegration(work, { name: 'Old', sendInvites: false }))
    const { user } = await house.run(
      (work) => addHrUser(work, hrIntegration, document('old@hr.example', { [ENTERPRISE]: {} })),
      viewerOfHrIntegration(hrIntegration),
    )
    await house.run((work) => deleteHrIntegration(work, { hrIntegrationId: hrIntegration.id }))
    const { user: after } = await call('updateUser', { userId: idOf(user), jobTitle: 'Boss' })
    expect(after).toMatchObject({ jobTitle: 'Boss', hrSync: null })
  })

  describe('and files', () => {
    it('leave alone what it owns, change the rest, and the preview says so for each column', async () => {
      const user = await synced()
      const steps = importSteps(house)
      const csv = `Email,First name,Last name,Job title,Primary team,Location\n${user.email},Ana,Ruiz,Boss,Marketing,Tokyo\n`
      const started = await steps.start(csv)
      const { id } = started.importSession
      await steps.map(id)
      const preview = await steps.preview(id, FILE)
      expect(preview).toMatchObject({ toUpdate: 1, newTeams: [], newLocations: ['Tokyo'] })
      expect(preview.issues).toEqual([{ code: 'HR_OWNED', severity: 'WARNING', rows: 1, lines: [2] }])
      await steps.commit(id, FILE, { expectedFingerprint: preview.fingerprint })
      await house.runJobs()
      const { nodes } = await steps.rows(id)
      expect(nodes).toMatchObject([
        {
          action: 'UPDATE',
          changes: [{ field: { key: 'location' }, after: 'Tokyo' }],
          issues: [
            {
              code: 'HR_OWNED',
              severity: 'WARNING',
              field: { key: 'jobTitle' },
              columnIndex: 3,
              value: 'Boss',
              message:
                'Okta keeps the job title of Ana Ruiz in step, so it stays as it is. Change it in the HR system, or ask an Owner to release Ana Ruiz.',
            },
            { code: 'HR_OWNED', field: { key: 'primaryTeam' }, columnIndex: 4, value: 'Marketing' },
          ],
        },
      ])
      expect(await stored(user)).toMatchObject({ jobTitle: 'Engineer', locationId: expect.any(String) })
    })

    it('change nobody of whom it owns all that differs, and everything once an Owner has released them', async () => {
      const user = await synced()
      const csv = `Email,Name,Job title\n${user.email},Ana María Ruiz,Boss\n`
      const { report } = await importSteps(house).run(csv, FILE)
      expect(report).toMatchObject({ unchanged: 1, updated: 0, issues: [{ code: 'HR_OWNED', rows: 1 }] })
      await call('releaseHrUser', { userId: idOf(user) })
      expect((await importSteps(house).run(csv, FILE)).report).toMatchObject({ updated: 1, issues: [] })
      expect(await stored(user)).toMatchObject({ name: 'Ana María Ruiz', jobTitle: 'Boss' })
    })

    it('neither deactivate nor bring back whom it looks after', async () => {
      const [user, leaver] = [await synced(), await synced()]
      await push(leaver, { active: false })
      const csv = `Email,Name,Deactivate\n${user.email},Ana Ruiz,yes\n${leaver.email},Ana Ruiz,\n`
      const settings = { ...FILE, deactivatedUsers: 'REACTIVATE' }
      const { id, report } = await importSteps(house).run(csv, settings)
      expect(report).toMatchObject({ failed: 2, deactivated: 0, reactivated: 0 })
      const { nodes } = await importSteps(house).rows(id)
      expect(nodes).toMatchObject([
        { action: 'INVALID', issues: [{ code: 'HR_OWNED', severity: 'ERROR', field: { key: 'deactivate' } }] },
        { action: 'INVALID', issues: [{ code: 'HR_OWNED', severity: 'ERROR' }] },
      ])
      expect(await stored(user)).toMatchObject({ status: 'NOT_INVITED' })
      expect(await stored(leaver)).toMatchObject({ status: 'DEACTIVATED' })
    })
  })

  it('gives a manager by id, employee ID or address, and refuses nobody for theirs', async () => {
    const told = (value?: string) => ({ [ENTERPRISE]: { ...(value !== undefined && { manager: { value } }) } })
    const [boss, lead] = [await synced(), await synced()]
    const ofBoss = await synced(told(idOf(boss)))
    expect(await stored(ofBoss)).toMatchObject({ managerId: boss.id, hrFields: expect.arrayContaining(['manager']) })
    for (const name of [lead.externalId as string, lead.email.toUpperCase()]) {
      const user = await synced(told(name))
      expect(await stored(user)).toMatchObject({ managerId: lead.id })
    }
    await push(ofBoss, told('somebody of elsewhere'))
    const unknown = await stored(ofBoss)
    expect(unknown.managerId).toBeNull()
    expect(unknown.hrFields).not.toContain('manager')
    await push(ofBoss, told(idOf(lead)))
    expect(await stored(ofBoss)).toMatchObject({ managerId: lead.id })
    await push(lead, told(idOf(ofBoss)))
    expect(await stored(lead)).toMatchObject({ managerId: null })
    await push(ofBoss, told())
    expect(await stored(ofBoss)).toMatchObject({ managerId: null })
  })

  it('looks for a manager again who was not there before, and leaves a found one to the HR system', async () => {
    const manager = `later${count}@hr.example`
    const told = { [ENTERPRISE]: { manager: { value: manager } } }
    const user = await synced(told)
    expect(await stored(user)).toMatchObject({ managerId: null })
    const found = await house.run(
      (work) => addHrUser(work, integration, document(manager)),
      viewerOfHrIntegration(integration),
    )
    await push(user, told)
    expect(await stored(user)).toMatchObject({ managerId: found.user.id })
    expect(await call('updateUser', { userId: idOf(user), managerId: null })).toMatchObject({
      userErrors: [{ code: 'HR_OWNED', hrIntegrationName: 'Okta', fields: ['manager'] }],
    })
  })
})
