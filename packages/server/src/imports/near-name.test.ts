import { describe, expect, test } from '@jest/globals'
import { foldedName, nearestName, stepsBetween } from './near-name.ts'

const near = (name: string, ...names: string[]) =>
  nearestName(name, new Map(names.map((known) => [foldedName(known), known])))

describe('names are alike', () => {
  test.each([
    ['marketing', 'Marketing'],
    ['Human Resources', 'humanresources'],
    ['Équipe', 'equipe'],
    ['Größe', 'GROSSE'],
    ['Łódź', 'lodz'],
    ['Ｍａｒｋｅｔｉｎｇ', 'Marketing'],
  ])('%j and %j', (one, other) => {
    expect(foldedName(one)).toBe(foldedName(other))
    expect(near(one, 'Sales', other)).toBe(other)
  })

  test('but not those of letters that only look alike', () => {
    expect(foldedName('ハ')).not.toBe(foldedName('バ'))
    expect(foldedName('R&D')).not.toBe(foldedName('RD'))
  })
})

describe('a name is near', () => {
  test.each([
    ['developer', 'Developers'],
    ['Slaes', 'Sales'],
    ['Sale', 'Sales'],
    ['Marketting', 'Marketing'],
  ])('%j to %j', (name, meant) => {
    expect(near(name, 'Finance', meant)).toBe(meant)
  })

  test('the nearest of several', () => {
    expect(near('Marketin', 'Marketing A', 'Marketing')).toBe('Marketing')
  })

  test.each([
    ['HR', 'IT'],
    ['Legal', 'Sales'],
    ['Ops', 'Product'],
    ['Marketing', 'Market'],
  ])('%j not to %j', (name, other) => {
    expect(near(name, other)).toBeUndefined()
  })
})

test('two neighbours that changed places are one step', () => {
  expect(stepsBetween('slaes', 'sales')).toBe(1)
  expect(stepsBetween('ab', 'ba')).toBe(1)
  expect(stepsBetween('abcd', 'badc')).toBeGreaterThan(1)
  expect(stepsBetween('abc', 'abc')).toBe(0)
})
