import { NameMatching } from './import-settings.ts'
import { foldedName, nearestName } from './near-name.ts'

/** A team or location by name; without an id it does not exist yet. */
export interface NamedRow {
  name: string
  id: string | null
}

const MOST_LOOKUPS = 1_000

/** The teams or locations of an organization as an import knows them, those it is going to add included. */
export class KnownNames {
  private readonly byName = new Map<string, NamedRow>()
  private readonly byFoldedName = new Map<string, string>()
  private readonly ids = new Map<string, NamedRow>()
  private readonly ignoresCase: boolean
  /** Those that were there before the import; what it adds is no hint at a slip. */
  private readonly existing: ReadonlyMap<string, string>
  private readonly nearestOf = new Map<string, string | undefined>()
  private plannedByRow: NamedRow[] = []

  constructor(rows: readonly { id: string; name: string }[], matching: NameMatching) {
    this.ignoresCase = matching === NameMatching.IGNORE_CASE
    for (const { id, name } of rows) this.add({ id, name })
    this.existing = new Map(this.byFoldedName)
  }

  find(name: string): NamedRow | undefined {
    return this.byName.get(this.key(name))
  }

  byId(id: string | null): NamedRow | null {
    return (id && this.ids.get(id)) || null
  }

  /** A name that is going to be added if its row is; say so with `settleRow`. */
  plan(name: string): NamedRow {
    const row = this.add({ id: null, name })
    this.plannedByRow.push(row)
    return row
  }

  /** Ends a row: what was planned for it stays for the rows behind it only when the row is applied. */
  settleRow({ isApplied }: { isApplied: boolean }): void {
    if (this.plannedByRow.length === 0) return
    if (!isApplied) for (const row of this.plannedByRow) this.forget(row)
    this.plannedByRow = []
  }

  /** A name that differs in case, accents or spaces alone. */
  sameButForSpelling(name: string): string | undefined {
    return this.byFoldedName.get(foldedName(name))
  }

  /** The name that was probably meant. */
  nearest(name: string): string | undefined {
    // Each lookup reads all names; a file full of unknown ones gets its first thousand answered.
    if (!this.nearestOf.has(name) && this.nearestOf.size < MOST_LOOKUPS) {
      this.nearestOf.set(name, nearestName(name, this.existing))
    }
    return this.nearestOf.get(name)
  }

  /** Gives planned names the ids of the rows that were made for them; call it when those are committed. */
  settle(ids: ReadonlyMap<string, string>): void {
    for (const [name, id] of ids) {
      const row = this.find(name)
      if (!row) continue
      row.id = id
      this.ids.set(id, row)
    }
  }

  private add(row: NamedRow): NamedRow {
    this.byName.set(this.key(row.name), row)
    const folded = foldedName(row.name)
    if (!this.byFoldedName.has(folded)) this.byFoldedName.set(folded, row.name)
    if (row.id) this.ids.set(row.id, row)
    return row
  }

  private forget({ name }: NamedRow): void {
    this.byName.delete(this.key(name))
    const folded = foldedName(name)
    if (this.byFoldedName.get(folded) === name) this.byFoldedName.delete(folded)
  }

  private key(name: string): string {
    return this.ignoresCase ? name.trim().toLowerCase() : name
  }
}
