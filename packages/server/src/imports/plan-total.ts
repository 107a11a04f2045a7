import { createHash } from 'node:crypto'
import { InviteTiming } from '../invites/invite.ts'
import type { User } from '../users/user.ts'
import { choicesOf } from './import-column.ts'
import type { ImportPlan } from './import-plan.ts'
import type { ImportBatch } from './import-row.ts'
import type { ImportSession } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'
import type { PlannedRow } from './planned-row.ts'
import { Tally } from './tally.ts'
import { ValueSuggestions } from './value-suggestions.ts'

/** Adds up what becomes of the rows of a file, and makes the fingerprint of it. */
export class PlanTotal {
  private readonly rowCount: number
  private readonly settings: ImportSettings
  private readonly tally = new Tally()
  private readonly suggestions = new ValueSuggestions()
  private readonly newTeams = new Set<string>()
  private readonly newLocations = new Set<string>()
  private readonly fingerprint = createHash('sha256')
  private invitesOnHireDate = 0
  private leavers = 0

  constructor({ rowCount, fileSha256, columns }: ImportSession, settings: ImportSettings) {
    this.rowCount = rowCount
    this.settings = settings
    this.fingerprint.update(JSON.stringify([fileSha256, columns.map(choicesOf), settings]))
  }

  /** What was corrected by hand. */
  addEdits(batches: readonly ImportBatch[]): void {
    for (const { number, edits } of batches) if (edits) this.fingerprint.update(JSON.stringify([number, edits]))
  }

  addRow(planned: PlannedRow): void {
    this.tally.add(planned)
    this.suggestions.add(planned.issues)
    if (planned.inviteAt) this.invitesOnHireDate++
    if (planned.write) this.addNewNames(planned.write)
    this.fingerprint.update(outcomeText(planned))
  }

  /** Who is deactivated. */
  addLeavers(users: readonly User[]): void {
    this.leavers += users.length
    for (const { id } of users) this.fingerprint.update(id)
  }

  /** To be asked once, at the end. */
  plan(): ImportPlan {
    const { actions } = this.tally
    return {
      settings: this.settings,
      totalRows: this.rowCount,
      toCreate: actions.CREATE,
      toUpdate: actions.UPDATE,
      toReactivate: actions.REACTIVATE,
      unchanged: actions.UNCHANGED,
      skipped: actions.SKIP,
      invalid: actions.INVALID,
      toDeactivate: this.leavers,
      invites: this.inviteCount(),
      newTeams: [...this.newTeams].sort(),
      newLocations: [...this.newLocations].sort(),
      issues: this.tally.issueCounts(),
      valueSuggestions: this.suggestions.list(),
      fingerprint: this.fingerprint.digest('base64url'),
    }
  }

  private addNewNames({ primaryTeam, secondaryTeams = [], location }: NonNullable<PlannedRow['write']>): void {
    for (const team of [primaryTeam, ...secondaryTeams]) if (team && !team.id) this.newTeams.add(team.name)
    if (location && !location.id) this.newLocations.add(location.name)
  }

  private inviteCount(): number {
    if (this.settings.invites === InviteTiming.HIRE_DATE) return this.invitesOnHireDate
    return this.settings.invites === InviteTiming.NONE ? 0 : this.tally.actions.CREATE
  }
}

function outcomeText({ row, action, user, changes, inviteAt }: PlannedRow): string {
  const invited = inviteAt ? ` ${inviteAt.getTime()}` : ''
  return `${row.line} ${action} ${user?.id ?? ''}${changes.length > 0 ? JSON.stringify(changes) : ''}${invited}\n`
}
