import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { addUser, databases, openHouse, openMailbox, type TestHouse } from '../testing.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import { updateOrganization } from '../users/update-organization.ts'
import { inviteUser } from './invite-user.ts'

const PREVIEW = `query ($userId: ID!, $language: String) { invitePreview(userId: $userId, language: $language) {
  language fromName replyTo subject text html } }`

describe.each(databases)('the language and the words of an invite mail (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
    await house.run((work) =>
      updateOrganization(work, { defaultLanguage: 'fr', inviteMessage: 'À bientôt !', replyTo: 'rh@example.com' }),
    )
  })
  afterAll(() => house.close())

  async function preview(input: { email: string; language?: string | null }, language?: string) {
    const user = await addUser(house, { name: 'Zoë Ünal', ...input })
    return (await house.ask(PREVIEW, { userId: `usr_${user.id}`, language })).data.invitePreview
  }

  it.each([
    ['de-AT', undefined, 'de', 'Ihre Einladung zu Example Academy'],
    [null, undefined, 'fr', 'Votre invitation à rejoindre Example Academy'],
    ['ja', undefined, 'fr', 'Votre invitation à rejoindre Example Academy'],
    ['de', 'pl', 'pl', 'Zaproszenie do Example Academy'],
  ])(
    'are those of the recipient (%s), else of the organization, unless another is asked for (%s)',
    async (own, asked, language, subject) => {
      const email = `${own ?? 'none'}.${asked ?? 'none'}@example.com`
      expect(await preview({ email, language: own }, asked)).toMatchObject({
        language,
        subject,
        fromName: 'Example Academy',
        replyTo: 'rh@example.com',
        text: expect.stringContaining('À bientôt !'),
        html: expect.stringContaining('À bientôt !'),
      })
    },
  )

  it('are in the mail what they are in the preview, but for the link', async () => {
    const mailbox = await openMailbox(house)
    const email = 'same@example.com'
    const { user } = await house.run((work) => inviteUser(work, { email, name: 'Zoë Ünal', language: 'it' }))
    await mailbox.sendDue()
    const letter = mailbox.letters.find(({ toAddress }) => toAddress === email)
    const sent = fillTemplate((letter as NonNullable<typeof letter>).content)
    const { data } = await house.ask(PREVIEW, { userId: `usr_${user.id}` })
    const { subject, text } = data.invitePreview
    expect(subject).toBe(sent.subject)
    expect(text.replace('token=preview', `token=${mailbox.tokenTo(email)}`)).toBe(sent.text)
    expect(letter?.content.replyTo).toBe('rh@example.com')
  })

  it('send nothing and make no invite by being looked at', async () => {
    await preview({ email: 'only.looked@example.com' })
    const { data } = await house.ask('{ userByEmail(email: "only.looked@example.com") { status lastInvite { id } } }')
    expect(data.userByEmail).toEqual({ status: 'NOT_INVITED', lastInvite: null })
  })

  it('are shown in no language that mails are not written in, for no stranger, and to nobody without people access', async () => {
    const user = await addUser(house, { name: 'Bo', email: 'bo@example.com' })
    const of = (variables: object, role: 'OWNER' | 'LEARNER' = 'OWNER') =>
      house.ask(PREVIEW, { userId: `usr_${user.id}`, ...variables }, house.as(role))
    expect((await of({ language: 'ja' })).faults).toEqual(['BAD_USER_INPUT'])
    expect((await of({ userId: 'usr_01890000-0000-7000-8000-000000000000' })).data.invitePreview).toBeNull()
    expect((await of({}, 'LEARNER')).faults).toEqual(['FORBIDDEN'])
  })
})
