import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { grantableRoles } from '../access/permissions.ts'
import { Role } from '../base/viewer.ts'
import { newId } from '../base/work.ts'
import { Team } from '../teams/team.ts'
import { addOrganization, databases, openHouse, testViewer, type TestHouse } from '../testing.ts'
import { CustomField } from '../users/custom-field.ts'
import { newUser, saveUsers } from '../users/save-user.ts'
import { deactivated, User, UserStatus } from '../users/user.ts'
import { importSteps } from './import-steps.testing.ts'

// `PROPERTY_SEED` tries other files than those that every run tries.
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_125)
const CASES = Number(process.env['PROPERTY_CASES'] ?? 1_000)

/** Somebody of the organization, as the model sees them. */
interface Person {
  email: string
  name: string
  jobTitle: string
  team: string
  role: Role
  externalId: string
  hireDate: string
  /** Of the organization's own fields, the one that is unique. */
  badge: string
  /** The address of whom they were given as manager. */
  manager: string
  isActive: boolean
  /** HR_SYNC: an HR system looks after them, and says what their job is. */
  source: 'MANUAL' | 'IMPORT' | 'HR_SYNC'
}

type Line = Pick<Person, 'email' | 'name' | 'jobTitle' | 'team' | 'externalId' | 'hireDate' | 'badge' | 'manager'> & {
  role: string
}

interface Settings {
  mode: 'ADD_AND_UPDATE' | 'ADD_UPDATE_AND_DEACTIVATE_MISSING' | 'ADD_ONLY' | 'UPDATE_ONLY'
  invites: 'NONE' | 'IMMEDIATE' | 'HIRE_DATE'
  timeZone?: string
  matchBy: 'EMAIL' | 'EXTERNAL_ID' | 'CUSTOM_FIELD'
  matchCustomField?: string
  onRowError: 'SKIP_ROW' | 'ABORT'
  deactivatedUsers: 'REPORT' | 'REACTIVATE'
  deactivationScope: 'EVERYBODY' | 'IMPORTED'
  emptyCells: 'KEEP' | 'CLEAR'
  nameMatching: 'EXACT' | 'IGNORE_CASE'
  createMissingTeams: boolean
  defaultRole: Role
}

interface Case {
  people: Person[]
  lines: Line[]
  settings: Settings
  /** Of a column alone. */
  columns: Record<'Job title' | 'Primary team' | 'Badge' | 'Name' | 'Manager', ColumnPolicy>
  as: Role
}

interface ColumnPolicy {
  emptyCells: 'KEEP' | 'CLEAR' | null
  existingValues: 'OVERWRITE' | 'KEEP'
}

// Few values, so that they meet each other.
const ADDRESSES = ['ann@example.com', 'bob@example.com', 'cem@example.com', 'dee@example.com', 'eve@example.com']
const TEAMS = ['Red', 'Blue']
/** Managers of the others from the start: no file names them as its people, and no file deactivates them. */
const BOSSES: Person[] = ['max@example.com', 'pam@example.com'].map((email) => ({
  email,
  name: email,
  jobTitle: '',
  team: '',
  role: Role.LEARNER,
  externalId: '',
  hireDate: '',
  badge: '',
  manager: '',
  isActive: true,
  source: 'HR_SYNC',
}))
const [PAST, SOON, FAR] = [-3, 20, 400].map((days) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10),
) as [string, string, string]
const ROLES: Record<string, Role> = { Learner: Role.LEARNER, HR: Role.HR, Owner: Role.OWNER }

const person = fc.record<Person>({
  email: fc.constantFrom(...ADDRESSES),
  name: fc.constantFrom('Ann Lee', 'Bob Ray'),
  jobTitle: fc.constantFrom('', 'Cook'),
  team: fc.constantFrom('', ...TEAMS),
  role: fc.constantFrom(...Object.values(ROLES)),
  externalId: fc.constantFrom('', 'E1', 'E2', 'E3'),
  hireDate: fc.constantFrom('', PAST),
  badge: fc.constantFrom('', '7', '8', '9'),
  manager: fc.constantFrom('', '', ...BOSSES.map(({ email }) => email)),
  isActive: fc.boolean(),
  source: fc.constantFrom('MANUAL', 'IMPORT', 'HR_SYNC'),
})

