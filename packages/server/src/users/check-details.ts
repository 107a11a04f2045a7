import { WINDOWS_TO_IANA_MAP } from 'windows-iana'

/** Characters of a name, job title, team or location, at most. */
export const LONGEST_TEXT = 200

/** Secondary teams of one user, at most. */
export const MOST_SECONDARY_TEAMS = 50

const CONTROLS = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

/** Whether the text holds line breaks, other control characters, or letters that turn the direction of the rest. */
export function hasControlCharacters(text: string): boolean {
  return CONTROLS.test(text)
}

/** Why this cannot be somebody's name, as a sentence; null when it can. Mail programs make links of what looks like one. */
export function nameProblem(name: string): string | null {
  if (CONTROLS.test(name)) return 'A name holds no line breaks or other control characters.'
  // Most names have none of these and are done here.
  if (!/[.@/=．＠／。]/.test(name)) return null
  const text = name.normalize('NFKC').replace(/\p{Cf}/gu, '')
  if (/\S@\S/.test(text)) return 'A name holds no email address.'
  if (/\/\/|\bwww\.|\bhref\s*=/i.test(text)) return 'A name holds no web address.'
  const domain = domainIn(text)
  return domain && `A name holds no web address; ${domain} looks like one. Where it is none, put a space after the dot.`
}

const DOTTED_WORD = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?<path>\/?)/gu
const TITLES = new Set('bc dipl dr drs ing ir jur mag med mgr mlle mme mr mrs ms phil prof rer st'.split(' '))
const COMMON_ENDINGS = new Set(['com', 'net', 'org', 'info', 'biz'])
// Not all there are: med, page and ing in capitals or behind a title stand in names. These do not, in lower case.
const ENDINGS = new Set(
  (
    'com net org info biz edu gov mil mobi aero coop museum app dev xyz online site website shop store click link live ' +
    'top club icu vip work works world today zone cloud page space fun tech zip mov buzz cfd sbs rest quest monster ' +
    'bond cyou lol win loan bid trade date review stream download party science racing men email digital agency media ' +
    'news network support services solutions center company group team life blog art design рф 中国'
  ).split(' '),
)
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
for (const [first, second] of lettersTwice())
  if (regions.of(first + second)) ENDINGS.add((first + second).toLowerCase())
for (const other of ['uk', 'eu']) ENDINGS.add(other)

// "Dr.Müller", "J.de Vries" and "Ana M.Ruiz" are names with a space missing; "evil.com" and "bit.ly" are not.
function domainIn(text: string): string | null {
  for (const found of text.matchAll(DOTTED_WORD)) {
    const word = found[0].replace(/\/$/, '')
    const labels = word.split('.')
    const ending = labels.at(-1) as string
    const before = labels.at(-2) as string
    if (COMMON_ENDINGS.has(ending.toLowerCase())) return word
    if (found.groups?.['path'] && /^\p{L}{2,}$/u.test(ending)) return word
    const isAbbreviation = [...before].length === 1 || TITLES.has(before.toLowerCase())
    if (ENDINGS.has(ending) && !isAbbreviation) return word
  }
  return null
}

function lettersTwice(): [string, string][] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters.flatMap((first) => letters.map((second): [string, string] => [first, second]))
}

const LONGEST_TAG = 35
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** The BCP 47 tag in its usual spelling, from a tag or from a language's name in English or in itself; else null. */
export function languageTag(text: string): string | null {
  const trimmed = text.trim()
  if (!trimmed) return null
  const names = languageNames()
  return knownTag(trimmed.replaceAll('_', '-')) ?? names.get(foldedLanguage(trimmed)) ?? tagWithRegion(trimmed) ?? null
}

const LONGEST_LANGUAGE = 100
const WITH_REGION = /^(?<language>[^()]+?)\s*(?:\((?<inBrackets>[^()]+)\)|\s[-–]\s(?<behind>.+)|,\s(?<last>.+))$/u

// German (Germany), Deutsch (Deutschland), English - UK.
function tagWithRegion(text: string): string | undefined {
  if (text.length > LONGEST_LANGUAGE) return undefined
  const { language = '', inBrackets, behind, last } = WITH_REGION.exec(text)?.groups ?? {}
  const tag = languageNames().get(foldedLanguage(language))
  const region = foldedLanguage(inBrackets ?? behind ?? last ?? '')
  if (!tag || tag.includes('-') || !region) return undefined
  const code = regionNames('en').get(region) ?? regionNames(tag).get(region)
  return code && (knownTag(`${tag}-${code}`) ?? undefined)
}

const namesOfRegions = new Map<string, ReadonlyMap<string, string>>()

