import { record } from '../audit/record.ts'
import { isUniqueViolation } from '../base/database.ts'
import { Refusal } from '../base/errors.ts'
import { systemViewer, type Viewer } from '../base/viewer.ts'
import { inTransaction, type Server } from '../base/work.ts'
import { limitCalls } from './limit-calls.ts'
import { signInWithSso, SsoRefused, TakenMeanwhile, type SsoSignedIn } from './sign-in-with-sso.ts'
import { SsoProvider } from './sso-provider.ts'
import { readClaim, verifyIdToken, type Assertion } from './verify-id-token.ts'

/** Who calls, where that is known: without a credential nobody is. */
export interface SsoCaller {
  viewer: Viewer | null
  /** The address of the machine that calls. */
  caller: string | null
}

/**
 * Takes the identity token of somebody who signed in elsewhere; the first time confirms a user who was invited. Nobody
 * is told which of the conditions failed: Owner and Admin read it in the audit.
 */
export async function completeSsoLogin(
  server: Server,
  { idToken }: { idToken: string },
  { viewer, caller }: SsoCaller,
): Promise<SsoSignedIn> {
  const pardon = await limitCalls(server, { subject: idToken, caller })
  let isToken = false
  // Several organizations may name one client of one issuer; the proved domains tell whose the person is.
  for (const provider of await findProviders(server, idToken, viewer)) {
    const assertion = await verifyIdToken(server, provider, idToken)
    if (!assertion) continue
    isToken = true
    const signedIn = await letIn(server, provider, assertion, viewer)
    if (!signedIn) continue
    await pardon()
    return signedIn
  }
  throw isToken ? refused() : notAToken()
}

async function findProviders(server: Server, idToken: string, viewer: Viewer | null): Promise<SsoProvider[]> {
  const claim = readClaim(idToken)
  if (!claim || claim.audiences.length === 0) return []
  const query = server.database.reader.manager
    .createQueryBuilder(SsoProvider, 'provider')
    // Nobody has said which; with a credential it is that one's.
    .comment('every organization')
    .where('provider.issuer = :issuer AND provider.clientId IN (:...audiences)', claim)
    .orderBy('provider.id')
    .take(MOST_CANDIDATES)
  if (viewer) query.andWhere('provider.organizationId = :organizationId', { organizationId: viewer.organizationId })
  return query.getMany()
}

/** More organizations than this do not share a client. */
const MOST_CANDIDATES = 10

/** Lets somebody in whose assertion was checked, or writes down why not and answers null. */
export async function letIn(
  server: Server,
  provider: SsoProvider,
  assertion: Assertion,
  viewer: Viewer | null,
): Promise<SsoSignedIn | null> {
  const attempt = () =>
    inTransaction(server, viewer ?? systemViewer(provider.organizationId), (work) =>
      signInWithSso(work, provider, assertion),
    )
  try {
    return await attempt().catch((error: unknown) => {
      // The same person, signing on twice at the same moment, is found the second time.
      if (isUniqueViolation(error) || error instanceof TakenMeanwhile) return attempt()
      throw error
    })
  } catch (error) {
    if (!(error instanceof SsoRefused)) throw error
    await noteRefusal(server, provider, assertion, error.message)
    return null
  }
}

async function noteRefusal(
  server: Server,
  provider: SsoProvider,
  { subject, email }: Assertion,
  reason: string,
): Promise<void> {
  server.log.info({ ssoProviderId: provider.id, reason }, 'A single sign-on was refused')
  await inTransaction(server, systemViewer(provider.organizationId), (work) =>
    record(work, 'sso.refused', provider.id, { reason, email, subject }),
  )
}

function refused(): Refusal {
  return new Refusal({
    code: 'SIGN_IN_REFUSED',
    message: 'This single sign-on does not lead to a user who may sign in.',
    path: [],
    hint: 'Ask the people who look after your account: they can read the reason in the audit.',
  })
}

// The same for an unknown issuer, another client, a wrong signature and one that is too old.
function notAToken(): Refusal {
  return new Refusal({
    code: 'INVALID',
    message: 'This is not a valid identity token of a provider of single sign-on that is set up here.',
    path: ['input', 'idToken'],
    hint: 'Sign in again and pass the new token within ten minutes.',
  })
}
