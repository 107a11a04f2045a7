import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import { framed } from './framed.ts'

/** What became of a password. */
export type PasswordNotice = 'password-set' | 'password-changed'

export interface PasswordNoticeWords {
  notice: PasswordNotice
  organizationName: string
  userName: string
  /** Whether the user will be asked to choose another. */
  mustChange: boolean
}

/** The mail that tells a user that their password is another one now. It holds neither password nor link. */
export function passwordNoticeTemplate(facts: PasswordNoticeWords): EmailContent {
  const { notice, organizationName, userName, mustChange } = facts
  return {
    template: notice === 'password-changed' ? CHANGED : mustChange ? SET_TO_CHANGE : SET,
    fromName: organizationName,
    words: { organization: organizationName, name: userName },
    links: {},
  }
}

const CLOSING = 'If this surprises you, tell the people who look after your account at once.'
const WAS_SET = 'An administrator has set a password for your account at {{organization}} and will tell you what it is.'

const SET = template('A password was set for you', [WAS_SET])
const SET_TO_CHANGE = template('A password was set for you', [
  WAS_SET,
  'When you sign in with it, you choose another that only you know.',
])
const CHANGED = template('Your password was changed', [
  'The password of your account at {{organization}} was changed a moment ago. Wherever you were signed in with the old one, you are signed out.',
])

function template(title: string, sentences: readonly string[]): EmailTemplate {
  return {
    subject: `${title}: {{organization}}`,
    text: ['Hello {{name}},', ...sentences, CLOSING, ''].join('\n\n').trimEnd() + '\n',
    html: framed({
      title,
      paragraphs: [
        'Hello <bdi>{{name}}</bdi>,',
        ...sentences.map((sentence) =>
          sentence.replace('{{organization}}', '<strong><bdi>{{organization}}</bdi></strong>'),
        ),
      ],
      closing: CLOSING,
    }),
  }
}
