import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import { framed } from './framed.ts'

export interface SsoNoticeWords {
  organizationName: string
  userName: string
}

/** The mail that tells a user that their account is entered by single sign-on now. It holds no link. */
export function ssoNoticeTemplate({ organizationName, userName }: SsoNoticeWords): EmailContent {
  return {
    template: TEMPLATE,
    fromName: organizationName,
    words: { organization: organizationName, name: userName },
    links: {},
  }
}

const HAPPENED =
  'You signed in to {{organization}} with single sign-on for the first time. From now on that is a way into your account; a link that was mailed to you before does not work any more.'
const CLOSING = 'If this surprises you, tell the people who look after your account at once.'

const TEMPLATE: EmailTemplate = {
  subject: 'You signed in with single sign-on: {{organization}}',
  text: `Hello {{name}},

${HAPPENED}

${CLOSING}
`,
  html: framed({
    title: 'You signed in with single sign-on',
    paragraphs: [
      'Hello <bdi>{{name}}</bdi>,',
      HAPPENED.replace('{{organization}}', '<strong><bdi>{{organization}}</bdi></strong>'),
    ],
    closing: CLOSING,
  }),
}
