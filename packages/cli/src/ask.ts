import { confirm, isCancel, password, select, text } from '@clack/prompts'
import { CommandError } from './command-error.ts'
import { ExitCode } from './exit-code.ts'
import { printable } from './print.ts'

// Questions go to standard error, so that what was asked for can be piped on all the same.
const output = process.stderr

/** Whether somebody is there to be asked. */
export function isSomebodyThere(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY)
}

/** Asks for a text; `check` says what is wrong with one. */
export async function askText(
  message: string,
  options: { initial?: string; check?: (text: string) => string | undefined } = {},
): Promise<string> {
  const { initial, check } = options
  const validate = (value: string | undefined) => check?.(value ?? '')
  return answerOf(text({ message: printable(message), output, validate, ...(initial && { initialValue: initial }) }))
}

/** Asks for something that must not be seen on the screen. */
export async function askSecret(message: string): Promise<string> {
  return answerOf(password({ message, output, validate: (value) => (value ? undefined : 'Type or paste it.') }))
}

/** Asks a question to which the safe answer is no. */
export async function askYes(message: string): Promise<boolean> {
  return answerOf(confirm({ message: printable(message), output, initialValue: false }))
}

/** Asks for one of a few values, each with what it means. */
export async function askOne<Value extends string>(message: string, meanings: Record<Value, string>): Promise<Value> {
  const options = (Object.keys(meanings) as Value[]).map((value) => ({
    value: value as string,
    label: meanings[value],
  }))
  return (await answerOf(select({ message, output, options }))) as Value
}

async function answerOf<Answer>(question: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const answer = await question
  if (isCancel(answer)) throw new CommandError(ExitCode.INTERRUPTED, 'Interrupted; nothing was changed.')
  return answer as Exclude<Answer, symbol>
}
