import { Arg, Ctx, Field, FieldResolver, InputType, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql'
import { OrganizationType } from '../access/graphql.ts'
import type { Organization } from '../access/organization.ts'
import { mutate, type Context, type Payload } from '../base/graphql/mutate.ts'
import { MutationPayloadType } from '../base/graphql/user-error.ts'
import { updateOrganization } from './update-organization.ts'

@InputType('UpdateOrganizationInput', {
  description: 'Arguments of `updateOrganization`. A field left out stays; null removes the value.',
})
class UpdateOrganizationInput {
  @Field(() => Int, { nullable: true, description: 'Hours until an invite link expires, 1 to 2,160. Null: it stays.' })
  inviteTtlHours?: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Language of mails to users who have none: en, de, fr, es, pt, it, nl or pl. Null: English.',
  })
  defaultLanguage?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Text in every invite mail, at most 2,000 characters. Shown as it is: no markup, no links.',
  })
  inviteMessage?: string | null

  @Field(() => String, { nullable: true, description: 'Address to which answers to the mails go.' })
  replyTo?: string | null

  @Field(() => [Int], {
    nullable: true,
    description:
      'Days after sending on which users who have not accepted are reminded, 1 to 30 and at most three. Empty or null: nobody is.',
  })
  reminderDays?: number[] | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether users who invited are told by mail, once a day at most, who of their people was reminded. Null: it stays.',
  })
  reminderDigest?: boolean | null
}

@ObjectType('UpdateOrganizationPayload', {
  implements: MutationPayloadType,
  description: 'What `updateOrganization` did.',
})
class UpdateOrganizationPayloadType extends MutationPayloadType {
  @Field(() => OrganizationType, { nullable: true, description: 'The organization.' })
  organization!: OrganizationType | null
}

@Resolver(() => OrganizationType)
export class OrganizationSettingsResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Language of mails to users who have none, a BCP 47 tag; null means English.',
  })
  defaultLanguage(@Root() organization: Organization): string | null {
    return organization.defaultLanguage
  }

  @FieldResolver(() => String, { nullable: true, description: 'Text in every invite mail.' })
  inviteMessage(@Root() organization: Organization): string | null {
    return organization.inviteMessage
  }

  @FieldResolver(() => String, { nullable: true, description: 'Address to which answers to the mails go.' })
  replyTo(@Root() organization: Organization): string | null {
    return organization.replyTo
  }

  @FieldResolver(() => [Int], {
    description:
      'Days after sending on which users who have not accepted are reminded, in ascending order. Empty: nobody is.',
  })
  reminderDays(@Root() organization: Organization): readonly number[] {
    return organization.reminderDays ?? []
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether users who invited are told by mail, once a day at most, who of their people was reminded.',
  })
  reminderDigest(@Root() organization: Organization): boolean {
    return organization.reminderDigest
  }

  @Mutation(() => UpdateOrganizationPayloadType, {
    nullable: true,
    description: 'Change how the organization invites. Requires OWNER or ADMIN.',
  })
  updateOrganization(
    @Ctx() context: Context,
    @Arg('input', () => UpdateOrganizationInput, { description: 'Arguments.' }) input: UpdateOrganizationInput,
  ): Promise<Payload<{ organization: Organization }>> {
    return mutate(context, input, updateOrganization)
  }
}
