import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { fillTemplate, oneLine } from './fill-template.ts'
import type { Letter, Mailer } from './mailer.ts'

export interface MailFolderOptions {
  folder: string
  fromAddress: string
  now: () => Date
}

/** By RFC 5322, in bytes and without the line's end. */
const LONGEST_LINE = 998

/** Mail as files: each letter becomes an .eml file that any mail program opens. */
export function mailFolder(options: MailFolderOptions): Mailer {
  return {
    async deliver(letters) {
      try {
        // The files hold activation links, so they are for this user of the system alone.
        await mkdir(options.folder, { recursive: true, mode: 0o700 })
        for (const letter of letters) await write(options, letter)
        return { result: 'SENT' }
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        const reason = `The mail folder cannot be written: ${code ?? message}`
        return { result: 'LATER', reason, taken: 'NO', pauseUntil: null }
      }
    },
  }
}

async function write({ folder, fromAddress, now }: MailFolderOptions, letter: Letter): Promise<void> {
  const date = now()
  const name = `${date.toISOString().replaceAll(':', '')}_${fileSafe(letter.toAddress)}_${letter.id}.eml`
  const { subject, text, html } = fillTemplate(letter.content)
  const bytes = await new MailComposer({
    date,
    from: { address: fromAddress, name: oneLine(letter.content.fromName) },
    ...(letter.content.replyTo ? { replyTo: letter.content.replyTo } : {}),
    to: { address: letter.toAddress, name: oneLine(letter.toName) },
    messageId: `<${letter.id}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}>`,
    subject,
    alternatives: [part('text/plain', text), part('text/html', html)],
  })
    .compile()
    .build()
  // Under its own name only when it is whole: whoever watches the folder never reads half a mail.
  const unfinished = join(folder, `.${letter.id}.unfinished`)
  await writeFile(unfinished, bytes, { mode: 0o600 })
  await rename(unfinished, join(folder, name))
}

type Part = { contentType: string } & ({ raw: string } | { content: string })

// As it is wherever mail allows it, so that in any editor a link is found in one piece; else nodemailer encodes it.
function part(type: string, content: string): Part {
  const contentType = `${type}; charset=utf-8`
  if (content.split('\n').some((line) => Buffer.byteLength(line) > LONGEST_LINE)) return { contentType, content }
  const headers = `Content-Type: ${contentType}\nContent-Transfer-Encoding: 8bit`
  return { contentType, raw: `${headers}\n\n${content}`.replaceAll('\n', '\r\n') }
}

function fileSafe(address: string): string {
  return address.replaceAll(/[^\p{L}\p{N}@.+-]/gu, '_').slice(0, 100)
}
