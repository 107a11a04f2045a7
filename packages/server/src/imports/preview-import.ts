import { requireManagePeople } from '../access/permissions.ts'
import { Refusal, type Mistake } from '../base/errors.ts'
import type { Work } from '../base/work.ts'
import { InviteTiming } from '../invites/invite.ts'
import type { User } from '../users/user.ts'
import { FileManagers } from './file-managers.ts'
import type { ImportPlan, PlannedImport } from './import-plan.ts'
import { RowErrorPolicy, type ImportSettings } from './import-settings.ts'
import type { ImportSession } from './import-session.ts'
import { keepPlan, keptPlan, planBasis } from './kept-plans.ts'
import { deactivationLimit, FilePeople, missingUsers } from './missing-users.ts'
import { openPlanning, planBatches, readBatches } from './plan-batches.ts'
import { withoutLateManager } from './plan-manager.ts'
import { PlanTotal } from './plan-total.ts'

/** What committing would do now, and who would be deactivated by it. */
export interface ImportPreview {
  plan: ImportPlan
  /** What would make commitImport refuse. */
  blockers: Mistake[]
  /** The users who would be deactivated, behind the one with this id. */
  deactivations(after: string, size: number): AsyncGenerator<User[]>
}

/** Works out what committing with these settings would do, exactly, without changing anything. */
export async function previewImport(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
): Promise<ImportPreview> {
  requireManagePeople(work)
  const people = FilePeople.of(session, settings)
  const now = work.now()
  const plan = await planImport(work, session, settings, people)
  return {
    plan,
    blockers: [
      ...(await deactivationBlockers(work, plan, null)),
      ...invalidBlockers(plan),
      ...sendAtBlockers(settings, now),
    ],
    deactivations: (after, size) => (people ? missingUsers(work, { people, before: now, after, size }) : nobody()),
  }
}

/**
 * Plans every row, and every deactivation when the people of the file are collected. Where they are not, a plan that
 * was made for a preview and still holds is taken instead.
 */
export async function planImport(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
  people: FilePeople | null,
): Promise<ImportPlan> {
  if (people) return (await planRows(work, session, settings, people)).plan
  return (await planKept(work, session, settings)).plan
}

/** The lines of the rows whose manager will not be there when every row is applied. */
export async function linesWithoutManager(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
): Promise<ReadonlySet<number>> {
  return (await planKept(work, session, settings)).withoutManager
}

async function planKept(work: Work, session: ImportSession, settings: ImportSettings): Promise<PlannedImport> {
  const basis = await planBasis(work, session, settings)
  const planned = keptPlan(session, basis) ?? (await planRows(work, session, settings, null))
  keepPlan(session, basis, planned)
  return planned
}

async function planRows(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
  people: FilePeople | null,
): Promise<PlannedImport> {
  if (!session.columns.some(({ field }) => field === 'manager')) {
    return tallyRows(work, session, settings, { people, managers: null })
  }
  const managers = new FileManagers()
  const planned = await tallyRows(work, session, settings, { people, managers })
  if (!managers.mayBeMissed) return planned
  return tallyRows(work, session, settings, { people, managers, isSecond: true })
}

interface Tallying {
  people: FilePeople | null
  /** Null where the file names no managers. */
  managers: FileManagers | null
  /** Whether `managers` knows all of them by now. */
  isSecond?: boolean
}

async function tallyRows(
  work: Work,
  session: ImportSession,
  settings: ImportSettings,
  { people, managers, isSecond = false }: Tallying,
): Promise<PlannedImport> {
  const now = work.now()
  const planning = await openPlanning(work, session, settings)
  const total = new PlanTotal(session, settings)
  const withoutManager = new Set<number>()
  for await (const batches of readBatches(work, session)) {
    total.addEdits(batches)
    for (const row of (await planBatches(work, batches, planning)).flat()) {
      const isMissed = isSecond && managers?.isMissedBy(row)
      if (isMissed) withoutManager.add(row.row.line)
      else if (!isSecond) managers?.add(row)
      const planned = isMissed ? withoutLateManager(row, planning.context) : row
      total.addRow(planned)
      people?.add(planned, planning.context.customFields)
    }
  }
  if (people) for await (const users of missingUsers(work, { people, before: now })) total.addLeavers(users)
  return { plan: total.plan(), withoutManager }
}

/** Why the number of users to deactivate stands in the way; `confirmed` is the number that was typed back. */
export async function deactivationBlockers(work: Work, plan: ImportPlan, confirmed: number | null): Promise<Mistake[]> {
  if (plan.toDeactivate === 0) return []
  const limit = await deactivationLimit(work)
  const facts = { type: 'DeactivationGuardError', wouldDeactivate: plan.toDeactivate, limit } as const
  const path = ['input', 'confirmDeactivations']
  const count = plan.toDeactivate === 1 ? '1 user' : `${plan.toDeactivate} users`
  const unconfirmed: Mistake = {
    code: 'DEACTIVATION_UNCONFIRMED',
    message: `${count} would be deactivated${confirmed === null ? '' : `, not ${confirmed}`}.`,
    path,
    hint: `Look at preview.deactivations. If all of them shall go, pass confirmDeactivations: ${plan.toDeactivate}.`,
    facts,
  }
  const tooMany: Mistake = {
    code: 'DEACTIVATION_LIMIT',
    message: `${count} would be deactivated, and one import may deactivate at most ${limit} in this organization.`,
    path,
    hint: 'Check that the file holds everybody. If so many shall go, import in parts.',
    facts,
  }
  // Both at once, so that nobody confirms a number that is then refused.
  return [...(confirmed === plan.toDeactivate ? [] : [unconfirmed]), ...(plan.toDeactivate <= limit ? [] : [tooMany])]
}

/** Why invalid rows stand in the way, where the settings say so. */
export function invalidBlockers({ invalid, settings }: ImportPlan): Mistake[] {
  if (invalid === 0 || settings.onRowError === RowErrorPolicy.SKIP_ROW) return []
  return [
    {
      code: 'ROWS_INVALID',
      message: `${invalid === 1 ? '1 row is' : `${invalid} rows are`} invalid, and the settings refuse to commit while there is one.`,
      path: ['input', 'importId'],
      hint: 'Correct the rows with updateImportRows, or choose onRowError SKIP_ROW to leave invalid rows out.',
    },
  ]
}

/** Why the time for sending stands in the way: it may have passed since it was chosen. */
export function sendAtBlockers(settings: ImportSettings, now: Date): Mistake[] {
  if (settings.invites !== InviteTiming.SCHEDULED || !settings.sendAt || new Date(settings.sendAt) > now) return []
  return [
    {
      code: 'TIME_INVALID',
      message: `The invites were to be sent at ${settings.sendAt}, which has passed.`,
      path: ['input', 'settings', 'sendAt'],
      hint: 'Choose a later time, or invites IMMEDIATE.',
    },
  ]
}

/** Refuses when anything stands in the way. */
export function refuseIf(blockers: readonly Mistake[]): void {
  const [first, ...others] = blockers
  if (first) throw new Refusal(first, ...others)
}

async function* nobody(): AsyncGenerator<User[]> {}
