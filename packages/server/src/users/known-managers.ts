import type { Work } from '../base/work.ts'
import { canonicalAddress } from './email-address.ts'
import { findUsersByKeys } from './find-users-by-keys.ts'
import { User } from './user.ts'

/**
 * Whoever some rows name as managers and whoever manages their users by now, with the managers of those in turn. Only
 * managers who were given for one user alone: those of teams come with the teams.
 */
export class KnownManagers {
  private readonly byId: ReadonlyMap<string, User>
  private readonly byEmail: ReadonlyMap<string, User>
  private readonly byExternalId: ReadonlyMap<string, User>
  /** What rows before gave, by the id of the user. */
  private readonly given = new Map<string, string | null>()

  private constructor(users: readonly User[]) {
    this.byId = new Map(users.map((user) => [user.id, user]))
    this.byEmail = new Map(users.map((user) => [user.emailKey, user]))
    this.byExternalId = new Map(users.flatMap((user) => (user.externalId ? [[user.externalId, user]] : [])))
  }

  /** Reads those whom `names` name, by address or employee ID, and those who manage `users`. */
  static async find(work: Work, names: Iterable<string>, users: readonly User[]): Promise<KnownManagers> {
    const wanted = [...new Set(names)]
    const known = new Map<string, User>()
    let next: readonly User[] = users
    if (wanted.length > 0) {
      const keys = { emailKeys: wanted.filter(isLikeAddress).map(canonicalAddress), externalIds: wanted }
      const named = await findUsersByKeys(work, keys)
      for (const user of named) known.set(user.id, user)
      next = [...users, ...named]
    }
    for (;;) {
      const ids = new Set(next.flatMap(({ managerId }) => (managerId && !known.has(managerId) ? managerId : [])))
      if (ids.size === 0) return new KnownManagers([...known.values()])
      next = await work.rows(User).findIn('id', [...ids])
      for (const user of next) known.set(user.id, user)
    }
  }

  /** Whose address or employee ID that is. */
  named(name: string): User | null {
    return (isLikeAddress(name) && this.byEmail.get(canonicalAddress(name))) || this.byExternalId.get(name) || null
  }

  withId(id: string): User | null {
    return this.byId.get(id) ?? null
  }

  /** Who was given to the user as manager. */
  of({ id, managerId }: User): User | null {
    const given = this.given.get(id)
    return this.byId.get((given === undefined ? managerId : given) ?? '') ?? null
  }

  /** Notes what a row gives to a user, for the rows behind it. */
  give(user: User, managerId: string | null): void {
    this.given.set(user.id, managerId)
  }

  /** From the user over this manager and theirs back to the user; null where they do not lead back. */
  circle(user: User, manager: User): User[] | null {
    const line = [user]
    const seen = new Set<User>()
    for (let next: User | null = manager; next && !seen.has(next); next = this.of(next)) {
      seen.add(next)
      line.push(next)
      if (next.id === user.id) return line
    }
    return null
  }
}

function isLikeAddress(name: string): boolean {
  return name.includes('@')
}

/** Whether a name of a manager, an address or an employee ID, is that of the person of a row. */
export function isNameOf(
  name: string,
  { emailKey, externalId }: { emailKey?: string | undefined; externalId?: string | null | undefined },
): boolean {
  return (isLikeAddress(name) && canonicalAddress(name) === emailKey) || name === externalId
}
