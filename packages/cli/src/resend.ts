import type { Command } from '@commander-js/extra-typings'
import type { Rollcall, schema } from '@rollcall/sdk'
import { askYes, isSomebodyThere } from './ask.ts'
import { wordFor } from './choices.ts'
import { CommandError } from './command-error.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { names } from './describe-import.ts'
import { ExitCode } from './exit-code.ts'
import { parseTime } from './parse-options.ts'
import { note, print, printJson } from './print.ts'
import { count } from './table.ts'

interface Options {
  expired?: true | undefined
  bounced?: true | undefined
  neverInvited?: true | undefined
  import?: string | undefined
  at?: string | undefined
  dryRun?: true | undefined
  yes?: true | undefined
  json?: true | undefined
}

type Outcome = Awaited<ReturnType<Rollcall['invites']['resendMany']>>

// The most addresses that one filter takes.
const MOST_ADDRESSES = 500

const EXAMPLES = `
On a terminal it says how many mails it would send and asks.

Examples:
  rollcall resend ana@example.com ben@example.com
  rollcall resend --expired --dry-run
  rollcall resend --never-invited --import imp_… --at 2026-12-01T09:00`

/** Adds `rollcall resend`. */
export function addResend(program: Command, env: Environment): void {
  program
    .command('resend')
    .summary('send a fresh link, or the first one')
    .description('Sends users a fresh activation link, or the first one. Older links stop working.')
    .argument('[emails...]', 'email addresses')
    .option('--expired', 'to all whose link has expired')
    .option('--bounced', 'to all whose mail came back')
    .option('--never-invited', 'to all who were never invited')
    .option('--import <id>', 'only to users that this import made or changed')
    .option('--at <time>', 'send at this time, like 2026-12-01T09:00', parseTime)
    .option('-n, --dry-run', 'only say how many would be sent')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (emails, options: Options) => {
      process.exitCode = await resend(env, emails, options)
    })
}

async function resend(env: Environment, emails: readonly string[], options: Options): Promise<ExitCode> {
  const filter = filterOf(emails, options)
  const rollcall = await connect(env)
  if (emails.length > 0) await requireKnown(rollcall, emails)
  const { at: sendAt, dryRun, json } = options
  const mayAsk = !dryRun && !options.yes && isSomebodyThere()
  if (mayAsk) {
    const { queued } = await rollcall.invites.resendMany({ filter }, { sendAt, dryRun: true })
    if (queued > 0 && !(await askYes(`Send ${count(queued, 'mail')}?`)))
      throw new CommandError(ExitCode.NOTHING_APPLIED, 'Nothing was sent.')
  }
  const outcome = await rollcall.invites.resendMany({ filter }, { sendAt, dryRun })
  const exitCode = statusOf(outcome)
  if (json) printJson({ ...outcome, dryRun: Boolean(dryRun), exitCode })
  else tell(outcome, options)
  return exitCode
}

function filterOf(emails: readonly string[], options: Options): schema.UserFilter {
  const { expired, bounced, neverInvited, import: importId } = options
  const isNamed = emails.length > 0
  if (emails.length > MOST_ADDRESSES)
    throw new CommandError(
      ExitCode.USAGE,
      `At most ${MOST_ADDRESSES} addresses at once; leave the others to a second call.`,
    )
  if ((expired || bounced) && neverInvited)
    throw new CommandError(ExitCode.USAGE, 'Who was never invited has no link that expired: make it two calls.')
  if (!isNamed && !expired && !bounced && !neverInvited && !importId)
    throw new CommandError(
      ExitCode.USAGE,
      'Say to whom: email addresses, --expired, --bounced, --never-invited or --import.',
    )
  const inviteStatus: schema.InviteStatus[] = []
  if (expired) inviteStatus.push('EXPIRED')
  if (bounced) inviteStatus.push('BOUNCED')
  return {
    email: isNamed ? [...emails] : undefined,
    inviteStatus: inviteStatus.length > 0 ? inviteStatus : undefined,
    neverInvited,
    importId,
  }
}

async function requireKnown(rollcall: Rollcall, emails: readonly string[]): Promise<void> {
  const users = await rollcall.users.list({ filter: { email: [...emails] }, first: 200 }).toArray()
  const known = new Set(users.map(({ email }) => email.toLowerCase()))
  const unknown = emails.filter((email) => !known.has(email.trim().toLowerCase()))
  if (unknown.length === 0) return
  throw new CommandError(
    ExitCode.NOTHING_APPLIED,
    `Nobody has the address ${unknown.join(', ')}, so nothing was sent. "rollcall invite" adds somebody new.`,
  )
}

function tell({ queued, skipped }: Outcome, { dryRun, at }: Options): void {
  const verb = dryRun ? 'would be sent' : at ? 'scheduled' : 'on their way'
  print(`${count(queued, 'invite')} ${verb}.`)
  for (const { reason, count: total, users } of skipped)
    note(
      `Left out, ${wordFor(reason)}: ${names(
        users.map(({ email }) => email),
        total,
      )}`,
    )
}

function statusOf({ queued, skipped }: Outcome): ExitCode {
  if (skipped.length === 0) return ExitCode.DONE
  return queued > 0 ? ExitCode.SOME_REFUSED : ExitCode.NOTHING_APPLIED
}
