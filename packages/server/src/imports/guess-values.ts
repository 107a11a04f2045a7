import { ROLE_RIGHTS } from '../access/permissions.ts'
import { Role } from '../base/viewer.ts'
import { languageNames, timeZonesByName } from '../users/check-details.ts'
import type { FieldKey } from './fields.ts'
import { foldedName, nearestName } from './near-name.ts'

/** The value that was probably meant by one that is none of those there are. */
export type GuessValue = (text: string) => string | undefined

/** Each guess reads all names; a file full of unknown values gets its first thousand answered. */
const MOST_GUESSES = 1_000

/** Guesses values of a field whose values are the same in every organization; of any other field it guesses none. */
export function guesserOf(key: FieldKey): GuessValue {
  const names = NAMES[key]
  let left = names ? MOST_GUESSES : 0
  return (text) => (names && left-- > 0 ? nearestName(text, names()) : undefined)
}

const roleLabels = foldedNames(Object.values(Role).map((role) => [ROLE_RIGHTS[role].label, ROLE_RIGHTS[role].label]))
let zones: ReadonlyMap<string, string> | null = null
let languages: ReadonlyMap<string, string> | null = null

const NAMES: Partial<Record<FieldKey, () => ReadonlyMap<string, string>>> = {
  role: () => roleLabels,
  language: () => (languages ??= foldedNames(languageNames())),
  timeZone: () => (zones ??= foldedNames([...zonesByCity(), ...timeZonesByName])),
}

function foldedNames(names: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  return new Map([...names].map(([name, meant]) => [foldedName(name), meant]))
}

// Berlin alone is no time zone, and everybody knows which one is meant.
function zonesByCity(): [string, string][] {
  return [...timeZonesByName.values()]
    .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
    .map((zone) => [zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '), zone])
}
