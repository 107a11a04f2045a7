import { describe, expect, it } from '@jest/globals'
import { csvLine, fromOurFile } from './csv-line.ts'

describe('a line of a CSV file of ours', () => {
  it('quotes what would end a cell, and doubles quotes', () => {
    expect(csvLine(['a', 'b,c', 'd;e', 'f "g"', 'h\ni', '', ' j'], ',')).toBe('a,"b,c",d;e,"f ""g""","h\ni",," j"\r\n')
    expect(csvLine(['b,c', 'd;e'], ';')).toBe('b,c;"d;e"\r\n')
  })

  it.each(['=1+1', '+49 30 1', '-5', '@SUM(A1)', '\tx', '\rx', '\0x', "'=1", "''=1", "'-5"])(
    'holds no cell that a spreadsheet calculates: %j',
    (cell) => {
      const line = csvLine([cell], ',')
      const written = line.startsWith('"') ? line.slice(1, -3).replaceAll('""', '"') : line.slice(0, -2)
      expect(written).toBe(`'${cell}`)
      expect(fromOurFile(written)).toBe(cell)
    },
  )

  it.each(["'tis", "O'Neil", "'", 'a=b', ''])('leaves other cells as they are: %j', (cell) => {
    expect(csvLine([cell, 'x'], ',')).toBe(`${cell},x\r\n`)
    expect(fromOurFile(cell)).toBe(cell)
  })
})
