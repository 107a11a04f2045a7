import { describe, expect, it } from '@jest/globals'
import type { EmailContent } from './email-kind.ts'
import { fillTemplate } from './fill-template.ts'

function greeting(name: string, link = 'https://x.test/accept?token=a-b_c&lang=en'): EmailContent {
  const template = { subject: 'Hello {{name}}', text: '{{name}}: {{link}}', html: '<p>{{name}}</p><a href="{{link}}">' }
  return { template, fromName: 'Example Academy', words: { name }, links: { link } }
}

describe('the text of a mail', () => {
  it('shows markup in a name as the letters it is made of', () => {
    const { html, text } = fillTemplate(greeting('<a href="//evil">x</a> & \'y\''))
    expect(html).toContain('<p>&lt;a href=&quot;//evil&quot;&gt;x&lt;/a&gt; &amp; &#39;y&#39;</p>')
    expect(text).toContain('<a href="//evil">x</a> & \'y\':')
  })

  it('runs no template over what users typed', () => {
    expect(fillTemplate(greeting('{{handlebars}} {{link}} {{name}}')).text).toBe(
      '{{handlebars}} {{link}} {{name}}: https://x.test/accept?token=a-b_c&lang=en',
    )
  })

  it('keeps every name on one line and in its own order', () => {
    const { subject, text, html } = fillTemplate(greeting('Eve\r\nBcc: a\u0000b\u202Egnp.exe\u2028'))
    expect(subject).toBe('Hello Eve Bcc: a bgnp.\u2060exe')
    for (const part of [text, html]) expect(part).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E]/u)
  })

  it.each([
    ['Win at evil.com', 'Win at evil.\u2060com'],
    ['write to eve@evil.com', 'write to eve@\u2060evil.\u2060com'],
    ['http://localhost', 'http:\u2060//localhost'],
  ])('lets no mail program make a link of %s', (typed, shown) => {
    expect(fillTemplate(greeting(typed)).text).toContain(`${shown}: https://`)
  })

  it.each([
    'J. R. R. Tolkien',
    'Dr. Zoë Ünal-Åkesson',
    '山田 太郎',
    'D’Artagnan',
    'Müller, Jr.',
    'محمد علي',
    'J.R. Smith',
  ])('leaves the name %s as it is', (name) => {
    expect(fillTemplate(greeting(name)).subject).toBe(`Hello ${name}`)
  })

  it('leaves links as they are, escaped in HTML', () => {
    const { html, text } = fillTemplate(greeting('Ada'))
    expect(text).toBe('Ada: https://x.test/accept?token=a-b_c&lang=en')
    expect(html).toContain('<a href="https://x.test/accept?token=a-b_c&amp;lang=en">')
  })

  it('refuses a template with a place for which there is no value', () => {
    expect(() => fillTemplate({ ...greeting('Ada'), links: {} })).toThrow('{{link}}')
  })
})
