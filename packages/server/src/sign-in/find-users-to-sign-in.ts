import { Organization } from '../access/organization.ts'
import type { Server } from '../base/work.ts'
import { User, UserStatus } from '../users/user.ts'

/** The users with this canonical address who may sign in with a password, in every organization: nobody has said which. Oldest first. */
export function findUsersToSignIn(server: Server, emailKey: string): Promise<User[]> {
  return server.database.reader.manager
    .createQueryBuilder(User, 'user')
    .comment('every organization')
    .innerJoin(
      Organization,
      'organization',
      'organization.id = user.organizationId AND organization.ssoOnly = :ssoOnly',
      {
        ssoOnly: false,
      },
    )
    .where('user.emailKey = :emailKey AND user.status = :status', { emailKey, status: UserStatus.CONFIRMED })
    .orderBy('user.id')
    .getMany()
}
