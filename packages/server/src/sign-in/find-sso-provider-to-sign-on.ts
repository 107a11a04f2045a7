import { bareId } from '../base/graphql/ids.ts'
import type { Server } from '../base/work.ts'
import { SsoProvider } from './sso-provider.ts'

/** The provider whose id stands in an address, of whichever organization; null when there is none. */
export function findSsoProviderToSignOn(server: Server, globalId: string): Promise<SsoProvider | null> {
  return (
    server.database.reader.manager
      .createQueryBuilder(SsoProvider, 'provider')
      // The organization follows from the id, which nobody can guess.
      .comment('every organization')
      .where('provider.id = :id', { id: bareId('SsoProvider', globalId) })
      .getOne()
  )
}
