import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { resendInvite } from '../invites/resend-invite.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import { databases, openHouse, openMailbox, type TestHouse } from '../testing.ts'
import { updateOrganization } from '../users/update-organization.ts'
import { User } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

const SETTINGS = { mode: 'ADD_AND_UPDATE', invites: 'IMMEDIATE' }

describe.each(databases)('the message of an import (%s)', (on) => {
  let house: TestHouse
  let steps: ReturnType<typeof importSteps>
  let mailbox: Awaited<ReturnType<typeof openMailbox>>
  beforeAll(async () => {
    house = await openHouse(on)
    steps = importSteps(house)
    mailbox = await openMailbox(house)
    await house.run((work) => updateOrganization(work, { inviteMessage: 'Welcome to all.' }))
  })
  afterAll(() => house.close())

  function inAnHour(): object {
    return { ...SETTINGS, invites: 'SCHEDULED', sendAt: new Date(house.now().getTime() + 3_600_000).toISOString() }
  }

  async function lettersTo(email: string): Promise<{ text: string; html: string }[]> {
    await mailbox.sendDue()
    const letters = mailbox.letters.filter(({ toAddress }) => toAddress === email)
    return letters.map(({ content }) => fillTemplate(content))
  }

  it("goes with its invites in the place of the organization's own", async () => {
    const customMessage = ' We start on Monday <b>at nine</b>.\nBring your badge. '
    const done = await steps.run('Email,Name\nana@example.com,Ana', { ...inAnHour(), customMessage })
    expect(done.settings.customMessage).toBe('We start on Monday <b>at nine</b>.\nBring your badge.')
    await steps.run('Email,Name\nbo@example.com,Bo', inAnHour())
    house.wait(3_601_000)

    const [ofAna] = await lettersTo('ana@example.com')
    expect(ofAna?.text).toContain('We start on Monday <b>at nine</b>.\nBring your badge.')
    expect(ofAna?.text).not.toContain('Welcome to all.')
    expect(ofAna?.html).toContain('We start on Monday &lt;b&gt;at nine&lt;/b&gt;.<br>Bring your badge.')
    const [ofBo] = await lettersTo('bo@example.com')
    expect(ofBo?.text).toContain('Welcome to all.')
  })

  it('is told again to whoever is sent another link, and shown before', async () => {
    const customMessage = 'See you in Lisbon.'
    await steps.run('Email,Name\ncy@example.com,Cy', { ...inAnHour(), customMessage })
    house.wait(3_601_000)
    expect(await lettersTo('cy@example.com')).toMatchObject([{ text: expect.stringContaining(customMessage) }])

    const [user] = await house.run((work) => work.rows(User).find({ emailKey: 'cy@example.com' }))
    const userId = (user as User).id
    const { data } = await house.ask('query ($userId: ID!) { invitePreview(userId: $userId) { text } }', {
      userId: `usr_${userId}`,
    })
    expect(data.invitePreview.text).toContain(customMessage)
    house.wait(120_000)
    await house.run((work) => resendInvite(work, { userId }))
    const letters = await lettersTo('cy@example.com')
    expect(letters).toHaveLength(2)
    expect(letters[1]?.text).toContain(customMessage)
  })

  it('is refused where nobody is invited, and where it is too long', async () => {
    const { importSession } = await steps.start('Email,Name\ndee@example.com,Dee')
    await steps.map(importSession.id)
    const path = ['input', 'settings', 'customMessage']
    const configure = async (settings: object) => (await steps.configure(importSession.id, settings)).userErrors
    expect(await configure({ ...SETTINGS, invites: 'NONE', customMessage: 'Hello' })).toMatchObject([
      { code: 'INVALID', path },
    ])
    expect(await configure({ ...SETTINGS, customMessage: 'x'.repeat(2_001) })).toMatchObject([
      { code: 'TOO_LONG', path, message: 'The message has 2001 characters; it may have 2000.' },
    ])
    expect(await configure({ ...SETTINGS, invites: 'NONE', customMessage: ' ' })).toEqual([])
  })
})
