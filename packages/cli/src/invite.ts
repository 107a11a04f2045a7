import type { Command } from '@commander-js/extra-typings'
import type { Rollcall, schema } from '@rollcall/sdk'
import { askText, isSomebodyThere } from './ask.ts'
import { choiceOption, wordFor } from './choices.ts'
import { CommandError } from './command-error.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { ExitCode } from './exit-code.ts'
import { ROLES } from './meanings.ts'
import { parseTime } from './parse-options.ts'
import { print, printJson } from './print.ts'

interface Options {
  name?: string | undefined
  role?: schema.Role | undefined
  team?: string | undefined
  jobTitle?: string | undefined
  language?: string | undefined
  externalId?: string | undefined
  at?: string | undefined
  mail: boolean
  json?: true | undefined
}

const EXAMPLES = `
Examples:
  rollcall invite ana@example.com --name "Ana Ruiz" --role curator --team Sales
  rollcall invite ben@example.com --name "Ben Lee" --at 2026-12-01T09:00
  rollcall invite cleo@example.com --name "Cleo Diaz" --no-mail`

/** Adds `rollcall invite`. */
export function addInvite(program: Command, env: Environment): void {
  program
    .command('invite')
    .summary('add one user and mail the activation link')
    .description('Adds one user and mails the activation link, at once unless told otherwise.')
    .argument('<email>', 'email address')
    .option('--name <name>', 'full name')
    .addOption(choiceOption('--role <role>', 'role (default: learner)', ROLES))
    .option('--team <name>', 'primary team')
    .option('--job-title <title>', 'job title')
    .option('--language <tag>', 'language of the mail and the screens, like en-GB')
    .option('--external-id <id>', 'employee number or other key from another system')
    .option('--at <time>', 'mail the link at this time, like 2026-12-01T09:00', parseTime)
    .option('--no-mail', 'add the user and mail nothing')
    .option('--json', 'print JSON instead of text')
    .addHelpText('after', EXAMPLES)
    .action((email, options: Options) => inviteUser(env, email, options))
}

async function inviteUser(env: Environment, email: string, options: Options): Promise<void> {
  const { role, team, jobTitle, language, externalId, at, mail, json } = options
  const timing = mail ? (at ? 'SCHEDULED' : 'IMMEDIATE') : 'NONE'
  if (!mail && at) throw new CommandError(ExitCode.USAGE, '--at and --no-mail contradict each other.')
  const name = options.name ?? (isSomebodyThere() ? await askText(`Name of ${email}:`) : undefined)
  const rollcall = await connect(env)
  const primaryTeamId = team === undefined ? undefined : await findTeam(rollcall, team)
  const input = {
    email,
    name,
    role,
    jobTitle,
    language,
    externalId,
    primaryTeamId,
    invite: timing,
    sendAt: at,
  } as const
  const { user, invite } = await rollcall.users.invite(input)
  if (json) return printJson({ user, invite })
  print(
    `${user.name} <${user.email}> is ${wordFor(user.status)}${invite ? `; the invite is ${wordFor(invite.status)}` : ''}.`,
  )
}

async function findTeam(rollcall: Rollcall, name: string): Promise<string> {
  const like = await rollcall.teams.list({ search: name }).toArray({ limit: 200 })
  const found = like.find((team) => team.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found.id
  const others = like.length > 0 ? ` There are: ${like.map((team) => team.name).join(', ')}.` : ''
  throw new CommandError(ExitCode.NOTHING_APPLIED, `There is no team ${name}, so nobody was invited.${others}`)
}
