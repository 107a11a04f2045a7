import type { EmailContent, EmailTemplate } from '../email-kind.ts'
import type { MailLanguage } from '../mail-language.ts'
import { framed } from './framed.ts'
import { IMPORT_ENDED_TEXTS, type ImportCount, type ImportEnding } from './import-ended-texts.ts'

/** What the mail about an import that has ended tells. */
export interface ImportEndedWords {
  language: MailLanguage
  organizationName: string
  replyTo: string | null
  recipientName: string
  fileName: string
  ending: ImportEnding
  counts: Readonly<Record<ImportCount, number>>
}

/** The mail that tells whoever committed a large import how it ended. It holds no link. */
export function importEndedTemplate(facts: ImportEndedWords): EmailContent {
  const { organizationName, recipientName, fileName, counts } = facts
  const counted = (Object.keys(counts) as ImportCount[]).filter((count) => counts[count] > 0)
  const written = new Intl.NumberFormat(facts.language)
  const numbers = counted.map((count) => [count, written.format(counts[count])])
  return {
    template: template(facts.language, facts.ending, counted),
    fromName: organizationName,
    replyTo: facts.replyTo,
    words: {
      organization: organizationName,
      name: recipientName,
      file: fileName,
      ...(Object.fromEntries(numbers) as Record<string, string>),
    },
    links: {},
  }
}

function template(language: MailLanguage, ending: ImportEnding, counted: readonly ImportCount[]): EmailTemplate {
  const texts = IMPORT_ENDED_TEXTS[language]
  const { greeting, closing } = texts
  const happened = texts.happened[ending]
  const lines = counted.map((count) => texts.counts[count].replace('{{count}}', `{{${count}}}`))
  const advice = counted.includes('failed') ? [texts.refused] : []
  return {
    subject: texts.subject[ending],
    text: `${[greeting, happened, lines.join('\n'), ...advice, closing].join('\n\n')}\n`,
    html: framed({
      language,
      title: texts.subject[ending],
      paragraphs: [greeting, happened, lines.join('<br>'), ...advice],
      closing,
    }),
  }
}
