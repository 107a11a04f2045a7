import { describe, expect, it } from '@jest/globals'
import { fillTemplate } from '../fill-template.ts'
import { inviteTemplate, type InviteWords } from './invite.ts'

const invite: InviteWords = {
  organizationName: 'Bücher & Söhne',
  userName: 'Zoë Ünal',
  link: 'https://learn.example.com/accept?token=abc',
  expiresAt: new Date('2026-01-05T14:00:00Z'),
  ttlHours: 168,
  invitedBy: 'Ada Lovelace',
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
})
