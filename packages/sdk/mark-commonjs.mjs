// The last step of a build: says that the files in dist/cjs are CommonJS, in a package whose files are ES modules.
import { writeFileSync } from 'node:fs'

writeFileSync(new URL('dist/cjs/package.json', import.meta.url), '{ "type": "commonjs" }\n')
