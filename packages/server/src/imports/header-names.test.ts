import { describe, expect, test } from '@jest/globals'
import { guessColumns } from './guess-columns.ts'

/** The headers that got a field, each with its field; those left out got none. */
function suggestedFor(headers: string): Record<string, string> {
  const columns = headers.split(',').map((header) => ({ header, values: [] }))
  const suggestions = guessColumns(columns, { teams: [] })
  return Object.fromEntries(
    columns.flatMap(({ header }, at) => (suggestions[at] ? [[header, suggestions[at].field]] : [])),
  )
}

function confidenceOf(header: string, values: readonly string[] = []): number | undefined {
  const column = { header, values: values.map((text) => ({ text, count: 1 })) }
  return guessColumns([column], { teams: [] })[0]?.confidence
}

describe('the files of other systems are recognized as they come', () => {
  test.each([
    [
      'Google Workspace, download of users',
      'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Work Address,Employee ID,Employee Type,Employee Title,Department,Cost Center,2sv Enrolled [READ ONLY],Building ID,Floor Section,Email Usage [READ ONLY],Change Password at Next Sign-In,New Status [UPLOAD ONLY],Licenses [UPLOAD ONLY]',
      {
        'First Name [Required]': 'firstName',
        'Last Name [Required]': 'lastName',
        'Email Address [Required]': 'email',
        'Employee ID': 'externalId',
        'Employee Title': 'jobTitle',
        Department: 'primaryTeam',
      },
    ],
    [
      'Microsoft Entra, template for many users',
      'Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,First name [givenName],Last name [surname],Job title [jobTitle],Department [department],Usage location [usageLocation],Street address [streetAddress],State or province [state],Country or region [country],Office [physicalDeliveryOfficeName],City [city],ZIP or postal code [postalCode],Office phone [telephoneNumber],Mobile phone [mobile]',
      {
        'Name [displayName] Required': 'name',
        'User name [userPrincipalName] Required': 'email',
        'First name [givenName]': 'firstName',
        'Last name [surname]': 'lastName',
        'Job title [jobTitle]': 'jobTitle',
        'Department [department]': 'primaryTeam',
        'Office [physicalDeliveryOfficeName]': 'location',
      },
    ],
    [
      'Microsoft Entra, download of users',
      'userPrincipalName,displayName,surname,mail,givenName,id,jobTitle,department,usageLocation,streetAddress,state,country,physicalDeliveryOfficeName,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,companyName,creationType,directorySynced,invitationState,identityIssuer,createdDateTime',
      {
        displayName: 'name',
        surname: 'lastName',
        mail: 'email',
        givenName: 'firstName',
        jobTitle: 'jobTitle',
        department: 'primaryTeam',
        physicalDeliveryOfficeName: 'location',
      },
    ],
    [
      'Okta',
      'login,firstName,lastName,middleName,honorificPrefix,email,title,displayName,nickName,profileUrl,secondEmail,mobilePhone,primaryPhone,streetAddress,city,state,zipCode,countryCode,postalAddress,preferredLanguage,locale,timezone,employeeNumber,costCenter,organization,department',
      {
        firstName: 'firstName',
        lastName: 'lastName',
        email: 'email',
        title: 'jobTitle',
        displayName: 'name',
        preferredLanguage: 'language',
        timezone: 'timeZone',
        employeeNumber: 'externalId',
        department: 'primaryTeam',
      },
    ],
    [
      'Okta, names of a profile',
      'user.firstName,user.lastName,user.email,user.title,user.department,user.employeeNumber',
      {
        'user.firstName': 'firstName',
        'user.lastName': 'lastName',
        'user.email': 'email',
        'user.title': 'jobTitle',
        'user.department': 'primaryTeam',
        'user.employeeNumber': 'externalId',
      },
    ],
    [
      'Canvas',
      'user_id,integration_id,authentication_provider_id,login_id,password,first_name,last_name,full_name,sortable_name,short_name,email,status,declared_user_type,pronouns,home_account',
      { first_name: 'firstName', last_name: 'lastName', full_name: 'name', email: 'email' },
    ],
    [
      'Moodle',
      'username,password,firstname,lastname,email,city,country,lang,timezone,auth,idnumber,institution,department,phone1,address,description,course1,group1,role1,type1,cohort1,deleted,sysrole1',
      {
        firstname: 'firstName',
        lastname: 'lastName',
        email: 'email',
        lang: 'language',
        timezone: 'timeZone',
        idnumber: 'externalId',
        department: 'primaryTeam',
      },
    ],
    [
      'BambooHR',
      'Employee #,First Name,Middle Name,Last Name,Display Name,Job Title,Department,Division,Location,Hire Date,Work Email,Home Email,Work Phone,Mobile Phone,Employment Status,Status,Birth Date,Gender,Termination Date',
      {
        'Employee #': 'externalId',
        'First Name': 'firstName',
        'Last Name': 'lastName',
        'Display Name': 'name',
        'Job Title': 'jobTitle',
        Department: 'primaryTeam',
        Location: 'location',
        'Hire Date': 'hireDate',
        'Work Email': 'email',
      },
    ],
    [
      'Personio',
      'ID,Vorname,Nachname,E-Mail,Geschlecht,Position,Beschäftigungsart,Abteilung,Standort,Einstellungsdatum,Kündigungsdatum,Status,Team,Wochenarbeitszeit,Geburtsdatum,Personalnummer,Vertragsende,Kostenstelle',
      {
        Vorname: 'firstName',
        Nachname: 'lastName',
        'E-Mail': 'email',
        Position: 'jobTitle',
        Abteilung: 'primaryTeam',
        Standort: 'location',
        Einstellungsdatum: 'hireDate',
        Personalnummer: 'externalId',
      },
    ],
    [
      'Workday',
      'Employee ID,Worker,Legal Name - First Name,Legal Name - Last Name,Email - Primary Work,Business Title,Job Profile,Job Family,Supervisory Organization,Cost Center,Location,Hire Date,Original Hire Date,Worker Type,Termination Date,Time Type,Position ID,Company,Country',
      {
        'Employee ID': 'externalId',
        Worker: 'name',
        'Legal Name - First Name': 'firstName',
        'Legal Name - Last Name': 'lastName',
        'Email - Primary Work': 'email',
        'Business Title': 'jobTitle',
        'Supervisory Organization': 'primaryTeam',
        Location: 'location',
        'Hire Date': 'hireDate',
      },
    ],
  ])('%s', (_, headers, fields) => {
    expect(suggestedFor(headers)).toEqual(fields)
  })
})

