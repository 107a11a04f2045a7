// The map of the server's rooms in README.md, drawn from what the files really import.
//   node scripts/print-map.mjs           writes it into README.md
//   node scripts/print-map.mjs --check   fails when README.md shows another one
import { readFileSync, writeFileSync } from 'node:fs'
import { cruise } from './cruise.mjs'

const MAP_IN_README = /(?<=<!-- map -->\n+```text\n)[^`]*(?=```\n+<!-- end of map -->)/
const ROOM = /^packages\/server\/src\/([^/]+)\/(?!.*\.test\.ts$)/

const modules = cruise().modules.filter(({ source }) => ROOM.test(source))
const readme = readFileSync('README.md', 'utf8')
const map = drawMap(importsByRoom(modules))

if (modules.length === 0) fail('No module was found, so there is no map.')
else if (!MAP_IN_README.test(readme)) fail('README.md has no place for the map.')
else if (!process.argv.includes('--check'))
  writeFileSync(
    'README.md',
    readme.replace(MAP_IN_README, () => map),
  )
else if (MAP_IN_README.exec(readme)[0] !== map)
  fail(`README.md shows an old map. Run: node scripts/print-map.mjs\n${map}`)
else console.log(`The map in README.md is that of the ${modules.length} modules.`)

/** For each room the rooms it imports. */
function importsByRoom(modules) {
  const rooms = new Map()
  for (const { source, dependencies } of modules) {
    const room = ROOM.exec(source)[1]
    // Migrations stand on every table and belong to no room.
    if (room === 'migrations') continue
    const imported = dependencies.map(({ resolved }) => ROOM.exec(resolved)?.[1])
    rooms.set(room, new Set([...(rooms.get(room) ?? []), ...imported.filter((name) => name && name !== room)]))
  }
  return rooms
}

/** The rooms, the highest first; a room is one higher than the highest it imports. */
function drawMap(rooms) {
  const height = (room) => 1 + Math.max(0, ...[...rooms.get(room)].map(height))
  const inOrder = [...rooms.keys()].toSorted((one, other) => height(other) - height(one) || one.localeCompare(other))
  const width = Math.max(...inOrder.map((room) => room.length))
  const lines = inOrder.map((room) => {
    const below = inOrder.filter((other) => rooms.get(room).has(other))
    return `${height(room)}  ${room.padEnd(width)}  ${below.length > 0 ? `stands on ${below.join(', ')}` : 'stands on no other'}\n`
  })
  return lines.join('')
}

function fail(reason) {
  console.error(reason)
  process.exitCode = 1
}
