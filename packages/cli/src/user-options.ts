import type { Command } from '@commander-js/extra-typings'
import type { schema } from '@rollcall/sdk'
import { choicesOption } from './choices.ts'
import { INVITE_STATUSES, ROLES, USER_STATUSES } from './meanings.ts'

/** Options that say which users are meant. */
interface UserOptions {
  status?: schema.UserStatus[] | undefined
  inviteStatus?: schema.InviteStatus[] | undefined
  role?: schema.Role[] | undefined
  import?: string | undefined
}

/** Adds the words and options that say which users are meant. */
export function withUserOptions(command: Command) {
  return command
    .argument('[words...]', 'words that all occur in name, email address, job title or external id')
    .addOption(choicesOption('--status <statuses>', 'only users with one of these statuses', USER_STATUSES))
    .addOption(choicesOption('--invite-status <statuses>', 'only users whose newest invite is so', INVITE_STATUSES))
    .addOption(choicesOption('--role <roles>', 'only users with one of these roles', ROLES))
    .option('--import <id>', 'only users that this import made or changed')
}

/** The filter that these words and options make. */
export function userFilter(words: readonly string[], options: UserOptions): schema.UserFilter {
  const { status, inviteStatus, role, import: importId } = options
  return { search: words.join(' ') || undefined, status, inviteStatus, role, importId }
}
