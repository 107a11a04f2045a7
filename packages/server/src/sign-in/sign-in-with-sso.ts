import { record } from '../audit/record.ts'
import type { AuditAction } from '../audit/actions.ts'
import { Refusal } from '../base/errors.ts'
import { Role, viewerUserId } from '../base/viewer.ts'
import { newId, workAs, type Work } from '../base/work.ts'
import { queueAccountNotice, SSO_LINKED } from '../users/account-notice.ts'
import { nameProblem } from '../users/check-details.ts'
import { confirmUser } from '../users/confirm-user.ts'
import { canonicalAddress, isAddress } from '../users/email-address.ts'
import { saveUser } from '../users/save-user.ts'
import { ConfirmationMethod, mayBeInvited, User, UserSource, UserStatus } from '../users/user.ts'
import { viewerOfUser } from '../users/viewer-of.ts'
import { Identity, subjectKey } from './identity.ts'
import { SsoDomain, type SsoProvider } from './sso-provider.ts'
import type { Assertion } from './verify-id-token.ts'

/** Who signed in by single sign-on, and what that made of them. */
export interface SsoSignedIn {
  user: User
  newlyConfirmed: boolean
}

/** Why nobody may sign in, for the log and the audit; whoever calls is told none of it. */
export class SsoRefused extends Error {}

/** Somebody took the address, or signed on as the same user, since we looked: another look finds them. */
export class TakenMeanwhile extends Error {}

const LONGEST_NAME = 200

/**
 * Finds the user whom a checked assertion of a provider means. Whoever signed on before is found by issuer and subject
 * alone. For the first time the address decides, and then everything has to hold that keeps strangers out: the provider
 * says that it is verified, its domain is proved, and the user never confirmed, or calls with a session of their own.
 */
export async function signInWithSso(work: Work, provider: SsoProvider, assertion: Assertion): Promise<SsoSignedIn> {
  const known = await work.rows(Identity).findOne({ providerId: provider.id, subjectKey: subjectKey(assertion) })
  if (known) return { user: await findKnown(work, provider, known), newlyConfirmed: false }
  const address = await provedAddress(work, provider, assertion)
  const found = await work.rows(User).findOne({ emailKey: canonicalAddress(address) })
  // Locked by its id: on MariaDB a lock on an address that nobody has keeps others from inserting beside it.
  const user = found && (await work.rows(User).findOneForUpdate({ id: found.id }))
  if (user && user.emailKey === canonicalAddress(address)) return linkUser(work, provider, assertion, user)
  if (!provider.createsUsers) throw new SsoRefused('nobody here has this address')
  return createUser(work, provider, assertion, address)
}

async function findKnown(work: Work, provider: SsoProvider, { userId }: Identity): Promise<User> {
  const user = await work.rows(User).findOneForUpdate({ id: userId })
  if (user?.status !== UserStatus.CONFIRMED) throw new SsoRefused('the user is deactivated')
  await recordAs(work, user, 'sso.signed_in', { ssoProviderId: provider.id, newlyConfirmed: false })
  return user
}

/** The address of an assertion, where the provider may be believed about it. */
async function provedAddress(work: Work, provider: SsoProvider, assertion: Assertion): Promise<string> {
  const { email, isEmailVerified } = assertion
  if (email === null || !isAddress(email)) throw new SsoRefused('the provider names no email address')
  if (!isEmailVerified && !provider.assertsAddresses) {
    throw new SsoRefused('the provider does not say that the address is verified')
  }
  const address = canonicalAddress(email)
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (!(await work.rows(SsoDomain).findOne({ providerId: provider.id, domain }))) {
    throw new SsoRefused(`the domain ${domain} is not proved for this provider`)
  }
  return email.trim().normalize('NFKC')
}

async function linkUser(work: Work, provider: SsoProvider, assertion: Assertion, user: User): Promise<SsoSignedIn> {
  if (user.status === UserStatus.DEACTIVATED) throw new SsoRefused('the user is deactivated')
  // With another provider too: two who claim to be one user are one too many.
  const [identity] = await work.rows(Identity).find({ userId: user.id }, { take: 1 })
  if (identity?.providerId === provider.id && identity.subjectKey === subjectKey(assertion)) throw new TakenMeanwhile()
  if (identity) throw new SsoRefused('the user signs on as somebody else')
  const newlyConfirmed = mayBeInvited(user)
  // A session by a password that somebody else knows proves nothing.
  const isOneself = work.viewer.session?.mustChangePassword === false && viewerUserId(work.viewer) === user.id
  if (!newlyConfirmed && !isOneself) throw new SsoRefused('the user confirmed before, in another way')
  await addIdentity(work, provider, assertion, user)
  const before = user.status
  // A password or session of somebody who was here before the owner of the address must not outlive this.
  if (newlyConfirmed) await confirmUser(work, user, { by: ConfirmationMethod.SSO, passwordHash: null })
  await queueAccountNotice(work, SSO_LINKED, user)
  const details = { ssoProviderId: provider.id, newlyConfirmed, subject: assertion.subject }
  await recordAs(work, user, 'sso.linked', { ...details, status: { before, after: user.status } })
  return { user, newlyConfirmed }
}

async function createUser(
  work: Work,
  provider: SsoProvider,
  assertion: Assertion,
  email: string,
): Promise<SsoSignedIn> {
  const details = { email, name: nameOf(assertion, email), role: Role.LEARNER }
  const user = await saveUser(work, { details, secondaryTeamIds: [], source: UserSource.SSO }).catch(
    (error: unknown): never => {
      if (!(error instanceof Refusal)) throw error
      throw error.code === 'EMAIL_TAKEN' ? new TakenMeanwhile() : new SsoRefused(error.message)
    },
  )
  await addIdentity(work, provider, assertion, user)
  await confirmUser(work, user, { by: ConfirmationMethod.SSO, passwordHash: null })
  const { subject } = assertion
  await recordAs(work, user, 'sso.linked', { ssoProviderId: provider.id, newlyConfirmed: true, subject, created: true })
  return { user, newlyConfirmed: true }
}

// A name is shown in mails, so one that would become a link there is not taken.
function nameOf({ name }: Assertion, email: string): string {
  const told = name?.trim()
  if (told && told.length <= LONGEST_NAME && nameProblem(told) === null) return told
  return email.slice(0, email.lastIndexOf('@'))
}

async function addIdentity(work: Work, { id }: SsoProvider, assertion: Assertion, user: User): Promise<void> {
  const { issuer, subject } = assertion
  await work.rows(Identity).insert({
    id: newId(),
    providerId: id,
    issuer,
    subject,
    subjectKey: subjectKey(assertion),
    userId: user.id,
    createdAt: work.now(),
  })
}

/** Whoever signs on did it themselves, whatever credential the program has that tells us. */
function recordAs(work: Work, user: User, action: AuditAction, details: Record<string, unknown>): Promise<void> {
  return record(workAs(work, viewerOfUser(user)), action, user.id, details)
}
