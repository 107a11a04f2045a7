// How much of the SDK a page loads: all of it in one file, minified for browsers and compressed as servers do.
// `--check` fails when that is more than it may be.
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// The whole surface, with a method for each mutation and the documents they send. Raise it with a reason.
const MOST_BYTES = 13.5 * 1024

/** Bytes of a program that uses everything an entry has: minified, and gzipped as well. */
export async function bundleSize(contents, resolveDir) {
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

if (process.argv.includes('--check')) {
  const entry = fileURLToPath(new URL('../packages/sdk/dist/esm/index.js', import.meta.url))
  const { gzipped } = await bundleSize(`export * from ${JSON.stringify(entry)}`, process.cwd())
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
  console.log(`The SDK weighs ${kib(gzipped)} minified and gzipped; it may weigh ${kib(MOST_BYTES)}.`)
  if (gzipped > MOST_BYTES) process.exitCode = 1
}
