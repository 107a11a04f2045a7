import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import type { MailLanguage } from '../mail-language.ts'
import { hoursInWords, momentInWords } from '../time-in-words.ts'
import { emphasized, framed } from './framed.ts'
import { INVITE_TEXTS } from './invite-texts.ts'

/** What the mail with an activation link tells. */
export interface InviteWords {
  language: MailLanguage
  organizationName: string
  /** The organization's own words to whom it invites. */
  message: string | null
  replyTo: string | null
  userName: string
  /** Of the user; null: UTC. */
  timeZone: string | null
  link: string
  expiresAt: Date
  /** Life of the link, counted from sending. */
  ttlHours: number
  /** The person who asked for the invite, where one did. */
  invitedBy: string | null
  /** Whether it was mailed before, and was not used. */
  isReminder: boolean
}

/** The mail that carries an activation link. */
export function inviteTemplate(facts: InviteWords): EmailContent {
  const { language, message, invitedBy, isReminder } = facts
  return {
    template: template(language, { isBySomebody: invitedBy !== null, hasMessage: message !== null, isReminder }),
    fromName: facts.organizationName,
    replyTo: facts.replyTo,
    words: {
      organization: facts.organizationName,
      name: facts.userName,
      until: momentInWords(facts.expiresAt, facts),
      life: hoursInWords(facts.ttlHours, language),
      ...(invitedBy === null ? {} : { inviter: invitedBy }),
    },
    texts: message === null ? {} : { message },
    links: { link: facts.link },
  }
}

interface Form {
  isBySomebody: boolean
  hasMessage: boolean
  isReminder: boolean
}

const templates = new Map<string, EmailTemplate>()

// Each is made once: emails of one batch leave together when their template is the very same.
function template(language: MailLanguage, form: Form): EmailTemplate {
  const key = `${language} ${form.isBySomebody} ${form.hasMessage} ${form.isReminder}`
  const made = templates.get(key) ?? makeTemplate(language, form)
  templates.set(key, made)
  return made
}

function makeTemplate(language: MailLanguage, { isBySomebody, hasMessage, isReminder }: Form): EmailTemplate {
  const texts = INVITE_TEXTS[language]
  const { subject, ...openings } = isReminder ? texts.reminder : texts
  const opening = isBySomebody ? openings.openingBy : openings.opening
  const { greeting, act, message, button, life, buttonFails, unexpected } = texts
  const letter = [
    greeting,
    `${opening} ${act}`,
    ...(hasMessage ? [`${message}\n\n{{message}}`] : []),
    '{{link}}',
    life,
    unexpected,
  ]
  return {
    subject,
    text: `${letter.join('\n\n')}\n`,
    html: framed({
      language,
      title: subject,
      paragraphs: [greeting, `${emphasized(opening)} ${act}`, ...(hasMessage ? [`${message}<br>${QUOTED}`] : [])],
      button: { words: button, under: life, fails: buttonFails },
      closing: unexpected,
    }),
  }
}

const QUOTED =
  '<span style="display:block;margin-top:8px;padding:4px 0 4px 16px;border-left:3px solid #d1d5db">{{message}}</span>'
