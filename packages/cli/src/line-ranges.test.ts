import { expect, test } from '@jest/globals'
import { lineRanges } from './line-ranges.ts'

test('lines that follow each other are a range, in whatever order they come', () => {
  expect(lineRanges([9, 2, 3, 4, 15, 14, 5])).toBe('2-5, 9, 14-15')
  expect(lineRanges([7, 7])).toBe('7')
  expect(lineRanges([])).toBe('')
})

test('many ranges are cut short', () => {
  expect(lineRanges(Array.from({ length: 50 }, (_, index) => index * 2))).toMatch(/^0, 2, .* 22 …$/)
})