test('words may stand in another order, and in brackets', () => {
  const headers = 'Name (first),Name (last),E-mail (work),Date of hire,Title of job,Employee (ID),Teams - secondary'
  expect(Object.values(suggestedFor(headers))).toEqual([
    'firstName',
    'lastName',
    'email',
    'hireDate',
    'jobTitle',
    'externalId',
    'secondaryTeams',
  ])
})

test('two slips in two words are still perhaps the field', () => {
  expect(suggestedFor('Emial Adress,Frist Nmae,Emploee Nubmer')).toEqual({
    'Emial Adress': 'email',
    'Frist Nmae': 'firstName',
    'Emploee Nubmer': 'externalId',
  })
  expect(confidenceOf('Emial Adress')).toBe(0.7)
})

test("somebody's own address is never taken without asking, and only where there is no other", () => {
  for (const header of ['Home email', 'E-Mail (privat)', 'Personal email address', 'Recovery Email']) {
    expect(confidenceOf(header, ['zoe@example.com'])).toBe(0.7)
  }
  expect(suggestedFor('E-Mail (privat),E-Mail (dienstlich)')).toEqual({ 'E-Mail (dienstlich)': 'email' })
})

describe('rights are never given by accident', () => {
  test('a column that may be the role, and whose cells are no roles, is left to a person', () => {
    expect(confidenceOf('Role', ['Learner', 'Admin'])).toBe(1)
    expect(confidenceOf('Role', ['Learner', 'Wizard'])).toBe(0.9)
    expect(confidenceOf('Rolle', ['Nurse', 'Driver'])).toBe(0.75)
    expect(confidenceOf('userType', ['Member', 'Guest'])).toBe(0.75)
  })

  test.each([
    'Owner',
    'Is admin',
    'Admin role',
    'Permissions',
    'Privileges',
    'sysrole1',
    'Role ID',
    'Access',
    'Profile ID',
  ])('%j is nothing', (header) => {
    expect(suggestedFor(header)).toEqual({})
  })
})

test.each([
  'Position ID',
  'Office number',
  'Group 1 ID',
  'Tipo de cargo',
  'Fecha de nombre',
  'Email verified',
  'Team type',
])('%j is another thing', (header) => {
  expect(suggestedFor(header)).toEqual({})
})

test('the name of a team or an office is no full name', () => {
  expect(suggestedFor('Department name,Office name,Employee name')).toEqual({
    'Department name': 'primaryTeam',
    'Office name': 'location',
    'Employee name': 'name',
  })
})
