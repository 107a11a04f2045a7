import { describe, expect, test } from '@jest/globals'
import { csvTemplate } from './csv-template.ts'
import { importFields } from './fields.ts'
import { guessColumns, type ColumnSuggestion } from './guess-columns.ts'

type Suggested = ColumnSuggestion | null

/** Suggestions for headers without cells. */
function guess(...headers: string[]): Suggested[] {
  return guessColumns(
    headers.map((header) => ({ header, values: [] })),
    { teams: [] },
  )
}

function guessCells(header: string, values: string[], teams: string[] = []): Suggested {
  return guessColumns([{ header, values: values.map((text) => ({ text, count: 1 })) }], { teams })[0] ?? null
}

const fieldsOf = (suggested: Suggested[]) => suggested.map((suggestion) => suggestion?.field ?? null)

describe('a header is the field', () => {
  test('every header of the template is recognized when it comes back', () => {
    const { csv } = csvTemplate([], { requiredOnly: false })
    const suggested = guess(...csv.replace('\uFEFF', '').trim().split(','))
    expect(suggested.map((suggestion) => suggestion?.confidence)).toEqual(Array(14).fill(1))
    expect(fieldsOf(suggested)).toEqual([
      'email',
      'firstName',
      'lastName',
      'jobTitle',
      'primaryTeam',
      'secondaryTeams',
      'role',
      'language',
      'location',
      'timeZone',
      'hireDate',
      'externalId',
      'manager',
      'deactivate',
    ])
  })

  const ambiguous = ['nombre', 'nome', 'nom', 'função']
  const low = ['user name', 'login', 'login ID', 'userPrincipalName']
  const names = importFields.flatMap(({ key, label, aliases }) =>
    [key, label, ...aliases].map((name) => [name, key] as const),
  )
  test.each(
    names.filter(
      ([name, key]) =>
        !ambiguous.includes(name) && !low.includes(name) && (key !== 'deactivate' || /^deactivate$/i.test(name)),
    ),
  )('%j is %s', (name, key) => {
    for (const written of [name, name.toUpperCase(), ` ${name.replaceAll(' ', '_')} `, name.normalize('NFD')]) {
      expect(guess(written)).toEqual([{ field: key, confidence: 1, reason: expect.stringMatching(/^header matches/) }])
    }
  })

  test.each([
    ['EmailAddress', 'email'],
    ['GivenName', 'firstName'],
    ['employee-id', 'externalId'],
    ['Employee #', 'externalId'],
    ['Prenom', 'firstName'],
    ['Equipe', 'primaryTeam'],
    ['First Name [Required]', 'firstName'],
    ['Work (E-mail)', 'email'],
    ['Email *', 'email'],
    ['Date d’embauche', 'hireDate'],
  ])('%j is %s', (header, field) => {
    expect(guess(header)).toMatchObject([{ field, confidence: 1 }])
  })

  test.each(low)('%j is an address only perhaps', (header) => {
    expect(guess(header)).toMatchObject([{ field: 'email', confidence: 0.7 }])
  })
})

