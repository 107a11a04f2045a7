import { Field, ID, InputType } from 'type-graphql'
import { ApiKeyScope, Role } from '../base/viewer.ts'

@InputType('CreateApiKeyInput', { description: 'Arguments of `createApiKey`.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'Name for people.' })
  name!: string

  @Field(() => Role, { description: "Role it acts with; not above the caller's own." })
  role!: Role

  @Field(() => [ApiKeyScope], {
    nullable: true,
    description: 'What of the rights of the role it has; left out means all of them.',
  })
  scopes?: ApiKeyScope[] | null

  @Field(() => Date, { nullable: true, description: 'When it stops working; left out means never.' })
  expiresAt?: Date | null
}

@InputType('RotateApiKeyInput', { description: 'Arguments of `rotateApiKey`.' })
export class RotateApiKeyInput {
  @Field(() => ID, { description: 'The key.' })
  apiKeyId!: string
}

@InputType('RevokeApiKeyInput', { description: 'Arguments of `revokeApiKey`.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'The key.' })
  apiKeyId!: string
}
