import { isoDate } from '../users/check-details.ts'

/** In which order a column writes day and month where the year comes last; nothing else tells 3/4 from 4/3. */
export const DateOrder = { DAY_MONTH_YEAR: 'DAY_MONTH_YEAR', MONTH_DAY_YEAR: 'MONTH_DAY_YEAR' } as const
export type DateOrder = keyof typeof DateOrder

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const YEAR_LAST = /^(\d{1,2})[-/.]\s?(\d{1,2})[-/.]\s?(\d{4})$/
/** What workbooks and databases write behind a day. */
const MIDNIGHT = /[T ]00:00(?::00(?:\.0+)?)?Z?$/

/** Whether a text is a day that the order decides about. */
export function isYearLast(text: string): boolean {
  return YEAR_LAST.test(text.trim().replace(MIDNIGHT, ''))
}

const SHORT_YEAR = /^\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{2}$/

/** Whether a text is a day whose year has two digits; it is not read, for it may be of any century. */
export function isShortYear(text: string): boolean {
  return SHORT_YEAR.test(text.trim().replace(MIDNIGHT, ''))
}

/** A day as YYYY-MM-DD, by each order in which it can be read; one with the year first is the same in both. */
export function readingsOf(text: string): Partial<Record<DateOrder, string>> {
  const day = text.trim().replace(MIDNIGHT, '')
  const yearFirst = YEAR_FIRST.exec(day)
  if (yearFirst) {
    const date = dateOf(yearFirst[1], yearFirst[2], yearFirst[3])
    return date === null ? {} : { DAY_MONTH_YEAR: date, MONTH_DAY_YEAR: date }
  }
  const [, first, second, year] = YEAR_LAST.exec(day) ?? []
  const dayFirst = dateOf(year, second, first)
  const monthFirst = dateOf(year, first, second)
  return { ...(dayFirst && { DAY_MONTH_YEAR: dayFirst }), ...(monthFirst && { MONTH_DAY_YEAR: monthFirst }) }
}

/** The day in an order; without one only where both readings are the same. Null where there is none. */
export function readDate(text: string, order: DateOrder | null): string | null {
  const { DAY_MONTH_YEAR: dayFirst, MONTH_DAY_YEAR: monthFirst } = readingsOf(text)
  if (order) return (order === DateOrder.DAY_MONTH_YEAR ? dayFirst : monthFirst) ?? null
  return (dayFirst === monthFirst && dayFirst) || null
}

function dateOf(year = '', month = '', day = ''): string | null {
  return isoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
