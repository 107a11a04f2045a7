import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openLog } from '../base/log.ts'
import { mailFolder } from './mail-folder.ts'
import type { Letter, Mailer } from './mailer.ts'
import { sendGrid } from './sendgrid.ts'
import { startSendGridStandIn, type SendGridStandIn } from './sendgrid-stand-in.testing.ts'
import { inviteTemplate } from './templates/invite.ts'

const now = () => new Date('2026-01-05T09:30:15.123Z')
const fromAddress = 'mail@example.com'

function letter(toName: string, toAddress = 'user@example.com', organizationName = 'Example Academy'): Letter {
  const content = inviteTemplate({
    language: 'en',
    message: null,
    replyTo: null,
    timeZone: null,
    organizationName,
    userName: toName,
    link: 'https://learn.example.com/accept?token=abc',
    expiresAt: now(),
    ttlHours: 168,
    invitedBy: null,
    isReminder: false,
  })
  return { id: 'id-of-the-email', organizationId: 'id-of-the-organization', toAddress, toName, content }
}

describe('the mail folder', () => {
  let folder: string
  let mailer: Mailer
  let service: SendGridStandIn
  beforeEach(async () => {
    service = await startSendGridStandIn()
    folder = join(mkdtempSync(join(tmpdir(), 'rollcall-mail-')), 'mail')
    mailer = mailFolder({ folder, fromAddress, now })
  })
  afterEach(async () => {
    rmSync(join(folder, '..'), { recursive: true })
    await service.close()
  })

  const raw = () => readFileSync(join(folder, readdirSync(folder)[0] as string), 'utf8')

  it('names each file so that a person finds it by time and recipient', async () => {
    expect(await mailer.deliver([letter('Ada'), { ...letter('Bo', '../o"b/o+x@example.com'), id: 'another' }])).toEqual(
      {
        result: 'SENT',
      },
    )
    expect(readdirSync(folder).toSorted()).toEqual([
      '2026-01-05T093015.123Z_.._o_b_o+x@example.com_another.eml',
      '2026-01-05T093015.123Z_user@example.com_id-of-the-email.eml',
    ])
  })

  it('keeps the links from other users of the system', async () => {
    await mailer.deliver([letter('Ada')])
    const modes = [folder, join(folder, readdirSync(folder)[0] as string)].map((path) => statSync(path).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600])
  })

  it.each(['Zoë Ünal', '山田 太郎', 'Müller, "Bo" <x>', 'محمد علي', '🦉 Owl'])(
    'writes the name %s right',
    async (name) => {
      await mailer.deliver([letter(name, 'user@example.com', `Academy of ${name}`)])
      const mail = parse(raw())
      expect(mail.headers.get('from')).toBe(addressed(`Academy of ${name}`, 'mail@example.com'))
      expect(mail.headers.get('to')).toBe(addressed(name, 'user@example.com'))
      expect(mail.headers.get('subject')).toBe(`You are invited to Academy of ${name}`)
      expect(mail.text).toContain(`Hello ${name},`)
    },
  )

  it.each(['Eve\r\nBcc: eve@evil.example', 'Eve\nBcc: eve@evil.example', 'Eve\u0000\rBcc: eve@evil.example'])(
    'lets no name add a header',
    async (name) => {
      await mailer.deliver([letter(name, 'user@example.com', name)])
      expect([...parse(raw()).headers.keys()].toSorted()).toEqual(
        ['content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].toSorted(),
      )
      expect(raw()).not.toContain('\u0000')
    },
  )

  it('gives the very mail that SendGrid gives', async () => {
    const log = openLog('silent')
    const one = letter('<a href="//evil">x</a> {{link}} {{handlebars}} %link% 山田', 'user@example.com', 'A & B.com')
    await sendGrid({ apiKey: 'SG.x', baseUrl: service.baseUrl, fromAddress, log, now }).deliver([one])
    await mailer.deliver([one])
    const { headers, text, html } = parse(raw())
    expect(service.mails).toHaveLength(1)
    expect(service.mails[0]).toMatchObject({ subject: headers.get('subject'), text, html })
    expect(html).toContain('&lt;a href=&quot;//evil&quot;&gt;x&lt;/a&gt; {{link}} {{handlebars}} %link% 山田')
  })

  it('keeps the link in one piece for whoever opens the file in an editor', async () => {
    await mailer.deliver([letter('Zoë Ünal')])
    expect(raw()).toContain('\r\nhttps://learn.example.com/accept?token=abc\r\n')
  })

  it('writes no line that is longer than mail allows', async () => {
    const name = '"'.repeat(401)
    await mailer.deliver([letter(name)])
    expect(
      raw()
        .split('\r\n')
        .every((line) => line.length <= 998),
    ).toBe(true)
    expect(parse(raw()).text).toContain(`Hello ${name},`)
  })

  it('tries again later when the folder cannot be written', async () => {
    writeFileSync(folder, 'a file in its place')
    expect(await mailer.deliver([letter('Ada')])).toMatchObject({
      result: 'LATER',
      reason: expect.stringMatching('EEXIST'),
    })
  })
})

// Nodemailer quotes a name of ASCII letters that has signs with a meaning, and encodes any other.
function addressed(name: string, address: string): string {
  const shown = /^[\x20-\x7e]*$/.test(name) && /["<>,]/.test(name) ? JSON.stringify(name) : name
  return `${shown} <${address}>`
}

interface Mail {
  headers: Map<string, string>
  text: string
  html: string
}

// Enough of MIME to read what a mail program would show.
function parse(source: string): Mail {
  const { headers, body } = split(source)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') as string)?.[1]
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')))
  const [text, html] = parts.map(({ headers: of, body: content }) => {
    const encoding = of.get('content-transfer-encoding')
    const bytes = content.replace(/\r\n$/, '')
    const decoded =
      encoding === 'base64'
        ? Buffer.from(bytes, 'base64').toString()
        : encoding === 'quoted-printable'
          ? unquote(bytes)
          : bytes
    return decoded.replaceAll('\r\n', '\n')
  })
  return { headers, text: text as string, html: html as string }
}

function split(source: string): { headers: Map<string, string>; body: string } {
  const end = source.indexOf('\r\n\r\n')
  const lines = source
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())]
  })
  return { headers: new Map(headers), body: source.slice(end + 4) }
}

function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : unquote(word.replaceAll('_', ' ')),
    )
}

function unquote(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
