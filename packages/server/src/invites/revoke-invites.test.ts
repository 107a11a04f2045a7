import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { AuditEvent } from '../audit/audit-event.ts'
import { globalId } from '../base/graphql/ids.ts'
import { Role } from '../base/viewer.ts'
import { addUser, databases, openHouse, openMailbox, type Mailbox, type TestHouse } from '../testing.ts'
import { User } from '../users/user.ts'
import type { Invite } from './invite.ts'
import { inviteUsers } from './invite-users.ts'
import { resendInvite } from './resend-invite.ts'

const HOUR = 3_600_000
const REVOKE = `mutation ($input: RevokeInvitesInput!) { revokeInvites(input: $input) {
  revoked skipped { reason count } userErrors { code path } } }`

describe.each(databases)('taking many invites back (%s)', (on) => {
  let house: TestHouse
  let mailbox: Mailbox
  let teamId = ''
  let number = 0
  beforeAll(async () => {
    house = await openHouse(on)
    mailbox = await openMailbox(house)
  })
  beforeEach(async () => {
    const { data } = await house.ask(`mutation { createTeam(input: { name: "Team ${++number}" }) { team { id } } }`)
    teamId = data.createTeam.team.id.slice('team_'.length)
    mailbox.letters = []
  })
  afterAll(() => house.close())

  const invite = async (count: number, ahead: number | null = null): Promise<Invite[]> => {
    const users = Array.from({ length: count }, (_, index) => ({
      email: `u${index}.${ahead}@d${number}.example`,
      name: 'Ada Lovelace',
      primaryTeamId: teamId,
      ...(ahead === null ? {} : { invite: 'SCHEDULED' as const, sendAt: new Date(house.now().getTime() + ahead) }),
    }))
    const { results } = await house.run((work) => inviteUsers(work, { users }))
    return results.flatMap((result) => ('invite' in result ? [result.invite as Invite] : []))
  }
  const revoke = async (input: object) => (await house.ask(REVOKE, { input })).data.revokeInvites
  const ids = (invites: readonly Invite[]) => invites.map(({ id }) => globalId('Invite', id))
  const statuses = async () => {
    const users = await house.run((work) => work.rows(User).find({ primaryTeamId: teamId }))
    return users.map(({ status }) => status).sort()
  }

  it('cancels all that wait for their time and leaves the links that were sent, after a count that changes nothing', async () => {
    await invite(2)
    await mailbox.sendDue()
    await invite(3, HOUR)
    const filter = { teamId: [globalId('Team', teamId)], status: ['SCHEDULED'] }
    expect(await revoke({ filter, dryRun: true })).toEqual({ revoked: 3, skipped: [], userErrors: [] })
    expect((await statuses()).filter((status) => status === 'INVITE_SCHEDULED')).toHaveLength(3)
    expect(await revoke({ filter })).toEqual({ revoked: 3, skipped: [], userErrors: [] })
    expect(await statuses()).toEqual(['INVITE_PENDING', 'INVITE_PENDING', 'NOT_INVITED', 'NOT_INVITED', 'NOT_INVITED'])
    house.wait(2 * HOUR)
    await mailbox.sendDue()
    expect(mailbox.letters).toHaveLength(2)
    expect(await revoke({ filter })).toEqual({ revoked: 0, skipped: [], userErrors: [] })
  })

  it('kills the links that were sent, and says how many had ended already or are not known', async () => {
    const invites = await invite(2)
    await mailbox.sendDue()
    const inviteIds = [...ids(invites), globalId('Invite', 'x'.repeat(26)), 'usr_1']
    const skipped = [{ reason: 'NOT_FOUND', count: 2 }]
    expect(await revoke({ inviteIds })).toEqual({ revoked: 2, skipped, userErrors: [] })
    expect(await statuses()).toEqual(['NOT_INVITED', 'NOT_INVITED'])
    const again = await revoke({ inviteIds: ids(invites) })
    expect(again).toEqual({ revoked: 0, skipped: [{ reason: 'INVITE_NOT_USABLE', count: 2 }], userErrors: [] })
  })

  it('leaves a user pending whose earlier link works on', async () => {
    const [first] = (await invite(1)) as [Invite]
    await mailbox.sendDue()
    const sendAt = new Date(house.now().getTime() + HOUR)
    const later = await house.run((work) => resendInvite(work, { userId: first.userId, sendAt }))
    expect((await revoke({ inviteIds: ids([later.invite]) })).revoked).toBe(1)
    expect(await statuses()).toEqual(['INVITE_PENDING'])
  })

  it('touches nobody whose role the caller may not give', async () => {
    const admin = await addUser(house, { email: `admin${number}@example.com`, name: 'Al', role: 'ADMIN' })
    const made = await house.run((work) => resendInvite(work, { userId: admin.id }))
    const input = { inviteIds: ids([made.invite]) }
    const { data } = await house.ask(REVOKE, { input }, house.as(Role.HR))
    expect(data.revokeInvites).toMatchObject({ revoked: 0, skipped: [{ reason: 'ROLE_NOT_ALLOWED', count: 1 }] })
    expect((await house.ask(REVOKE, { input }, house.as(Role.LEARNER))).faults).toEqual(['FORBIDDEN'])
  })

  it('goes through more invites than one step holds, and asks the database for none of them alone', async () => {
    await invite(1_000, HOUR)
    house.statements.reset()
    const filter = { teamId: [globalId('Team', teamId)] }
    expect((await revoke({ filter, idempotencyKey: `key ${number}` })).revoked).toBe(1_000)
    expect(house.statements.seen.length).toBeLessThan(120)
    expect((await revoke({ filter, idempotencyKey: `key ${number}` })).revoked).toBe(1_000)
    const events = await house.run((work) => work.rows(AuditEvent).find({ action: 'invites.revoked' }))
    expect(events.flatMap(({ details }) => details?.['inviteIds'] ?? []).length).toBeGreaterThanOrEqual(1_000)
  })

  it('is refused for nobody, for everybody by accident, and for too many', async () => {
    const codeOf = async (input: object) => (await revoke(input)).userErrors[0]?.code
    expect(await codeOf({})).toBe('REQUIRED')
    expect(await codeOf({ filter: {} })).toBe('REQUIRED')
    expect(await codeOf({ inviteIds: ['inv_1'], filter: { status: ['SCHEDULED'] } })).toBe('INVALID')
    expect(await codeOf({ inviteIds: Array.from({ length: 1_001 }, (_, index) => `inv_${index}`) })).toBe('TOO_LONG')
  })
})
