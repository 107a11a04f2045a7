import type { EmailContent } from './email-kind.ts'

/** A mail as its reader gets it. */
export interface FilledTemplate {
  subject: string
  text: string
  html: string
}

/** The values of a content by the place they go to: `text` for text part and subject, `html` for the HTML part. */
export interface EscapedValues {
  text: Record<string, string>
  html: Record<string, string>
}

const PLACE = /\{\{(\w+)\}\}/g

/** Puts the values into their places, in one pass: a value that looks like a place stays as it is. */
export function fillTemplate(content: EmailContent): FilledTemplate {
  const { text, html } = escapeValues(content)
  return {
    subject: replacePlaces(content.template.subject, (place) => valueAt(text, place)),
    text: replacePlaces(content.template.text, (place) => valueAt(text, place)),
    html: replacePlaces(content.template.html, (place) => valueAt(html, place)),
  }
}

/** Replaces each place of a template by what `replace` answers for its name. */
export function replacePlaces(template: string, replace: (place: string) => string): string {
  return template.replaceAll(PLACE, (_, place: string) => replace(place))
}

/** Escapes the values of a content for the places they go to. */
export function escapeValues({
  words,
  texts = {},
  links,
}: Pick<EmailContent, 'words' | 'texts' | 'links'>): EscapedValues {
  const text: Record<string, string> = { ...links }
  for (const [place, word] of Object.entries(words)) text[place] = withoutLinks(oneLine(word))
  for (const [place, lines] of Object.entries(texts)) text[place] = lines.split(LINE_END).map(plainLine).join('\n')
  const html = Object.fromEntries(
    Object.entries(text).map(([place, value]) => [place, escapeHtml(value).replaceAll('\n', '<br>')]),
  )
  return { text, html }
}

const LINE_END = /\r\n|[\r\n\u2028\u2029]/

function plainLine(line: string): string {
  return withoutLinks(oneLine(line))
}

/** One line without control characters, and without those that turn the order of the letters around. */
export function oneLine(value: string): string {
  return value
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

// Mail programs make links of what looks like a domain, an address or a URL; a word joiner, which nobody sees, keeps
// them from it. Names of users that look so are refused when they are typed; names of organizations are not.
function withoutLinks(word: string): string {
  return word.replaceAll(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}-]{2})|@(?=\S)|:(?=\/\/)/gu, '$&\u2060')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string)
}

/** The value for a place, which a template must have. */
export function valueAt(values: Record<string, string>, place: string): string {
  const value = values[place]
  if (value === undefined) throw new Error(`A mail has no value for its place {{${place}}}`)
  return value
}
