const FIRST_CAPACITY = 1_024
/** Lines of a circle that are named; of a longer one the first and the last. */
const MOST_NAMED = 6

/**
 * Which rows of a file name each other as managers in a circle. Rows are added in the order of the file, each by its line
 * with that of its manager: eight bytes a row, for there may be a million.
 */
export class ManagerCircles {
  private lines = new Uint32Array(FIRST_CAPACITY)
  private managers = new Uint32Array(FIRST_CAPACITY)
  private count = 0

  add(line: number, managerLine: number): void {
    if (this.count === this.lines.length) {
      this.lines = grown(this.lines)
      this.managers = grown(this.managers)
    }
    this.lines[this.count] = line
    this.managers[this.count++] = managerLine
  }

  /** The last row of each circle by its line, with the circle for people: 9 → 2 → 5 → 9. Nobody's own manager is one. */
  find(): Map<number, string> {
    const circles = new Map<number, string>()
    // The walk that came to a row first, counted from 1.
    const walks = new Uint32Array(this.count)
    for (let start = 0; start < this.count; start++) {
      let at = start
      while (at >= 0 && walks[at] === 0) {
        walks[at] = start + 1
        at = this.indexOf(this.managers[at] as number)
      }
      if (at >= 0 && walks[at] === start + 1) this.note(at, circles)
    }
    return circles
  }

  private note(start: number, circles: Map<number, string>): void {
    const indexes = [start]
    for (let at = this.managerOf(start); at !== start; at = this.managerOf(at)) indexes.push(at)
    if (indexes.length === 1) return
    const last = indexes.reduce((one, other) => Math.max(one, other))
    const place = indexes.indexOf(last)
    const lines = [...indexes.slice(place), ...indexes.slice(0, place), last].map(
      (index) => this.lines[index] as number,
    )
    const named = lines.length > MOST_NAMED ? [...lines.slice(0, MOST_NAMED - 2), '…', lines.at(-1)] : lines
    circles.set(this.lines[last] as number, named.join(' → '))
  }

  private managerOf(index: number): number {
    return this.indexOf(this.managers[index] as number)
  }

  private indexOf(line: number): number {
    let [low, high] = [0, this.count - 1]
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = this.lines[middle] as number
      if (found === line) return middle
      if (found < line) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

function grown(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(numbers.length * 2)
  twice.set(numbers)
  return twice
}
