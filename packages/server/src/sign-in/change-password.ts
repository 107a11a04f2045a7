import { loadOrganization } from '../access/organization.ts'
import { record } from '../audit/record.ts'
import { Fault, Refusal } from '../base/errors.ts'
import { ViewerKind, type Viewer } from '../base/viewer.ts'
import { inTransaction, readingWork, type Server, type Work } from '../base/work.ts'
import { hashPassword } from '../users/password.ts'
import { PASSWORD_CHANGED, queueAccountNotice } from '../users/account-notice.ts'
import { requireGoodPassword } from '../users/require-good-password.ts'
import { requirePasswords } from '../users/require-passwords.ts'
import { changeUser } from '../users/save-user.ts'
import { User, withPassword } from '../users/user.ts'
import { checkPassword } from './check-password.ts'
import { Session } from './session.ts'

export interface ChangePasswordValues {
  currentPassword: string
  newPassword: string
}

const NEW_PATH = ['input', 'newPassword']

/** Gives the viewer another password; this session goes on, every other one of theirs is over. */
export async function changePassword(
  server: Server,
  viewer: Viewer,
  { currentPassword, newPassword }: ChangePasswordValues,
): Promise<{ user: User }> {
  const work = readingWork(server, viewer)
  const user = viewer.kind === ViewerKind.USER ? await work.rows(User).findOne({ id: viewer.id as string }) : null
  if (!user) throw new Fault('FORBIDDEN', 'Only a signed-in user has a password to change.', { requires: 'a session' })
  const { emailKey, name, email } = user
  const organization = await loadOrganization(work)
  requirePasswords(organization)
  if (!(await checkPassword(server, [user], { emailKey, password: currentPassword }))) throw wrongPassword()
  requireGoodPassword(newPassword, { name, email, organizationName: organization.name }, NEW_PATH)
  if (newPassword === currentPassword) throw samePassword()
  const passwordHash = await hashPassword(newPassword)
  return inTransaction(server, viewer, async (changing) => {
    const present = await changing.rows(User).findOneForUpdate({ id: user.id })
    // Somebody else set another password meanwhile.
    if (present?.passwordHash !== user.passwordHash) throw wrongPassword()
    await changeUser(changing, {
      user: present,
      changes: withPassword(present, { passwordHash, mustChangePassword: false }),
    })
    await keepSession(changing, present)
    await queueAccountNotice(changing, PASSWORD_CHANGED, present)
    await record(changing, 'user.password_changed', present.id)
    return { user: present }
  })
}

async function keepSession({ rows, viewer: { session } }: Work, { sessionGeneration }: User): Promise<void> {
  if (session) await rows(Session).update({ id: session.id }, { generation: sessionGeneration })
}

function wrongPassword(): Refusal {
  return new Refusal({
    code: 'SIGN_IN_REFUSED',
    message: 'This is not your present password.',
    path: ['input', 'currentPassword'],
    hint: 'If you have forgotten it, ask for a link to set it anew with requestPasswordReset.',
  })
}

function samePassword(): Refusal {
  return new Refusal({
    code: 'INVALID',
    message: 'The new password is the present one.',
    path: NEW_PATH,
    hint: 'Choose another.',
  })
}
