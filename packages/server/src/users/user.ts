import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { OrganizationRow, Row } from '../base/rows.ts'
import { Permission, type Role } from '../base/viewer.ts'
import { Location } from '../teams/location.ts'
import { Team } from '../teams/team.ts'
import type { HrField } from './hr-fields.ts'

/** How far a user is on the way in. Where a mail stands is on the invite. */
export const UserStatus = {
  NOT_INVITED: 'NOT_INVITED',
  INVITE_SCHEDULED: 'INVITE_SCHEDULED',
  INVITE_PENDING: 'INVITE_PENDING',
  CONFIRMED: 'CONFIRMED',
  DEACTIVATED: 'DEACTIVATED',
} as const
export type UserStatus = keyof typeof UserStatus

/** How a user came in. */
export const UserSource = { MANUAL: 'MANUAL', IMPORT: 'IMPORT', HR_SYNC: 'HR_SYNC', SSO: 'SSO' } as const
export type UserSource = keyof typeof UserSource

/** What confirmed a user. */
export const ConfirmationMethod = { INVITE: 'INVITE', PASSWORD_SET: 'PASSWORD_SET', SSO: 'SSO' } as const
export type ConfirmationMethod = keyof typeof ConfirmationMethod

/** The record of a human in an organization. */
@Entity('users')
@Index('users_email', ['organizationId', 'emailKey'], { unique: true })
@Index('users_email_key', ['emailKey'])
@Index('users_external_id', ['organizationId', 'externalId'], { unique: true })
@Index('users_name', ['organizationId', 'name'])
@Index('users_primary_team', ['organizationId', 'primaryTeamId'])
@Index('users_hr_integration', ['organizationId', 'hrIntegrationId'])
@ForeignKey(() => Team, ['organizationId', 'primaryTeamId'], ['organizationId', 'id'], {
  name: 'users_primary_team_id',
  onDelete: 'NO ACTION',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => Location, ['organizationId', 'locationId'], ['organizationId', 'id'], {
  name: 'users_location_id',
  onDelete: 'NO ACTION',
  onUpdate: 'NO ACTION',
})
export class User extends Row {
  /** As it was typed. */
  @Column({ type: 'varchar', length: 254 })
  email!: string

  /** The canonical address, by which users are told apart. */
  @Column({ type: 'varchar', length: 254 })
  emailKey!: string

  @Column({ type: 'varchar', length: 401 })
  name!: string

  @Column({ type: 'varchar', length: 200, nullable: true })
  firstName!: string | null

  @Column({ type: 'varchar', length: 200, nullable: true })
  lastName!: string | null

  @Column({ type: 'varchar', length: 32 })
  status!: UserStatus

  @Column({ type: 'varchar', length: 32 })
  role!: Role

  /** The People permission, which is added to the role. */
  @Column({ type: 'boolean' })
  hasPeoplePermission!: boolean

  @Column({ type: 'varchar', length: 200, nullable: true })
  jobTitle!: string | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  primaryTeamId!: string | null

  /** Given for this user alone; null where the primary team decides. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  managerId!: string | null

  @Column({ type: 'varchar', length: 36, nullable: true })
  locationId!: string | null

  @Column({ type: 'varchar', length: 35, nullable: true })
  language!: string | null

  @Column({ type: 'varchar', length: 200, nullable: true })
  externalId!: string | null

  @Column({ type: 'varchar', length: 64, nullable: true })
  timeZone!: string | null

  /** Year, month and day, as text: a day has no time zone. */
  @Column({ type: 'varchar', length: 10, nullable: true })
  hireDate!: string | null

  /** Values of the organization's own fields, by key; null where there is none. */
  @Column({ type: 'json', nullable: true })
  customFields!: Record<string, string> | null

  @Column({ type: 'varchar', length: 32 })
  source!: UserSource

  /** The HR integration that looks after them; on the user, so that whoever changes many need not ask for each. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  hrIntegrationId!: string | null

  /** What it says about them, and nobody else may. */
  @Column({ type: 'json', nullable: true })
  hrFields!: HrField[] | null

  /** When an Owner said that people may change those fields all the same. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  hrReleasedAt!: Date | null

  /** An invite of an earlier generation is dead. */
  @Column({ type: 'integer' })
  inviteGeneration!: number

  @Column({ type: 'varchar', length: 36, nullable: true })
  lastInviteId!: string | null

  @Column({ type: 'varchar', length: 200, nullable: true })
  passwordHash!: string | null

  /** Whether somebody else set the password, so that another has to be chosen before anything else is done. */
  @Column({ type: 'boolean', default: false })
  mustChangePassword!: boolean

  /** A session of an earlier generation is dead, and so is a link to set the password anew. */
  @Column({ type: 'integer', default: 0 })
  sessionGeneration!: number

  @Column({ type: 'datetime', precision: 3, nullable: true })
  confirmedAt!: Date | null

  @Column({ type: 'varchar', length: 32, nullable: true })
  confirmedBy!: ConfirmationMethod | null

  @Column({ type: 'datetime', precision: 3, nullable: true })
  deactivatedAt!: Date | null

  @Column({ type: 'varchar', length: 32, nullable: true })
  statusBeforeDeactivation!: UserStatus | null

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date

  @Column({ type: 'datetime', precision: 3 })
  updatedAt!: Date
}

/** A team beside the primary one. */
@Entity('user_teams')
@Index('user_teams_team', ['organizationId', 'teamId'])
@ForeignKey(() => User, ['organizationId', 'userId'], ['organizationId', 'id'], {
  name: 'user_teams_user_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
@ForeignKey(() => Team, ['organizationId', 'teamId'], ['organizationId', 'id'], {
  name: 'user_teams_team_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class UserTeam extends OrganizationRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  userId!: string

  @PrimaryColumn({ type: 'varchar', length: 36 })
  teamId!: string

  /** Place in the list, as it was given. */
  @Column({ type: 'integer' })
  position!: number
}

/** The permissions that a user has beside the role. */
export function permissionsOf(user: User): Permission[] {
  return user.hasPeoplePermission ? [Permission.PEOPLE] : []
}

/** Whether an activation link may be sent to them, and used by them. */
export function mayBeInvited({ status }: Pick<User, 'status'>): boolean {
  return status !== UserStatus.CONFIRMED && status !== UserStatus.DEACTIVATED
}

/** How far a scheduled invite is ahead of its user until it is sent: so often may the address be corrected meanwhile. */
export const SCHEDULED_AHEAD = 1_000

/** The generation of a user whose every invite is dead, one that is scheduled included. */
export function withoutInvites(user: Pick<User, 'inviteGeneration'>): number {
  return user.inviteGeneration + SCHEDULED_AHEAD + 1
}

/** The generation of a user whose link that was sent is dead; an invite that is scheduled stays alive. */
export function withoutSentInvite(user: Pick<User, 'inviteGeneration'>): number {
  return user.inviteGeneration + 1
}

/** What becomes of a user who has another password now: every session ends that began with the old one. */
export function withPassword(
  user: Pick<User, 'sessionGeneration'>,
  { passwordHash, mustChangePassword }: Pick<User, 'passwordHash' | 'mustChangePassword'>,
): Pick<User, 'passwordHash' | 'mustChangePassword' | 'sessionGeneration'> {
  return { passwordHash, mustChangePassword, sessionGeneration: user.sessionGeneration + 1 }
}

/** What becomes of a user who is deactivated: every invite and session dies, and the address stays theirs. */
export function deactivated(
  user: User,
  now: Date,
): Pick<User, 'status' | 'statusBeforeDeactivation' | 'deactivatedAt' | 'inviteGeneration' | 'sessionGeneration'> {
  return {
    status: UserStatus.DEACTIVATED,
    statusBeforeDeactivation: user.status,
    deactivatedAt: now,
    inviteGeneration: withoutInvites(user),
    sessionGeneration: user.sessionGeneration + 1,
  }
}

/** What becomes of a user who is brought back: what they were, but for an invite that is scheduled no longer. */
export function reactivated(
  user: Pick<User, 'statusBeforeDeactivation'>,
): Pick<User, 'status' | 'statusBeforeDeactivation' | 'deactivatedAt'> {
  const before = user.statusBeforeDeactivation
  return {
    status: before === UserStatus.CONFIRMED || before === UserStatus.INVITE_PENDING ? before : UserStatus.NOT_INVITED,
    statusBeforeDeactivation: null,
    deactivatedAt: null,
  }
}
