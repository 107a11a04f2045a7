import { createHash, randomBytes } from 'node:crypto'
import { Column, Entity, Index } from 'typeorm'
import { notFound, Refusal } from '../base/errors.ts'
import { Row } from '../base/rows.ts'
import { Role, ViewerKind, type Viewer } from '../base/viewer.ts'
import type { Work } from '../base/work.ts'

const PREFIX = 'rch_'
const LONGEST_NAME = 200

/** How an HR integration works. */
export const HrProtocol = { SCIM: 'SCIM', ROSTER: 'ROSTER', BAMBOOHR: 'BAMBOOHR' } as const
export type HrProtocol = keyof typeof HrProtocol

/** Where an HR integration stands. */
export const HrIntegrationStatus = {
  WAITING: 'WAITING',
  ACTIVE: 'ACTIVE',
  PAUSED: 'PAUSED',
  FAILING: 'FAILING',
} as const
export type HrIntegrationStatus = keyof typeof HrIntegrationStatus

/** A request that was refused, as it is kept on the integration. */
export interface HrSyncFailure {
  at: string
  externalId: string | null
  message: string
}

/** From which attributes a field is taken, and since which change of the mapping. */
export interface HrMappedField {
  attributes: readonly string[]
  since: number
}

/** Failures that are kept. */
export const MOST_FAILURES = 20
/** One refused request is somebody's typo; so many without one that worked are a fault of the link. */
const FAILING_AFTER = 3

/** A link to an HR or identity system. Its token is shown once and stored as its SHA-256 alone. */
@Entity('hr_integrations')
@Index('hr_integrations_token', ['tokenHash'])
@Index('hr_integrations_previous_token', ['previousTokenHash'])
export class HrIntegration extends Row {
  @Column({ type: 'varchar', length: LONGEST_NAME })
  name!: string

  @Column({ type: 'varchar', length: 32 })
  protocol!: HrProtocol

  @Column({ type: 'boolean' })
  paused!: boolean

  /** Whether new starters get an invite. */
  @Column({ type: 'boolean' })
  sendInvites!: boolean

  /** Whether leavers are deactivated. */
  @Column({ type: 'boolean' })
  deactivateLeavers!: boolean

  @Column({ type: 'varchar', length: 32 })
  defaultRole!: Role

  @Column({ type: 'varchar', length: 64 })
  tokenHash!: string

  /** Its last four characters, to tell tokens apart. */
  @Column({ type: 'varchar', length: 4 })
  tokenHint!: string

  /** Of the token before the last rotation, and until when that one still works. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  previousTokenHash!: string | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  previousTokenUntil!: Date | null

  /** When a request last worked, to the minute. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  lastSyncAt!: Date | null

  /** Requests that were refused since one worked. */
  @Column({ type: 'integer' })
  consecutiveFailures!: number

  /** The newest first. */
  @Column({ type: 'json' })
  recentFailures!: HrSyncFailure[]

  /** Of the fields whose attributes somebody chose, by their keys. */
  @Column({ type: 'json', nullable: true })
  attributeMapping!: Record<string, HrMappedField> | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** Where the integration stands. */
export function statusOf({
  paused,
  lastSyncAt,
  consecutiveFailures,
}: Pick<HrIntegration, 'paused' | 'lastSyncAt' | 'consecutiveFailures'>): HrIntegrationStatus {
  if (paused) return HrIntegrationStatus.PAUSED
  if (consecutiveFailures >= FAILING_AFTER) return HrIntegrationStatus.FAILING
  return lastSyncAt ? HrIntegrationStatus.ACTIVE : HrIntegrationStatus.WAITING
}

/**
 * The viewer that an integration is. It acts with the rights of an Admin, so that no Owner is changed or made by it, and
 * whoever makes an integration has those rights themselves.
 */
export function viewerOfHrIntegration({ id, organizationId, name }: HrIntegration): Viewer {
  return {
    kind: ViewerKind.HR_INTEGRATION,
    id,
    organizationId,
    role: Role.ADMIN,
    permissions: [],
    label: `HR integration ${name}`,
  }
}

/** A new token: 32 random bytes behind the prefix that names its kind. */
export function newHrToken(): string {
  return PREFIX + randomBytes(32).toString('base64url')
}

/** What is stored of a token. A random token needs no slow hash. */
export function hrTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The columns that a new token changes. */
export function withToken(token: string): Pick<HrIntegration, 'tokenHash' | 'tokenHint'> {
  return { tokenHash: hrTokenHash(token), tokenHint: token.slice(-4) }
}

/** The name as it is stored, or the refusal of one that cannot be. */
export function checkHrName(typed: string): string {
  const name = typed.trim()
  const path = ['input', 'name']
  if (!name) {
    const hint = 'Name the system it is for.'
    throw new Refusal({ code: 'REQUIRED', message: 'An HR integration has a name.', path, hint })
  }
  const { length } = [...name]
  if (length > LONGEST_NAME) {
    const message = `The name of an HR integration has at most ${LONGEST_NAME} characters; this has ${length}.`
    throw new Refusal({ code: 'TOO_LONG', message, path })
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) {
    const message = 'The name of an HR integration holds no line breaks or other control characters.'
    throw new Refusal({ code: 'INVALID', message, path })
  }
  return name
}

/** Refuses a default role that no integration may give: owners are appointed by owners. */
export function checkDefaultRole(role: Role): Role {
  if (role !== Role.OWNER) return role
  throw new Refusal({
    code: 'ROLE_NOT_ALLOWED',
    message: 'An HR integration makes no owners.',
    path: ['input', 'defaultRole'],
    hint: 'Choose another role, and appoint owners by hand.',
    facts: {
      type: 'RoleNotAllowedError',
      role,
      allowedRoles: Object.values(Role).filter((other) => other !== Role.OWNER),
    },
  })
}

/** The integration of that id, which nobody else can change meanwhile, or the refusal NOT_FOUND. */
export async function loadHrIntegrationToChange(work: Work, hrIntegrationId: string): Promise<HrIntegration> {
  const integration = await work.rows(HrIntegration).findOneForUpdate({ id: hrIntegrationId })
  if (!integration) throw notFound('HR integration', hrIntegrationId, ['input', 'hrIntegrationId'])
  return integration
}
