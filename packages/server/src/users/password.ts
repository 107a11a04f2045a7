import { randomBytes } from 'node:crypto'
import { hash, verify, type Algorithm } from '@node-rs/argon2'
import { dictionary } from '@zxcvbn-ts/language-common'

/** Characters of a password, at least; NIST asks for this many where the password stands alone. */
export const SHORTEST_PASSWORD = 15
/** Long enough for any passphrase, short enough that nobody keeps us busy hashing. */
export const LONGEST_PASSWORD = 1024

// A const enum of the package, which erased types cannot reach.
const ARGON2ID = 2 as Algorithm.Argon2id
const COST = { algorithm: ARGON2ID, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** The hash that is stored. Slow on purpose: never call it inside a transaction. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST)
}

/** Whether this is the password of the hash. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}

let nobodysHash: Promise<string> | null = null

/** The hash that this is the password of, or null. It takes as long when there is no hash to try as with one. */
export async function findPassword(hashes: readonly string[], password: string): Promise<string | null> {
  // Made before anything else, so that not even the first answer tells by its time whether there was a hash.
  const decoy = await (nobodysHash ??= hashPassword(randomBytes(32).toString('base64url')))
  const tried = hashes.length > 0 ? hashes : [decoy]
  const matches = await Promise.all(tried.map((passwordHash) => verifyPassword(passwordHash, password)))
  return hashes[matches.indexOf(true)] ?? null
}

/** The rules, as sentences for the person who chooses. */
export function passwordRules(): string[] {
  return [
    `At least ${SHORTEST_PASSWORD} characters: a few words that do not belong together are easy to remember.`,
    'Any characters you like: spaces, accents and symbols count, and none are required.',
    'Not one of the passwords that many people use, nor two of them in a row.',
    'Not made of your name, your email address or the name of your organization.',
  ]
}

/** Whose password it is going to be. */
export interface PasswordOwner {
  name: string
  email: string
  organizationName: string
}

/** Which rule a password breaks. */
export type PasswordWeakness = 'TOO_LONG' | 'TOO_SHORT' | 'REPEATED' | 'COMMON' | 'PERSONAL'

/** Why this password is refused, as whole sentences; empty for a good one. */
export function passwordProblems(password: string, owner: PasswordOwner): string[] {
  const { length } = [...password]
  const sentences: Record<PasswordWeakness, string> = {
    TOO_LONG: `Use at most ${LONGEST_PASSWORD} characters; this has ${length}.`,
    TOO_SHORT: `Use at least ${SHORTEST_PASSWORD} characters; this has ${length}.`,
    REPEATED: 'This repeats itself or counts on, which is among the first things that are tried.',
    COMMON: 'This is made of passwords that many people use.',
    PERSONAL: 'This is made of your name, your email address or the name of your organization.',
  }
  return passwordWeaknesses(password, owner).map((weakness) => sentences[weakness])
}

/** Every rule that this password breaks. */
export function passwordWeaknesses(password: string, owner: PasswordOwner): PasswordWeakness[] {
  const { length } = [...password]
  if (length > LONGEST_PASSWORD) return ['TOO_LONG']
  const weaknesses: PasswordWeakness[] = []
  if (length < SHORTEST_PASSWORD) weaknesses.push('TOO_SHORT')
  const text = folded(password)
  const letters = text.replace(/[^\p{L}]/gu, '')
  if (isRepeated(text) || isRun(text)) weaknesses.push('REPEATED')
  else if (isMadeOfCommon(text) || isMadeOfCommon(letters)) weaknesses.push('COMMON')
  if (isMadeOfWords(letters, wordsOf(owner))) weaknesses.push('PERSONAL')
  return weaknesses
}

// Shorter ones would condemn passphrases, whose words are in the list too.
const SHORTEST_COMMON = 8
let commonPasswords: ReadonlySet<string> | null = null

function isCommon(text: string): boolean {
  commonPasswords ??= new Set(dictionary.passwords.filter(({ length }) => length >= SHORTEST_COMMON).map(folded))
  return commonPasswords.has(text)
}

/** Whether the text is a common password, or one behind the other. */
function isMadeOfCommon(text: string): boolean {
  if (isCommon(text)) return true
  for (let cut = SHORTEST_COMMON; cut <= text.length - SHORTEST_COMMON; cut++) {
    if (isCommon(text.slice(0, cut)) && isCommon(text.slice(cut))) return true
  }
  return false
}

const SHORTEST_WORD = 3

function wordsOf({ name, email, organizationName }: PasswordOwner): Set<string> {
  const words = folded(`${name} ${email} ${organizationName}`).split(/[^\p{L}]+/u)
  return new Set(words.filter((word) => word.length >= SHORTEST_WORD))
}

/** Whether nothing is left of the text when the words are taken out of it, one behind the other. */
function isMadeOfWords(text: string, words: ReadonlySet<string>): boolean {
  const reached = [true]
  for (let end = 1; end <= text.length; end++) {
    reached[end] = [...words].some((word) => reached[end - word.length] === true && text.slice(0, end).endsWith(word))
  }
  return text.length > 0 && reached[text.length] === true
}

/** Whether the text is one part, half as long or shorter, again and again. */
function isRepeated(text: string): boolean {
  for (let part = 1; part <= text.length / 2; part++) {
    if (text.slice(part) === text.slice(0, -part)) return true
  }
  return false
}

/** Whether every character is the one before, or the next one up or down: "aabb", "8901", "zyxw". */
function isRun(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0) as number)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] as number))
  const nineToZero = '0'.charCodeAt(0) - '9'.charCodeAt(0)
  return [1, -1].some((up) => steps.every((step) => step === 0 || step === up || step === up * nineToZero))
}

// Capitals and accents make no password better.
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
}
