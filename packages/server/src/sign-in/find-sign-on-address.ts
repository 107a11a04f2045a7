import type { Organization } from '../access/organization.ts'
import { globalId } from '../base/graphql/ids.ts'
import { systemViewer } from '../base/viewer.ts'
import { readingWork, type Server } from '../base/work.ts'
import { SsoProvider } from './sso-provider.ts'

/** Where users of an organization sign on that takes no password; null where passwords are taken. */
export async function findSignOnAddress(server: Server, { id, ssoOnly }: Organization): Promise<string | null> {
  if (!ssoOnly) return null
  const [provider] = await readingWork(server, systemViewer(id))
    .rows(SsoProvider)
    .find({}, { order: { id: 'ASC' }, take: 1 })
  return provider ? startAddress(server, provider) : null
}

/** Where people begin a sign-on at a provider. */
export function startAddress({ config }: Pick<Server, 'config'>, { id }: Pick<SsoProvider, 'id'>): string {
  return `${config.publicUrl}/sso/${globalId('SsoProvider', id)}/start`
}
