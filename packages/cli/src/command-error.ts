import type { ExitCode } from './exit-code.ts'

/** A command cannot be carried out: the message says why and what to do. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}
