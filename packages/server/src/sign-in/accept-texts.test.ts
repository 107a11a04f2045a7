import { describe, expect, it } from '@jest/globals'
import { MailLanguage } from '../mail/mail-language.ts'
import { ACCEPT_TEXTS, type AcceptTexts } from './accept-texts.ts'

describe.each(Object.keys(MailLanguage) as MailLanguage[])('the page behind an activation link in %s', (language) => {
  const sentences = sentencesOf(ACCEPT_TEXTS[language])
  const english = sentencesOf(ACCEPT_TEXTS.en)

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
function sentencesOf(texts: AcceptTexts): [string, string][] {
  const walk = (value: unknown, key: string): [string, string][] =>
    typeof value === 'string'
      ? [[key, value]]
      : Object.entries(value as object).flatMap(([inner, one]) => walk(one, `${key}.${inner}`))
  return walk(texts, 'texts')
}
