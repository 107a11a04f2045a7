import { requireAdminister } from '../access/permissions.ts'
import { record } from '../audit/record.ts'
import { Fault, notFound, Refusal } from '../base/errors.ts'
import type { Viewer } from '../base/viewer.ts'
import { inTransaction, newId, readingWork, type Server, type Work } from '../base/work.ts'
import { canonicalAddress, isAddress } from '../users/email-address.ts'
import { loadSsoProviderToChange, proofRecord, SsoDomain, SsoProvider } from './sso-provider.ts'

const MOST_DOMAINS = 100

export interface VerifySsoDomainValues {
  ssoProviderId: string
  domain: string
}

/**
 * Looks into the DNS for the record that proves a domain to be the organization's; from then on the provider is believed
 * about addresses at that domain. It opens its own transaction, because nobody waits for the DNS while one is open.
 */
export async function verifySsoDomain(
  server: Server,
  viewer: Viewer,
  { ssoProviderId, domain: typed }: VerifySsoDomainValues,
): Promise<{ ssoProvider: SsoProvider }> {
  const reading = readingWork(server, viewer)
  requireAdminister(reading)
  const provider = await reading.rows(SsoProvider).findOne({ id: ssoProviderId })
  if (!provider) throw notFound('provider of single sign-on', ssoProviderId, ['input', 'ssoProviderId'])
  const domain = checkedDomain(typed)
  await requireProof(server, provider, domain)
  return inTransaction(server, viewer, async (work) => {
    const ssoProvider = await loadSsoProviderToChange(work, ssoProviderId)
    await noteProof(work, ssoProvider.id, domain)
    await record(work, 'sso_provider.domain_proved', ssoProvider.id, { domain })
    return { ssoProvider }
  })
}

function checkedDomain(typed: string): string {
  // What an address makes of it, so that the two are compared in one spelling.
  const address = canonicalAddress(`name@${typed.trim().replace(/^@/, '')}`)
  if (isAddress(address)) return address.slice(address.lastIndexOf('@') + 1)
  throw new Refusal({
    code: 'INVALID',
    message: `"${typed.trim().slice(0, 100)}" is not the domain of an email address.`,
    path: PATH,
    hint: 'Write what stands behind the @ of your addresses, such as example.com.',
  })
}

async function requireProof(server: Server, provider: SsoProvider, domain: string): Promise<void> {
  const { name, value } = proofRecord(provider, domain)
  const records = await server.txtRecords(name).catch((error: unknown) => {
    server.log.warn({ err: error, name }, 'The DNS could not be asked')
    throw new Fault('SERVICE_UNAVAILABLE', 'The DNS did not answer. Try again in a minute.')
  })
  if (records.some((text) => text.trim() === value)) return
  throw new Refusal({
    code: 'INVALID',
    message: `The DNS has no TXT record at ${name} that says ${value}.`,
    path: PATH,
    hint: 'Add that record where the domain is looked after, and call again; a new record can take an hour to be seen.',
  })
}

async function noteProof(work: Work, providerId: string, domain: string): Promise<void> {
  const domains = work.rows(SsoDomain)
  if ((await domains.update({ providerId, domain }, { provedAt: work.now() })) > 0) return
  const count = await domains.count({ providerId })
  if (count >= MOST_DOMAINS) {
    const message = `This provider has ${count} domains, and at most ${MOST_DOMAINS} are allowed.`
    throw new Refusal({ code: 'TOO_LONG', message, path: PATH })
  }
  await domains.insert({ id: newId(), providerId, domain, provedAt: work.now() })
}

const PATH = ['input', 'domain']
