/** What the status of the process says to scripts; docs/command-line.md lists them. */
export const ExitCode = {
  /** Everything that was asked for is done. */
  DONE: 0,
  /** A fault in this program. */
  FAULT: 1,
  /** Some rows or entries were refused, the others are applied. */
  SOME_REFUSED: 2,
  /** Nothing was applied, and the message says why. */
  NOTHING_APPLIED: 3,
  /** No API key, one that is not valid, or one that may not do this. */
  NOT_ALLOWED: 4,
  /** The server was not reached or could not answer; the same command may work later. */
  UNAVAILABLE: 5,
  /** An import stopped before its end: what was applied stays. */
  STOPPED_HALFWAY: 6,
  /** The command line makes no sense. */
  USAGE: 64,
  /** Ctrl-C. */
  INTERRUPTED: 130,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]
