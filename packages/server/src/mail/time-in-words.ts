import type { MailLanguage } from './mail-language.ts'

/** In what language, and for whom, a time is written. */
export interface TimeReader {
  language: MailLanguage
  /** IANA name; null: UTC. */
  timeZone: string | null
}

// Making one takes a thousand times as long as using it, and an import has thousands of mails.
const moments = new Map<string, Intl.DateTimeFormat>()
// The mails of one batch name the same moment.
const lastWords = new Map<string, { moment: number; words: string }>()
const lengths = new Map<string, Intl.NumberFormat>()

/** A moment with day of the week, date, time and the name of the time zone. */
export function momentInWords(moment: Date, { language, timeZone }: TimeReader): string {
  const key = `${language} ${timeZone}`
  const known = lastWords.get(key)
  if (known?.moment === moment.getTime()) return known.words
  const format = moments.get(key) ?? momentFormat(language, timeZone ?? 'UTC')
  moments.set(key, format)
  const words = format.format(moment)
  lastWords.set(key, { moment: moment.getTime(), words })
  return words
}

function momentFormat(language: MailLanguage, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  })
}

/** So many hours, in days where that is shorter: "36 hours", "7 days". */
export function hoursInWords(hours: number, language: MailLanguage): string {
  const isInDays = hours >= 48 && hours % 24 === 0
  const [count, unit] = isInDays ? [hours / 24, 'day'] : [hours, 'hour']
  const key = `${language} ${unit}`
  const format = lengths.get(key) ?? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' })
  lengths.set(key, format)
  return format.format(count)
}
