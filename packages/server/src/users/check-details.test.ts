import { describe, expect, test } from '@jest/globals'
import { hasControlCharacters, isoDate, languageTag, nameProblem, timeZoneName } from './check-details.ts'

describe('a name', () => {
  test.each([
    'Ada Lovelace',
    'J. R. Smith',
    'J.R. Smith',
    'J.R.R. Tolkien',
    "O'Neil",
    'Dr.Müller',
    'dr.müller',
    'Smith-Jones Jr.',
    'St.John',
    'Ana M.Ruiz',
    'j.smith',
    'J.de Vries',
    'J.DE VRIES',
    'G.la Rosa',
    'Dr.de Vries',
    'Prof.dr.ir. Jansen',
    'Dr.med. Anna Weber',
    'Dr.sc. Ivan Horvat',
    'Dipl.-Ing. Uwe Groß',
    'Dr.-Ing. Uwe Groß',
    'A.Page',
    'Larry Page',
    'M.Sc. Kim',
    'B.A. Baracus',
    'Ph.D.',
    'Zoë Łukasiewicz',
    'José María',
    '山田 太郎',
    '王小明',
    'محمد علی‌زاده',
    'अनिता',
    'Renée & Co',
    'Bob <3',
    '{{handlebars}}',
    '=1+1',
    'X Æ A-12',
    'Vol. 2',
    'No.5',
    '3.5',
    'A/B',
  ])('may be %s', (name) => expect(nameProblem(name)).toBeNull())

  test.each([
    'Win at evil.com',
    'WIN AT EVIL.COM',
    'evil.com.',
    'bit.ly',
    'x.com',
    't.co/abc',
    'Click bit.ly/abc',
    'evil.co.uk now',
    'www.evil',
    'WWW.Evil',
    'http://evil',
    'hxxp://evil',
    '//evil',
    '<a href="//evil">x</a>',
    '<a href=evil>x</a>',
    'ada@example.com',
    'Ada (ada@example)',
    'Ada＠example．com',
    'ｅｖｉｌ．ｃｏｍ',
    'ev\u00ADil.c\u200Bom',
    'münchen.de',
    'домен.рф',
    'free.xyz',
    'prize.zip',
    'Ada\r\nBcc: eve',
    'Ada\u0000',
    'Ada\tLovelace',
    'Ada\u202Emoc',
    'Ada\u2028',
    '\uD800',
  ])('may not be %j', (name) => expect(nameProblem(name)).toMatch(/^A name holds no .*\.$/))
})

test('text with line breaks, NUL or reversed letters has control characters', () => {
  expect(['a\nb', 'a\rb', 'a\u0000', 'a\u0085b', 'a\u202Eb'].map(hasControlCharacters)).not.toContain(false)
  expect(['Head of IT', '研究', 'a‌b', '👩‍💻'].map(hasControlCharacters)).not.toContain(true)
})

describe('a language', () => {
  test.each([
    ['en', 'en'],
    ['EN-gb', 'en-GB'],
    ['en_GB', 'en-GB'],
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['deu', 'de'],
    ['es-419', 'es-419'],
    ['German', 'de'],
    ['deutsch', 'de'],
    ['FRANÇAIS', 'fr'],
    ['Francais', 'fr'],
    ['español', 'es'],
    ['日本語', 'ja'],
    ['中文', 'zh'],
    ['العربية', 'ar'],
    ['हिन्दी', 'hi'],
    ['Nederlands', 'nl'],
    ['Dutch', 'nl'],
    ['Norsk', 'no'],
    ['norsk bokmål', 'nb'],
    ['Brazilian Portuguese', 'pt-BR'],
    ['Portuguese (Brazil)', 'pt-BR'],
    ['English (US)', 'en-US'],
    ['English - UK', 'en-GB'],
    ['Deutsch (Deutschland)', 'de-DE'],
    ['Japanese (Japan)', 'ja-JP'],
    ['português (Brasil)', 'pt-BR'],
    ['Simplified Chinese', 'zh-Hans'],
    ['Chinese (Traditional)', 'zh-Hant'],
    ['简体中文', 'zh-Hans'],
    [' English ', 'en'],
    ['English (United Kingdom)', 'en-GB'],
    ['Farsi', 'fa'],
  ])('%s is %s', (text, tag) => expect(languageTag(text)).toBe(tag))

  test.each([
    '',
    ' ',
    'xx',
    'qq-QQ',
    'en-XX',
    'Klingonish',
    'und',
    'x-private',
    'en-u-ca-buddhist',
    'en-',
    '12',
    'en\n-GB',
  ])('%j is none', (text) => expect(languageTag(text)).toBeNull())

  test('every tag it answers is its own tag', () => {
    for (const tag of ['sr-Latn', 'yue', 'fil', 'ca-valencia', 'es-419']) {
      expect(languageTag(tag)).toBe(tag)
    }
  })
})

describe('a time zone', () => {
  test.each([
    ['Europe/London', 'Europe/London'],
    ['europe/london', 'Europe/London'],
    ['ASIA/TOKYO', 'Asia/Tokyo'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['america/argentina/buenos_aires', 'America/Argentina/Buenos_Aires'],
    ['UTC', 'UTC'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['tokyo standard time', 'Asia/Tokyo'],
    ['FLE Standard Time', 'Europe/Kyiv'],
    ['Russia Time Zone 3', 'Europe/Samara'],
    ['pacific standard time (mexico)', 'America/Tijuana'],
    ['UTC', 'UTC'],
    [' Europe/Paris ', 'Europe/Paris'],
  ])('%s is %s', (text, name) => expect(timeZoneName(text)).toBe(name))

  test.each(['', 'Mars/Olympus', '+02:00', 'GMT+2', 'London', 'Standard Time', '__proto__'])('%j is none', (text) =>
    expect(timeZoneName(text)).toBeNull(),
  )

  test('every name that is known is known again as it was answered', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) expect(timeZoneName(name.toUpperCase())).toBe(name)
  })
})

describe('a day', () => {
  test.each(['2026-11-22', '2024-02-29', '1999-12-31'])('%s', (text) => expect(isoDate(text)).toBe(text))
  test('may have spaces around it', () => expect(isoDate(' 2026-11-22 ')).toBe('2026-11-22'))
  test.each([
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '22.11.2026',
    '11/22/2026',
    '2026-1-2',
    '20261122',
  ])('%j is none', (text) => expect(isoDate(text)).toBeNull())
})