const line = fc
  .record<Line>({
    email: fc.constantFrom(...ADDRESSES, ...ADDRESSES, 'ANN@Example.com', ' bob@example.com', 'nobody', ''),
    name: fc.constantFrom('Ann Lee', 'Bob Ray', 'Bob Ray', '', '[clear]'),
    jobTitle: fc.constantFrom('', 'Cook', 'Baker', '[clear]'),
    team: fc.constantFrom('', ...TEAMS, 'red', 'Green', 'green', '[CLEAR]'),
    externalId: fc.constantFrom('', 'E1', 'E2', 'E3', 'E4', '[clear]'),
    role: fc.constantFrom('', ...Object.keys(ROLES), 'wizard'),
    hireDate: fc.constantFrom('', PAST, SOON, FAR),
    badge: fc.constantFrom('', '7', '8', '9', '10', '[clear]'),
    manager: fc.constantFrom(
      '',
      '',
      '[clear]',
      'nobody',
      'MAX@example.com',
      'pam@example.com',
      'E1',
      'E4',
      ...ADDRESSES,
    ),
  })
  // Blank lines are no rows.
  .filter((cells) => Object.values(cells).some((cell) => cell !== ''))

const emptyCells = fc.constantFrom<ColumnPolicy['emptyCells']>(null, null, 'KEEP', 'CLEAR')
const existingValues = fc.constantFrom<ColumnPolicy['existingValues']>('OVERWRITE', 'OVERWRITE', 'KEEP')
const policy = fc
  .record<ColumnPolicy>({ emptyCells, existingValues })
  .filter(({ emptyCells, existingValues }) => emptyCells !== 'CLEAR' || existingValues !== 'KEEP')

const cases = fc.record<Case>({
  people: fc
    .uniqueArray(person, { selector: ({ email }) => email, maxLength: 5 })
    .map((people) => withoutRepeats(people)),
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  settings: fc
    .record<Settings>({
      mode: fc.constantFrom('ADD_AND_UPDATE', 'ADD_UPDATE_AND_DEACTIVATE_MISSING', 'ADD_ONLY', 'UPDATE_ONLY'),
      invites: fc.constantFrom('NONE', 'NONE', 'IMMEDIATE', 'HIRE_DATE'),
      matchBy: fc.constantFrom('EMAIL', 'EXTERNAL_ID', 'CUSTOM_FIELD'),
      onRowError: fc.constantFrom('SKIP_ROW', 'SKIP_ROW', 'SKIP_ROW', 'ABORT'),
      deactivatedUsers: fc.constantFrom('REPORT', 'REACTIVATE'),
      deactivationScope: fc.constantFrom('EVERYBODY', 'IMPORTED'),
      emptyCells: fc.constantFrom('KEEP', 'CLEAR'),
      nameMatching: fc.constantFrom('EXACT', 'IGNORE_CASE'),
      createMissingTeams: fc.boolean(),
      defaultRole: fc.constant(Role.LEARNER),
    })
    .map((settings) => (settings.invites === 'HIRE_DATE' ? { ...settings, timeZone: 'Asia/Tokyo' } : settings))
    .map((settings) => (settings.matchBy === 'CUSTOM_FIELD' ? { ...settings, matchCustomField: 'badge' } : settings)),
  columns: fc.record({
    'Job title': policy,
    'Primary team': policy,
    Badge: policy,
    Manager: policy,
    Name: fc.record({ emptyCells: fc.constant(null), existingValues }),
  }),
  as: fc.constantFrom(Role.OWNER, Role.HR),
})

/** An external id belongs to one person, and so does a badge. */
function withoutRepeats(people: Person[]): Person[] {
  const taken = new Set<string>()
  const unlessTaken = (value: string) => {
    const isTaken = taken.has(value)
    taken.add(value)
    return isTaken ? '' : value
  }
  return people.map((one) => ({ ...one, externalId: unlessTaken(one.externalId), badge: unlessTaken(one.badge) }))
}

interface Outcome {
  /** Of each line. */
  actions: string[]
  /** Whether each line is told that its manager stays. */
  managerWarnings: boolean[]
  /** Of new users, now or later. */
  invites: number
  /** Everybody afterwards, by address. */
  people: Person[]
  deactivated: number
}

