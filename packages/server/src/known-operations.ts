import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Request, RequestHandler, Response } from 'express'
import { ConfigProblem } from './base/config.ts'
import { Fault } from './base/errors.ts'

/** Documents by the SHA-256 of their text. */
export type KnownOperations = ReadonlyMap<string, string>

/** Tells clients that they may send the hash of a document in its place. */
const HEADER = 'x-known-operations'

/** A request for an operation, by POST or by GET. */
interface Asked {
  query?: unknown
  extensions?: unknown
}

/** Reads manifests of operations, in the format that Apollo's tools write; a file that is none stops the start. */
export function readManifests(paths: readonly string[]): KnownOperations {
  return new Map(paths.flatMap((path) => readManifest(path)))
}

function readManifest(path: string): [hash: string, text: string][] {
  const { operations } = parsed(path) as { operations?: unknown }
  if (!Array.isArray(operations)) throw problem(`names ${path}, which has no list "operations"`)
  return operations.map(({ id, body, name }: Record<string, unknown>) => {
    if (typeof body === 'string' && id === hashOf(body)) return [id, body]
    throw problem(`names ${path}, whose operation ${String(name)} has no id that is the SHA-256 of its body`)
  })
}

function parsed(path: string): object {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as object
  } catch (error) {
    throw problem(`names ${path}, which cannot be read: ${(error as Error).message}`)
  }
}

function problem(fault: string): ConfigProblem {
  return new ConfigProblem('OPERATION_MANIFESTS', fault, 'node_modules/@rollcall/sdk/operations.json')
}

/**
 * Puts the text of a known operation in the place of its hash. Where operations are known, product frontends run no
 * others: whoever is not free to, gets a fault for anything else before it is parsed.
 */
export function resolveOperation(known: KnownOperations, isFree: (response: Response) => boolean): RequestHandler {
  return (request, response, next) => {
    if (known.size > 0) response.setHeader(HEADER, 'sha256')
    const asked = askedBy(request)
    const hash = sentHash(asked)
    const text = typeof asked.query === 'string' ? asked.query : undefined
    if (hash && text !== undefined && hash !== hashOf(text)) {
      throw new Fault('BAD_USER_INPUT', '`extensions.persistedQuery.sha256Hash` is not the SHA-256 of `query`.')
    }
    if (known.size > 0 && !isFree(response)) requireKnown(known, text === undefined ? hash : hashOf(text))
    const knownText = hash && known.get(hash)
    if (knownText && request.method === 'POST') {
      const { extensions: _hash, ...body } = request.body as Asked
      request.body = { ...body, query: knownText }
    }
    next()
  }
}

function requireKnown(known: KnownOperations, hash: string | undefined): void {
  if (hash && known.has(hash)) return
  throw new Fault(
    'FORBIDDEN',
    'Without an API key only operations run here that this server was given beforehand. Add this one to a manifest in OPERATION_MANIFESTS, or send an API key.',
    { requires: 'An API key' },
  )
}

// A list of operations is refused later, and has none of these.
function askedBy({ method, query, body }: Request): Asked {
  if (method !== 'GET') return (body ?? {}) as Asked
  const { extensions } = query
  try {
    return { query: query['query'], extensions: typeof extensions === 'string' ? JSON.parse(extensions) : undefined }
  } catch {
    throw new Fault('BAD_USER_INPUT', '`extensions` is not JSON.')
  }
}

function sentHash({ extensions }: Asked): string | undefined {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { version?: unknown; sha256Hash?: unknown } }
  if (!persistedQuery) return undefined
  const { version, sha256Hash } = persistedQuery
  if (version === 1 && typeof sha256Hash === 'string' && /^[0-9a-f]{64}$/.test(sha256Hash)) return sha256Hash
  throw new Fault(
    'BAD_USER_INPUT',
    '`extensions.persistedQuery` needs `version` 1 and `sha256Hash`, in lower-case hexadecimal.',
  )
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
