import { describe, expect, test } from '@jest/globals'
import { prepareCheck, type CheckedRow, type MappedColumn } from './check-row.ts'
import type { FieldKey } from './fields.ts'

/** Checks one row: the cells by the field their column is mapped to. */
function check(
  cells: Partial<Record<FieldKey, string>>,
  mappings: Partial<Record<FieldKey, MappedColumn['valueMappings']>> = {},
  emptyCells: MappedColumn['emptyCells'] = 'KEEP',
): CheckedRow {
  const row = { email: 'ann@example.com', ...cells }
  const fields = Object.keys(row) as FieldKey[]
  const mapped = fields.map((field, columnIndex) => ({
    columnIndex,
    field,
    valueMappings: mappings[field] ?? [],
    emptyCells,
  }))
  return prepareCheck(mapped, { columnCount: fields.length })([2, ...Object.values(row)])
}

function issueOf(cells: Partial<Record<FieldKey, string>>) {
  const { issues } = check(cells)
  expect(issues).toHaveLength(1)
  return issues[0]
}

test('a row of good values has them in the form in which they are stored', () => {
  const { line, values, issues } = check({
    email: ' Ann.Müller@Example.COM ',
    name: ' Zoë 王 ',
    firstName: 'Zoë',
    lastName: 'O’Neil-Smith',
    jobTitle: 'Head of R&D',
    primaryTeam: 'Marketing',
    secondaryTeams: 'Launch, Web;Launch',
    role: 'learning designer',
    language: 'deutsch',
    location: 'Tokyo',
    timeZone: 'europe/berlin',
    hireDate: '2026-11-22',
    externalId: '00417',
  })
  expect(issues).toEqual([])
  expect(line).toBe(2)
  expect(values).toEqual({
    email: 'Ann.Müller@Example.COM',
    emailKey: 'ann.müller@example.com',
    name: 'Zoë 王',
    firstName: 'Zoë',
    lastName: 'O’Neil-Smith',
    jobTitle: 'Head of R&D',
    primaryTeam: 'Marketing',
    secondaryTeams: ['Launch', 'Web'],
    role: 'LEARNING_DESIGNER',
    language: 'de',
    location: 'Tokyo',
    timeZone: 'Europe/Berlin',
    hireDate: '2026-11-22',
    externalId: '00417',
  })
})

const ANN = { email: 'ann@example.com', emailKey: 'ann@example.com' }
const EMPTY_CELLS = { jobTitle: '', secondaryTeams: ' ', role: '', hireDate: '\t', externalId: '', lastName: '' }

test('a column that is not in the file changes nothing, and an empty cell only where it is to take values away', () => {
  expect(check(EMPTY_CELLS)).toEqual({ line: 2, values: ANN, issues: [] })
  const { values, issues } = check(EMPTY_CELLS, {}, 'CLEAR')
  expect(issues).toEqual([])
  expect(values).toEqual({ ...ANN, jobTitle: '', secondaryTeams: [], hireDate: '' })
  expect(values.location).toBeUndefined()
})

test('a cell that says [clear] takes the value away whatever an empty one does', () => {
  const { values, issues } = check(
    { jobTitle: ' [clear] ', secondaryTeams: '[Clear]', hireDate: '[clear]', externalId: '[CLEAR]', location: 'gone' },
    { location: [{ from: 'gone', to: '[clear]' }] },
  )
  expect(issues).toEqual([])
  expect(values).toEqual({ ...ANN, jobTitle: '', secondaryTeams: [], hireDate: '', externalId: '', location: '' })
})

test('what every user needs cannot be taken away', () => {
  for (const field of ['name', 'firstName', 'role'] as const) {
    expect(issueOf({ [field]: '[clear]' })).toMatchObject({ code: 'REQUIRED', field, value: '[clear]' })
    expect(check({ [field]: '[clear]' }).values[field]).toBeUndefined()
  }
  expect(issueOf({ email: '[clear]' })).toMatchObject({ code: 'REQUIRED', field: 'email' })
})

test('values are replaced as the mapping says, single teams of a list too', () => {
  const { values } = check(
    { primaryTeam: ' marketing ', secondaryTeams: 'web, Launch', role: 'boss' },
    {
      primaryTeam: [{ from: 'marketing', to: 'Marketing' }],
      secondaryTeams: [{ from: 'web', to: 'Website' }],
      role: [{ from: 'boss', to: 'Admin' }],
    },
  )
  expect(values).toMatchObject({ primaryTeam: 'Marketing', secondaryTeams: ['Website', 'Launch'], role: 'ADMIN' })
})

