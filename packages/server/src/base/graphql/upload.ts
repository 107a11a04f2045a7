import { GraphQLScalarType } from 'graphql'
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs'
import type { FileUpload as GraphQLFileUpload } from 'graphql-upload/processRequest.mjs'

/** A file that is arriving, as a resolver is given it. */
export type FileUpload = GraphQLFileUpload

/** A file by the multipart request specification. */
export const UploadScalar = new GraphQLScalarType({
  ...(GraphQLUpload as unknown as GraphQLScalarType).toConfig(),
  name: 'Upload',
  description:
    'A file sent with the GraphQL multipart request specification. The file part is named by the variable, for example `file`.',
})
