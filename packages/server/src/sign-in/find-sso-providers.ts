import { requireAdminister } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import { SsoProvider } from './sso-provider.ts'

/** All providers of single sign-on of the organization, the oldest first. */
export async function findSsoProviders(work: Work): Promise<SsoProvider[]> {
  requireAdminister(work)
  return work.rows(SsoProvider).find({}, { order: { id: 'ASC' } })
}