/** Codes of countries by their names in a language, and by themselves. */
function regionNames(locale: string): ReadonlyMap<string, string> {
  const known = namesOfRegions.get(locale)
  if (known) return known
  const inLocale = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const names = new Map([['uk', 'GB']])
  for (const code of lettersTwice().map(([first, second]) => first + second)) {
    const name = inLocale.of(code)
    if (name && code !== 'UK') names.set(code.toLowerCase(), code).set(foldedLanguage(name), code)
  }
  namesOfRegions.set(locale, names)
  return names
}

function knownTag(text: string): string | null {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text)) return null
  try {
    const { baseName, language, region } = new Intl.Locale(text)
    const isKnown = languages.of(language) !== undefined && (region === undefined || regions.of(region) !== undefined)
    // Without a "-u-…" or "-t-…", which say nothing about the language.
    return isKnown && language !== 'und' && baseName.length <= LONGEST_TAG && !/-[ut]-/i.test(text) ? baseName : null
  } catch {
    return null
  }
}

const REGIONAL_TAGS = (
  'de-AT de-CH en-AU en-CA en-GB en-IE en-IN en-NZ en-US es-419 es-AR es-ES es-MX fr-BE fr-CA fr-CH it-CH nl-BE ' +
  'pt-BR pt-PT sr-Cyrl sr-Latn zh-Hans zh-Hant'
).split(' ')
const OTHER_NAMES = { mandarin: 'zh', farsi: 'fa', tagalog: 'fil', norwegian: 'no', norsk: 'no' }
let namesOfLanguages: Map<string, string> | null = null

/** Tags of languages by their names in English and in themselves, in lower case without accents. */
export function languageNames(): ReadonlyMap<string, string> {
  if (namesOfLanguages) return namesOfLanguages
  const names = new Map<string, string>()
  const twoLetters = lettersTwice().map(([first, second]) => (first + second).toLowerCase())
  const tags = [...twoLetters, 'fil', 'haw', 'yue'].filter((tag) => languages.of(tag) && knownTag(tag) === tag)
  for (const tag of [...tags, ...REGIONAL_TAGS]) {
    for (const locale of ['en', tag]) {
      // "Brazilian Portuguese" and "Portuguese (Brazil)".
      for (const languageDisplay of ['dialect', 'standard'] as const) {
        const name = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none', languageDisplay }).of(tag)
        const folded = foldedLanguage(name ?? '')
        if (folded && !names.has(folded)) names.set(folded, tag)
      }
    }
  }
  for (const [name, tag] of Object.entries(OTHER_NAMES)) names.set(name, tag)
  namesOfLanguages = names
  return names
}

// Accents are often left out, "francais".
function foldedLanguage(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[\s()]+/g, ' ')
    .trim()
}

const timeZones = new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]))
// Names of today that the runtime knows and lists under an older one.
const RENAMED_ZONES =
  'UTC Etc/UTC GMT Africa/Asmara America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba ' +
  'America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Indiana/Indianapolis ' +
  'America/Kentucky/Louisville America/Nuuk Asia/Ho_Chi_Minh Asia/Kathmandu Asia/Kolkata Asia/Yangon Atlantic/Faroe ' +
  'Europe/Kyiv Pacific/Chuuk Pacific/Kanton Pacific/Pohnpei'
const namesOfToday = new Map<string, string>()
for (const name of RENAMED_ZONES.split(' ')) {
  timeZones.set(name.toLowerCase(), name)
  const listed = listedZone(name)
  if (!namesOfToday.has(listed)) namesOfToday.set(listed, name)
}
// A name of Windows stands for zones of many countries; 001 is the one for all.
for (const { windowsName, territory, iana } of WINDOWS_TO_IANA_MAP) {
  const [usual] = iana
  if (territory !== '001' || !usual) continue
  timeZones.set(windowsName.toLowerCase(), namesOfToday.get(listedZone(usual)) ?? usual)
}

/** Every time zone by a name it is known under, in lower case. */
export const timeZonesByName: ReadonlyMap<string, string> = timeZones

function listedZone(name: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
}

/** The IANA time zone, from its name in any case or from its Windows name; else null. */
export function timeZoneName(text: string): string | null {
  const trimmed = text.trim()
  const known = timeZones.get(trimmed.toLowerCase())
  if (known || !/^[a-z]/i.test(trimmed)) return known ?? null
  try {
    // Old names that are listed nowhere, such as US/Pacific.
    return listedZone(trimmed)
  } catch {
    return null
  }
}

/** The day as YYYY-MM-DD where the text is one that exists, else null. */
export function isoDate(text: string): string | null {
  const trimmed = text.trim()
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  const isSame = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isSame ? trimmed : null
}
