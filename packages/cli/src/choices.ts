import { InvalidArgumentError, Option } from '@commander-js/extra-typings'

/** The word for a value of an enum on the command line: `add-only` for ADD_ONLY. */
export function wordFor(value: string): string {
  return value.toLowerCase().replaceAll('_', '-')
}

/** An option that takes one of the values of an enum, written as words. */
export function choiceOption<Flags extends string, Value extends string>(
  flags: Flags,
  description: string,
  values: Record<Value, unknown>,
) {
  return new Option(flags, description).choices(wordsOf(values)).argParser((word): Value => valueFor(word, values))
}

/** The same, with several values: `a,b`, or the option again. */
export function choicesOption<Flags extends string, Value extends string>(
  flags: Flags,
  description: string,
  values: Record<Value, unknown>,
) {
  return new Option(flags, description)
    .choices(wordsOf(values))
    .argParser((words, earlier: Value[] | undefined): Value[] => [
      ...(earlier ?? []),
      ...words.split(',').map((word) => valueFor(word, values)),
    ])
}

function wordsOf(values: Record<string, unknown>): string[] {
  return Object.keys(values).map(wordFor)
}

function valueFor<Value extends string>(word: string, values: Record<Value, unknown>): Value {
  const value = (Object.keys(values) as Value[]).find((known) => wordFor(known) === wordFor(word.trim()))
  if (value) return value
  throw new InvalidArgumentError(`Allowed choices are ${wordsOf(values).join(', ')}.`)
}
