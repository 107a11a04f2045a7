import { Column, Entity } from 'typeorm'
import { isUniqueViolation } from '../base/database.ts'
import { OrganizationRow } from '../base/rows.ts'
import type { Work } from '../base/work.ts'

/**
 * Until when the mail service asked not to be called for an organization. It is a row, so that every process and every
 * new email keep to it.
 */
@Entity('mail_pauses')
export class MailPause extends OrganizationRow {
  @Column({ type: 'datetime', precision: 3 })
  until!: Date
}

/** The moment before which nothing is sent for the organization; long past when there was no pause. */
export async function pausedUntil(work: Work): Promise<Date> {
  return (await work.rows(MailPause).findOne({}))?.until ?? new Date(0)
}

/** Sends nothing for the organization before this moment. */
export async function pauseMail(work: Work, until: Date): Promise<void> {
  const pauses = work.rows(MailPause)
  if ((await pauses.update({}, { until })) > 0) return
  try {
    await pauses.insert({ until })
  } catch (error) {
    // Another worker was told the same at the same moment.
    if (!isUniqueViolation(error)) throw error
  }
}
