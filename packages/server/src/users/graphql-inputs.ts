import { Field, ID, InputType, registerEnumType } from 'type-graphql'
import { Permission, Role } from '../base/viewer.ts'
import { OrderDirection, UserOrderField, type UserConditions, type UserOrder } from './find-users.ts'
import { UserSource, UserStatus } from './user.ts'

registerEnumType(UserOrderField, {
  name: 'UserOrderField',
  description: 'Fields users can be ordered by.',
  valuesConfig: {
    NAME: { description: 'Name.' },
    EMAIL: { description: 'Email address.' },
    CREATED_AT: { description: 'When the account was made.' },
    UPDATED_AT: { description: 'When it last changed.' },
  },
})

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Direction of an order.',
  valuesConfig: {
    ASC: { description: 'Smallest first.' },
    DESC: { description: 'Largest first.' },
  },
})

/** What the users' room knows to list by; the filter of `users` adds what the rooms above know. */
@InputType()
export abstract class UserConditionsInput implements UserConditions {
  @Field(() => [UserStatus], { nullable: true, description: 'Statuses.' })
  status?: UserStatus[] | null

  @Field(() => [Role], { nullable: true, description: 'Roles.' })
  role?: Role[] | null

  @Field(() => [UserSource], { nullable: true, description: 'Sources.' })
  source?: UserSource[] | null

  @Field(() => [ID], { nullable: true, description: 'Users whose primary or secondary team is one of these.' })
  teamId?: string[] | null

  @Field(() => [ID], { nullable: true, description: 'Locations.' })
  locationId?: string[] | null

  @Field(() => [String], { nullable: true, description: 'Exact email addresses, at most 500.' })
  email?: string[] | null

  @Field(() => Date, { nullable: true, description: 'Created at or after.' })
  createdAfter?: Date | null

  @Field(() => Date, { nullable: true, description: 'Created before.' })
  createdBefore?: Date | null

  @Field(() => String, {
    nullable: true,
    description: 'Words that must all occur in name, email, job title or external id.',
  })
  search?: string | null
}

@InputType('UserOrder', { description: 'How to order users.' })
export class UserOrderInput implements UserOrder {
  @Field(() => UserOrderField, { defaultValue: UserOrderField.NAME, description: 'The field to order by.' })
  field!: UserOrderField

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'The direction.' })
  direction!: OrderDirection
}

@InputType('CustomFieldInput', { description: "A value for one of the organization's own fields." })
export class CustomFieldInputType {
  @Field(() => String, { description: 'Key of the field.' })
  key!: string

  @Field(() => String, { nullable: true, description: 'The value, at most 1,000 characters; null removes it.' })
  value?: string | null
}

@InputType('UpdateUserInput', {
  description: 'Arguments of `updateUser`. A field left out stays; null removes the value.',
})
export class UpdateUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string

  @Field(() => String, { nullable: true, description: 'Full name.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'Given name.' })
  firstName?: string | null

  @Field(() => String, { nullable: true, description: 'Family name.' })
  lastName?: string | null

  @Field(() => String, { nullable: true, description: 'Email address.' })
  email?: string | null

  @Field(() => Role, { nullable: true, description: 'Role.' })
  role?: Role | null

  @Field(() => [Permission], { nullable: true, description: 'Permissions on top of the role.' })
  permissions?: Permission[] | null

  @Field(() => String, { nullable: true, description: 'Job title.' })
  jobTitle?: string | null

  @Field(() => ID, { nullable: true, description: 'Primary team.' })
  primaryTeamId?: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'A manager for this user alone, instead of the one of the primary team; null for that one again.',
  })
  managerId?: string | null

  @Field(() => [ID], { nullable: true, description: 'Further teams.' })
  secondaryTeamIds?: string[] | null

  @Field(() => ID, { nullable: true, description: 'Location.' })
  locationId?: string | null

  @Field(() => String, { nullable: true, description: 'Language.' })
  language?: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone.' })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'First day of work, as YYYY-MM-DD.' })
  hireDate?: string | null

  @Field(() => String, { nullable: true, description: 'External id.' })
  externalId?: string | null

  @Field(() => [CustomFieldInputType], {
    nullable: true,
    description: "Values of the organization's own fields; those that are not named stay.",
  })
  customFields?: CustomFieldInputType[] | null
}

@InputType('DeactivateUserInput', { description: 'Arguments of `deactivateUser`.' })
export class DeactivateUserInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string
}

@InputType('SetUserPasswordInput', { description: 'Arguments of `setUserPassword`.' })
export class SetUserPasswordInput {
  @Field(() => ID, { description: 'The user.' })
  userId!: string

  @Field(() => String, { description: 'The password.' })
  password!: string

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the user must choose another at the next sign-in.',
  })
  mustChange?: boolean | null
}

@InputType('CreateTeamInput', { description: 'Arguments of `createTeam`.' })
export class CreateTeamInput {
  @Field(() => String, { description: 'Name.' })
  name!: string

  @Field(() => ID, { nullable: true, description: 'Manager.' })
  managerId?: string | null
}

@InputType('UpdateTeamInput', {
  description: 'Arguments of `updateTeam`. A field left out stays; null removes the value.',
})
export class UpdateTeamInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string

  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null

  @Field(() => ID, { nullable: true, description: 'Manager.' })
  managerId?: string | null
}
