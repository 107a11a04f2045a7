import { Column, Entity, ForeignKey, Index } from 'typeorm'
import { Row } from '../base/rows.ts'
import { MOST_REMINDERS } from '../users/update-organization.ts'
import { Invite } from './invite.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A reminder that could not be sent for so long is left out: who was away for weeks must not be flooded on the return. */
const LATEST_MS = DAY_MS
/** Where the days of the organization were changed meanwhile, nobody gets two at once. */
const SOONEST_AFTER_MS = 12 * HOUR_MS

/** How the user of an invite is reminded of it; its id is that of the invite, and only invites that were sent have one. */
@Entity('reminders')
@Index('reminders_due', ['organizationId', 'remindAt'])
@ForeignKey(() => Invite, ['organizationId', 'id'], ['organizationId', 'id'], {
  name: 'reminders_invite_id',
  onDelete: 'CASCADE',
  onUpdate: 'NO ACTION',
})
export class Reminder extends Row {
  /** When the invite was sent: its days count from here. */
  @Column({ type: 'datetime', precision: 3 })
  firstSentAt!: Date

  /** Null: not any more. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  remindAt!: Date | null

  @Column({ type: 'integer' })
  count!: number

  @Column({ type: 'datetime', precision: 3, nullable: true })
  lastAt!: Date | null
}

/** When to remind next, by the days of the organization, in ascending order; null: not any more. */
export function nextReminder(
  { firstSentAt, count, lastAt }: Pick<Reminder, 'firstSentAt' | 'count' | 'lastAt'>,
  days: readonly number[],
  now: Date,
): Date | null {
  if (count >= MOST_REMINDERS) return null
  const after = Math.max(now.getTime() - LATEST_MS, lastAt ? lastAt.getTime() + SOONEST_AFTER_MS : 0)
  const time = days.map((day) => firstSentAt.getTime() + day * DAY_MS).find((at) => at > after)
  return time === undefined ? null : new Date(time)
}

/** Whether a reminder that is due is not too late by now. */
export function isInTime({ remindAt }: Pick<Reminder, 'remindAt'>, now: Date): boolean {
  return remindAt !== null && remindAt.getTime() > now.getTime() - LATEST_MS
}
