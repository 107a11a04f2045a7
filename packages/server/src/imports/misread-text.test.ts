import { describe, expect, test } from '@jest/globals'
import iconv from 'iconv-lite'
import { mendedText } from './misread-text.ts'

describe('text read in a wrong encoding is mended', () => {
  const texts = ['Müller', 'François Éluard', 'Ðorđe Šarić', 'Пётр', 'Łukasz', '山田', 'D’Été', 'naïve – “café”']
  test.each(texts)('%j', (text) => {
    expect(mendedText(iconv.decode(Buffer.from(text), 'iso-8859-1'))).toBe(text)
    const byWindows = [...Buffer.from(text)].map((byte) => {
      const letter = iconv.decode(Buffer.of(byte), 'windows-1252')
      return letter === '\uFFFD' ? String.fromCharCode(byte) : letter
    })
    expect(mendedText(byWindows.join(''))).toBe(text)
  })

  test.each(['Müller', 'José Muñoz', 'Łukasz'])('%j by a Mac', (text) => {
    expect(mendedText(iconv.decode(Buffer.from(text), 'macintosh'))).toBe(text)
  })
})

describe('sound text is left alone', () => {
  test.each([
    'Ann',
    'Zoë Müller',
    'L’École d’été',
    'Responsable d’équipe',
    'CAFÉ’S',
    '“Élan”',
    'ÀÉÎÕÜ',
    'Ångström Ø',
    '王芳',
    'Ñandú – S. A.',
    'Đặng Thị Ánh',
    'Αθηνά',
    '👩‍👩‍👧',
    '½ ×',
  ])('%j', (text) => {
    expect(mendedText(text)).toBeNull()
  })
})
