import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import type { MailLanguage } from '../mail-language.ts'
import { ACCOUNT_NOTICE_TEXTS, type AccountNotice } from './account-notice-texts.ts'
import { emphasized, framed } from './framed.ts'

export interface AccountNoticeWords {
  notice: AccountNotice
  language: MailLanguage
  organizationName: string
  userName: string
  /** Whether the user will be asked to choose another password. */
  mustChange: boolean
}

/** The mail that tells a user what became of their account, so that they notice what they did not do. It holds no link. */
export function accountNoticeTemplate(facts: AccountNoticeWords): EmailContent {
  const { organizationName, userName } = facts
  return {
    template: template(facts),
    fromName: organizationName,
    words: { organization: organizationName, name: userName },
    links: {},
  }
}

function template({ notice, language, mustChange }: AccountNoticeWords): EmailTemplate {
  const texts = ACCOUNT_NOTICE_TEXTS[language]
  const { greeting, closing } = texts
  const title = texts.titles[notice]
  const happened = texts.happened[notice]
  const advice = notice === 'password-set' && mustChange ? [texts.mustChange] : []
  return {
    subject: `${title}: {{organization}}`,
    text: `${[greeting, happened, ...advice, closing].join('\n\n')}\n`,
    html: framed({
      language,
      title,
      paragraphs: [greeting, emphasized(happened), ...advice],
      closing,
    }),
  }
}
