import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import { MailLanguage } from '../mail-language.ts'
import { emphasized, framed } from './framed.ts'
import { INVITE_TEXTS } from './invite-texts.ts'
import { PASSWORD_RESET_TEXTS } from './password-reset-texts.ts'

/** What the mail with a link to set the password anew tells. */
export interface PasswordResetWords {
  language: MailLanguage
  organizationName: string
  userName: string
  link: string
  /** Life of the link, counted from sending. */
  minutes: number
}

/** The mail that carries a link to set the password anew. */
export function passwordResetTemplate(facts: PasswordResetWords): EmailContent {
  const { language, organizationName, userName, link, minutes } = facts
  return {
    template: TEMPLATES[language],
    fromName: organizationName,
    words: { organization: organizationName, name: userName, minutes: String(minutes) },
    links: { link },
  }
}

const TEMPLATES = Object.fromEntries(
  Object.values(MailLanguage).map((language) => [language, template(language)]),
) as Record<MailLanguage, EmailTemplate>

function template(language: MailLanguage): EmailTemplate {
  const { subject, title, greeting, asked, choose, once, button, closing } = PASSWORD_RESET_TEXTS[language]
  return {
    subject,
    text: `${[greeting, `${asked} ${choose}`, '{{link}}', once, closing].join('\n\n')}\n`,
    html: framed({
      language,
      title,
      paragraphs: [greeting, `${emphasized(asked)} ${once}`],
      button: { words: button, fails: INVITE_TEXTS[language].buttonFails },
      closing,
    }),
  }
}
