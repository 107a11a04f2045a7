import { ROLE_RIGHTS } from '../access/permissions.ts'
import { Role } from '../base/viewer.ts'
import { languageNames, timeZonesByName } from '../users/check-details.ts'
import type { CustomFieldKey } from '../users/custom-field.ts'
import type { FieldKey } from './fields.ts'
import { foldedName, nearestName } from './near-name.ts'

/** The value that was probably meant by one that is none of those there are. */
export type GuessValue = (text: string) => string | undefined

/** Each guess reads all names; a file full of unknown values gets its first thousand answered. */
const MOST_GUESSES = 1_000

/** Guesses values of a field whose values are the same in every organization; of any other field it guesses none. */
export function guesserOf(key: FieldKey | CustomFieldKey): GuessValue {
  const known = KNOWN[key]
  let left = known ? MOST_GUESSES : 0
  return (text) => {
    if (!known || left-- <= 0) return undefined
    for (const part of known.partsOf?.(text) ?? []) {
      const meant = known.names().get(foldedName(part))
      if (meant) return meant
    }
    return known.otherWords?.().get(foldedName(text)) ?? nearestName(text, known.names())
  }
}

interface KnownValues {
  names: () => ReadonlyMap<string, string>
  /** Words that other systems use for them, which are recognized as a whole alone. */
  otherWords?: () => ReadonlyMap<string, string>
  /** Pieces of a text, one of which may be a name. */
  partsOf?: (text: string) => string[]
}

const KNOWN: Partial<Record<FieldKey | CustomFieldKey, KnownValues>> = {
  role: {
    names: once(() => Object.values(Role).map((role) => [ROLE_RIGHTS[role].label, ROLE_RIGHTS[role].label])),
    otherWords: once(() =>
      Object.entries(OTHER_ROLES).flatMap(([role, words]) =>
        words.split(' ').map((word): [string, string] => [word, ROLE_RIGHTS[role as Role].label]),
      ),
    ),
  },
  language: { names: once(languageNames), otherWords: once(languagesInOthers) },
  timeZone: { names: once(() => [...zonesByCity(), ...timeZonesByName]), partsOf: partsOfZone },
}

// Nobody gets a role by these words: whoever imports is asked whether it is meant.
const OTHER_ROLES: Partial<Record<Role, string>> = {
  ADMIN: 'administrator administrateur administrador amministratore beheerder administratör systemadmin',
  LEARNER: 'user member employee student participant trainee staff lernende lernender benutzer apprenant alumno aluno',
}

const READ_IN = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'pl', 'ja', 'zh']

// Englisch, anglais and inglés are names of English.
function languagesInOthers(): [string, string][] {
  const tags = [...new Set(languageNames().values())]
  return READ_IN.flatMap((locale) => {
    const inLocale = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' })
    return tags.flatMap((tag): [string, string][] => {
      const name = inLocale.of(tag)
      return name ? [[name, tag]] : []
    })
  })
}

// Berlin alone is no time zone, and everybody knows which one is meant.
function zonesByCity(): [string, string][] {
  return [...timeZonesByName.values()]
    .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
    .map((zone) => [zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' '), zone])
}

// (UTC+01:00) Amsterdam, Berlin, Bern; (GMT-05:00) Eastern Time; Berlin, Germany.
function partsOfZone(text: string): string[] {
  const parts = text.replace(/^\([^)]*\)/, '').split(',')
  return parts.flatMap((part) => [part, part.replace(/ Time\b.*$/i, ' Standard Time')])
}

/** The names by their folded form, worked out when they are first needed. */
function once(names: () => Iterable<readonly [string, string]>): () => ReadonlyMap<string, string> {
  let folded: ReadonlyMap<string, string> | null = null
  return () => (folded ??= new Map([...names()].map(([name, meant]) => [foldedName(name), meant])))
}
