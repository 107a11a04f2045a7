import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; those of level 3 come behind them. */
const REQUIREMENTS =
  '1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 ' +
  '5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 ' +
  '8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 ' +
  '11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 ' +
  '16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2'
const MET = ['yes', 'partly', 'no', 'operator', '–']

const page = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8')
const lines = [...page.matchAll(/^\| (V\d[^|]*)\|[^|]*\|([^|]*)\|/gm)].map(([, ids = '', met = '']) => ({
  ids: ids.trim().split(', '),
  met: met.trim(),
}))

describe('the page about security', () => {
  it('has each requirement of levels 1 and 2 once, and says whether it is met', () => {
    const all = REQUIREMENTS.split(' ').flatMap((section) => {
      const [name, count] = section.split(':')
      return Array.from({ length: Number(count) }, (_, index) => `V${name}.${index + 1}`)
    })
    expect(lines.flatMap(({ ids }) => ids).toSorted()).toEqual(all.toSorted())
    expect(lines.filter(({ met }) => !MET.includes(met))).toEqual([])
  })

  it('counts them rightly', () => {
    for (const word of MET) {
      const told = new RegExp(`^\\| ${word} +\\| [^|]*\\| +(\\d+) +\\|`, 'm').exec(page)?.[1]
      const count = lines.filter(({ met }) => met === word).reduce((sum, { ids }) => sum + ids.length, 0)
      expect([word, Number(told)]).toEqual([word, count])
    }
  })

  it('names tests that there are', () => {
    const tests = [...page.matchAll(/`([\w/.-]+\.test\.ts)` “([^”]+)”/g)]
    expect(tests.length).toBeGreaterThan(150)
    for (const [, path = '', name = ''] of tests) {
      const source = readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll("\\'", "'")
      expect([path, name, new RegExp(`(it|test).*\\n? *['"\`]${escaped(name)}['"\`]`).test(source)]).toEqual([
        path,
        name,
        true,
      ])
    }
  })

  it('names files that there are', () => {
    for (const [, path = ''] of page.matchAll(/`([\w/.-]+\.ts)`/g)) {
      expect([path, existsSync(new URL(path, import.meta.url))]).toEqual([path, true])
    }
  })
})

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
