import type { Command } from '@commander-js/extra-typings'
import type { schema } from '@rollcall/sdk'
import { choicesOption, wordFor } from './choices.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { INVITE_STATUSES, ROLES, USER_STATUSES } from './meanings.ts'
import { parseNumber } from './parse-options.ts'
import { note, print, printJson } from './print.ts'
import { count, table } from './table.ts'

const DEFAULT_LIMIT = 50
const LARGEST_PAGE = 200

const EXAMPLES = `
Examples:
  rollcall users anna
  rollcall users --status invite-pending --invite-status expired,bounced
  rollcall users --limit 100000 --json > users.json`

/** Adds `rollcall users`. */
export function addUsers(program: Command, env: Environment): void {
  program
    .command('users')
    .summary('list users')
    .description('Lists users by name, with their role, status and newest invite.')
    .argument('[words...]', 'words that all occur in name, email address, job title or external id')
    .addOption(choicesOption('--status <statuses>', 'only users with one of these statuses', USER_STATUSES))
    .addOption(
      choicesOption('--invite-status <statuses>', 'only users whose newest invite has one of these', INVITE_STATUSES),
    )
    .addOption(choicesOption('--role <roles>', 'only users with one of these roles', ROLES))
    .option('--import <id>', 'only users that this import made or changed')
    .option('--limit <number>', 'at most so many', parseNumber, DEFAULT_LIMIT)
    .option('--json', 'print JSON instead of text')
    .addHelpText('after', EXAMPLES)
    .action(async (words, { status, inviteStatus, role, import: importId, limit, json }) => {
      const filter = { search: words.join(' ') || undefined, status, inviteStatus, role, importId }
      await listUsers(env, filter, limit, json)
    })
}

async function listUsers(env: Environment, filter: schema.UserFilter, limit: number, json?: true): Promise<void> {
  const rollcall = await connect(env)
  const listing = rollcall.users.list({ filter, first: Math.max(1, Math.min(limit, LARGEST_PAGE)) })
  const users = await listing.toArray({ limit })
  if (json) return printJson(users)
  print(
    table(
      users.map(({ name, email, role, status, lastInvite }) => [
        name,
        email,
        wordFor(role),
        wordFor(status),
        lastInvite ? `invite ${wordFor(lastInvite.status)}` : '',
      ]),
    ),
  )
  note(
    count(users.length, 'user') +
      (users.length === limit ? ', the most that were asked for: --limit shows more.' : '.'),
  )
}
