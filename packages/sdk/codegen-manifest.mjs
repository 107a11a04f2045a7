// The manifest of the SDK's operations, which `npm run codegen` writes beside their documents: a server that is given it
// takes the hash of a document for the document. The format is that of Apollo's tools.
import { operationTexts, sha256 } from './codegen-plugin.mjs'

/** The content of packages/sdk/operations.json. */
export function plugin(_schema, files) {
  const operations = operationTexts(files).map(({ name, type, text }) => ({ id: sha256(text), name, type, body: text }))
  return JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)
}
