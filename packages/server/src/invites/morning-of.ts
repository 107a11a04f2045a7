const HOUR = 9
const formats = new Map<string, Intl.DateTimeFormat>()

/** Nine o'clock of a day, YYYY-MM-DD, by the clocks of a time zone. */
export function morningOf(day: string, timeZone: string): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const there = Date.UTC(year, month - 1, date, HOUR)
  const guess = there - offsetAt(there, timeZone)
  // Where the clocks are put forward or back between the two, the offset is that of the later look.
  return new Date(there - offsetAt(guess, timeZone))
}

/** Milliseconds by which the clocks of the zone are ahead of UTC at that moment. */
function offsetAt(moment: number, timeZone: string): number {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day, hour, minute, second } = parts as Record<string, number>
  return Date.UTC(year as number, (month as number) - 1, day, hour, minute, second) - moment
}