describe('the email address', () => {
  test('is required', () => {
    expect(issueOf({ email: ' ' })).toEqual({
      code: 'REQUIRED',
      severity: 'ERROR',
      message: 'The email address is missing. Every row needs one.',
      columnIndex: 0,
      field: 'email',
      value: '',
      suggestion: undefined,
    })
    expect(check({ email: '' }).values.emailKey).toBeUndefined()
  })

  test.each([
    ['ann@example', undefined],
    ['ann.example.com', undefined],
    ['ann @example.com', 'ann@example.com'],
    ['Ann <ann@example.com>', 'ann@example.com'],
    ['mailto:ann@example.com', 'ann@example.com'],
    ['ann@@example.com', 'ann@example.com'],
    ['ann@example,com', 'ann@example.com'],
    ['ann@example..com', 'ann@example.com'],
    ['ann@example.com;', 'ann@example.com'],
    ['ann(at)example.com', 'ann@example.com'],
    ['ann@example.com\r\nBcc: a@b.com', undefined],
    ['"><script>@example.com', undefined],
  ])('%j is refused, with the address that was meant where it can be told', (email, suggestion) => {
    const issue = issueOf({ email })
    expect(issue).toMatchObject({ code: 'EMAIL_INVALID', severity: 'ERROR', field: 'email', suggestion })
    expect(issue?.message).toContain(suggestion ?? 'name@example.com')
    expect(check({ email }).values).toMatchObject({ email: email.trim(), emailKey: undefined })
  })

  test('that looks mistyped is taken with a warning that names the other one', () => {
    const { values, issues } = check({ email: 'ann@gmial.com' })
    expect(issues).toMatchObject([{ code: 'EMAIL_SUSPICIOUS', severity: 'WARNING', suggestion: 'ann@gmail.com' }])
    expect(values.emailKey).toBe('ann@gmial.com')
  })

  test('has 254 characters at most', () => {
    expect(issueOf({ email: `${'x'.repeat(250)}@example.com` })).toMatchObject({ code: 'TOO_LONG' })
  })
})

describe('names', () => {
  test.each(['Win at evil.com', 'ann@example.com', 'https://evil.example/x', '<a href="//evil">x</a>'])(
    '%j is refused, because mail programs would make a link of it',
    (name) => {
      for (const field of ['name', 'firstName', 'lastName'] as const) {
        expect(issueOf({ [field]: name })).toMatchObject({
          code: 'NAME_NOT_ALLOWED',
          severity: 'ERROR',
          field,
          value: name,
        })
        expect(check({ [field]: name }).values[field]).toBeUndefined()
      }
    },
  )

  test.each(['name', 'firstName', 'jobTitle', 'primaryTeam', 'secondaryTeams', 'location', 'externalId'] as const)(
    'line breaks and other control characters are refused in %s',
    (field) => {
      for (const text of ['Ann\r\nBcc: a@b', 'Ann\u0007', 'A\tnn']) {
        const issue = issueOf({ [field]: text })
        expect(issue).toMatchObject({ code: 'NAME_NOT_ALLOWED', field })
        expect(issue?.message).toMatch(/line break/)
      }
      // Around the text they are spaces.
      expect(check({ [field]: ' Ann \r\n' }).issues).toEqual([])
    },
  )

  test('may have 200 characters', () => {
    const longest = '𠮷'.repeat(200)
    for (const field of ['name', 'jobTitle', 'primaryTeam', 'location', 'externalId'] as const) {
      expect(check({ [field]: longest }).values[field]).toBe(longest)
      const issue = issueOf({ [field]: `${longest}x` })
      expect(issue).toMatchObject({ code: 'TOO_LONG', field })
      expect(issue?.message).toMatch(/has 201 characters; 200 is the most/)
    }
  })

  test('may look like formulas', () => {
    expect(check({ name: '=1+1', jobTitle: '@home' }).values).toMatchObject({ name: '=1+1', jobTitle: '@home' })
  })
})

describe('secondary teams', () => {
  test.each([
    ['Launch', ['Launch']],
    ['Launch,Web', ['Launch', 'Web']],
    [' Launch ;; Web , ', ['Launch', 'Web']],
    ['Research\\, London; Web', ['Research, London', 'Web']],
    ['a\\;b,c\\\\', ['a;b', 'c\\']],
    ['back\\slash\\', ['back\\slash\\']],
    ['Web,Web', ['Web']],
  ])('%j', (cell, teams) => {
    expect(check({ secondaryTeams: cell })).toMatchObject({ values: { secondaryTeams: teams }, issues: [] })
  })

  test('are fifty at most', () => {
    const teams = (count: number) => Array.from({ length: count }, (_, index) => `T${index}`).join(',')
    expect(check({ secondaryTeams: teams(50) }).issues).toEqual([])
    expect(issueOf({ secondaryTeams: teams(51) })).toMatchObject({ code: 'TOO_LONG' })
  })
})

