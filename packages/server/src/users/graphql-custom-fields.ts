import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql'
import { mutate, requireViewer, type Context, type Payload } from '../base/graphql/mutate.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { createCustomField } from './create-custom-field.ts'
import type { CustomField } from './custom-field.ts'
import { deleteCustomField } from './delete-custom-field.ts'
import { UserType } from './graphql-types.ts'
import { customFieldsOf } from './load-custom-fields.ts'
import { updateCustomField } from './update-custom-field.ts'
import type { User } from './user.ts'

@ObjectType('CustomField', { description: "A field of the organization's own." })
class CustomFieldType {
  @Field(() => String, { description: 'Key, which never changes.' })
  key!: string

  @Field(() => String, { description: 'Name for people.' })
  label!: string

  @Field(() => Boolean, {
    description:
      'Whether two users may not have the same value. A unique field can be what an import matches users by.',
  })
  unique!: boolean
}

@ObjectType('CustomFieldValue', { description: "A value of one of the organization's own fields." })
class CustomFieldValueType {
  @Field(() => String, { description: 'Key of the field.' })
  key!: string

  @Field(() => String, { description: 'The value.' })
  value!: string
}

@InputType('CreateCustomFieldInput', { description: 'Arguments of `createCustomField`.' })
class CreateCustomFieldInput {
  @Field(() => String, {
    description: 'Key by which programs know it, such as `costCentre`: a small letter, then letters, digits or _.',
  })
  key!: string

  @Field(() => String, { description: 'Name for people, at most 200 characters.' })
  label!: string

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether two users may not have the same value, of at most 200 characters. It never changes.',
  })
  unique?: boolean | null
}

@InputType('UpdateCustomFieldInput', { description: 'Arguments of `updateCustomField`.' })
class UpdateCustomFieldInput {
  @Field(() => String, { description: 'Key of the field.' })
  key!: string

  @Field(() => String, { description: 'Its new name for people.' })
  label!: string
}

@InputType('DeleteCustomFieldInput', { description: 'Arguments of `deleteCustomField`.' })
class DeleteCustomFieldInput {
  @Field(() => String, { description: 'Key of the field.' })
  key!: string
}

@ObjectType('CreateCustomFieldPayload', {
  implements: MutationPayloadType,
  description: 'What `createCustomField` did.',
})
class CreateCustomFieldPayloadType extends MutationPayloadType {
  @Field(() => CustomFieldType, { nullable: true, description: 'The field.' })
  customField!: CustomFieldType | null
}

@ObjectType('UpdateCustomFieldPayload', {
  implements: MutationPayloadType,
  description: 'What `updateCustomField` did.',
})
class UpdateCustomFieldPayloadType extends MutationPayloadType {
  @Field(() => CustomFieldType, { nullable: true, description: 'The field.' })
  customField!: CustomFieldType | null
}

@ObjectType('DeleteCustomFieldPayload', {
  implements: MutationPayloadType,
  description: 'What `deleteCustomField` did.',
})
class DeleteCustomFieldPayloadType extends MutationPayloadType {
  @Field(() => String, { nullable: true, description: 'Key of the field that is gone.' })
  deletedKey!: string | null
}

@Resolver(() => UserType)
export class CustomFieldResolver {
  @FieldResolver(() => [CustomFieldValueType], {
    description:
      "Values of the organization's own fields, in the order of `customFields`; those without one are left out.",
  })
  async customFields(@Ctx() context: Context, @Root() { customFields }: User): Promise<CustomFieldValueType[]> {
    if (!customFields) return []
    const fields = await customFieldsOf(context)
    return fields.flatMap(({ key }) => {
      const value = customFields[key]
      return value === undefined ? [] : { key, value }
    })
  }

  @Query(() => [CustomFieldType], {
    name: 'customFields',
    description: "The organization's own fields, the oldest first.",
  })
  listCustomFields(@Ctx() context: Context): Promise<CustomField[]> {
    requireViewer(context)
    return customFieldsOf(context)
  }

  @Mutation(() => CreateCustomFieldPayloadType, {
    nullable: true,
    description: 'Make a field that every user can have a value of; at most 50. Requires OWNER or ADMIN.',
  })
  createCustomField(
    @Ctx() context: Context,
    @Arg('input', () => CreateCustomFieldInput, { description: 'Arguments.' }) input: CreateCustomFieldInput,
  ): Promise<Payload<{ customField: CustomField }>> {
    return mutate(context, input, createCustomField)
  }

  @Mutation(() => UpdateCustomFieldPayloadType, {
    nullable: true,
    description: "Change the name of one of the organization's own fields. Requires OWNER or ADMIN.",
  })
  updateCustomField(
    @Ctx() context: Context,
    @Arg('input', () => UpdateCustomFieldInput, { description: 'Arguments.' }) input: UpdateCustomFieldInput,
  ): Promise<Payload<{ customField: CustomField }>> {
    return mutate(context, input, updateCustomField)
  }

  @Mutation(() => DeleteCustomFieldPayloadType, {
    nullable: true,
    description:
      "Take one of the organization's own fields away, and its value from everybody who has one. Requires OWNER or ADMIN.",
  })
  deleteCustomField(
    @Ctx() context: Context,
    @Arg('input', () => DeleteCustomFieldInput, { description: 'Arguments.' }) input: DeleteCustomFieldInput,
  ): Promise<Payload<{ deletedKey: string }>> {
    return mutate(context, input, deleteCustomField)
  }
}
