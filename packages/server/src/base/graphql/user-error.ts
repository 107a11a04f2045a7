import { Field, ID, InterfaceType, ObjectType, registerEnumType } from 'type-graphql'
import { ApiErrorCode, UserErrorCode, type Mistake } from '../errors.ts'

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What the caller can put right.',
})
registerEnumType(ApiErrorCode, {
  name: 'ApiErrorCode',
  description: '`extensions.code` of a GraphQL error: what the caller cannot put right by other data.',
})

@InterfaceType('UserError', {
  resolveType: (value: { __typename: string }) => value.__typename,
  description: 'A mistake that the person at the form can put right. When there is one, nothing was changed.',
})
export abstract class UserErrorType {
  @Field(() => UserErrorCode, { description: 'To switch on.' })
  code!: UserErrorCode

  @Field(() => String, { description: 'A whole sentence for people.' })
  message!: string

  @Field(() => [String], { description: 'Place in the arguments, for example `["input", "email"]`.' })
  path!: string[]

  @Field(() => String, { nullable: true, description: 'What to do about it.' })
  hint!: string | null
}

@ObjectType('InputError', {
  implements: UserErrorType,
  description: 'A mistake that carries nothing but its sentence.',
})
export class InputErrorType extends UserErrorType {}

@ObjectType('NotFoundError', {
  implements: UserErrorType,
  description: 'Nothing with this id exists in the organization.',
})
export class NotFoundErrorType extends UserErrorType {
  @Field(() => ID, { description: 'The id as it was given.' })
  id!: string
}

@InterfaceType('MutationPayload', {
  resolveType: (value: { __typename: string }) => value.__typename,
  description: 'What every mutation answers with.',
})
export abstract class MutationPayloadType {
  @Field(() => [UserErrorType], { description: 'What was wrong; empty when the mutation was carried out.' })
  userErrors!: UserErrorType[]
}

/** The API's form of a mistake. `input` gives back an id the way it was typed. */
export function userError(mistake: Mistake, input: object = {}): UserErrorType {
  const typed = (input as Record<string, unknown>)[mistake.path[1] ?? '']
  const { type = 'InputError', ...facts } = mistake.facts ?? {}
  return {
    __typename: type,
    code: mistake.code,
    message: mistake.message,
    path: [...mistake.path],
    hint: mistake.hint ?? null,
    ...facts,
    ...(type === 'NotFoundError' && typeof typed === 'string' ? { id: typed } : {}),
  } as unknown as UserErrorType
}
