const MOST_RANGES = 12

/** Lines as people write them: `2-5, 9, 14-15`. */
export function lineRanges(lines: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const line of [...lines].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range && line <= range[1] + 1) range[1] = line
    else ranges.push([line, line])
  }
  const shown = ranges.slice(0, MOST_RANGES).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
  return ranges.length > MOST_RANGES ? `${shown.join(', ')} …` : shown.join(', ')
}
