import { canonicalAddress } from '../users/email-address.ts'
import { AddressSet } from './address-set.ts'
import { RowAction, type PlannedRow } from './planned-row.ts'

const NOT_APPLIED: readonly RowAction[] = [RowAction.INVALID, RowAction.SKIP]

/**
 * Who of a file is there when every row is applied, to be the manager of somebody else in it. Rows are added in a first
 * reading; a second one is needed where a row waits for somebody who will not be there.
 */
export class FileManagers {
  private readonly people = new AddressSet()
  private isOneWaitedFor = false
  private isOneMissing = false

  add({ row: { line, values }, action, write }: PlannedRow): void {
    if (write?.lateManager) this.isOneWaitedFor = true
    if (NOT_APPLIED.includes(action)) {
      this.isOneMissing = true
      return
    }
    if (values.emailKey) this.people.add(values.emailKey, line)
    if (values.externalId) this.people.add(values.externalId, line)
  }

  get mayBeMissed(): boolean {
    return this.isOneWaitedFor && this.isOneMissing
  }

  /** Whether a row waits for a manager who will not be there. */
  isMissedBy({ write }: PlannedRow): boolean {
    if (!write?.lateManager) return false
    const { name } = write.lateManager
    return !this.people.has(name) && !this.people.has(canonicalAddress(name))
  }
}
