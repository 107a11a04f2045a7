// The map of the server's rooms in README.md and its picture in docs/, drawn from what the files really import.
//   node scripts/print-map.mjs           writes both
//   node scripts/print-map.mjs --check   fails when they show something else
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cruise } from './cruise.mjs'

const MAP_IN_README = /(?<=<!-- map -->\n+```text\n)[^`]*(?=```\n+<!-- end of map -->)/
const ROOM = /^packages\/server\/src\/([^/]+)\/(?!.*\.test\.ts$)/

const PICTURE = 'docs/architecture.svg'

const modules = cruise().modules.filter(({ source }) => ROOM.test(source))
const readme = readFileSync('README.md', 'utf8')
const rooms = importsByRoom(modules)
const map = drawMap(rooms)
const picture = drawPicture(rooms)

if (modules.length === 0) fail('No module was found, so there is no map.')
else if (!MAP_IN_README.test(readme)) fail('README.md has no place for the map.')
else if (!process.argv.includes('--check')) {
  writeFileSync(
    'README.md',
    readme.replace(MAP_IN_README, () => map),
  )
  writeFileSync(PICTURE, picture)
} else if (MAP_IN_README.exec(readme)[0] !== map)
  fail(`README.md shows an old map. Run: node scripts/print-map.mjs\n${map}`)
else if (!existsSync(PICTURE) || readFileSync(PICTURE, 'utf8') !== picture)
  fail(`${PICTURE} is old. Run: node scripts/print-map.mjs`)
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
  const height = (room) => heightOf(rooms, room)
  const inOrder = [...rooms.keys()].toSorted((one, other) => height(other) - height(one) || one.localeCompare(other))
  const width = Math.max(...inOrder.map((room) => room.length))
  const lines = inOrder.map((room) => {
    const below = inOrder.filter((other) => rooms.get(room).has(other))
    return `${height(room)}  ${room.padEnd(width)}  ${below.length > 0 ? `stands on ${below.join(', ')}` : 'stands on no other'}\n`
  })
  return lines.join('')
}

function heightOf(rooms, room) {
  return 1 + Math.max(0, ...[...rooms.get(room)].map((below) => heightOf(rooms, below)))
}

/** The floors of the house as SVG, the highest on top. */
function drawPicture(rooms) {
  const [width, line, gap] = [720, 56, 10]
  const top = Math.max(...[...rooms.keys()].map((room) => heightOf(rooms, room)))
  const floors = Array.from({ length: top }, (_, below) =>
    [...rooms.keys()].filter((room) => heightOf(rooms, room) === below + 1),
  )
  const boxes = floors.flatMap((names, below) => {
    const y = (top - 1 - below) * (line + gap)
    const each = Math.floor((width - gap * (names.length - 1)) / names.length)
    return names.map((name, at) => {
      const x = at * (each + gap)
      return (
        `<rect x="${x}" y="${y}" width="${each}" height="${line}" rx="8"/>\n` +
        `<text x="${x + each / 2}" y="${y + line / 2 + 6}">${name}</text>\n`
      )
    })
  })
  const height = top * (line + gap) - gap
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${width + 4} ${height + 4}" width="${width}">\n` +
    '<style>rect{fill:#eef3fb;stroke:#7f9cc7}text{fill:#1c2330;font:17px system-ui,sans-serif;text-anchor:middle}</style>\n' +
    `${boxes.join('')}</svg>\n`
  )
}

function fail(reason) {
  console.error(reason)
  process.exitCode = 1
}