describe('values of a list', () => {
  test.each([
    ['Owner', 'OWNER'],
    ['LEARNING_DESIGNER', 'LEARNING_DESIGNER'],
    ['Learning Designer', 'LEARNING_DESIGNER'],
    ['learning-designer', 'LEARNING_DESIGNER'],
    [' h r ', 'HR'],
  ])('the role %j is %s', (cell, role) => {
    expect(check({ role: cell }).values.role).toBe(role)
  })

  test.each([
    ['Leaner', 'Learner'],
    ['Admn', 'Admin'],
    ['Learning Desinger', 'Learning Designer'],
    ['Astronaut', undefined],
    ['constructor', undefined],
  ])('there is no role %j, and the nearest one is named', (cell, suggestion) => {
    const issue = issueOf({ role: cell })
    expect(issue).toMatchObject({ code: 'ROLE_UNKNOWN', severity: 'ERROR', suggestion })
    expect(issue?.message).toContain(suggestion ?? 'There are Owner, Admin, HR')
    expect(check({ role: cell }).values.role).toBeUndefined()
  })

  test('a language, a time zone or a date that is none is refused with an example', () => {
    expect(issueOf({ language: 'Klingonish' })).toMatchObject({ code: 'LANGUAGE_INVALID', field: 'language' })
    expect(issueOf({ timeZone: 'London time' })).toMatchObject({ code: 'TIME_ZONE_UNKNOWN', field: 'timeZone' })
    expect(issueOf({ hireDate: '2026-02-30' })).toMatchObject({ code: 'DATE_INVALID', field: 'hireDate' })
  })

  test('a date is read with the year first alone, since others can be read in two ways', () => {
    expect(check({ hireDate: '2026/3/1' }).values.hireDate).toBe('2026-03-01')
    expect(check({ hireDate: '2026.11.22' }).values.hireDate).toBe('2026-11-22')
    expect(issueOf({ hireDate: '03/04/2026' })?.message).toContain('2026-11-22')
  })
})

test.each(['22.11.26', '11/22/26', '1-2-03', '26-11-22', '05.06.07 00:00'])(
  'the date %s is refused, because a year of two digits may be of any century',
  (cell) => {
    expect(issueOf({ hireDate: cell })).toMatchObject({
      code: 'DATE_INVALID',
      severity: 'ERROR',
      field: 'hireDate',
      value: cell,
      message: expect.stringContaining('year of two digits'),
    })
    expect(check({ hireDate: cell }).values.hireDate).toBeUndefined()
  },
)

describe('text that was broken before it reached us', () => {
  test.each([
    ['MÃ¼ller', 'Müller'],
    ['JosÃ© MuÃ±oz', 'José Muñoz'],
    ['M√ºller', 'Müller'],
    ['å±±ç”°', '山田'],
  ])('%j is marked as %j, and taken', (name, suggestion) => {
    const { values, issues } = check({ name })
    expect(issues).toMatchObject([{ code: 'ENCODING_SUSPICIOUS', severity: 'WARNING', field: 'name', suggestion }])
    expect(values.name).toBe(name)
  })

  test('a lost letter is marked', () => {
    expect(issueOf({ jobTitle: 'Caf\uFFFD' })).toMatchObject({ code: 'ENCODING_SUSPICIOUS', severity: 'WARNING' })
  })
})

describe('the number of cells', () => {
  const mapped = (['email', 'name', 'jobTitle'] as const).map((field, columnIndex) => ({
    columnIndex,
    field,
    valueMappings: [],
  }))
  const checkCells = (...cells: string[]) => prepareCheck(mapped, { columnCount: 3 })([7, ...cells])

  test('less or more than the header has makes the row invalid, and says nothing of its cells', () => {
    expect(checkCells('ann@example.com', 'Ann').issues).toEqual([
      {
        code: 'CELL_COUNT',
        severity: 'ERROR',
        message:
          'The row has 2 cells and the header has 3. Each column needs its delimiter, also where its cell is empty.',
      },
    ])
    expect(checkCells('Ann', 'ann@example.com', 'Doe', 'x').issues).toEqual([
      {
        code: 'CELL_COUNT',
        severity: 'ERROR',
        message: 'The row has 4 cells and the header has 3. A cell with a delimiter in it needs quotes around it.',
        value: 'x',
      },
    ])
  })

  test('empty cells behind the last column are nothing', () => {
    expect(checkCells('ann@example.com', 'Ann', 'Nurse', '', ' ').issues).toEqual([])
  })

  test('the person of such a row is still known, so that nobody counts as missing for it', () => {
    expect(checkCells('ann@example.com', 'Ann').values.emailKey).toBe('ann@example.com')
  })
})
