import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Viewer } from '../base/viewer.ts'
import { runDueJobs } from '../jobs/run-jobs.ts'
import { fillTemplate } from '../mail/fill-template.ts'
import { MailLanguage } from '../mail/mail-language.ts'
import type { Letter, Mailer } from '../mail/mailer.ts'
import { sendEmails } from '../mail/send-emails.ts'
import { importEndedTemplate } from '../mail/templates/import-ended.ts'
import { addUser, databases, openHouse, type TestHouse } from '../testing.ts'
import { deactivateUser } from '../users/deactivate-user.ts'
import { updateUser } from '../users/update-user.ts'
import type { User } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { emailKinds } from '../worker.ts'
import { applyImport } from './apply-import.ts'
import { importSteps } from './import-steps.testing.ts'

const ADD = { mode: 'ADD_AND_UPDATE', invites: 'NONE' }
const LARGE = 1_000

describe.each(databases)('the mail about a large import that has ended (%s)', (on) => {
  let house: TestHouse
  let letters: Letter[]
  let committer: User
  beforeEach(async () => {
    house = await openHouse(on)
    letters = []
    committer = await addUser(
      house,
      { email: 'hr@example.com', name: 'Hana Roth', role: 'HR', language: 'de' },
      { status: 'CONFIRMED' },
    )
  })
  afterEach(() => house.close())

  const mailer: Mailer = {
    async deliver(batch) {
      letters.push(...batch)
      return { result: 'SENT' }
    },
  }
  const send = () => runDueJobs(house, [sendEmails(mailer, emailKinds)])
  const mails = () => letters.map(({ toAddress, content }) => ({ toAddress, ...fillTemplate(content) }))
  const people = (rows: number) =>
    `Email,Name\nno address,Nobody\n${Array.from({ length: rows - 1 }, (_, index) => `p${index}@example.com,P${index}`).join('\n')}`

  async function committed(rows: number, viewer: Viewer = viewerOfUser(committer), filename = 'Staff list') {
    const steps = importSteps(house, viewer)
    const { importSession } = await steps.start(people(rows), { filename })
    await steps.map(importSession.id)
    expect((await steps.commit(importSession.id, ADD)).userErrors).toEqual([])
    return importSession.id as string
  }
  const apply = () => runDueJobs(house, [applyImport])

  it('goes once to the user who committed it, in their language and with the numbers of the report', async () => {
    await committed(LARGE, undefined, '<b>www.evil.example</b>.csv')
    await apply()
    await send()
    await send()
    expect(mails()).toHaveLength(1)
    const [mail] = mails()
    expect(mail?.toAddress).toBe('hr@example.com')
    expect(mail?.subject).toMatch(/^Import fertig: /)
    expect(mail?.text).toMatch(
      /Guten Tag Hana Roth,\n\n.*ist fertig\.\n\nHinzugefügt: 999\nAbgewiesen: 1\n\nDer Bericht/,
    )
    expect(mail?.html).toContain('Hinzugefügt: 999<br>Abgewiesen: 1')
    expect(mail?.html).not.toContain('<b>www')
  })

  it('is not sent for a small import, nor to an API key', async () => {
    await committed(LARGE - 1)
    await apply()
    await committed(LARGE, house.as('HR'))
    await apply()
    await send()
    expect(mails()).toEqual([])
  })

  it('says that an import could not be finished, and nothing when it was committed again meanwhile', async () => {
    const id = await committed(LARGE)
    await house.run((work) => updateUser(work, { userId: committer.id, role: 'LEARNER' }))
    await apply()
    await house.run((work) => updateUser(work, { userId: committer.id, role: 'HR' }))
    const steps = importSteps(house, viewerOfUser({ ...committer, role: 'HR' }))
    expect((await steps.show(id)).state).toBe('FAILED')
    await send()
    expect(mails().map(({ subject }) => subject)).toEqual(['Import nicht abgeschlossen: Staff list'])
    // The joiner keeps mail programs from making a link of what has a dot in it.
    expect(mails()[0]?.text).toContain('Nicht erreicht: 1.\u2060000\n')
    await steps.commit(id)
    await apply()
    await send()
    expect(mails().map(({ subject }) => subject)).toEqual([
      'Import nicht abgeschlossen: Staff list',
      'Import fertig: Staff list',
    ])
  })

  it('tells of somebody else who stopped it, and not of oneself', async () => {
    const own = await committed(LARGE)
    await importSteps(house, viewerOfUser(committer)).abort(own)
    await importSteps(house).abort(await committed(LARGE))
    await send()
    expect(mails().map(({ subject }) => subject)).toEqual(['Import angehalten: Staff list'])
  })

  it('is not sent to somebody who may not see the people any more', async () => {
    await committed(LARGE)
    await apply()
    await house.run((work) => deactivateUser(work, { userId: committer.id }))
    await send()
    expect(mails()).toEqual([])
  })
})

it.each(Object.values(MailLanguage))('the mail about an import leaves no place open in %s', (language) => {
  const counts = {
    created: 1,
    updated: 2,
    reactivated: 3,
    unchanged: 4,
    skipped: 5,
    failed: 6,
    notReached: 7,
    deactivated: 8,
  }
  for (const ending of ['COMMITTED', 'FAILED', 'ABORTED'] as const) {
    const { subject, text, html } = fillTemplate(
      importEndedTemplate({
        language,
        organizationName: 'Acme',
        replyTo: null,
        recipientName: 'Ana',
        fileName: 'Staff list',
        ending,
        counts,
      }),
    )
    expect([subject, text, html].join()).not.toMatch(/[{}]{2}/)
    expect(subject).toContain('Staff list')
    for (const count of Object.values(counts)) expect(text).toContain(`: ${count}\n`)
  }
})
