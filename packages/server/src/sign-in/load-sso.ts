import { In } from 'typeorm'
import type DataLoader from 'dataloader'
import { loader, type Context } from '../base/graphql/mutate.ts'
import type { Work } from '../base/work.ts'
import { SsoDomain, SsoProvider } from './sso-provider.ts'

/** The proved domains of providers, in the order of the alphabet. */
export function ssoDomainsOf(context: Context): DataLoader<string, SsoDomain[]> {
  return loader(context, 'ssoDomains', async (work, providerIds: readonly string[]) => {
    const found = await work.rows(SsoDomain).find({ providerId: In([...providerIds]) }, { order: { domain: 'ASC' } })
    return providerIds.map((id) => found.filter(({ providerId }) => providerId === id))
  })
}

/** Whether anybody of the organization can sign in elsewhere. */
export async function hasSso(work: Work): Promise<boolean> {
  return (await work.rows(SsoProvider).count()) > 0
}
