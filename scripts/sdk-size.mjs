// How much of the SDK a page loads: all of it in one file, minified for browsers and compressed as servers do.
// `--check` fails when that is more than it may be; `--compare` fetches SDKs of others and weighs them in the same way.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// The whole surface, with a method for each mutation and the documents they send. Raise it with a reason.
const MOST_BYTES = 13.5 * 1024
const OTHERS = ['stripe@23.1.0', '@workos-inc/node@11.0.0', '@clerk/backend@3.25.0', '@directus/sdk@26.0.0']

/** Bytes of a program that uses everything an entry has: minified, and gzipped as well. */
async function bundleSize(contents, resolveDir) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  const [{ contents: minified }] = outputFiles
  return { minified: minified.length, gzipped: gzipSync(minified, { level: 9 }).length }
}

const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`

if (process.argv.includes('--check')) {
  const { gzipped } = await ownSize()
  console.log(`The SDK weighs ${kib(gzipped)} minified and gzipped; it may weigh ${kib(MOST_BYTES)}.`)
  if (gzipped > MOST_BYTES) process.exitCode = 1
}

if (process.argv.includes('--compare')) {
  print('@rollcall/sdk', await ownSize())
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sdk-size-'))
  try {
    execFileSync('npm', ['install', '--silent', '--no-audit', '--ignore-scripts', '--prefix', folder, ...OTHERS])
    for (const other of OTHERS) {
      const name = other.slice(0, other.lastIndexOf('@'))
      print(other, await bundleSize(`export * from '${name}'`, folder))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ownSize() {
  const entry = fileURLToPath(new URL('../packages/sdk/dist/esm/index.js', import.meta.url))
  return bundleSize(`export * from ${JSON.stringify(entry)}`, process.cwd())
}

function print(name, { minified, gzipped }) {
  console.log(`${name.padEnd(26)} ${kib(minified).padStart(10)} minified ${kib(gzipped).padStart(10)} gzipped`)
}
