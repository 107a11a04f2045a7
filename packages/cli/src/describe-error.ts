import {
  ImportFailedError,
  isRollcallError,
  PermissionError,
  RequestError,
  UserInputError,
  type AnyUserError,
  type RollcallError,
} from '@rollcall/sdk'
import { CommandError } from './command-error.ts'
import { ExitCode } from './exit-code.ts'

/** What went wrong, for people and for programs. */
export interface Described {
  exitCode: ExitCode
  code: string
  /** Whole sentences: what went wrong and what to do. */
  message: string
  requestId?: string | undefined
}

/** Says what went wrong and what to do about it. */
export function describeError(error: unknown): Described {
  if (error instanceof CommandError) return { exitCode: error.exitCode, code: 'COMMAND', message: error.message }
  if (isRollcallError(error)) return describeRollcallError(error)
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exitCode: ExitCode.FAULT, code: 'FAULT', message: `This is a fault in rollcall itself.\n${message}` }
}

function describeRollcallError(error: RollcallError): Described {
  const { code, requestId } = error
  const say = (exitCode: ExitCode, message: string): Described => ({ exitCode, code, message, requestId })
  if (error instanceof UserInputError) {
    return say(ExitCode.NOTHING_APPLIED, error.userErrors.map(describeMistake).join('\n'))
  }
  if (error instanceof ImportFailedError) return describeFailedImport(error)
  if (error instanceof RequestError || code === 'FILE_UNREADABLE') return say(ExitCode.NOTHING_APPLIED, error.message)
  if (code === 'UNAUTHENTICATED') {
    const remedy = 'Run "rollcall login" with a key that is valid, or set ROLLCALL_API_KEY.'
    return say(ExitCode.NOT_ALLOWED, `${error.message} ${remedy}`)
  }
  if (error instanceof PermissionError) {
    const missing = error.requires ? ` (missing: ${error.requires})` : ''
    return say(ExitCode.NOT_ALLOWED, `${error.message}${missing} Use the API key of a role that may.`)
  }
  if (code === 'ABORTED') return say(ExitCode.INTERRUPTED, 'Interrupted.')
  if (code === 'NETWORK') {
    const remedy = 'Is the server running, and the address right? ROLLCALL_URL or "rollcall login" sets it.'
    return say(ExitCode.UNAVAILABLE, `${asSentence(error.message)} ${remedy}`)
  }
  const later = error.retryable ? ' Try again later.' : ''
  return say(ExitCode.UNAVAILABLE, `${asSentence(error.message)}${later}`)
}

// Hints speak of the API; where a command does the same, it is named.
function describeMistake(mistake: AnyUserError): string {
  const { message, hint } = mistake
  const taken = mistake.__typename === 'EmailTakenError' ? mistake.user : null
  const isWaiting = taken && taken.status !== 'CONFIRMED' && taken.status !== 'DEACTIVATED'
  if (isWaiting) return `${message} "rollcall resend ${taken.email}" sends a link.`
  return hint ? `${message} ${hint}` : message
}

function asSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function describeFailedImport({ import: { id, state, data }, code, message }: ImportFailedError): Described {
  const { report } = data
  const wayOn =
    state === 'FAILED' || state === 'ABORTED'
      ? ` What was applied stays. "rollcall imports ${id}" shows it, and which rows were not reached.`
      : ''
  const nothing = !report || report.created + report.updated + report.reactivated + report.deactivated === 0
  return {
    exitCode: nothing ? ExitCode.NOTHING_APPLIED : ExitCode.STOPPED_HALFWAY,
    code,
    message: `${message}${wayOn}`,
  }
}
