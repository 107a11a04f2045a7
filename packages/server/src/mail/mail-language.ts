/** The languages that mails and pages are written in. */
export const MailLanguage = {
  en: 'en',
  de: 'de',
  fr: 'fr',
  es: 'es',
  pt: 'pt',
  it: 'it',
  nl: 'nl',
  pl: 'pl',
} as const
export type MailLanguage = keyof typeof MailLanguage

/** Whether mails are written in the language of this BCP 47 tag. */
export function isMailLanguage(tag: string): boolean {
  return Object.hasOwn(MailLanguage, baseOf(tag))
}

/** Of several wishes (BCP 47 tags, the first one first) the first that can be met; English when none can. */
export function mailLanguage(...wishes: readonly (string | null)[]): MailLanguage {
  for (const wish of wishes) {
    if (wish !== null && isMailLanguage(wish)) return baseOf(wish) as MailLanguage
  }
  return MailLanguage.en
}

function baseOf(tag: string): string {
  return (tag.split('-')[0] as string).toLowerCase()
}
