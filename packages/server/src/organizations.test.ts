import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { AuditEvent } from './audit/audit-event.ts'
import { systemViewer } from './base/viewer.ts'
import { inTransaction } from './base/work.ts'
import { addOrganization, listOrganizations, readOrganizationsCommand } from './organizations.ts'
import { loadViewer } from './sign-in/load-viewer.ts'
import { databases, openHouse, openMailbox, refusalOf, type TestHouse } from './testing.ts'
import { User } from './users/user.ts'

describe('the words behind npm run organizations', () => {
  it('list, or add one with its owner', () => {
    expect(readOrganizationsCommand([])).toEqual({ act: 'list' })
    expect(readOrganizationsCommand(['add', 'Example Academy', '--owner', 'olga@example.com'])).toEqual({
      act: 'add',
      name: 'Example Academy',
      owner: { email: 'olga@example.com', name: 'Owner' },
      isInvited: false,
    })
    const more = ['add', 'Two', '--owner=olga@example.com', '--owner-name', 'Olga Owner', '--invite']
    expect(readOrganizationsCommand(more)).toMatchObject({ owner: { name: 'Olga Owner' }, isInvited: true })
  })

  it('are told what is wrong with them, and how they are written', () => {
    const usage = 'npm run organizations -- add "Example Academy" --owner olga@example.com'
    const told = (...words: string[]) => {
      try {
        return readOrganizationsCommand(words)
      } catch (error) {
        expect(String(error)).toContain(usage)
        return String(error).split('\n')[0]
      }
    }
    expect(told('remove', 'Demo')).toBe('Error: There is no "remove Demo".')
    expect(told('add')).toBe('Error: Which organization? Its name is missing.')
    expect(told('add', 'Demo')).toBe('Error: Whose is it? --owner is missing.')
    expect(told('add', 'Example', 'Academy')).toContain('in quotes: "Example Academy"')
    expect(told('add', 'Demo', '--ower', 'a@b.example')).toContain("'--ower'")
    expect(told('--owner', 'olga@example.com')).toContain('There is no')
  })
})

describe.each(databases)('organizations (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  const add = (name: string, email: string, ...options: string[]) => {
    const command = readOrganizationsCommand(['add', name, '--owner', email, ...options])
    if (command.act !== 'add') throw new Error('This adds nothing')
    return addOrganization(house, command)
  }

  it('are added with an owner and a key that is theirs', async () => {
    const told = await add('Example College', 'olga@example.com', '--owner-name', 'Olga Owner')
    expect(told).toContain('with the owner Olga Owner, olga@example.com. Nothing was mailed')
    const [secret = ''] = /rck_\S+/.exec(told) ?? []
    const viewer = await loadViewer(house, secret)
    expect(viewer).toMatchObject({ role: 'OWNER' })
    const asked = '{ viewer { organization { name } } users { nodes { email role status } } }'
    expect((await house.ask(asked, {}, viewer)).data).toEqual({
      viewer: { organization: { name: 'Example College' } },
      users: { nodes: [{ email: 'olga@example.com', role: 'OWNER', status: 'NOT_INVITED' }] },
    })
    const work = systemViewer(String(viewer?.organizationId))
    const events = await inTransaction(house, work, ({ rows }) => rows(AuditEvent).find())
    expect(events.map(({ action, actorKind }) => [action, actorKind])).toEqual([['organization.created', 'SYSTEM']])
    expect(JSON.stringify(events)).not.toContain(secret)
  })

  it('mail the owner a link when told to', async () => {
    const mailbox = await openMailbox(house)
    const told = await add('Example School', 'ben@example.com', '--invite')
    expect(told).toContain('An activation link is on its way')
    await mailbox.sendDue()
    const accept = 'mutation ($input: AcceptInviteInput!) { acceptInvite(input: $input) { user { role status } } }'
    const input = { token: mailbox.tokenTo('ben@example.com'), password: 'four words beside a river' }
    const { data } = await house.ask(accept, { input }, null)
    expect(data.acceptInvite.user).toEqual({ role: 'OWNER', status: 'CONFIRMED' })
  })

  it('are refused without a name, with the name of another, and with an owner who has no address', async () => {
    await add('Example Twins', 'olga@example.com')
    expect(await refusalOf(add('Example Twins', 'olga@example.com'))).toMatchObject({ code: 'IDENTIFIER_TAKEN' })
    expect(await refusalOf(add(' ', 'olga@example.com'))).toMatchObject({ code: 'REQUIRED' })
    expect(await refusalOf(add('x'.repeat(201), 'olga@example.com'))).toMatchObject({ code: 'TOO_LONG' })
    expect(await refusalOf(add('a\nb', 'olga@example.com'))).toMatchObject({ code: 'INVALID' })
    expect(await refusalOf(add('Example Nobody', 'olga'))).toMatchObject({ code: 'EMAIL_INVALID' })
    expect(await listOrganizations(house)).not.toContain('Nobody')
  })

  it('are listed with how many users each has', async () => {
    expect((await listOrganizations(house)).replaceAll(/^\w{10}/gm, 'id')).toBe(
      'id              users  name\nid          0  Example Academy\nid          1  Example College\n' +
        'id          1  Example School\nid          1  Example Twins\n',
    )
    expect(await house.run((work) => work.rows(User).count())).toBe(0)
  })
})
