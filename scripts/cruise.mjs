import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { sep } from 'node:path'

/** What dependency-cruiser finds in the packages, as parsed JSON. */
export function cruise() {
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const json = execFileSync('npx', ['--no-install', 'depcruise', ...options, ...sourceFolders()], {
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(json)
}

/** Every TypeScript file that is written by hand, as a path from the root. */
export function sourceFiles() {
  return sourceFolders().flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((path) => path.endsWith('.ts') && !path.startsWith(`generated${sep}`))
      .map((path) => `${folder}/${path.split(sep).join('/')}`),
  )
}

function sourceFolders() {
  return readdirSync('packages').map((name) => `packages/${name}/src`)
}
