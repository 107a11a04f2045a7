import { expect, test } from '@jest/globals'
import { AddressSet } from './address-set.ts'

test('each address is found with the number it was first added with', () => {
  const set = new AddressSet()
  expect(set.add('ann@example.com', 2)).toBe(2)
  expect(set.add('ann@example.com', 7)).toBe(2)
  expect(set.add('bo@example.com', 0)).toBe(0)
  expect(set.get('ann@example.com')).toBe(2)
  expect(set.get('bo@example.com')).toBe(0)
  expect(set.get('cy@example.com')).toBeUndefined()
  expect(set.has('bo@example.com')).toBe(true)
  expect(set.has('')).toBe(false)
  expect(set.size).toBe(2)
})

test('a hundred thousand addresses are told apart in a few megabytes', () => {
  const set = new AddressSet()
  const count = 100_000
  const before = process.memoryUsage().arrayBuffers
  for (let number = 0; number < count; number++) set.add(`person${number}@example.com`, number)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000)
  expect(set.size).toBe(count)
  let wrong = 0
  for (let number = 0; number < count; number++) {
    if (set.get(`person${number}@example.com`) !== number) wrong++
    if (set.has(`person${number}@example.org`)) wrong++
  }
  expect(wrong).toBe(0)
})
