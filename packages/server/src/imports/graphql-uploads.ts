import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql'
import { globalId } from '../base/graphql/ids.ts'
import { mutate, type Context, type Payload } from '../base/graphql/mutate.ts'
import { UrlScalar } from '../base/graphql/scalars.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { createUpload, type UploadTarget } from './create-upload.ts'

@InputType('CreateUploadInput', { description: 'Arguments of `createUpload`.' })
class CreateUploadInput {
  @Field(() => String, { description: 'File name.' })
  filename!: string

  @Field(() => Int, { description: 'Size in bytes: exactly as many have to arrive.' })
  bytes!: number
}

@ObjectType('HttpHeader', { description: 'An HTTP header.' })
class HttpHeaderType {
  @Field(() => String, { description: 'Name.' })
  name!: string

  @Field(() => String, { description: 'Value.' })
  value!: string
}

@ObjectType('UploadTarget', { description: 'Where to upload a file.' })
class UploadTargetType {
  @Field(() => ID, { description: 'Id to pass to `startImport`.' })
  id!: string

  @Field(() => UrlScalar, {
    description:
      'Address to PUT the bytes to. It needs no credential and takes one file; a PUT that breaks off can be sent again.',
  })
  url!: string

  @Field(() => [HttpHeaderType], { description: 'Headers to send with them.' })
  headers!: HttpHeaderType[]

  @Field(() => Date, { description: 'When the address stops working.' })
  expiresAt!: Date
}

@ObjectType('CreateUploadPayload', { implements: MutationPayloadType, description: 'What `createUpload` did.' })
class CreateUploadPayloadType extends MutationPayloadType {
  @Field(() => UploadTargetType, { nullable: true, description: 'Where to upload.' })
  target!: UploadTargetType | null
}

@Resolver(() => UploadTargetType)
export class UploadsResolver {
  @FieldResolver()
  id(@Root() { id }: UploadTarget): string {
    return globalId('Upload', id)
  }

  @FieldResolver()
  headers(): HttpHeaderType[] {
    return [{ name: 'Content-Type', value: 'application/octet-stream' }]
  }

  @Mutation(() => CreateUploadPayloadType, {
    nullable: true,
    description:
      'Get an address to upload a file to without multipart, for large files and for gateways that refuse multipart. Requires people access.',
  })
  createUpload(
    @Ctx() context: Context,
    @Arg('input', () => CreateUploadInput, { description: 'Arguments.' }) input: CreateUploadInput,
  ): Promise<Payload<{ target: UploadTarget }>> {
    return mutate(context, input, createUpload)
  }
}
