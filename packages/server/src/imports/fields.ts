import { ROLE_RIGHTS } from '../access/permissions.ts'
import { Role } from '../base/viewer.ts'
import { customFieldKey, isCustomKey, type CustomFieldKey, type CustomField } from '../users/custom-field.ts'
import { foldedName } from './near-name.ts'

/** Keys of the fields that a column can be mapped to. Nothing else can be: no id, status, permission or password. */
export const FieldKey = {
  email: 'email',
  name: 'name',
  firstName: 'firstName',
  lastName: 'lastName',
  jobTitle: 'jobTitle',
  primaryTeam: 'primaryTeam',
  secondaryTeams: 'secondaryTeams',
  role: 'role',
  language: 'language',
  location: 'location',
  timeZone: 'timeZone',
  hireDate: 'hireDate',
  externalId: 'externalId',
  manager: 'manager',
  deactivate: 'deactivate',
} as const
export type FieldKey = keyof typeof FieldKey
/** A field that a column can be mapped to, for people and for the guessing of columns. */
export interface ImportField {
  key: FieldKey | CustomFieldKey
  /** For people; also the header in the template. */
  label: string
  description: string
  /** Whether a column must be mapped to it; `name` counts as mapped when `firstName` and `lastName` are. */
  required: boolean
  /** Headers that are recognized for it beside key and label: English, then German, French, Spanish and so on. */
  aliases: readonly string[]
  example: string | null
  /** All values allowed, where there is a short list of them. */
  allowedValues: readonly string[] | null
}

/** Headers of a column that says who is active, so that its yes means: do not deactivate. */
export const ACTIVE: readonly string[] = words(
  'active, is active, aktiv, actif, activo, attivo, ativo, actief, aktywny, 有効, 在职',
)

