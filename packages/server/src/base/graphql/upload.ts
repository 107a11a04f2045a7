import type { Readable } from 'node:stream'
import { GraphQLScalarType } from 'graphql'
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs'
import type { FileUpload as GraphQLFileUpload } from 'graphql-upload/processRequest.mjs'
import { Fault } from '../errors.ts'

/** A file that is arriving, as a resolver is given it. */
export type FileUpload = GraphQLFileUpload

/** A file by the multipart request specification. */
export const UploadScalar = new GraphQLScalarType({
  ...(GraphQLUpload as unknown as GraphQLScalarType).toConfig(),
  name: 'Upload',
  description:
    'A file sent with the GraphQL multipart request specification. The file part is named by the variable, for example `file`.',
})

/** The bytes of a file as they arrive. */
export function uploadStream(upload: FileUpload): Readable {
  const stream = upload.createReadStream()
  // A sender may hang up before anybody reads: whoever reads later is told, and until then it is no crash.
  stream.on('error', () => {})
  return stream
}

/** The fault of a file that did not arrive whole; any other error as it is. */
export function uploadFailure(error: unknown): unknown {
  const { expose, message } = error as { expose?: unknown; message?: string }
  return expose === true ? new Fault('BAD_USER_INPUT', `The file did not arrive: ${message}`) : error
}
