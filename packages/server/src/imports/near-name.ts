import { distance } from 'fastest-levenshtein'

/** The form in which names are alike that differ in case, accents or spaces alone. */
export function foldedName(name: string): string {
  const lower = name.toLowerCase().replace(/\s+/g, '')
  if (PLAIN.test(lower)) return lower
  return withoutAccents(lower.normalize('NFKC').toLowerCase()).replace(/\s+/g, '')
}

// eslint-disable-next-line no-control-regex
const PLAIN = /^[\x00-\x7F]*$/
/** Letters with a stroke, and joined ones, which no normal form takes apart. */
const OTHER_LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i' }

/** A text in lower case without the accents of Latin letters; the marks of other scripts stay, since they make other letters. */
export function withoutAccents(lower: string): string {
  return lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .normalize('NFKC')
    .replace(/[ßæœøđðłı]/g, (letter) => OTHER_LETTERS[letter] ?? letter)
}

/** Shorter ones are near to too much: HR is no slip of IT. */
const SHORTEST = 3
const SHORT = 5

/** The name that was probably meant, among names by their folded form: the nearest one that is near enough. */
export function nearestName(name: string, byFoldedName: ReadonlyMap<string, string>): string | undefined {
  const folded = foldedName(name)
  const same = byFoldedName.get(folded)
  if (same !== undefined || folded.length < SHORTEST) return same
  const farthest = folded.length <= SHORT ? 1 : 2
  let nearest: string | undefined
  let fewest = farthest + 1
  for (const [other, meant] of byFoldedName) {
    if (Math.abs(other.length - folded.length) > farthest) continue
    const steps = stepsBetween(folded, other)
    if (steps >= fewest) continue
    fewest = steps
    nearest = meant
  }
  return nearest
}

/** How many letters are to be added, left out, replaced, or swapped with their neighbour to make one of the other. */
export function stepsBetween(one: string, other: string): number {
  const steps = distance(one, other)
  return steps === 2 && isSwapped(one, other) ? 1 : steps
}

function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let at = 0
  while (one[at] === other[at]) at++
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2)
}
