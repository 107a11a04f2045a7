import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** Something that may stand where the cursor is. */
interface Candidate {
  value: string
  meaning: string
}

/**
 * What the last of these words may become, the words in front of it being typed. None where a file may stand, or
 * anything: shells then offer the names of files.
 */
export function completionsFor(program: CommandUnknownOpts, words: readonly string[]): Candidate[] {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const command = program.commands.find((candidate) => candidate.name() === before[0]) ?? program
  const last = before.at(-1)
  const waiting = command.options.find(
    ({ required, optional, short, long }) =>
      (required || optional) && last !== undefined && [short, long].includes(last),
  )
  return candidatesOf(command, { waiting, typed, isFirst: before.length === 0 }).filter(({ value }) =>
    value.startsWith(typed),
  )
}

function candidatesOf(
  command: CommandUnknownOpts,
  place: { waiting: CommandUnknownOpts['options'][number] | undefined; typed: string; isFirst: boolean },
): Candidate[] {
  const help = command.createHelp()
  if (place.waiting) return choices(place.waiting.argChoices)
  if (place.typed.startsWith('-')) {
    const options = help.visibleOptions(command)
    return options.flatMap(({ long, description }) => (long ? [{ value: long, meaning: description }] : []))
  }
  if (place.isFirst)
    return help.visibleCommands(command).map((known) => ({ value: known.name(), meaning: known.summary() }))
  return choices(command.registeredArguments[0]?.argChoices)
}

function choices(values: readonly string[] | undefined): Candidate[] {
  return (values ?? []).map((value) => ({ value, meaning: '' }))
}
