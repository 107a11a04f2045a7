import { newestEvents } from '../audit/newest-events.ts'
import { grantableRoles } from '../access/permissions.ts'
import type { Work } from '../base/work.ts'
import type { PlannedImport } from './import-plan.ts'
import { ImportSession, ImportState } from './import-session.ts'
import type { ImportSettings } from './import-settings.ts'

const MOST_KEPT = 100

/** What a plan was made from. */
interface PlanBasis {
  basis: string
  planned: PlannedImport
}

// A commit mostly follows a preview that this process has just worked out, row by row. The oldest comes first.
const kept = new Map<string, PlanBasis>()

/**
 * What a plan of this import would be made from at this moment: the file with its mapping, the settings, the rights of
 * the viewer, and the organization as its last audit event left it. Null while an import is being applied, which
 * changes users without an event of its own for each.
 */
export async function planBasis(work: Work, session: ImportSession, settings: ImportSettings): Promise<string | null> {
  if ((await work.rows(ImportSession).count({ state: ImportState.COMMITTING })) > 0) return null
  const { id, updatedAt } = session
  return JSON.stringify([
    id,
    updatedAt.getTime(),
    settings,
    work.viewer.id,
    grantableRoles(work.viewer),
    await newestEvents(work),
  ])
}

/** Keeps a plan for the commit that may follow; `basis` was asked for before the plan was made. */
export function keepPlan({ id }: ImportSession, basis: string | null, planned: PlannedImport): void {
  kept.delete(id)
  if (basis === null) return
  kept.set(id, { basis, planned })
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
}

/** The plan that was made from the same, if it was kept. */
export function keptPlan({ id }: ImportSession, basis: string | null): PlannedImport | null {
  const known = kept.get(id)
  return known && known.basis === basis ? known.planned : null
}
