import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import { framed } from './framed.ts'

/** What the mail with a link to set the password anew tells. */
export interface PasswordResetWords {
  organizationName: string
  userName: string
  link: string
  /** Life of the link, counted from sending. */
  minutes: number
}

/** The mail that carries a link to set the password anew. */
export function passwordResetTemplate({ organizationName, userName, link, minutes }: PasswordResetWords): EmailContent {
  return {
    template: TEMPLATE,
    fromName: organizationName,
    words: { organization: organizationName, name: userName, minutes: String(minutes) },
    links: { link },
  }
}

const CLOSING =
  'If you did not ask for this, you can ignore this mail: your password stays as it is unless the link is used.'

const TEMPLATE: EmailTemplate = {
  subject: 'Set a new password for {{organization}}',
  text: `Hello {{name}},

somebody, most likely you, asked to set a new password for your account at {{organization}}. Choose it here:

{{link}}

The link works once, for {{minutes}} minutes.

${CLOSING}
`,
  html: framed({
    title: 'Set a new password',
    paragraphs: [
      'Hello <bdi>{{name}}</bdi>,',
      'somebody, most likely you, asked to set a new password for your account at <strong><bdi>{{organization}}</bdi></strong>. The link works once, for {{minutes}} minutes.',
    ],
    button: 'Choose a new password',
    closing: CLOSING,
  }),
}
