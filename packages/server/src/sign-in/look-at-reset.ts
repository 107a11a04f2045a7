import { loadOrganization, type Organization } from '../access/organization.ts'
import type { Mistake } from '../base/errors.ts'
import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server } from '../base/work.ts'
import { User } from '../users/user.ts'
import { isMeantFor, PasswordReset, resetTokenHash } from './password-reset.ts'

/** A link to set the password anew, with whom it is for. */
export interface FoundReset {
  reset: PasswordReset
  user: User
  organization: Organization
}

const PATH = ['input', 'token']
const HINT = 'Ask for a new one with requestPasswordReset.'

/** Why a link cannot be used that leads nowhere: it is gone once it was used or replaced. */
export const NOT_USABLE: Mistake = {
  code: 'INVITE_NOT_USABLE',
  message: 'This link was used, was replaced by a newer one, or is not one that was sent.',
  path: PATH,
  hint: HINT,
}

const EXPIRED: Mistake = { code: 'INVITE_EXPIRED', message: 'This link has expired.', path: PATH, hint: HINT }

/** Finds what a link is for, in whichever organization, or why it cannot be used. Changes nothing. */
export async function lookAtReset(
  server: Server,
  token: string,
): Promise<{ found: FoundReset; problem: null } | { found: null; problem: Mistake }> {
  const reset = await server.database.reader.manager
    .createQueryBuilder(PasswordReset, 'reset')
    // The organization follows from the token.
    .comment('every organization')
    .where('reset.tokenHash = :tokenHash', { tokenHash: resetTokenHash(token) })
    .getOne()
  if (!reset) return { found: null, problem: NOT_USABLE }
  const work = readingWork(server, systemViewer(reset.organizationId))
  const user = await work.rows(User).findOne({ id: reset.userId })
  if (!user || !isMeantFor(reset, user)) return { found: null, problem: NOT_USABLE }
  if (!reset.expiresAt || reset.expiresAt <= server.now()) return { found: null, problem: EXPIRED }
  return { found: { reset, user, organization: await loadOrganization(work) }, problem: null }
}