/** Every importable field that all organizations have, the required ones first. */
export const importFields: readonly (ImportField & { key: FieldKey })[] = [
  {
    key: 'email',
    label: 'Email',
    description: 'One email address, by which the user is found. Spaces around it are dropped.',
    required: true,
    aliases: words(
      'e-mail, email address, e-mail address, mail, work email, business email, primary email, login email, primary work email, work email address, company email, corporate email',
      'E-Mail-Adresse, Mailadresse, dienstliche E-Mail, geschäftliche E-Mail, berufliche E-Mail, E-Mail Arbeit',
      'adresse e-mail, adresse électronique, courriel, mél, adresse mail, e-mail professionnel, adresse e-mail professionnelle, adresse mail professionnelle',
      'correo, correo electrónico, correo corporativo, e-mail corporativo, correo electrónico corporativo, correo de trabajo',
      'indirizzo e-mail, posta elettronica, e-mail aziendale',
      'endereço de e-mail, correio eletrónico, e-mail corporativo, e-mail profissional',
      'e-mailadres, zakelijk e-mailadres',
      'e-post, e-postadress, mailadresse',
      'adres e-mail',
      'メール, メールアドレス',
      '邮箱, 电子邮件, 电子邮箱',
      'user name, login, userPrincipalName, login ID',
    ),
    example: 'zoe.muster@example.com',
    allowedValues: null,
  },
  {
    key: 'name',
    label: 'Name',
    description: 'The full name. It wins over first and last name when both are given.',
    required: true,
    aliases: words(
      'full name, display name, employee name, employee, worker, last first, first last',
      'vollständiger Name, Mitarbeiter',
      'nom complet, nom et prénom',
      'nombre completo, nombre y apellidos',
      'nome completo, nome e cognome',
      'naam, volledige naam',
      'namn, fullständigt namn, navn, fulde navn, fullt navn',
      'imię i nazwisko',
      '氏名, 名前',
      '姓名',
    ),
    example: 'Zoë Muster',
    allowedValues: null,
  },
  {
    key: 'firstName',
    label: 'First name',
    description: 'The first name. Together with the last name it takes the place of the full name.',
    required: false,
    aliases: words(
      'given name, forename, fname, first',
      'Vorname, Rufname',
      'prénom',
      'nombre, nombre de pila',
      'nome',
      'nome próprio, primeiro nome',
      'voornaam, roepnaam',
      'förnamn, fornavn',
      'imię',
      '名',
      '名字',
    ),
    example: 'Zoë',
    allowedValues: null,
  },
  {
    key: 'lastName',
    label: 'Last name',
    description: 'The last name. Together with the first name it takes the place of the full name.',
    required: false,
    aliases: words(
      'surname, family name, lname, last',
      'Nachname, Familienname, Zuname',
      'nom, nom de famille',
      'apellido, apellidos, primer apellido',
      'cognome',
      'apelido, sobrenome, último nome',
      'achternaam, familienaam',
      'efternamn, efternavn, etternavn',
      'nazwisko',
      '姓',
      '姓氏',
    ),
    example: 'Muster',
    allowedValues: null,
  },
  {
    key: 'jobTitle',
    label: 'Job title',
    description: 'What the user does in the organization.',
    required: false,
    aliases: words(
      'title, position, job, designation, position title, business title, employee title',
      'Stellenbezeichnung, Berufsbezeichnung, Jobtitel, Funktion, Stelle, Tätigkeit',
      'poste, fonction, intitulé du poste, intitulé de poste, poste occupé',
      'puesto, cargo',
      'posizione, mansione, qualifica',
      'função',
      'functie, functietitel',
      'befattning, titel, stilling, stillingsbetegnelse, stillingstittel',
      'stanowisko',
      '役職, 職種',
      '职位, 职务, 岗位',
    ),
    example: 'Account Manager',
    allowedValues: null,
  },
  {
    key: 'primaryTeam',
    label: 'Primary team',
    description: 'Name of the one team the user belongs to first; its manager is the manager of the user.',
    required: false,
    aliases: words(
      'main team, team, department, dept, division, group, supervisory organization, org unit, business unit',
      'Hauptteam, Abteilung, Bereich',
      'équipe principale, équipe, service, département',
      'equipo principal, equipo, departamento, área',
      'team principale, reparto, dipartimento',
      'equipa principal, equipe principal, equipa, equipe',
      'primair team, afdeling',
      'primärt team, avdelning, primært team, avdeling',
      'zespół główny, zespół, dział',
      '部署, 部門, 所属',
      '部门, 主要团队, 团队',
    ),
    example: 'Marketing',
    allowedValues: null,
  },
  {
    key: 'secondaryTeams',
    label: 'Secondary teams',
    description:
      'Names of further teams, separated by comma or semicolon; a backslash before one keeps it. The list replaces the earlier one.',
    required: false,
    aliases: words(
      'secondary team, other teams, additional teams, groups',
      'weitere Teams, Nebenteam, zusätzliche Teams',
      'équipes secondaires, autres équipes',
      'equipos secundarios, otros equipos',
      'team secondari, altri team',
      'equipas secundárias, equipes secundárias, outras equipes',
      'secundaire teams, overige teams',
      'sekundära team, sekundære teams, andre team',
      'zespoły dodatkowe',
      '兼務部署',
      '次要团队, 其他团队',
    ),
    example: 'Launch, Website',
    allowedValues: null,
  },
  {
    key: 'role',
    label: 'Role',
    description: 'What the user may do, as name or key of a role; case and spaces do not matter.',
    required: false,
    aliases: words(
      'user role, system role, access level, user type',
      'Rolle, Benutzerrolle',
      'rôle, profil',
      'rol, perfil',
      'ruolo',
      'papel, função',
      'gebruikersrol',
      'roll',
      'rola',
      'ロール, 権限',
      '角色, 权限',
    ),
    example: 'Learner',
    allowedValues: Object.values(Role).map((role) => ROLE_RIGHTS[role].label),
  },
  {
    key: 'language',
    label: 'Language',
    description: 'A language tag such as de or pt-BR, or the name of the language in itself or in English.',
    required: false,
    aliases: words(
      'preferred language, locale, lang',
      'Sprache',
      'langue',
      'idioma, lengua',
      'lingua',
      'língua',
      'taal',
      'språk, sprog',
      'język',
      '言語',
      '语言',
    ),
    example: 'en-GB',
    allowedValues: null,
  },
  {
    key: 'location',
    label: 'Location',
    description: 'Name of the one location where the user works.',
    required: false,
    aliases: words(
      'office, site, work location, branch, workplace, office location, physical delivery office name',
      'Standort, Ort, Büro, Niederlassung, Arbeitsort, Dienstort, Einsatzort',
      'lieu, bureau, lieu de travail',
      'ubicación, oficina, sede, centro de trabajo',
      'ufficio',
      'localização, local, escritório, local de trabalho',
      'locatie, kantoor, vestiging',
      'plats, kontor, lokation, sted',
      'lokalizacja, biuro, miejsce pracy',
      '勤務地, 拠点',
      '地点, 办公地点, 工作地点',
    ),
    example: 'London',
    allowedValues: null,
  },
  {
    key: 'timeZone',
    label: 'Time zone',
    description: 'An IANA time zone such as Europe/Berlin, or its common Windows name.',
    required: false,
    aliases: words(
      'timezone, tz',
      'Zeitzone',
      'fuseau horaire',
      'zona horaria, huso horario',
      'fuso orario',
      'fuso horário',
      'tijdzone',
      'tidszon, tidszone, tidssone',
      'strefa czasowa',
      'タイムゾーン',
      '时区',
    ),
    example: 'Europe/London',
    allowedValues: null,
  },
  {
    key: 'hireDate',
    label: 'Hire date',
    description:
      'The first day of work as year, month and day: 2026-11-22. Day and month first only where the whole column can be read in one order, or the order is chosen in the mapping.',
    required: false,
    aliases: words(
      'start date, date of hire, date joined, joining date, employment date, date hired, hired on, joined on',
      'Eintrittsdatum, Einstellungsdatum, Eintritt',
      "date d'embauche, date d'entrée",
      'fecha de contratación, fecha de alta, fecha de ingreso',
      'data di assunzione',
      'data de admissão, data de contratação',
      'datum in dienst, indiensttreding',
      'anställningsdatum, ansættelsesdato, ansettelsesdato',
      'data zatrudnienia',
      '入社日',
      '入职日期',
    ),
    example: '2026-11-22',
    allowedValues: null,
  },
  {
    key: 'externalId',
    label: 'Employee ID',
    description: 'The id of the user in another system, unique in the organization. Leading zeros are kept.',
    required: false,
    aliases: words(
      'employee number, external ID, staff ID, staff number, personnel number, payroll number, person ID, employee no, EEID, emp ID, worker ID, associate ID, ID number, user external ID',
      'Personalnummer, Mitarbeiternummer, Mitarbeiter-ID, Personal-Nr, Pers.-Nr., Mitarbeiter-Nr',
      "matricule, numéro d'employé",
      'número de empleado, ID de empleado',
      'matricola, ID dipendente',
      'matrícula, número de funcionário, número de colaborador',
      'personeelsnummer, medewerkernummer',
      'anställningsnummer, medarbejdernummer, ansattnummer',
      'numer pracownika',
      '社員番号, 従業員番号',
      '工号, 员工编号',
    ),
    example: '00417',
    allowedValues: null,
  },
  {
    key: 'manager',
    label: 'Manager',
    description:
      'Email address or employee ID of another user, who may come later in the file. It counts for this user alone, before the manager of the primary team; where the two are the same, the team goes on deciding.',
    required: false,
    aliases: words(
      'line manager, manager email, manager email address, manager ID, manager employee ID, supervisor, supervisor email, supervisor ID, reports to',
      'Vorgesetzter, Vorgesetzte, Führungskraft',
      'supérieur, supérieur hiérarchique, responsable',
      'jefe, jefe directo',
      'responsabile, superiore',
      'gestor, chefia, responsável',
      'leidinggevende',
      'chef, närmaste chef, leder, nærmeste leder',
      'przełożony, kierownik',
      '上司',
      '上级, 直属上级, 经理',
    ),
    example: 'ana.ruiz@example.com',
    allowedValues: null,
  },
  {
    key: 'deactivate',
    label: 'Deactivate',
    description:
      'Whether the user is to be deactivated: yes or no, 1 or 0, in any of our languages; an empty cell changes nothing. Other cells of a user who leaves are not read. A column that says who is active is taken the other way round.',
    required: false,
    aliases: words(
      'deactivated, inactive, is inactive, leaver, terminated, suspended',
      'deaktivieren, inaktiv, ausgeschieden',
      'désactiver, inactif, parti',
      'desactivar, inactivo, baja',
      'disattivare, inattivo',
      'desativar, inativo',
      'deactiveren, inactief',
      'inaktivera, deaktiver',
      'dezaktywuj, nieaktywny',
      '無効, 退職',
      '停用, 离职',
      ...ACTIVE,
    ),
    example: 'no',
    allowedValues: null,
  },
]