// Written from the description of what an import does, without a line of what does it.
function model({ people: known, lines, settings, columns, as }: Case): Outcome {
  const people = [...known, ...BOSSES]
  const after = people.map((one) => ({ ...one }))
  const teams = [...TEAMS]
  const grantable = grantableRoles(testViewer('', as))
  const key = (email: string) => email.trim().toLowerCase()
  const isAddress = (email: string) => email.includes('@')
  const owners = () => after.filter(({ role, isActive }, index) => role === 'OWNER' && isActive && people[index])
  let ownersLeft = owners().length
  const added: Person[] = []
  let invites = 0
  const before = (index: number) => people[index] as Person
  /** What a cell makes of a value that stood there. */
  const becomes = (cell: string, old: string, { emptyCells, existingValues }: ColumnPolicy) => {
    if (isClear(cell)) return ''
    if (old !== '' && existingValues === 'KEEP') return old
    return cell || ((emptyCells ?? settings.emptyCells) === 'CLEAR' ? '' : old)
  }

  const repeatsEarlier = (row: Line, at: number) =>
    lines
      .slice(0, at)
      .some(
        ({ email, externalId, badge }) =>
          (row.email !== '' && key(email) === key(row.email)) ||
          (says(row.externalId) && externalId === row.externalId) ||
          (says(row.badge) && badge === row.badge),
      )
  /** The line of the file that is about whom a cell names, the first of several. */
  const lineOf = (name: string) => {
    const byEmail = lines.findIndex(({ email }) => email !== '' && key(email) === key(name))
    return byEmail >= 0 ? byEmail : lines.findIndex(({ externalId }) => externalId === name)
  }
  const managerLine = (at: number) => {
    const { manager } = lines[at] as Line
    return says(manager) && !repeatsEarlier(lines[at] as Line, at) ? lineOf(manager) : -1
  }
  const closesCircle = lines.map((_, at) => {
    const seen = [at]
    for (let next = managerLine(at); next >= 0; next = managerLine(next)) {
      if (next === at) return seen.length > 1 && at === Math.max(...seen)
      if (seen.includes(next)) return false
      seen.push(next)
    }
    return false
  })
  const managerWarnings = lines.map(() => false)
  /** Who manages whom by now, as places in `people`, and behind those in `added`. */
  const managerOf = new Map<number, number>()
  people.forEach(({ manager }, index) => {
    if (manager !== '')
      managerOf.set(
        index,
        people.findIndex(({ email }) => email === manager),
      )
  })
  const named = (name: string, among: readonly Person[]) => {
    const byEmail = isAddress(name) ? among.findIndex(({ email }) => key(email) === key(name)) : -1
    return byEmail >= 0 ? byEmail : among.findIndex(({ externalId }) => externalId === name)
  }
  const leadsTo = (from: number, place: number) => {
    for (let at: number | undefined = from; at !== undefined; at = managerOf.get(at)) if (at === place) return true
    return false
  }
  /** Rows that wait for a manager who is there later, if ever. */
  const waiting: { at: number; place: number; name: string; isOnlyChange: boolean }[] = []
  /** Whom a row gives as manager: a place, nobody, or 'LATER'; undefined where the manager stays. */
  const managerBy = (row: Line, at: number, found: number): number | null | 'LATER' | undefined => {
    const { manager: cell } = row
    const current = managerOf.get(found)
    const policy = columns.Manager
    if (!says(cell)) {
      const takesAway =
        isClear(cell) || (policy.existingValues !== 'KEEP' && (policy.emptyCells ?? settings.emptyCells) === 'CLEAR')
      return takesAway && current !== undefined ? null : undefined
    }
    if (current !== undefined && policy.existingValues === 'KEEP') return undefined
    const place = named(cell, people)
    const ownId = says(row.externalId) ? row.externalId : (people[found]?.externalId ?? '')
    const isOwn = key(cell) === key(row.email) || cell === ownId
    if (!isOwn && place >= 0 && place === current) return undefined
    const isInFile = lineOf(cell) >= 0
    const isThere = place >= 0 && before(place).isActive
    if (!isOwn && !closesCircle[at]) {
      if (!isThere && isInFile) return 'LATER'
      if (isThere && !(found >= 0 && leadsTo(place, found))) return place
    }
    managerWarnings[at] = true
    return undefined
  }

  const actions = lines.map((row, at) => {
    const repeats = repeatsEarlier(row, at)
    const isReadable = isAddress(row.email) && (row.role === '' || row.role in ROLES) && !isClear(row.name)
    if (repeats || !isReadable) return 'INVALID'

    const byAddress = people.findIndex(({ email }) => key(email) === key(row.email))
    const byExternalId = says(row.externalId) ? people.findIndex((one) => one.externalId === row.externalId) : -1
    const byBadge = says(row.badge) ? people.findIndex(({ badge }) => badge === row.badge) : -1
    const found = { EMAIL: byAddress, EXTERNAL_ID: byExternalId, CUSTOM_FIELD: byBadge }[settings.matchBy]
    if ([byAddress, byExternalId, byBadge].some((other) => other >= 0 && other !== found)) return 'INVALID'
    if (settings.matchBy === 'EXTERNAL_ID' && !says(row.externalId)) return 'INVALID'
    if (settings.matchBy === 'CUSTOM_FIELD' && !says(row.badge)) return 'INVALID'

    if (found < 0 && settings.mode === 'UPDATE_ONLY') return 'SKIP'
    if (found >= 0 && settings.mode === 'ADD_ONLY') return 'SKIP'
    const user = found < 0 ? null : before(found)
    if (user && !user.isActive && settings.deactivatedUsers === 'REPORT') return 'INVALID'

    const newTeam = becomes(row.team, user?.team ?? '', columns['Primary team'])
    const team = newTeam === user?.team ? newTeam : teamOf(newTeam)
    if (team === null) return 'INVALID'
    const result: Person = {
      email: user ? (settings.matchBy === 'EMAIL' ? user.email : row.email.trim()) : row.email.trim(),
      name: becomes(row.name, user?.name ?? '', { ...columns.Name, emptyCells: 'KEEP' }),
      jobTitle:
        user?.source === 'HR_SYNC' ? user.jobTitle : becomes(row.jobTitle, user?.jobTitle ?? '', columns['Job title']),
      team,
      role: row.role ? (ROLES[row.role] as Role) : (user?.role ?? settings.defaultRole),
      externalId: isClear(row.externalId) ? '' : row.externalId || (user?.externalId ?? ''),
      hireDate: becomes(row.hireDate, user?.hireDate ?? '', { emptyCells: null, existingValues: 'OVERWRITE' }),
      badge: becomes(row.badge, user?.badge ?? '', columns.Badge),
      manager: user?.manager ?? '',
      isActive: true,
      source: user?.source ?? 'IMPORT',
    }
    if (result.name === '') return 'INVALID'
    const manager = managerBy(row, at, found)
    const isSame = user?.isActive && JSON.stringify(user) === JSON.stringify(result)
    if (isSame && manager === undefined) return 'UNCHANGED'
    if ((user && !grantable.includes(user.role)) || !grantable.includes(result.role)) return 'INVALID'
    if (user?.isActive && user.role === 'OWNER' && result.role !== 'OWNER') {
      if (ownersLeft <= 1) return 'INVALID'
      ownersLeft--
    }
    if (team !== '' && !teams.includes(team)) teams.push(team)
    if (user) after[found] = result
    else added.push(result)
    const place = user ? found : people.length + added.length - 1
    if (manager === 'LATER') waiting.push({ at, place, name: row.manager, isOnlyChange: isSame === true })
    else if (manager === null) managerOf.delete(place)
    else if (manager !== undefined) managerOf.set(place, manager)
    if (!user && settings.invites !== 'NONE' && (settings.invites !== 'HIRE_DATE' || row.hireDate === SOON)) invites++
    return user ? (user.isActive ? 'UPDATE' : 'REACTIVATE') : 'CREATE'
  })

  const everybody = [...after, ...added]
  for (const { at, place, name, isOnlyChange } of waiting) {
    const manager = named(name, everybody)
    if (everybody[manager]?.isActive && !leadsTo(manager, place)) managerOf.set(place, manager)
    else {
      managerWarnings[at] = true
      if (isOnlyChange) actions[at] = 'UNCHANGED'
    }
  }
  const withManagers = () =>
    everybody.map((one, place) => ({ ...one, manager: everybody[managerOf.get(place) ?? -1]?.email ?? '' }))

  const leaving = settings.mode === 'ADD_UPDATE_AND_DEACTIVATE_MISSING' ? missing() : []
  for (const index of leaving) Object.assign(after[index] as Person, { isActive: false })
  return { actions, managerWarnings, invites, people: withManagers().sort(byEmail), deactivated: leaving.length }

  function teamOf(name: string): string | null {
    if (name === '') return ''
    const same = (one: string) =>
      settings.nameMatching === 'EXACT' ? one === name : one.toLowerCase() === name.toLowerCase()
    return teams.find(same) ?? (settings.createMissingTeams ? name : null)
  }

  function missing(): number[] {
    const isInFile = ({ email, externalId, badge }: Person) =>
      lines.some(
        (row) =>
          key(row.email) === key(email) ||
          (externalId !== '' && row.externalId === externalId) ||
          (badge !== '' && row.badge === badge),
      )
    const isJudged = ({ source }: Person) => settings.deactivationScope === 'EVERYBODY' || source === 'IMPORT'
    const goes = (one: Person) => isJudged(one) && !isInFile(one)
    const staysOwner = people.some((one, index) => !goes(one) && one.isActive && isOwner(one) && isOwner(after[index]))
    const firstOwner = people.findIndex((one) => isOwner(one) && one.isActive && !isInFile(one))
    return people.flatMap((one, index) => {
      const isSpared =
        !one.isActive ||
        one.source === 'HR_SYNC' ||
        !grantable.includes(one.role) ||
        (!staysOwner && index === firstOwner)
      return isSpared || !goes(one) ? [] : [index]
    })
  }
}

