import { describe, expect, test } from '@jest/globals'
import { guesserOf } from './guess-values.ts'

describe('a value that is none is perhaps', () => {
  test.each([
    ['role', 'Learnr', 'Learner'],
    ['role', 'learning desinger', 'Learning Designer'],
    ['language', 'Germna', 'de'],
    ['language', 'Fransais', 'fr'],
    ['language', 'Portugues (Brasil)', 'pt-BR'],
    ['role', 'Administrator', 'Admin'],
    ['role', 'Employee', 'Learner'],
    ['language', 'Englisch', 'en'],
    ['language', 'allemand', 'de'],
    ['timeZone', '(UTC+01:00) Amsterdam, Berlin, Bern, Rome', 'Europe/Amsterdam'],
    ['timeZone', '(GMT-05:00) Eastern Time', 'America/New_York'],
    ['timeZone', 'Pacific Time', 'America/Los_Angeles'],
    ['timeZone', 'Berlin, Germany', 'Europe/Berlin'],
    ['timeZone', 'Berlin', 'Europe/Berlin'],
    ['timeZone', 'New York', 'America/New_York'],
    ['timeZone', 'Europe/Berln', 'Europe/Berlin'],
    ['timeZone', 'W Europe Standard Time', 'Europe/Berlin'],
  ] as const)('of %s: %j is %s', (field, text, meant) => {
    expect(guesserOf(field)(text)).toBe(meant)
  })

  test.each([
    ['role', 'Nurse'],
    ['language', 'Elvish tongue'],
    ['timeZone', 'Mars/Olympus'],
    ['email', 'ana@exmaple.com'],
  ] as const)('of %s: %j is nothing', (field, text) => {
    expect(guesserOf(field)(text)).toBeUndefined()
  })
})

test('a file full of unknown values gets its first thousand answered', () => {
  const guess = guesserOf('role')
  for (let at = 0; at < 1_000; at++) guess(`x${at}`)
  expect(guess('Learnr')).toBeUndefined()
})
