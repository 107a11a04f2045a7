import { writeFileSync } from 'node:fs'
import { makeSchema, schemaText } from './schema.ts'

// `npm run codegen` calls this: the text of the API, from which the SDK's types are made.
const target = new URL('../../../schema.graphql', import.meta.url)
writeFileSync(target, schemaText(makeSchema()))
