import { CommanderError } from '@commander-js/extra-typings'
import { describeError } from './describe-error.ts'
import { ExitCode } from './exit-code.ts'
import { note, printJson } from './print.ts'
import { makeProgram } from './program.ts'

// Whoever reads what we write may have read enough: `rollcall users | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

try {
  await makeProgram(process.env).parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    // It has said what is wrong; a status of 0 means that help or version were asked for.
    process.exitCode = error.exitCode === 0 ? ExitCode.DONE : ExitCode.USAGE
  } else {
    const { exitCode, code, message, requestId } = describeError(error)
    const request = requestId && exitCode === ExitCode.UNAVAILABLE ? ` (request ${requestId})` : ''
    note(message + request)
    if (process.argv.includes('--json')) printJson({ error: { code, message, requestId: requestId ?? null }, exitCode })
    process.exitCode = exitCode
  }
}
