import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

const HEADERS = [
  'Email',
  'First name',
  'Last name',
  'Job title',
  'Primary team',
  'Role',
  'Language',
  'Location',
  'Time zone',
  'Hire date',
  'Employee ID',
]

const FIRST = ['Ana', 'Zoë', 'Jürgen', 'María', 'Łukasz', '明', 'Олена', 'Aïcha', 'Søren', 'Priya']
const LAST = ['Ruiz', "O'Neil", 'Müller', 'García', 'Nowak', '李', 'Коваль', 'Benali', 'Ærø', 'Raman']
const JOBS = ['Engineer', 'Nurse, night shift', 'Sales manager', 'Accountant', 'Teacher', 'Driver']
const LANGUAGES = ['en-GB', 'de', 'fr', 'es', 'pt-BR', 'ja']
const LOCATIONS = ['London', 'Tokyo', 'São Paulo', 'Berlin', 'Nairobi']
const ZONES = ['Europe/London', 'Asia/Tokyo', 'America/Sao_Paulo', 'Europe/Berlin', 'Africa/Nairobi']

/** The cells of one invented person, always the same for the same number. */
export function person(number) {
  const pick = (list, by) => list[Math.floor(number / by) % list.length]
  return [
    `person.${number}@example.com`,
    pick(FIRST, 1),
    pick(LAST, 7),
    pick(JOBS, 3),
    `Team ${number % 200}`,
    'Learner',
    pick(LANGUAGES, 11),
    pick(LOCATIONS, 5),
    pick(ZONES, 5),
    `20${10 + (number % 15)}-0${1 + (number % 9)}-1${number % 10}`,
    `E${String(number).padStart(8, '0')}`,
  ]
}

/** Writes a CSV file of that many people and answers its size in bytes. */
export async function writePeopleFile(path, rows) {
  const file = createWriteStream(path)
  file.write(`${HEADERS.join(',')}\r\n`)
  for (let number = 0; number < rows; number++) {
    const line = `${person(number).map(quoted).join(',')}\r\n`
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
  return file.bytesWritten
}

function quoted(cell) {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
