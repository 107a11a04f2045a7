import { RollcallError } from './errors.ts'
import { canStreamRequests, openPath } from './file.ts'

/** `path` needs Node, Bun or Deno. A stream can be read once only, so a failed upload of a stream is not repeated. */
export type CsvSource =
  | Blob
  | File
  | Uint8Array
  | ArrayBuffer
  | { path: string }
  | { text: string; filename?: string | undefined }
  | { stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>; filename: string }

/** Bytes of a file that were handed to the network. */
export interface UploadProgress {
  sent: number
  /** Undefined for a stream. */
  total: number | undefined
}

/** Is told how much was sent. */
export type OnProgress = (progress: UploadProgress) => void

/** A file whose bytes arrive while it is sent. */
export class StreamedFile {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly name: string

  constructor(chunks: AsyncIterable<Uint8Array>, name: string) {
    this.chunks = chunks
    this.name = name
  }
}

/** What can stand where the schema says `Upload`. */
export type UploadFile = Blob | StreamedFile

/** A body for `fetch`, and what goes with it. */
export interface RequestBody {
  body: NonNullable<RequestInit['body']>
  headers: Record<string, string>
  /** Must be said of bodies that are read while they are sent. */
  duplex?: 'half'
  /** To be called when the body is sent. */
  onSent?: () => void
}

const DEFAULT_NAME = 'import.csv'

/** The file behind a source, under its name or another one. */
export async function openSource(source: CsvSource, name?: string): Promise<{ file: UploadFile; filename: string }> {
  if (source instanceof Blob) {
    return { file: source, filename: name ?? (source instanceof File && source.name ? source.name : DEFAULT_NAME) }
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return { file: new Blob([source as Uint8Array<ArrayBuffer>], { type: 'text/csv' }), filename: name ?? DEFAULT_NAME }
  }
  if ('path' in source) {
    const filename = name ?? source.path.split(/[/\\]/).pop() ?? DEFAULT_NAME
    return { file: await openFile(source.path), filename }
  }
  if ('text' in source) {
    return { file: new Blob([source.text], { type: 'text/csv' }), filename: name ?? source.filename ?? DEFAULT_NAME }
  }
  const filename = name ?? source.filename
  const chunks = 'getReader' in source.stream ? readChunks(source.stream) : source.stream
  if (canStreamRequests) return { file: new StreamedFile(chunks, filename), filename }
  return { file: await collect(chunks), filename }
}

async function openFile(path: string): Promise<Blob> {
  try {
    return await openPath(path)
  } catch (cause) {
    throw new RollcallError('FILE_UNREADABLE', `The file ${path} cannot be read: ${(cause as Error).message}`, {
      cause,
    })
  }
}

// Not every browser can loop over a stream.
async function* readChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel()
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: BlobPart[] = []
  for await (const chunk of chunks) parts.push(chunk as Uint8Array<ArrayBuffer>)
  return new Blob(parts, { type: 'text/csv' })
}

/** The same variables with null in the place of each file, and the files by their place. */
export function takeFiles(variables: unknown, files: Map<string, UploadFile>, path = 'variables'): unknown {
  if (variables instanceof Blob || variables instanceof StreamedFile) {
    files.set(path, variables)
    return null
  }
  if (typeof variables !== 'object' || variables === null || 'toJSON' in variables) return variables
  if (Array.isArray(variables)) return variables.map((item, index) => takeFiles(item, files, `${path}.${index}`))
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, takeFiles(value, files, `${path}.${name}`)]),
  )
}

/** The body of a request by the GraphQL multipart request specification, or plain JSON when there are no files. */
export function encodeRequest(
  operations: string,
  files: ReadonlyMap<string, UploadFile>,
  signal: AbortSignal,
  onProgress?: OnProgress,
): RequestBody {
  if (files.size === 0) return { body: operations, headers: { 'content-type': 'application/json' } }
  const map = JSON.stringify(Object.fromEntries([...files.keys()].map((path, index) => [index, [path]])))
  const boundary = `rollcall-${randomKey()}`
  const head = (disposition: string): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name=${disposition}\r\n`
  const parts = [
    `${head('"operations"')}\r\n${operations}\r\n${head('"map"')}\r\n${map}\r\n`,
    ...[...files.values()].flatMap((file, index) => [
      `${head(`"${index}"; filename="${escapeName(nameOf(file))}"`)}content-type: text/csv\r\n\r\n`,
      file,
      '\r\n',
    ]),
    `--${boundary}--\r\n`,
  ]
  return bodyOf(parts, `multipart/form-data; boundary=${boundary}`, signal, onProgress)
}

/** The body of a request that is a file and nothing else. */
export function encodeFile(file: Blob, signal: AbortSignal, onProgress?: OnProgress): RequestBody {
  return bodyOf([file], 'application/octet-stream', signal, onProgress)
}

// FormData takes no streams and tells nothing about its progress, so a form is put together by hand.
function bodyOf(
  parts: readonly (string | UploadFile)[],
  type: string,
  signal: AbortSignal,
  onProgress: OnProgress | undefined,
): RequestBody {
  const headers = { 'content-type': type }
  const files = parts.filter((part) => typeof part !== 'string')
  const total = totalSize(files)
  if (total !== undefined && !(canStreamRequests && onProgress)) {
    const body = new Blob(parts as BlobPart[])
    // Bun makes no Blob of a file that it has not read yet, so there the file is read while it is sent.
    if (body.size === total + new Blob(parts.filter((part) => typeof part === 'string')).size) {
      // The fetch of a browser does not tell how far it is: only the start and the end are known.
      onProgress?.({ sent: 0, total })
      return { body, headers, onSent: () => onProgress?.({ sent: total, total }) }
    }
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0
    for (const part of parts) {
      if (typeof part === 'string') yield new TextEncoder().encode(part)
      else {
        for await (const chunk of part instanceof StreamedFile ? part.chunks : readChunks(part.stream())) {
          yield chunk
          sent += chunk.byteLength
          onProgress?.({ sent, total })
        }
      }
    }
  }
  return { body: streamOf(chunks(), signal), headers, duplex: 'half' }
}

function streamOf(chunks: AsyncGenerator<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  // Node's fetch goes on reading what it no longer sends.
  signal.addEventListener('abort', () => void chunks.return(undefined).catch(() => undefined))
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}

function totalSize(files: readonly UploadFile[]): number | undefined {
  let total = 0
  for (const file of files) {
    if (file instanceof StreamedFile) return undefined
    total += file.size
  }
  return total
}

function nameOf(file: UploadFile): string {
  return 'name' in file && typeof file.name === 'string' ? file.name : DEFAULT_NAME
}

// As browsers escape it.
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

// Not crypto.randomUUID: pages served without TLS do not have it.
/** 32 random characters. */
export function randomKey(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}

/** Bytes in lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
