// The last step of a build: says that the files in dist/cjs are CommonJS, in a package whose files are ES modules, and
// puts the schema beside them, for tools that generate types of their own.
import { copyFileSync, writeFileSync } from 'node:fs'

writeFileSync(new URL('dist/cjs/package.json', import.meta.url), '{ "type": "commonjs" }\n')
copyFileSync(new URL('../../schema.graphql', import.meta.url), new URL('dist/schema.graphql', import.meta.url))
