import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Says what the suite runs on and what it leaves out; with REQUIRE_SERVICES=1 it leaves nothing out. */
export default function setUp() {
  const chromium = process.env.TEST_CHROMIUM ?? findChromium()
  // For the tests, which run in processes that inherit it.
  if (chromium) process.env.TEST_CHROMIUM = chromium

  const services = [
    ['SQLite', 'built in', ''],
    ['MariaDB', withoutPassword(process.env.TEST_MYSQL_URL), 'set TEST_MYSQL_URL=mysql://user:password@host:3306/name'],
    ['Redis', withoutPassword(process.env.TEST_REDIS_URL), 'set TEST_REDIS_URL=redis://host:6379'],
    ['Chromium', chromium, `install it, so that one of ${CHROMIUM_NAMES.join(', ')} is on the path`],
  ]
  const missing = services.filter(([, place]) => !place)
  const lines = services.map(([name, place, remedy]) =>
    place ? `  with ${name} (${place})` : `  without ${name}: ${remedy}`,
  )
  process.stderr.write(`The suite runs\n${lines.join('\n')}\n\n`)
  if (missing.length > 0 && process.env.REQUIRE_SERVICES === '1') {
    throw new Error(`REQUIRE_SERVICES=1, and missing: ${missing.map(([name]) => name).join(', ')}`)
  }
}

function withoutPassword(address) {
  if (!address) return undefined
  const url = new URL(address)
  url.password = ''
  return url.href
}

function findChromium() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => CHROMIUM_NAMES.map((name) => join(folder, name)))
    .find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
