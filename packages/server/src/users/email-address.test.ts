import { describe, expect, test } from '@jest/globals'
import validator from 'validator'
import { canonicalAddress, isAddress, suggestedAddress } from './email-address.ts'

describe('two spellings of one address are the same address', () => {
  test.each([
    ['Ada.Lovelace@Example.COM', 'ada.lovelace@example.com'],
    ['  ada@example.com\t', 'ada@example.com'],
    ['\u00A0ada@example.com\uFEFF', 'ada@example.com'],
    ['ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['Jörg@MÜNCHEN.example', 'jörg@xn--mnchen-3ya.example'],
    ['jörg@xn--mnchen-3ya.example', 'jörg@xn--mnchen-3ya.example'],
    ['Jo\u0308rg@example.com', 'jörg@example.com'],
    ['太郎@例え。jp', '太郎@xn--r8jz45g.jp'],
  ])('%s', (typed, canonical) => {
    expect(canonicalAddress(typed)).toBe(canonical)
  })

  test('plus signs and dots before the @ tell addresses apart', () => {
    const spellings = ['ada+one@example.com', 'ada+two@example.com', 'a.da@example.com', 'ada@example.com']
    expect(new Set(spellings.map(canonicalAddress)).size).toBe(4)
  })
})

const HARD_LETTERS =
  'abzABZ019.@@-_+ "<>/\\#?%:[]äÄßẞıİſΣσςéＡ＠．。中例рФ\u0301\u0308\u200B\u202E\u0000\r\n\t\u00A0ﬁ\uD800'

test('whatever is typed has a canonical form, which is its own canonical form, in every case of letters', () => {
  for (const text of anyTexts(5_000)) {
    const canonical = canonicalAddress(text)
    expect(canonicalAddress(canonical)).toBe(canonical)
    expect(canonicalAddress(` ${text}\n`)).toBe(canonical)
    expect(typeof isAddress(text)).toBe('boolean')
    suggestedAddress(text)
  }
})

test('a slip is never an address of its own suggestion', () => {
  for (const text of anyTexts(2_000)) {
    for (const domain of ['gmial.com', 'hotmail.con', 'yaho.com']) {
      const suggested = suggestedAddress(`${text}@${domain}`)
      if (suggested !== null) expect(suggestedAddress(suggested)).toBeNull()
    }
  }
})

test('the end of a domain is never lost', () => {
  expect(canonicalAddress('ada@bücher.example/evil')).toBe('ada@bücher.example/evil')
  expect(canonicalAddress('ada@bücher.example#x')).toBe('ada@bücher.example#x')
  expect(canonicalAddress('ada@１.２')).toBe('ada@1.2')
})

describe('an address mail could be sent to', () => {
  test.each([
    'ada@example.com',
    'ADA@EXAMPLE.COM',
    'a@b.co',
    "o'neil+tag@sub.example.co.uk",
    'ada@münchen.example',
    'josé@example.com',
    `${'a'.repeat(64)}@example.com`,
    'ada@example.museum',
  ])('%s', (typed) => expect(isAddress(typed)).toBe(true))

  test.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@@example.com',
    'ada@example..com',
    '.ada@example.com',
    'ada@-example.com',
    'ada@exa_mple.com',
    'ada lovelace@example.com',
    'Ada <ada@example.com>',
    'ada@example.com, bob@example.com',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    '"ada lovelace"@example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada\u0000@example.com',
    'ada\u200B@example.com',
    'ada\u202E@example.com',
    'mailto:ada@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.com`,
    '#N/A',
  ])('not: %j', (typed) => expect(isAddress(typed)).toBe(false))
})

describe('a likely slip in a well-known domain', () => {
  test.each([
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gmai.com', 'ada@gmail.com'],
    ['ada@gmaill.com', 'ada@gmail.com'],
    ['ada@gnail.com', 'ada@gmail.com'],
    ['ada@gamil.com', 'ada@gmail.com'],
    ['ada@gmail.con', 'ada@gmail.com'],
    ['ada@gmail.co', 'ada@gmail.com'],
    ['ada@gmail.cmo', 'ada@gmail.com'],
    ['Ada.L@GMIAL.COM', 'Ada.L@gmail.com'],
    ['ada@hotmial.com', 'ada@hotmail.com'],
    ['ada@hotmal.co.uk', 'ada@hotmail.co.uk'],
    ['ada@yaho.com', 'ada@yahoo.com'],
    ['ada@yahooo.de', 'ada@yahoo.de'],
    ['ada@outlok.com', 'ada@outlook.com'],
    ['ada@iclould.com', 'ada@icloud.com'],
    ['ada@protonmial.com', 'ada@protonmail.com'],
  ])('%s', (typed, meant) => expect(suggestedAddress(typed)).toBe(meant))

  test.each([
    'gmail.com',
    'googlemail.com',
    'mail.com',
    'email.com',
    'ymail.com',
    'gmx.com',
    'gmx.de',
    'gmx.net',
    'gmx.at',
    'gmx.ch',
    'web.de',
    'live.nl',
    'yahoo.co.nz',
    'yahoo.co.uk',
    'yahoo.com.sg',
    'hotmail.dk',
    'hotmail.com.tr',
    'outlook.ie',
    'outlook.co.id',
    'small.com',
    'example.com',
    'hotel.com',
    'cloud.com',
    'mail.ru',
    'me.com',
    'aol.com',
    'gmail.example.com',
  ])('%s is nobody’s slip', (domain) => expect(suggestedAddress(`ada@${domain}`)).toBeNull())

  test('what is no address has none', () => {
    for (const text of ['', 'gmial.com', '@gmial.com', 'ada@gmial']) expect(suggestedAddress(text)).toBeNull()
  })
})

test('an address is one by the whole grammar, however it was told', () => {
  for (const text of anyTexts(20_000, 'ab0.@@-_+\'%com.comé"')) {
    const isByGrammar = validator.isEmail(canonicalAddress(text), { blacklisted_chars: '"' })
    expect([text, isAddress(text)]).toEqual([text, isByGrammar])
  }
})

/** Texts of letters that are hard to compare, the same in every run. */
function* anyTexts(count: number, of = HARD_LETTERS): Generator<string> {
  const letters = [...of]
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let index = 0; index < count; index++) {
    yield Array.from({ length: random(24) }, () => letters[random(letters.length)]).join('')
  }
}
