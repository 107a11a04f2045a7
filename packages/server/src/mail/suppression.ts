import { Column, Entity, PrimaryColumn } from 'typeorm'
import { OrganizationRow } from '../base/rows.ts'
import type { BounceKind } from './email.ts'

/**
 * An address to which an organization's mail is not sent any more, because it does not exist or its reader does not
 * want it. The way out is another address.
 */
@Entity('suppressions')
export class Suppression extends OrganizationRow {
  /** As `suppressionKey` spells it. */
  @PrimaryColumn({ type: 'varchar', length: 254 })
  address!: string

  @Column({ type: 'varchar', length: 32 })
  kind!: BounceKind

  /** What was said of the email that caused it. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  reason!: string | null

  /** The email that caused it. */
  @Column({ type: 'varchar', length: 36 })
  emailId!: string

  @Column({ type: 'datetime', precision: 3 })
  createdAt!: Date
}

/** The spelling under which an address is found, however it was typed. */
export function suppressionKey(address: string): string {
  return address.normalize('NFKC').toLowerCase()
}