/** Whether a cell names somebody. */
function says(cell: string): boolean {
  return cell !== '' && !isClear(cell)
}

function isClear(cell: string): boolean {
  return cell.toLowerCase() === '[clear]'
}

function isOwner(one: Person | undefined): boolean {
  return one?.role === Role.OWNER
}

interface ShownRow {
  action: string
  issues: { code: string }[]
}

function isManagerWarning({ code }: { code: string }): boolean {
  return code === 'MANAGER_INVALID'
}

function byEmail(a: Person, b: Person): number {
  return a.email.toLowerCase() < b.email.toLowerCase() ? -1 : 1
}

const HEADER = 'Email,Name,Job title,Primary team,Employee ID,Role,Hire date,Badge,Manager'

function fileOf(lines: readonly Line[]): string {
  const rows = lines.map(({ email, name, jobTitle, team, externalId, role, hireDate, badge, manager }) =>
    [email, name, jobTitle, team, externalId, role, hireDate, badge, manager].map((cell) => `"${cell}"`).join(),
  )
  return [HEADER, ...rows].join('\n')
}

describe.each(databases)('a preview (%s)', (on) => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openHouse(on)
  })
  afterAll(() => house.close())

  async function settle({ people }: Case): Promise<string> {
    const organizationId = await addOrganization(house, 'Example Academy')
    await house.run(
      async (work) => {
        const teams = TEAMS.map((name) => ({ id: newId(), name, managerId: null, createdAt: house.now() }))
        await work.rows(Team).insertMany(teams)
        await work.rows(CustomField).insert({ key: 'badge', label: 'Badge', unique: true, position: 1 })
        const users: User[] = []
        for (const one of [...BOSSES, ...people]) users.push(userOf(one))
        await saveUsers(work, { add: users.map((user) => ({ user, secondaryTeamIds: [] })), change: [] })

        function userOf(one: Person): User {
          const { email, name, jobTitle, team, role, externalId, hireDate, badge, manager, isActive, source } = one
          const primaryTeamId = teams.find((each) => each.name === team)?.id ?? null
          const details = {
            email,
            name,
            role,
            jobTitle: jobTitle || null,
            externalId: externalId || null,
            hireDate: hireDate || null,
            primaryTeamId,
            managerId: users.find((each) => each.email === manager)?.id ?? null,
            customFields: badge ? { badge } : null,
          }
          const hr = { hrIntegrationId: newId(), hrFields: ['jobTitle' as const] }
          const user = newUser(work, { details, source, ...(source === 'HR_SYNC' ? { hr } : {}) })
          return isActive ? user : Object.assign(user, deactivated(user, house.now()))
        }
      },
      testViewer(organizationId, Role.OWNER),
    )
    return organizationId
  }

  async function peopleNow(organizationId: string): Promise<Person[]> {
    return house.run(
      async (work) => {
        const teams = new Map((await work.rows(Team).find()).map(({ id, name }) => [id, name]))
        const users = await work.rows(User).find()
        const addresses = new Map(users.map(({ id, email }) => [id, email]))
        return users
          .map((user) => ({
            email: user.email,
            name: user.name,
            jobTitle: user.jobTitle ?? '',
            team: teams.get(user.primaryTeamId ?? '') ?? '',
            role: user.role,
            externalId: user.externalId ?? '',
            hireDate: user.hireDate ?? '',
            badge: user.customFields?.['badge'] ?? '',
            manager: addresses.get(user.managerId ?? '') ?? '',
            isActive: user.status !== UserStatus.DEACTIVATED,
            source: user.source as Person['source'],
          }))
          .sort(byEmail)
      },
      testViewer(organizationId, Role.OWNER),
    )
  }

  async function holds(one: Case): Promise<void> {
    const organizationId = await settle(one)
    const steps = importSteps(house, testViewer(organizationId, one.as))
    const expected = model(one)
    const count = (action: string) => expected.actions.filter((each) => each === action).length

    const { importSession } = await steps.start(fileOf(one.lines))
    const { id } = importSession
    // Not taken without asking where no cell of the column is a role.
    const { Name, 'Job title': jobTitle, 'Primary team': primaryTeam, Badge, Manager } = one.columns
    const mapped = await steps.map(id, [
      { column: 'Role', field: 'role' },
      { column: 'Name', field: 'name', ...Name },
      { column: 'Job title', field: 'jobTitle', ...jobTitle },
      { column: 'Primary team', field: 'primaryTeam', ...primaryTeam },
      { column: 'Badge', field: 'custom.badge', ...Badge },
      { column: 'Manager', field: 'manager', ...Manager },
    ])
    expect(mapped.userErrors).toEqual([])
    const preview = await steps.preview(id, one.settings)
    expect(preview).toMatchObject({
      toCreate: count('CREATE'),
      toUpdate: count('UPDATE'),
      toReactivate: count('REACTIVATE'),
      unchanged: count('UNCHANGED'),
      skipped: count('SKIP'),
      invalid: count('INVALID'),
      toDeactivate: expected.deactivated,
      invites: expected.invites,
    })
    const committed = await steps.commit(id, one.settings, {
      expectedFingerprint: preview.fingerprint,
      ...(expected.deactivated > 0 ? { confirmDeactivations: expected.deactivated } : {}),
    })
    if (one.settings.onRowError === 'ABORT' && count('INVALID') > 0) {
      expect(committed.userErrors).toMatchObject([{ code: 'ROWS_INVALID' }])
      expect(await peopleNow(organizationId)).toEqual([...one.people, ...BOSSES].sort(byEmail))
      return
    }
    expect(committed.userErrors).toEqual([])
    await house.runJobs()
    const { state, report } = await steps.show(id)
    const isOnHireDate = one.settings.invites === 'HIRE_DATE'
    expect({ state, report }).toMatchObject({
      state: 'COMMITTED',
      report: {
        created: preview.toCreate,
        updated: preview.toUpdate,
        reactivated: preview.toReactivate,
        unchanged: preview.unchanged,
        skipped: preview.skipped,
        failed: preview.invalid,
        deactivated: preview.toDeactivate,
        invitesQueued: isOnHireDate ? 0 : preview.invites,
        invitesScheduled: isOnHireDate ? preview.invites : 0,
        issues: preview.issues,
      },
    })
    const rows = await steps.rows(id)
    expect(rows.nodes.map(({ action }: { action: string }) => action)).toEqual(expected.actions)
    const warned = rows.nodes.map(({ action, issues }: ShownRow, at: number) =>
      // Of a row that is not applied it is of no account.
      action === 'INVALID' || action === 'SKIP' ? expected.managerWarnings[at] : issues.some(isManagerWarning),
    )
    expect(warned).toEqual(expected.managerWarnings)
    expect(await peopleNow(organizationId)).toEqual(expected.people)
  }

  it('says exactly what committing then does, whatever the file, the users and the settings', async () => {
    await fc.assert(fc.asyncProperty(cases, holds), { seed: SEED, numRuns: CASES, endOnFailure: false })
  }, 400_000)
})
