import { expect, test } from '@jest/globals'
import { morningOf } from './morning-of.ts'

test.each([
  ['2026-11-23', 'Asia/Tokyo', '2026-11-23T00:00:00.000Z'],
  ['2026-11-23', 'Europe/London', '2026-11-23T09:00:00.000Z'],
  ['2026-07-01', 'Europe/London', '2026-07-01T08:00:00.000Z'],
  ['2026-11-23', 'America/Los_Angeles', '2026-11-23T17:00:00.000Z'],
  ['2026-11-23', 'Pacific/Auckland', '2026-11-22T20:00:00.000Z'],
  ['2026-11-23', 'Asia/Kathmandu', '2026-11-23T03:15:00.000Z'],
  ['2026-11-23', 'UTC', '2026-11-23T09:00:00.000Z'],
  ['2024-02-29', 'Europe/Berlin', '2024-02-29T08:00:00.000Z'],
])('the morning of %s in %s is at %s', (day, timeZone, moment) => {
  expect(morningOf(day, timeZone).toISOString()).toBe(moment)
})

test.each([
  ['2026-03-28', '2026-03-28T08:00:00.000Z'],
  ['2026-03-29', '2026-03-29T07:00:00.000Z'],
  ['2026-10-24', '2026-10-24T07:00:00.000Z'],
  ['2026-10-25', '2026-10-25T08:00:00.000Z'],
])('on the days around a change of the clocks, as on %s in Berlin, it is nine there all the same', (day, moment) => {
  expect(morningOf(day, 'Europe/Berlin').toISOString()).toBe(moment)
})

test('far in the east and in the west a change of the clocks a few hours earlier or later counts', () => {
  expect(morningOf('2026-04-05', 'Pacific/Auckland').toISOString()).toBe('2026-04-04T21:00:00.000Z')
  expect(morningOf('2026-09-27', 'Pacific/Auckland').toISOString()).toBe('2026-09-26T20:00:00.000Z')
  expect(morningOf('2026-03-08', 'America/Los_Angeles').toISOString()).toBe('2026-03-08T16:00:00.000Z')
  expect(morningOf('2026-11-01', 'America/Los_Angeles').toISOString()).toBe('2026-11-01T17:00:00.000Z')
})
