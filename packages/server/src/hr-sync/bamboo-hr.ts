import { SourceProblem, type HrSource, type HrSourceAccess, type HrSourcePage } from './hr-source.ts'
import { ENTERPRISE_SCHEMA, isObject, ROLLCALL_SCHEMA, type ScimDocument } from './scim-normalise.ts'

const PAGE = 25
const EVER = '1970-01-01T00:00:00Z'
const FIELDS = 'employeeNumber,firstName,lastName,workEmail,jobTitle,department,hireDate,status'
const PATIENCE_SECONDS = 60

interface Change {
  id: string
  action: string
  lastChanged: string
}

/**
 * BambooHR: which employees have changed since a moment, and then each of them. Asked too often it answers 429 or 503 and
 * says how long to wait; what was read until then is handed on, so that the next time goes on behind it.
 */
export function openBambooHr({ url, apiKey, fetch }: HrSourceAccess): HrSource {
  const headers = {
    accept: 'application/json',
    // The password is not looked at, and must be there.
    authorization: `Basic ${Buffer.from(`${apiKey}:x`).toString('base64')}`,
  }
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}/v1/employees/${path}`, { headers }).catch((error: unknown) => {
      throw new SourceProblem(`BambooHR could not be reached. ${(error as Error).message}`)
    })
    if (response.status === 404) return null
    if (!response.ok) throw problemOf(response)
    return response.json()
  }
  return {
    async *changedSince(mark) {
      const { since, behind } = placeOf(mark)
      const { changes, latest } = changesIn(await ask(`changed?since=${encodeURIComponent(since)}`))
      const left = changes.filter((change) => behind === null || inOrder(change, behind) > 0)
      for (let start = 0; start < left.length || start === 0; start += PAGE) {
        const some = left.slice(start, start + PAGE)
        const { done, people, goneIds, problem } = await pageOf(some, ask)
        const last = some[done - 1]
        const isEnd = start + done >= left.length
        if (last || isEnd) yield { people, goneIds, mark: isEnd || !last ? latest : markOf(since, last) }
        if (problem) throw problem
      }
    },
  }
}

// Many employees can have changed at one moment, so how far one has come is told by moment and id together, beside the
// moment that was asked for.
function placeOf(mark: string | null): { since: string; behind: Pick<Change, 'lastChanged' | 'id'> | null } {
  const [since = EVER, lastChanged, id] = mark?.split(' ') ?? []
  return { since, behind: lastChanged !== undefined && id !== undefined ? { lastChanged, id } : null }
}

function markOf(since: string, { lastChanged, id }: Change): string {
  return `${since} ${lastChanged} ${id}`
}

function inOrder(one: Pick<Change, 'lastChanged' | 'id'>, other: Pick<Change, 'lastChanged' | 'id'>): number {
  return Date.parse(one.lastChanged) - Date.parse(other.lastChanged) || Number(one.id) - Number(other.id)
}

interface ReadPage extends Omit<HrSourcePage, 'mark'> {
  /** How many of the changes were read. */
  done: number
  problem: SourceProblem | null
}

/** Reads the employees of one page; up to the first that BambooHR would not tell. */
async function pageOf(changes: readonly Change[], ask: (path: string) => Promise<unknown>): Promise<ReadPage> {
  const page: ReadPage = { people: [], goneIds: [], done: 0, problem: null }
  for (const { id, action } of changes) {
    try {
      const employee = action === 'Deleted' ? null : await ask(`${encodeURIComponent(id)}?fields=${FIELDS}`)
      if (isObject(employee)) page.people.push(documentOf(id, employee))
      else page.goneIds.push(id)
      page.done++
    } catch (error) {
      if (!(error instanceof SourceProblem)) throw error
      return { ...page, problem: error }
    }
  }
  return page
}

// Without changes the list of employees is an empty array, else an object by their ids.
function changesIn(answer: unknown): { changes: Change[]; latest: string } {
  const { latest, employees } = isObject(answer) ? answer : {}
  if (typeof latest !== 'string')
    throw new SourceProblem('BambooHR answered something else than which employees changed.')
  return {
    changes: Object.values(employees ?? {})
      .filter(isObject)
      .map(changeOf)
      .sort(inOrder),
    latest,
  }
}

function changeOf({ id, action, lastChanged }: Record<string, unknown>): Change {
  return { id: String(id), action: String(action), lastChanged: String(lastChanged) }
}

function documentOf(id: string, employee: Record<string, unknown>): ScimDocument {
  const text = (field: string) => {
    const value = employee[field]
    return typeof value === 'string' && value.trim() && value !== '0000-00-00' ? value.trim() : undefined
  }
  return withoutGaps({
    externalId: id,
    userName: text('workEmail'),
    name: withoutGaps({ givenName: text('firstName'), familyName: text('lastName') }),
    title: text('jobTitle'),
    active: text('status') !== 'Inactive',
    [ENTERPRISE_SCHEMA]: withoutGaps({ employeeNumber: text('employeeNumber'), department: text('department') }),
    [ROLLCALL_SCHEMA]: withoutGaps({ hireDate: text('hireDate') }),
  })
}

function withoutGaps(document: ScimDocument): ScimDocument {
  return Object.fromEntries(
    Object.entries(document).filter(
      ([, value]) => value !== undefined && !(isObject(value) && Object.keys(value).length === 0),
    ),
  )
}

function problemOf({ status, headers }: Response): SourceProblem {
  if (status === 401 || status === 403) {
    return new SourceProblem(`BambooHR answered with status ${status}: it does not take the API key.`)
  }
  if (status !== 429 && status !== 503) return new SourceProblem(`BambooHR answered with status ${status}.`)
  const told = Number(headers.get('retry-after'))
  return new SourceProblem('BambooHR asked to be left alone for a while.', told > 0 ? told : PATIENCE_SECONDS)
}
