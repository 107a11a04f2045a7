// Texts from files and servers may hold sequences that a terminal obeys, or that turn the direction of a line around.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The text without anything that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ')
}

/** Writes a line for people to standard output: what was asked for. */
export function print(line = ''): void {
  process.stdout.write(`${printable(line)}\n`)
}

/** Writes a line for people to standard error: what is going on, and what went wrong. */
export function note(line = ''): void {
  process.stderr.write(`${printable(line)}\n`)
}

/** Writes a value for programs to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
