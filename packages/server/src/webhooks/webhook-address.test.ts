import { describe, expect, it, test } from '@jest/globals'
import type { Refusal } from '../base/errors.ts'
import { checkWebhookUrl, isPublicAddress } from './webhook-address.ts'

describe('the public internet', () => {
  test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    'has %s',
    (ip) => {
      expect(isPublicAddress(ip)).toBe(true)
    },
  )

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    'example.com',
    '',
  ])('has not %s', (ip) => {
    expect(isPublicAddress(ip)).toBe(false)
  })
})

describe('the address of a webhook', () => {
  const codeOf = (url: string) => {
    try {
      return checkWebhookUrl(url, 'public')
    } catch (error) {
      return (error as Refusal).code
    }
  }

  it('is an https address without a fragment', () => {
    expect(codeOf(' https://example.com/hook?a=1#part ')).toBe('https://example.com/hook?a=1')
    expect(codeOf('https://[2606:4700:4700::1111]/')).toBe('https://[2606:4700:4700::1111]/')
  })

  test.each([
    ['', 'REQUIRED'],
    ['example.com/hook', 'INVALID'],
    ['ftp://example.com/', 'INVALID'],
    ['javascript:alert(1)', 'INVALID'],
    ['http://example.com/hook', 'INVALID'],
    ['https://user:password@example.com/', 'INVALID'],
    ['https://127.0.0.1/', 'INVALID'],
    ['https://2130706433/', 'INVALID'],
    ['https://0x7f.1/', 'INVALID'],
    ['https://[::1]/', 'INVALID'],
    ['https://[::ffff:10.0.0.1]/', 'INVALID'],
    ['https://169.254.169.254/latest/meta-data', 'INVALID'],
    [`https://example.com/${'x'.repeat(2_000)}`, 'TOO_LONG'],
  ])('is not %s', (url, code) => {
    expect(codeOf(url)).toBe(code)
  })

  it('may be anywhere in development', () => {
    expect(checkWebhookUrl('http://localhost:3000/hook', 'any')).toBe('http://localhost:3000/hook')
  })
})
