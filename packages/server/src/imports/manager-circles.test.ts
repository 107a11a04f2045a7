import { ManagerCircles } from './manager-circles.ts'

function circlesOf(pairs: readonly (readonly [line: number, manager: number])[]): Record<number, string> {
  const circles = new ManagerCircles()
  for (const [line, manager] of pairs) circles.add(line, manager)
  return Object.fromEntries(circles.find())
}

describe('circles of managers in a file', () => {
  it('are none where everybody comes to somebody at the top, who may be named before or after', () => {
    expect(circlesOf([])).toEqual({})
    expect(
      circlesOf([
        [2, 3],
        [3, 4],
        [5, 3],
        [6, 2],
      ]),
    ).toEqual({})
  })

  it('are told by the last of their rows, and a row that only leads into one is none of it', () => {
    expect(
      circlesOf([
        [2, 3],
        [3, 2],
      ]),
    ).toEqual({ 3: '3 → 2 → 3' })
    expect(
      circlesOf([
        [2, 9],
        [4, 2],
        [5, 2],
        [9, 5],
      ]),
    ).toEqual({ 9: '9 → 5 → 2 → 9' })
  })

  it('are several in one file', () => {
    expect(
      circlesOf([
        [2, 8],
        [3, 5],
        [5, 3],
        [8, 2],
        [9, 5],
      ]),
    ).toEqual({ 5: '5 → 3 → 5', 8: '8 → 2 → 8' })
  })

  it('are no people who name themselves', () => {
    expect(
      circlesOf([
        [2, 2],
        [3, 2],
      ]),
    ).toEqual({})
  })

  it('are named by their first rows and the last where they are long, among ever so many rows', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => [index + 2, index + 3] as const)
    expect(circlesOf([...rows, [100_002, 2]])).toEqual({ 100_002: '100002 → 2 → 3 → 4 → … → 100002' })
  })
})