describe('a header is near', () => {
  test.each([
    ['Emial', 'email'],
    ['E-mail adress', 'email'],
    ['Fist name', 'firstName'],
    ['Departmant', 'primaryTeam'],
    ['Locatoin', 'location'],
  ])('%j is perhaps %s', (header, field) => {
    const [suggestion] = guess(header)
    expect(suggestion).toMatchObject({ field, confidence: 0.7 })
    expect(suggestion?.reason).toMatch(/^header is spelled like "/)
  })

  test.each(['Rank', 'Age', 'Rome', 'Years', 'Notes', 'Size'])('%j is nothing', (header) => {
    expect(guess(header)).toEqual([null])
  })
})

describe('a header contains the words', () => {
  test.each([
    ['Student email', 'email'],
    ['Legal first name', 'firstName'],
    ['Current job title', 'jobTitle'],
    ['Home office', 'location'],
  ])('%j', (header, field) => {
    const reason = expect.stringMatching(/^header contains "/)
    expect(guess(header)).toEqual([{ field, confidence: 0.6, reason }])
  })

  test.each([
    'Employee type',
    'Employee status',
    'Team count',
    'Job code',
    'Office phone',
    'Team group',
    'Job category',
  ])('%j is another thing', (header) => {
    expect(guess(header)).toEqual([null])
  })
})

describe('what is never imported gets no suggestion', () => {
  test.each([
    'id',
    'ID',
    'User ID',
    'status',
    'Account status',
    'organization',
    'Organization name',
    'Legal company name',
    'Company',
    'organizationId',
    'permissions',
    'password',
    'passwordHash',
    'Initial password',
    'Passwort',
    'source',
    'created at',
    'Last login',
    'Date of birth',
    'Middle name',
    'Manager name',
    'Hiring manager',
    'Is manager',
    'Active since',
    'Block sign-in (active)',
    '__proto__',
    'constructor',
    '',
  ])('%j', (header) => {
    expect(guess(header)).toEqual([null])
  })

  test('whatever its cells look like', () => {
    expect(guessCells('Manager name', ['ann@example.com'])).toBeNull()
    expect(guessCells('Date of birth', ['1990-01-02'])).toBeNull()
    expect(guessCells('Created at', ['2020-01-02'])).toBeNull()
  })
})

describe('words of several meanings', () => {
  test('nombre and nome are the first name beside a last name, else the full name', () => {
    expect(fieldsOf(guess('Nombre', 'Apellidos'))).toEqual(['firstName', 'lastName'])
    expect(fieldsOf(guess('Nome', 'Cognome'))).toEqual(['firstName', 'lastName'])
    expect(fieldsOf(guess('Nombre', 'Correo'))).toEqual(['name', 'email'])
    expect(fieldsOf(guess('nome'))).toEqual(['name'])
  })

  test('nom is the last name beside a first name, else the full name', () => {
    expect(fieldsOf(guess('Nom', 'Prénom'))).toEqual(['lastName', 'firstName'])
    expect(fieldsOf(guess('Nom', 'Courriel'))).toEqual(['name', 'email'])
  })

  test('função is the role when its values are roles, else the job title', () => {
    expect(guessCells('Função', ['Learner', 'Admin'])?.field).toBe('role')
    expect(guessCells('Função', ['Enfermeira'])?.field).toBe('jobTitle')
  })

  test('a header that fits two fields equally well is left to a person', () => {
    const [suggestion] = guess('Name (Email)')
    expect(suggestion?.confidence).toBe(0.75)
  })
})

describe('cells', () => {
  const addresses = ['ann@example.com', 'bo@example.com']

  test('alone suggest addresses, dates, known teams and roles', () => {
    expect(guessCells('Kontakt', addresses)).toEqual({
      field: 'email',
      confidence: 0.6,
      reason: 'cells look like email addresses',
    })
    expect(guessCells('Since', ['2026-11-22', '1.2.2020'])).toMatchObject({ field: 'hireDate', confidence: 0.6 })
    expect(guessCells('Unit', ['Sales', 'Web'], ['Sales', 'Web'])).toMatchObject({
      field: 'primaryTeam',
      confidence: 0.6,
    })
    expect(guessCells('Rights', ['Learner', 'hr'])).toMatchObject({ field: 'role', confidence: 0.6 })
    expect(guessCells('Kontakt', ['ann@example.com', 'by phone'])).toBeNull()
  })

  test('raise and lower what the header says', () => {
    expect(guessCells('Login', addresses)?.confidence).toBe(0.8)
    expect(guessCells('Login', ['ann', 'bo'])?.confidence).toBe(0.6)
    expect(guessCells('Email', ['TRUE', 'FALSE'])).toEqual({
      field: 'email',
      confidence: 0.9,
      reason: 'header matches the field, but the cells do not look like email addresses',
    })
    expect(guessCells('Name', addresses)?.confidence).toBe(0.9)
    expect(guessCells('Team', ['Sales'], ['Sales'])?.reason).toBe(
      'header matches an alias, and the cells look like names of teams',
    )
    expect(guessCells('Team', ['Sales'])?.confidence).toBe(1)
  })
})

test('nine of ten cells decide, however many different values there are', () => {
  const values = (wrong: number) => [
    { text: 'Learner', count: 95 },
    ...Array.from({ length: wrong }, (_, index) => ({ text: `no role ${index}`, count: 1 })),
  ]
  const confidence = (wrong: number) =>
    guessColumns([{ header: 'Acess level', values: values(wrong) }], { teams: [] })[0]?.confidence
  expect(confidence(10)).toBe(0.8)
  expect(confidence(11)).toBe(0.6)
})

describe('one field goes to one column', () => {
  test('the likeliest, then the leftmost', () => {
    expect(fieldsOf(guess('Login', 'Email', 'Work email'))).toEqual([null, 'email', null])
    expect(fieldsOf(guess('email', 'email'))).toEqual(['email', null])
  })

  test('the column with addresses in it before the one without', () => {
    const columns = [
      { header: 'Email', values: [{ text: 'yes', count: 2 }] },
      { header: 'E-Mail', values: [{ text: 'ann@example.com', count: 1 }] },
    ]
    expect(fieldsOf(guessColumns(columns, { teams: [] }))).toEqual([null, 'email'])
  })
})

test.each([
  [
    ['firstname', 'lastname', 'years', 'team', 'manager', 'email'],
    ['firstName', 'lastName', null, 'primaryTeam', 'manager', 'email'],
  ],
  [
    ['GivenName', 'MiddleInitial', 'Surname', 'Username', 'Age'],
    ['firstName', null, 'lastName', 'email', null],
  ],
  [
    [
      'First Name [Required]',
      'Last Name [Required]',
      'Email Address [Required]',
      'Password [Required]',
      'Org Unit Path [Required]',
    ],
    ['firstName', 'lastName', 'email', null, null],
  ],
  [
    [
      'Name [displayName] Required',
      'User name [userPrincipalName] Required',
      'Initial password [passwordProfile] Required',
      'Job title [jobTitle]',
      'Department [department]',
    ],
    ['name', 'email', null, 'jobTitle', 'primaryTeam'],
  ],
  [
    [
      'Personalnummer',
      'Vorname',
      'Nachname',
      'E-Mail',
      'Position',
      'Abteilung',
      'Büro',
      'Eintrittsdatum',
      'Vorgesetzter',
    ],
    ['externalId', 'firstName', 'lastName', 'email', 'jobTitle', 'primaryTeam', 'location', 'hireDate', 'manager'],
  ],
  [
    ['氏名', 'メールアドレス', '部署', '役職', '入社日', '社員番号'],
    ['name', 'email', 'primaryTeam', 'jobTitle', 'hireDate', 'externalId'],
  ],
])('the headers %j', (headers, fields) => {
  expect(fieldsOf(guess(...headers))).toEqual(fields)
})
