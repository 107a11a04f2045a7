import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import type { MailLanguage } from '../mail-language.ts'
import { framed } from './framed.ts'
import { DIGEST_TEXTS } from './reminder-digest-texts.ts'

/** Names of people who have not accepted, at most; of the others their number. */
const NAMED = 20

/** What the mail about reminders tells whoever invited. */
export interface ReminderDigestWords {
  language: MailLanguage
  organizationName: string
  replyTo: string | null
  inviterName: string
  /** How many people were reminded. */
  reminded: number
  /** How many of them have accepted since. */
  accepted: number
  /** The names of those who still may. */
  open: readonly string[]
}

/** The mail that tells somebody which of the people they invited were reminded. It holds no link. */
export function reminderDigestTemplate(facts: ReminderDigestWords): EmailContent {
  const { organizationName, inviterName, reminded, accepted, open } = facts
  const more = open.length - NAMED
  const names = [...open.slice(0, NAMED), ...(more > 0 ? [`+ ${more}`] : [])]
  return {
    template: template(facts.language, { hasOpen: open.length > 0 }),
    fromName: organizationName,
    replyTo: facts.replyTo,
    words: {
      organization: organizationName,
      name: inviterName,
      reminded: String(reminded),
      accepted: String(accepted),
      open: String(open.length),
    },
    texts: open.length > 0 ? { names: names.join('\n') } : {},
    links: {},
  }
}

function template(language: MailLanguage, { hasOpen }: { hasOpen: boolean }): EmailTemplate {
  const { subject, greeting, happened, counts, openNames, advice, closing } = DIGEST_TEXTS[language]
  const open = hasOpen ? [`${openNames}\n{{names}}`, advice] : []
  return {
    subject,
    text: `${[greeting, happened, counts.join('\n'), ...open, closing].join('\n\n')}\n`,
    html: framed({
      language,
      title: subject,
      paragraphs: [greeting, happened, counts.join('<br>'), ...open.map((part) => part.replace('\n', '<br>'))],
      closing,
    }),
  }
}
