import { describe, expect, test } from '@jest/globals'
import { hashPassword, passwordProblems, passwordRules, verifyPassword } from './password.ts'

const owner = { name: 'Zoë O’Neil-Müller', email: 'zoe.oneil@lernwerk.example', organizationName: 'Example Academy' }
const problemsOf = (password: string) => passwordProblems(password, owner)

describe('a good password', () => {
  test.each([
    'correct horse battery staple',
    'correcthorsebatterystaple',
    'kein Mensch ißt 17 Äpfel',
    'ünïcödé ïs fïné hérè',
    '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆',
    '山の上に三つの青い傘が並んでいる',
    ' leading and trailing spaces ',
    'x7!kQ2pLm0#vR9w',
    '918 273 645 546 372 8',
    'Zoe walks her llama',
    `${'long '.repeat(200)}end`,
  ])('%s', (password) => expect(problemsOf(password)).toEqual([]))
})

describe('a password is refused with the reason', () => {
  test.each([
    ['fourteen chars', 'Use at least 15 characters; this has 14.'],
    ['🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤', 'Use at least 15 characters; this has 14.'],
    ['', 'Use at least 15 characters; this has 0.'],
    ['passwordpassword', 'repeats itself'],
    ['PasswordPassword', 'repeats itself'],
    ['passwordpassword1', 'many people use'],
    ['Passw0rdPassw0rd', 'repeats itself'],
    ['password 123 sunshine!', 'many people use'],
    ['sunshineprincess', 'many people use'],
    ['mailcreated5240', 'many people use'],
    ['password1234567', 'many people use'],
    ['aaaaaaaaaaaaaaaa', 'repeats itself'],
    ['abcabcabcabcabcabc', 'repeats itself'],
    ['abcabcabcabcabca', 'repeats itself'],
    ['1234567890123456', 'counts on'],
    ['9876543210987654', 'counts on'],
    ['abcdefghijklmnop', 'counts on'],
    ['aaaaaaaabbbbbbbb', 'counts on'],
    ['Example Academy 2026', 'name of your organization'],
    ['academy-academy-2026!', 'name of your organization'],
    ['ZoeOneilMuller1990', 'your name'],
    ['zoe.oneil@lernwerk.example', 'your email address'],
  ])('%s', (password, reason) => expect(problemsOf(password).join(' ')).toContain(reason))

  test('that is longer than anybody types', () => {
    expect(problemsOf('a b'.repeat(342))).toEqual(['Use at most 1024 characters; this has 1026.'])
  })

  test('every reason at once, each a whole sentence', () => {
    const problems = problemsOf('academy2026')
    expect(problems).toHaveLength(2)
    for (const sentence of [...problems, ...passwordRules()]) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })
})

test('a password is hashed by argon2id, to its last letter, and never twice alike', async () => {
  const password = `${'a long pass phrase, '.repeat(5)}é`
  const hashes = await Promise.all([hashPassword(password), hashPassword(password)])
  expect(hashes[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(hashes[0]).not.toBe(hashes[1])
  expect(await verifyPassword(hashes[0], password)).toBe(true)
  expect(await verifyPassword(hashes[0], password.slice(0, -1) + 'è')).toBe(false)
  expect(await verifyPassword(hashes[0], `${password} `)).toBe(false)
})

test('looking at the longest password takes no time to speak of', () => {
  const start = performance.now()
  problemsOf('academy'.repeat(146))
  problemsOf('password'.repeat(127) + 'x')
  expect(performance.now() - start).toBeLessThan(1_000)
})
