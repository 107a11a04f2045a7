import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Organization } from '../access/organization.ts'
import { Email } from '../mail/email.ts'
import { databases, freshDatabase, openMailbox, openTestServer, type Mailbox, type TestServer } from '../testing.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { reactivateUser } from '../users/reactivate-user.ts'
import { newUser, saveUsers } from '../users/save-user.ts'
import { updateUser } from '../users/update-user.ts'
import { User } from '../users/user.ts'
import { Invite } from './invite.ts'
import { inviteUser, type InviteUserValues } from './invite-user.ts'
import { revokeInvite } from './revoke-invite.ts'
import { draftInvite, insertInvites } from './send-invite.ts'

const HOUR = 3_600_000

describe.each(databases)('the mail of an invite on %s', (on) => {
  let server: TestServer
  let mailbox: Mailbox
  let number = 0
  let email = ''
  beforeAll(async () => {
    server = await openTestServer(on, { PUBLIC_URL: 'https://learn.example.org/' })
    mailbox = await openMailbox(server)
  })
  beforeEach(() => {
    email = `user${++number}@example.com`
  })
  afterAll(() => server.close())

  const invite = async (values: Partial<InviteUserValues> = {}) => {
    const made = await server.run((work) => inviteUser(work, { name: 'Ada Lovelace', email, ...values }))
    return { user: made.user, invite: made.invite as Invite }
  }
  const schedule = (ahead = HOUR) => invite({ invite: 'SCHEDULED', sendAt: inFuture(ahead) })
  const inFuture = (ahead: number) => new Date(server.now().getTime() + ahead)
  const userNow = ({ user: { id } }: { user: User }) =>
    server.run((work) => work.rows(User).findOne({ id })) as Promise<User>
  const inviteNow = (id: string) => server.run((work) => work.rows(Invite).findOne({ id })) as Promise<Invite>
  const mailsTo = (address: string) => mailbox.letters.filter(({ toAddress }) => toAddress === address)

  it('carries a link to the configured address with a token of 32 random bytes', async () => {
    await invite()
    await mailbox.sendDue()
    const [letter, ...others] = mailsTo(email)
    expect(others).toEqual([])
    expect(letter?.content.fromName).toBe('Example Academy')
    expect(letter?.content.links['link']).toMatch(/^https:\/\/learn\.example\.org\/accept\?token=[\w-]{43}$/)
    expect(Buffer.from(mailbox.tokenTo(email), 'base64url')).toHaveLength(32)
  })

  it('leaves the SHA-256 of its token in the database, and the token nowhere', async () => {
    const { invite: made } = await invite()
    await mailbox.sendDue()
    const token = mailbox.tokenTo(email)
    expect((await inviteNow(made.id)).tokenHash).toBe(createHash('sha256').update(token).digest('hex'))
    for (const { tableName } of server.database.writer.entityMetadatas) {
      const rows = await server.database.writer.query(`SELECT * FROM ${tableName} /* every organization */`)
      expect(JSON.stringify(rows)).not.toContain(token)
    }
  })

  it('starts the life of the link when it leaves, by the setting of the organization', async () => {
    const { invite: made } = await schedule(5 * HOUR)
    await mailbox.sendDue()
    expect(mailsTo(email)).toEqual([])
    expect(await inviteNow(made.id)).toMatchObject({ tokenHash: null, expiresAt: null })
    server.wait(5 * HOUR)
    await server.database.writer.manager.update(Organization, { id: server.organizationId }, { inviteTtlHours: 5 })
    const before = server.now().getTime()
    await mailbox.sendDue()
    const { tokenHash, expiresAt } = await inviteNow(made.id)
    expect(tokenHash).not.toBeNull()
    const life = (expiresAt?.getTime() ?? 0) - before
    expect(life).toBeGreaterThanOrEqual(5 * HOUR)
    expect(life).toBeLessThan(5 * HOUR + 60_000)
  })

  it('makes a scheduled user a pending one when its time has come', async () => {
    const made = await schedule()
    expect((await userNow(made)).status).toBe('INVITE_SCHEDULED')
    server.wait(HOUR)
    await mailbox.sendDue()
    expect(await userNow(made)).toMatchObject({ status: 'INVITE_PENDING', inviteGeneration: made.invite.generation })
    expect(mailsTo(email)).toHaveLength(1)
  })

  it('goes to the address and name as they are when it leaves', async () => {
    const made = await schedule()
    const corrected = `corrected.${email}`
    for (const address of [`first.${email}`, corrected]) {
      await server.run((work) => updateUser(work, { userId: made.user.id, email: address, name: 'Ada King' }))
    }
    server.wait(HOUR)
    await mailbox.sendDue()
    expect(mailsTo(email)).toEqual([])
    expect(mailsTo(corrected)).toMatchObject([{ toName: 'Ada King' }])
    expect((await inviteNow(made.invite.id)).email).toBe(corrected)
    const [stored] = await server.run((work) => work.rows(Email).find({ subjectId: made.invite.id }))
    expect(stored).toMatchObject({ toAddress: corrected, toName: 'Ada King', status: 'SENT' })
  })

  it('names the user who asked for it', async () => {
    const { user: inviter } = await invite({ name: 'Grace Hopper', role: 'HR' })
    const viewer = { ...server.as('HR'), kind: 'USER' as const, id: inviter.id }
    await server.run((work) => inviteUser(work, { name: 'Bo', email: `bo.${email}` }), viewer)
    await mailbox.sendDue()
    expect(mailsTo(`bo.${email}`)[0]?.content.words['inviter']).toBe('Grace Hopper')
  })

  const endings: [string, (made: { user: User; invite: Invite }) => Promise<unknown>][] = [
    ['the user was deactivated', ({ user }) => server.run((work) => deactivateUser(work, { userId: user.id }))],
    [
      'the user was deactivated and brought back',
      async ({ user }) => {
        await server.run((work) => deactivateUser(work, { userId: user.id }))
        await server.run((work) => reactivateUser(work, { userId: user.id }))
      },
    ],
    [
      'the user was confirmed',
      async (made) => {
        const user = await userNow(made)
        await server.run((work) => confirmUser(work, user, { by: 'INVITE', passwordHash: 'hash' }))
      },
    ],
    ['it was revoked', ({ invite: { id } }) => server.run((work) => revokeInvite(work, { inviteId: id }))],
  ]
  it.each(endings)('is not sent when %s before its time', async (_, end) => {
    const made = await schedule()
    await end(made)
    server.wait(HOUR)
    await mailbox.sendDue()
    expect(mailsTo(email)).toEqual([])
    expect((await inviteNow(made.invite.id)).tokenHash).toBeNull()
    const [stored] = await server.run((work) => work.rows(Email).find({ subjectId: made.invite.id }))
    expect(stored?.status).toBe('VOID')
  })

  it.each(endings)('is not sent when %s while it waited for the mail service', async (_, end) => {
    const made = await invite()
    await end(made)
    await mailbox.sendDue()
    expect(mailsTo(email)).toEqual([])
  })

  it('carries the same link when it has to be sent again, and the life of the link begins anew', async () => {
    const { invite: made } = await invite()
    mailbox.outcome = { result: 'LATER', reason: 'The connection broke.', taken: 'UNKNOWN', pauseUntil: null }
    await mailbox.sendDue()
    const token = mailbox.tokenTo(email)
    const { expiresAt } = await inviteNow(made.id)
    mailbox.outcome = { result: 'SENT' }
    server.wait(HOUR)
    await mailbox.sendDue()
    expect(mailsTo(email)).toHaveLength(2)
    expect(mailbox.tokenTo(email)).toBe(token)
    const again = await inviteNow(made.id)
    expect(again.expiresAt?.getTime()).toBeGreaterThanOrEqual((expiresAt?.getTime() ?? 0) + HOUR)
  })

  it('leaves once when two workers find it due at the same moment', async () => {
    const { user } = await schedule()
    server.wait(HOUR)
    await Promise.all([mailbox.sendDue(), mailbox.sendDue()])
    expect(mailsTo(email)).toHaveLength(1)
    expect((await userNow({ user })).status).toBe('INVITE_PENDING')
  })

  it('takes a handful of statements, however many leave at once', async () => {
    await mailbox.sendDue()
    const { user } = await invite({ invite: 'NONE' })
    await server.run(async (work) => {
      const users = Array.from({ length: 1_000 }, (_, index) => ({
        ...newUser(work, {
          details: { ...user, name: 'One of many', email: `many${index}.${email}` },
          source: 'MANUAL',
        }),
      }))
      const drafts = users.map((one, index) =>
        draftInvite(work, one, { sendAt: index % 2 ? inFuture(HOUR) : null, importId: null }),
      )
      const add = users.map((one, index) => ({ user: { ...one, ...drafts[index]?.marks }, secondaryTeamIds: [] }))
      await saveUsers(work, { add, change: [] })
      await insertInvites(work, drafts)
    })
    server.wait(HOUR)
    server.statements.reset()
    await mailbox.sendDue()
    expect(mailbox.letters.filter(({ toName }) => toName === 'One of many')).toHaveLength(1_000)
    // Two turns of the job: one that sends, and one that finds nothing left.
    expect(server.statements.seen.length).toBeLessThan(60)
  })
})

describe.each(databases)('an invite scheduled for nine o’clock on %s', (on) => {
  it('leaves once when the server is away at nine and back a minute later', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-nine-'))
    const { url, drop } = await freshDatabase(on)
    const environment = { DATABASE_URL: on === 'SQLite' ? `sqlite:${folder}/rollcall.sqlite` : url }
    const before = await openTestServer(on, environment)
    const sendAt = new Date(before.now().getTime() + HOUR)
    await before.run((work) =>
      inviteUser(work, { name: 'Nine', email: 'nine@example.com', invite: 'SCHEDULED', sendAt }),
    )
    const mailboxBefore = await openMailbox(before)
    before.wait(HOUR - 60_000)
    await mailboxBefore.sendDue()
    await before.close()

    const after = await openTestServer(on, environment)
    after.wait(HOUR + 60_000)
    const mailbox = await openMailbox(after)
    await Promise.all([mailbox.sendDue(), mailbox.sendDue()])
    await mailbox.sendDue()
    await after.close()
    await drop()
    rmSync(folder, { recursive: true })
    expect(mailboxBefore.letters).toEqual([])
    expect(mailbox.letters.map(({ toAddress }) => toAddress)).toEqual(['nine@example.com'])
  })
})
