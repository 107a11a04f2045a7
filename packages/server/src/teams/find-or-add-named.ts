import { In } from 'typeorm'
import { isUniqueViolation } from '../base/database.ts'
import type { Row, Table, Values } from '../base/rows.ts'
import { newId, type Work } from '../base/work.ts'

const TRIES = 5
/** Names that are looked up by one statement. */
const PAGE = 1_000

/** A row that is told apart by its name. */
interface NamedRow extends Row {
  name: string
}

/** The ids of rows by their names; names that nobody has yet are added, with `others` as their other columns. */
export async function findOrAddNamed<R extends NamedRow>(
  work: Work,
  table: Table<R>,
  names: readonly string[],
  others: Omit<Values<R>, 'id' | 'name'>,
): Promise<ReadonlyMap<string, string>> {
  // In order, so that two imports that add the same names wait for each other and do not deadlock.
  const wanted = [...new Set(names)].sort()
  const ids = new Map<string, string>()
  for (let attempt = 1; ; attempt++) {
    const unknown = wanted.filter((name) => !ids.has(name))
    for (let start = 0; start < unknown.length; start += PAGE) {
      const page = { name: In(unknown.slice(start, start + PAGE)) }
      for (const { id, name } of await work.rows(table).find(page as never)) ids.set(name, id)
    }
    const added = wanted.filter((name) => !ids.has(name)).map((name) => ({ ...others, id: newId(), name }) as Values<R>)
    try {
      await work.rows(table).insertMany(added)
      for (const { id, name } of added) ids.set(name, id)
      return ids
    } catch (error) {
      // Somebody else has added one of them since we looked. Only the statement is undone, so we look again.
      if (!isUniqueViolation(error) || attempt === TRIES) throw error
    }
  }
}
