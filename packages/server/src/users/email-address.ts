import { domainToASCII } from 'node:url'
import { distance } from 'fastest-levenshtein'
import validator from 'validator'

/** Characters of an address, at most. */
export const LONGEST_ADDRESS = 254

const PLAIN = /^[!-~]+$/
// The whole URL machinery reads a domain: "good.com/x" would lose its end, and "1.2" become 1.0.0.2.
const LETTERS_AND_DOTS = /^[\p{L}\p{M}\p{N}.。-]+$/u
const INVISIBLE = /[\p{C}\p{Z}]/u
// What nearly all addresses look like; told ten times as fast as by the whole grammar, which counts in a million rows.
const ORDINARY = /^(?=[^@]{1,64}@)[\w'+-]+(\.[\w'+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/** The form in which addresses are compared: two spellings of one address have the same. Never throws. */
export function canonicalAddress(typed: string): string {
  const trimmed = typed.trim()
  if (PLAIN.test(trimmed)) return trimmed.toLowerCase()
  // Lower case can take a text out of its normal form, so it is normalised again.
  const text = trimmed.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  if (at < 0 || PLAIN.test(domain) || !LETTERS_AND_DOTS.test(domain)) return text
  return text.slice(0, at + 1) + (domainToASCII(domain) || domain)
}

/** Whether this is one address that mail could be sent to, as far as its spelling tells. */
export function isAddress(typed: string): boolean {
  const trimmed = typed.trim()
  if (trimmed.length > LONGEST_ADDRESS || INVISIBLE.test(trimmed)) return false
  const address = canonicalAddress(trimmed)
  if (address.length <= LONGEST_ADDRESS && ORDINARY.test(address)) return true
  // Quoted local parts are legal and in use nowhere; in a header they are a danger.
  return address.length <= LONGEST_ADDRESS && validator.isEmail(address, { blacklisted_chars: '"' })
}

/** Mail services for everybody whose names are long and odd enough that a near spelling is a slip. */
const WELL_KNOWN: Record<string, readonly string[]> = {
  bigpond: ['com', 'net.au'],
  bellsouth: ['net'],
  btinternet: ['com'],
  comcast: ['net'],
  freenet: ['de'],
  gmail: ['com'],
  googlemail: ['com'],
  hotmail: ['com', 'be', 'ca', 'co.jp', 'co.uk', 'com.ar', 'com.br', 'de', 'es', 'fr', 'it', 'nl', 'se'],
  icloud: ['com'],
  laposte: ['net'],
  outlook: ['com', 'be', 'com.au', 'com.br', 'de', 'dk', 'es', 'fr', 'it', 'jp', 'pt'],
  protonmail: ['com', 'ch'],
  rediffmail: ['com'],
  sbcglobal: ['net'],
  't-online': ['de'],
  verizon: ['net'],
  virginmedia: ['com'],
  wanadoo: ['fr'],
  yahoo: [
    'com',
    'ca',
    'co.id',
    'co.in',
    'co.jp',
    'co.uk',
    'com.ar',
    'com.au',
    'com.br',
    'com.mx',
    'de',
    'es',
    'fr',
    'it',
  ],
  yandex: ['ru', 'com'],
}
const KNOWN_BY_FIRST_LETTER = new Map<string, [string, readonly string[]][]>()
for (const known of Object.entries(WELL_KNOWN)) {
  const letter = known[0].slice(0, 1)
  KNOWN_BY_FIRST_LETTER.set(letter, [...(KNOWN_BY_FIRST_LETTER.get(letter) ?? []), known])
}

/** The address that was probably meant where the domain looks like a slip of a well-known one, else null. */
export function suggestedAddress(typed: string): string | null {
  const address = canonicalAddress(typed)
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const dot = domain.indexOf('.')
  if (at < 1 || dot < 1) return null
  const name = domain.slice(0, dot)
  const ending = domain.slice(dot + 1)
  for (const [knownName, knownEndings] of KNOWN_BY_FIRST_LETTER.get(name.slice(0, 1)) ?? []) {
    const meantEnding = knownEndings.includes(ending)
      ? ending
      : knownEndings.find((known) => isSlipOfEnding(known, ending))
    if (!meantEnding || !(name === knownName || isSlipOfName(knownName, name))) continue
    if (name === knownName && ending === meantEnding) return null
    const trimmed = typed.trim()
    return `${trimmed.slice(0, trimmed.lastIndexOf('@'))}@${knownName}.${meantEnding}`
  }
  return null
}

// People seldom get the first letter wrong, and those who have another one mean ymail, email or mail.
function isSlipOfName(known: string, typed: string): boolean {
  if (Math.abs(known.length - typed.length) > 2) return false
  const steps = distance(known, typed)
  return steps === 1 || (steps === 2 && (known.length >= 6 || isSwapped(known, typed)))
}

// Only .com and .net: the endings of countries are one letter from each other.
function isSlipOfEnding(known: string, typed: string): boolean {
  return known.length === 3 && typed.length <= 4 && (distance(known, typed) === 1 || isSwapped(known, typed))
}

function isSwapped(known: string, typed: string): boolean {
  if (known.length !== typed.length) return false
  let index = 0
  while (known[index] === typed[index] && index < known.length) index++
  const swapped = known.slice(0, index) + (known[index + 1] ?? '') + (known[index] ?? '') + known.slice(index + 2)
  return known !== typed && swapped === typed
}
