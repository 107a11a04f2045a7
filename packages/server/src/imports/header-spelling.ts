import { stepsBetween, withoutAccents } from './near-name.ts'

/** Words in the form in which they are compared. */
export interface Spelling {
  words: string
  /** The same without spaces. */
  key: string
  /** The words that say something, in one order: Title of job is Job title. */
  ordered: string
  /** Made of text in brackets and the text before it, which are looked at alone as well. */
  isJoined?: boolean
}

const LONGEST_HEADER = 200
const MOST_BRACKETS = 4

/**
 * The spellings of a header to compare. Text in brackets is tried apart: First Name [Required], E-mail (work); and with
 * the text before it: Name (first), Employee (ID).
 */
export function spellingsOf(header: string): Spelling[] {
  // A text of that length is no header, and brackets without end would take long to look through.
  if (header.length > LONGEST_HEADER) return []
  const brackets = /[([{<]([^)\]}>]*)[)\]}>]/g
  const outer = header.replace(brackets, ' ')
  const inner = [...header.matchAll(brackets)].slice(0, MOST_BRACKETS).map((match) => match[1] ?? '')
  const joined = inner.map((text) => ({ ...spelling(`${text} ${outer}`), isJoined: true }))
  return [...[outer, ...inner].map(spelling), ...joined].filter(({ key }) => key !== '')
}

const SMALL_WORDS = /(?:^|(?<= ))(?:of|the|your|de|du|des|di|da|do|del|der|y|et|und|and)(?: |$)/g

/** A header or a name of one, made ready to be compared. */
export function spelling(text: string): Spelling {
  const words = folded(text)
  const ordered = words.replace(SMALL_WORDS, '').trim().split(' ').sort().join(' ')
  return { words, key: words.replaceAll(' ', ''), ordered }
}

function folded(text: string): string {
  const lower = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
  return withoutAccents(lower)
    .replace(/’/g, "'")
    .replace(/#/g, ' number ')
    .replace(/[_\-–—./\s*:,"&+|]+/g, ' ')
    .trim()
}

const SHORTEST_NEAR = 5
const SHORT = 7
const MOST_SLIPS = 3

/** Whether one is a slip of the other: of the whole, or of each word. */
export function isNear(given: Spelling, name: Spelling): boolean {
  // Group 1 is no slip of groups, and the id of a position not the position.
  if (/\d/.test(given.key) || (isOfAnotherThing(given.words) && !isOfAnotherThing(name.words))) return false
  const length = Math.min(given.key.length, name.key.length)
  const farthest = length < SHORTEST_NEAR ? 0 : length <= SHORT ? 1 : 2
  if (farthest === 0 || Math.abs(given.key.length - name.key.length) > MOST_SLIPS) return false
  return slipsBetween(given.key, name.key, farthest) <= farthest || isNearWordByWord(given.words, name.words)
}

function isNearWordByWord(words: string, others: string): boolean {
  const list = words.split(' ')
  const meant = others.split(' ')
  if (list.length < 2 || list.length !== meant.length) return false
  let slips = 0
  for (const [at, word] of list.entries()) slips += slipsBetween(word, meant[at] as string, MOST_SLIPS)
  return slips <= MOST_SLIPS && slips * SHORTEST_NEAR <= words.length
}

function slipsBetween(one: string, other: string, most: number): number {
  return Math.abs(one.length - other.length) > most ? Infinity : stepsBetween(one, other)
}

/** Whether a text has others in it as whole words, and more. */
export function holdsWords(words: string, others: string): boolean {
  if (words.length <= others.length) return false
  for (let at = words.indexOf(others); at >= 0; at = words.indexOf(others, at + 1)) {
    const end = at + others.length
    if ((at === 0 || words[at - 1] === ' ') && (end === words.length || words[end] === ' ')) return true
  }
  return false
}

// The last word says so in some languages, the first one in others.
const OTHER_THINGS =
  /(?:^| )(?:type|status|count|date|code|number|nr|no|id|ids|phone|url|group|category|flag|verified|enabled|enrolled|usage|limit|format|reason|path|typ|nummer|datum|telefon|rufnummer)$|^(?:type|tipo|date|data|fecha|numero|code|codigo|codice|statut|estado|stato|telephone|telefono) (?:de |du |des |d'|di |del |do |da )/

/** Whether a word in the header makes it another thing: the type of an employee is not the name. */
export function isOfAnotherThing(words: string): boolean {
  return OTHER_THINGS.test(words)
}
