import type { Server } from '../base/work.ts'
import { openFetchOutside } from './fetch-outside.ts'

/** What an issuer says of itself, as far as we need it. */
export interface IssuerMetadata {
  issuer: string
  jwksUri: string
  /** All of it. */
  metadata: Record<string, unknown>
}

/** Why an issuer cannot be used, as a sentence for the person who set it up. */
export class IssuerProblem extends Error {}

/** Asks an issuer for its metadata, and holds it to the name it was asked by, letter by letter. */
export async function discoverIssuer({ config }: Pick<Server, 'config'>, issuer: string): Promise<IssuerMetadata> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const metadata = await fetchObject(openFetchOutside(config.webhookTargets), address)
  const { issuer: named, jwks_uri: jwksUri } = metadata
  if (named !== issuer) {
    throw new IssuerProblem(`${address} says that its issuer is ${JSON.stringify(named)}, not "${issuer}".`)
  }
  if (typeof jwksUri !== 'string' || !URL.canParse(jwksUri)) {
    throw new IssuerProblem(`${address} does not say where the issuer's keys are.`)
  }
  return { issuer, jwksUri, metadata }
}

async function fetchObject(
  fetchOutside: ReturnType<typeof openFetchOutside>,
  address: string,
): Promise<Record<string, unknown>> {
  const response = await fetchOutside(address, { headers: { accept: 'application/json' } }).catch((error: unknown) => {
    const { code, message } = error as { code?: unknown; message?: string }
    throw new IssuerProblem(`${address} could not be read: ${typeof code === 'string' ? code : message}.`, {
      cause: error,
    })
  })
  if (response.status !== 200) throw new IssuerProblem(`${address} answered with status ${response.status}.`)
  const body: unknown = await response.json().catch(() => null)
  if (body === null || typeof body !== 'object') throw new IssuerProblem(`${address} did not answer with JSON.`)
  return body as Record<string, unknown>
}
