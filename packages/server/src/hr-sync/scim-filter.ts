import { ScimProblem } from './scim-error.ts'

export type ScimOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'pr' | 'gt' | 'ge' | 'lt' | 'le'
export type ScimValue = string | number | boolean | null

/** A filter, read. Attributes are as they were written, such as `name.givenName` or with a URN before them. */
export type ScimFilter =
  | { kind: 'compare'; attribute: string; operator: ScimOperator; value: ScimValue }
  | { kind: 'and' | 'or'; parts: ScimFilter[] }
  | { kind: 'not'; part: ScimFilter }
  /** `emails[type eq "work"].value eq "…"`: `rest` is what comes behind the bracket. */
  | {
      kind: 'item'
      attribute: string
      where: ScimFilter
      rest: { sub: string; operator: ScimOperator; value: ScimValue } | null
    }

const LONGEST = 2_000
const DEEPEST = 20
const MOST_COMPARISONS = 50
const OPERATORS = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le'])
const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<sign>[()[\]])|(?<word>\.?[A-Za-z$_][\w$.:-]*)|(?<number>-?\d+(?:\.\d+)?))/y

interface Token {
  text: string
  kind: 'text' | 'sign' | 'word' | 'number'
}

/** Reads a filter, or throws the problem invalidFilter. Words of the language are known in any case. */
export function parseFilter(text: string): ScimFilter {
  if (text.length > LONGEST) throw invalid(`A filter has at most ${LONGEST} characters.`)
  const reader = new Reader(tokensOf(text))
  const filter = reader.either(0)
  reader.expectEnd()
  return filter
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const [kind, found] = Object.entries(TOKEN.exec(text)?.groups ?? {}).find(([, part]) => part !== undefined) ?? []
    if (found === undefined) throw invalid(`This filter cannot be read from "${text.slice(at, at + 20)}" on.`)
    tokens.push({ kind: kind as Token['kind'], text: found })
  }
  return tokens
}

class Reader {
  private readonly tokens: readonly Token[]
  private place = 0
  private comparisons = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  either(depth: number): ScimFilter {
    return this.chain('or', depth, () => this.chain('and', depth, () => this.one(depth)))
  }

  expectEnd(): void {
    const extra = this.tokens[this.place]
    if (extra) throw invalid(`Nothing was expected where "${extra.text}" stands.`)
  }

  private chain(word: 'and' | 'or', depth: number, next: () => ScimFilter): ScimFilter {
    if (depth > DEEPEST) throw invalid('This filter is nested too deeply.')
    const parts = [next()]
    while (this.isNext('word', word)) {
      this.place++
      parts.push(next())
    }
    return parts.length === 1 ? (parts[0] as ScimFilter) : { kind: word, parts }
  }

  private one(depth: number): ScimFilter {
    if (this.isNext('word', 'not') && this.isNext('sign', '(', 1)) {
      this.place++
      return { kind: 'not', part: this.inside('(', ')', depth) }
    }
    if (this.isNext('sign', '(')) return this.inside('(', ')', depth)
    const attribute = this.take('word', 'an attribute')
    if (!this.isNext('sign', '[')) return { kind: 'compare', attribute, ...this.comparison() }
    const where = this.inside('[', ']', depth)
    const next = this.tokens[this.place]
    if (next?.kind !== 'word' || !next.text.startsWith('.')) return { kind: 'item', attribute, where, rest: null }
    this.place++
    return { kind: 'item', attribute, where, rest: { sub: next.text.slice(1), ...this.comparison() } }
  }

  private inside(open: string, close: string, depth: number): ScimFilter {
    this.expect(open)
    const filter = this.either(depth + 1)
    this.expect(close)
    return filter
  }

  private comparison(): { operator: ScimOperator; value: ScimValue } {
    this.comparisons++
    if (this.comparisons > MOST_COMPARISONS) throw invalid(`A filter has at most ${MOST_COMPARISONS} comparisons.`)
    const word = this.take('word', 'an operator').toLowerCase()
    if (!OPERATORS.has(word)) throw invalid(`"${word}" is no operator.`)
    const operator = word as ScimOperator
    return { operator, value: operator === 'pr' ? null : this.value() }
  }

  private value(): ScimValue {
    const token = this.tokens[this.place]
    this.place++
    if (token?.kind === 'number') return Number(token.text)
    if (token?.kind === 'text') return textIn(token.text)
    const word = token?.text.toLowerCase()
    if (word === 'true' || word === 'false') return word === 'true'
    if (word === 'null') return null
    throw invalid('A value in double quotes, a number, true, false or null was expected.')
  }

  private take(kind: Token['kind'], what: string): string {
    const token = this.tokens[this.place]
    if (token?.kind !== kind) throw invalid(`The filter ends, or says something else, where ${what} was expected.`)
    this.place++
    return token.text
  }

  private expect(sign: string): void {
    if (!this.isNext('sign', sign)) throw invalid(`"${sign}" was expected.`)
    this.place++
  }

  private isNext(kind: Token['kind'], text: string, ahead = 0): boolean {
    const token = this.tokens[this.place + ahead]
    return token?.kind === kind && token.text.toLowerCase() === text
  }
}

function textIn(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw invalid(`${quoted} is no text as JSON has it.`)
  }
}

function invalid(message: string): ScimProblem {
  return new ScimProblem(400, message, 'invalidFilter')
}

/** Whether an item of a list fits a filter, such as `type eq "work"`. */
export function fits(filter: ScimFilter, item: Record<string, unknown>): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => fits(part, item))
    case 'or':
      return filter.parts.some((part) => fits(part, item))
    case 'not':
      return !fits(filter.part, item)
    case 'compare':
      return fitsValue(valueOf(item, filter.attribute), filter)
    case 'item':
      throw new ScimProblem(400, 'A filter on an item of a list has no list within.', 'invalidFilter')
  }
}

function fitsValue(value: unknown, { operator, value: wanted }: { operator: ScimOperator; value: ScimValue }): boolean {
  if (operator === 'pr') return value !== undefined && value !== null && value !== ''
  const [one, other] = [folded(value), folded(wanted)]
  if (operator === 'eq') return one === other
  if (operator === 'ne') return one !== other
  if (typeof one !== 'string' || typeof other !== 'string') return false
  if (operator === 'co') return one.includes(other)
  if (operator === 'sw') return one.startsWith(other)
  if (operator === 'ew') return one.endsWith(other)
  const order = one < other ? -1 : one > other ? 1 : 0
  return operator === 'gt' ? order > 0 : operator === 'ge' ? order >= 0 : operator === 'lt' ? order < 0 : order <= 0
}

function valueOf(item: Record<string, unknown>, attribute: string): unknown {
  const key = Object.keys(item).find((name) => name.toLowerCase() === attribute.toLowerCase())
  return key === undefined ? undefined : item[key]
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : (value ?? null)
}
