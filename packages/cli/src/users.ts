import type { Command } from '@commander-js/extra-typings'
import type { schema } from '@rollcall/sdk'
import { wordFor } from './choices.ts'
import { connect } from './connect.ts'
import type { Environment } from './credentials.ts'
import { parseNumber } from './parse-options.ts'
import { note, print, printJson } from './print.ts'
import { count, table } from './table.ts'
import { userFilter, withUserOptions } from './user-options.ts'

const DEFAULT_LIMIT = 50
const LARGEST_PAGE = 200

const EXAMPLES = `
Examples:
  rollcall users anna
  rollcall users --status invite-pending --invite-status expired,bounced
  rollcall users --limit 100000 --json > users.json`

/** Adds `rollcall users`. */
export function addUsers(program: Command, env: Environment): void {
  withUserOptions(program.command('users'))
    .summary('list users')
    .description('Lists users by name, with their role, status and newest invite.')
    .option('--limit <number>', 'at most so many', parseNumber, DEFAULT_LIMIT)
    .option('--json', 'print JSON instead of text')
    .addHelpText('after', EXAMPLES)
    .action((words, { limit, json, ...options }) => listUsers(env, userFilter(words, options), limit, json))
}

async function listUsers(env: Environment, filter: schema.UserFilter, limit: number, json?: true): Promise<void> {
  const rollcall = await connect(env)
  const listing = rollcall.users.list({ filter, first: Math.max(1, Math.min(limit, LARGEST_PAGE)) })
  const users = await listing.toArray({ limit })
  if (json) return printJson(users)
  const rows = users.map(({ name, email, role, status, lastInvite }) => [
    name,
    email,
    wordFor(role),
    wordFor(status),
    lastInvite ? `invite ${wordFor(lastInvite.status)}` : '',
  ])
  if (rows.length > 0) print(table(rows))
  const more = users.length === limit ? ', the most that were asked for: --limit shows more.' : '.'
  note(count(users.length, 'user') + more)
}