const byKey = new Map<string, (typeof importFields)[number]>(importFields.map((field) => [field.key, field]))

/** The field of that key that all organizations have; undefined when there is none that can be imported. */
export function importField(key: string): (typeof importFields)[number] | undefined {
  return byKey.get(key)
}

/** A field of the organization's own, as a column can be mapped to it. */
export function customImportField({ key, label }: Pick<CustomField, 'key' | 'label'>): ImportField & {
  key: CustomFieldKey
} {
  return {
    key: customFieldKey(key),
    label,
    description: "One of the organization's own fields. Text of at most 1,000 characters.",
    required: false,
    aliases: [],
    example: null,
    allowedValues: null,
  }
}

/** The required fields that these do not cover. */
export function missingFields(mapped: Iterable<string>): ImportField[] {
  const keys = new Set(mapped)
  if (keys.has('firstName') && keys.has('lastName')) keys.add('name')
  return importFields.filter(({ key, required }) => required && !keys.has(key))
}

const EMPTIED: ReadonlySet<string> = new Set([
  'jobTitle',
  'primaryTeam',
  'secondaryTeams',
  'language',
  'location',
  'timeZone',
  'hireDate',
  'manager',
])

/** Whether an empty cell can take the value of this field away, where the settings or the column say so. */
export function mayBeEmptied(key: string): boolean {
  return EMPTIED.has(key) || isCustomKey(key)
}

/** Whether a cell that says so can take the value of this field away. */
export function mayBeCleared(key: string): boolean {
  return mayBeEmptied(key) || key === 'externalId'
}

const roles = new Map<string, Role>()
for (const role of Object.values(Role)) {
  for (const name of [role, ROLE_RIGHTS[role].label]) roles.set(roleKey(name), role)
}

/** The role of that name or key, in whatever case and with whatever spaces; else null. */
export function roleNamed(text: string): Role | null {
  return roles.get(roleKey(text)) ?? null
}

function roleKey(text: string): string {
  return foldedName(text).replace(/[_.-]/g, '')
}

function words(...languages: string[]): string[] {
  return languages.flatMap((list) => list.split(', '))
}
