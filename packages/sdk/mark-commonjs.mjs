// The last step of a build: makes the files in dist/cjs the CommonJS modules they are. The package.json that says so is
// then the nearest one to them, and not the place where `#file` is looked up, so the file behind it is named instead;
// `browser` in the package's own package.json takes its place in bundles.
import { readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('dist/cjs/', import.meta.url)
writeFileSync(new URL('package.json', folder), '{ "type": "commonjs" }\n')
const upload = new URL('upload.js', folder)
writeFileSync(upload, readFileSync(upload, 'utf8').replaceAll('require("#file")', 'require("./file-node.js")'))
