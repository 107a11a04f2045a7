import { describe, expect, it } from '@jest/globals'
import { MailLanguage } from '../mail/mail-language.ts'
import { ACCOUNT_NOTICE_TEXTS } from '../mail/templates/account-notice-texts.ts'
import { PASSWORD_RESET_TEXTS } from '../mail/templates/password-reset-texts.ts'
import { IMPORT_ENDED_TEXTS } from '../mail/templates/import-ended-texts.ts'
import { ACCEPT_TEXTS } from './accept-texts.ts'
import { FAILURE_TEXTS } from './failure-texts.ts'
import { RESET_TEXTS } from './reset-texts.ts'
import { SIGN_ON_TEXTS } from './sso-texts.ts'

const TEXTS: [string, Readonly<Record<MailLanguage, object>>][] = [
  ['the page behind an activation link', ACCEPT_TEXTS],
  ['the page behind a link to set the password anew', RESET_TEXTS],
  ['a page that failed', FAILURE_TEXTS],
  ['the page of a single sign-on', SIGN_ON_TEXTS],
  ['the mail with a link to set the password anew', PASSWORD_RESET_TEXTS],
  ['the mail about an import that has ended', IMPORT_ENDED_TEXTS],
  ['the mail about what became of an account', ACCOUNT_NOTICE_TEXTS],
]
const IN_LANGUAGES = TEXTS.flatMap(([what, texts]) =>
  (Object.keys(MailLanguage) as MailLanguage[]).map((language) => ({ what, language, texts })),
)

describe.each(IN_LANGUAGES)('$what in $language', ({ language, texts }) => {
  const sentences = sentencesOf(texts[language])
  const english = sentencesOf(texts.en)

  it('says everything, with the same values in the same places', () => {
    expect(sentences.map(([key]) => key)).toEqual(english.map(([key]) => key))
    const places = ([, sentence]: readonly [string, string]) => (sentence.match(/\{\{\w+\}\}/g) ?? []).sort()
    expect(sentences.map(places)).toEqual(english.map(places))
    expect(sentences.filter(([, sentence]) => sentence.trim() !== sentence || sentence === '')).toEqual([])
  })

  it('is not English where it is another', () => {
    const same = sentences.filter(([, sentence], index) => sentence === english[index]?.[1] && sentence.includes(' '))
    if (language !== 'en') expect(same).toEqual([])
  })
})

/** All sentences with their keys, those of inner lists and tables too. */
function sentencesOf(texts: object): [string, string][] {
  const walk = (value: unknown, key: string): [string, string][] =>
    typeof value === 'string'
      ? [[key, value]]
      : Object.entries(value as object).flatMap(([inner, one]) => walk(one, `${key}.${inner}`))
  return walk(texts, 'texts')
}
