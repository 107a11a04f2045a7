import { describe, expect, it } from '@jest/globals'
import { fillTemplate } from '../fill-template.ts'
import { MailLanguage } from '../mail-language.ts'
import { INVITE_TEXTS } from './invite-texts.ts'
import { inviteTemplate, type InviteWords } from './invite.ts'

const invite: InviteWords = {
  language: 'en',
  message: null,
  replyTo: null,
  timeZone: null,
  organizationName: 'Bücher & Söhne',
  userName: 'Zoë Ünal',
  link: 'https://learn.example.com/accept?token=abc',
  expiresAt: new Date('2026-01-05T14:00:00Z'),
  ttlHours: 168,
  invitedBy: 'Ada Lovelace',
  isReminder: false,
}

describe('the invite mail', () => {
  it('says who invites whom to what, and until when the link works', () => {
    const { template, ...rest } = inviteTemplate(invite)
    expect(rest.fromName).toBe('Bücher & Söhne')
    const { subject, text, html } = fillTemplate({ template, ...rest })
    expect(subject).toBe('You are invited to Bücher & Söhne')
    expect(text).toContain('Hello Zoë Ünal,')
    expect(text).toContain('Ada Lovelace has invited you to Bücher & Söhne.')
    expect(text).toContain('\nhttps://learn.example.com/accept?token=abc\n')
    // The comma depends on the version of Node.
    expect(text).toMatch(/for 7 days: until Monday,? 5 January 2026 at 14:00 UTC\./)
    expect(html).toContain('Bücher &amp; Söhne')
    expect(html).toMatch(/until Monday,? 5 January 2026 at 14:00 UTC\./)
    expect(html.match(/https:\/\/[^"<\s]*/g)).toEqual(Array(3).fill('https://learn.example.com/accept?token=abc'))
  })

  it('names nobody when an API key asked', () => {
    const { text } = fillTemplate(inviteTemplate({ ...invite, invitedBy: null }))
    expect(text).toContain('You have been invited to Bücher & Söhne.')
    expect(text).not.toContain('Ada')
  })

  it.each([
    [1, '1 hour'],
    [24, '24 hours'],
    [36, '36 hours'],
    [48, '2 days'],
  ])('says the life of a link of %i hours as %s', (ttlHours, life) => {
    expect(fillTemplate(inviteTemplate({ ...invite, ttlHours })).text).toContain(`for ${life}:`)
  })

  it('says in which language it is, and loads nothing from elsewhere', () => {
    const { html } = fillTemplate(inviteTemplate(invite))
    expect(html).toContain('<html lang="en"')
    expect(html).not.toMatch(/<(img|script|link|iframe|style)\b/)
  })

  it('holds nothing in its template that a user typed, so that all invites of a batch share it', () => {
    const other = { ...invite, organizationName: 'Another', userName: 'Bo', invitedBy: 'Cy', ttlHours: 1 }
    expect(inviteTemplate(other).template).toEqual(inviteTemplate(invite).template)
  })

  it.each(Object.keys(MailLanguage) as MailLanguage[])('is whole in %s, as HTML and as text alike', (language) => {
    const facts = { ...invite, language, message: 'Bring cake.' }
    for (const invitedBy of ['Ada Lovelace', null]) {
      const { subject, text, html } = fillTemplate(inviteTemplate({ ...facts, invitedBy }))
      const shown = html.replaceAll(/<[^>]*>/g, '').replaceAll('&amp;', '&')
      expect(subject).toContain('Bücher & Söhne')
      for (const part of [text, shown]) {
        for (const value of ['Zoë Ünal', 'Bücher & Söhne', '2026', 'Bring cake.', invite.link]) {
          expect(part).toContain(value)
        }
        expect(part.includes('Ada Lovelace')).toBe(invitedBy !== null)
        expect(part).not.toMatch(/[{}]|undefined|\bnull\b/)
      }
      expect(html).toContain(`<html lang="${language}" dir="ltr"`)
    }
  })

  it('says the same in no two languages', () => {
    const sentences = Object.values(INVITE_TEXTS).flatMap((texts) => [texts.act, texts.unexpected, texts.buttonFails])
    expect(new Set(sentences).size).toBe(sentences.length)
  })

  it.each([
    ['de', '7 Tage', 'Montag, 5. Januar 2026'],
    ['fr', '7\u00A0jours', 'lundi 5 janvier 2026'],
    ['pl', '7 dni', 'poniedziałek, 5 stycznia 2026'],
  ] as const)('says times in %s, too', (language, life, until) => {
    const { text } = fillTemplate(inviteTemplate({ ...invite, language }))
    expect(text).toContain(life)
    expect(text).toContain(until)
  })

  it('says when the link ends by the clock of its reader', () => {
    const { text } = fillTemplate(inviteTemplate({ ...invite, timeZone: 'Asia/Tokyo' }))
    expect(text).toMatch(/5 January 2026 at 23:00 (GMT\+9|JST)/)
  })

  it('shows the message of the organization line by line, as words and nothing else', () => {
    const message = 'Hello!\n<b>Log in</b> at evil.com\r\nBcc: {{link}}'
    const { text, html, subject } = fillTemplate(inviteTemplate({ ...invite, message }))
    expect(html).toContain('Hello!<br>&lt;b&gt;Log in&lt;/b&gt; at evil.\u2060com<br>Bcc: {{link}}')
    expect(text).toContain('Hello!\n<b>Log in</b> at evil.\u2060com\nBcc: {{link}}')
    expect(subject).not.toContain('Hello')
  })

  it('is far below the size at which mail programs cut a mail off', () => {
    const long = { ...invite, userName: 'x'.repeat(401), message: '<'.repeat(2_000) }
    expect(Buffer.byteLength(fillTemplate(inviteTemplate(long)).html)).toBeLessThan(30_000)
  })

  it('lays its column out by tables that screen readers do not read out, with all lengths in pixels', () => {
    const { html } = fillTemplate(inviteTemplate(invite))
    for (const table of html.match(/<table[^>]*>/g) ?? []) expect(table).toContain('role="presentation"')
    expect(html).not.toMatch(/\d(rem|em|vw|vh)\b/)
    expect(html.match(/<h1/g)).toHaveLength(1)
  })
})
